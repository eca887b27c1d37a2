"""The one visual language of the course's pictures: colours for light and dark paper, sizes, page tokens."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 380.0
"""Width of every picture in its own units; a phone column is about 350 CSS pixels, so BODY stays above 11."""

BODY = 13.0
HEADING = 14.5
LEADING = 1.34
"""Distance of two baselines as a multiple of the letters' size."""

THIN = 1.2
LINE = 2.0
THICK = 4.0
TINT = 0.16
"""Share of a hue in a tinted panel; the paper shines through, so one value serves light and dark."""


@dataclass(frozen=True)
class Colour:
    """A named colour; `light` and `dark` say on which paper each value is used (both as `#rrggbb`)."""

    name: str
    light: str
    dark: str

    @property
    def token(self) -> str:
        """The CSS custom property that decides the colour on a page."""
        return f"--mc-figure-{self.name}"

    @property
    def css(self) -> str:
        """The CSS value put into a picture; letters take the page's own text colour unless told otherwise."""
        return f"var({self.token}, {'currentColor' if self.name == 'ink' else self.light})"


# After Okabe and Ito, darkened or lightened until each is 3:1 against its paper.
INK = Colour("ink", "#1f2328", "#e8e6e3")
PAPER = Colour("paper", "#ffffff", "#121417")
RULE = Colour("rule", "#767c84", "#8f959d")
BLUE = Colour("blue", "#0072b2", "#56b4e9")
ORANGE = Colour("orange", "#c25200", "#f0a04b")
GREEN = Colour("green", "#00805d", "#3fc79b")
PURPLE = Colour("purple", "#a24f80", "#dc9fc2")

PALETTE = (INK, PAPER, RULE, BLUE, ORANGE, GREEN, PURPLE)
