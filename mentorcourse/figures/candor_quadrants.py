"""Care and challenge as two dials: four corners, each with an answer to the same muddled grant proposal."""

from __future__ import annotations

from dataclasses import dataclass

from .lettering import lines
from .picture import Picture, outline
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, LEADING, LINE, ORANGE, PURPLE, WIDTH, Colour


@dataclass(frozen=True)
class Quadrant:
    """One combination of care and challenge, with Kim Scott's name for it (Radical Candor, 2017)."""

    name: str
    care: bool
    challenge: bool
    hue: Colour
    sentence: str

    @property
    def dials(self) -> str:
        return f"{'much' if self.care else 'little'} care and {'much' if self.challenge else 'little'} challenge"


QUADRANTS = (
    Quadrant("Ruinous empathy", True, False, BLUE, "“It’s really coming together. Don’t lose any sleep over it.”"),
    Quadrant(
        "Radical candor",
        True,
        True,
        GREEN,
        "“I want this study to be funded, and right now a reviewer will be lost by the second paragraph. Give me an "
        "hour on Thursday, and I’ll bring coffee and a red pen.”",
    ),
    Quadrant(
        "Manipulative insincerity",
        False,
        False,
        PURPLE,
        "“Looks fine to me,” eyes on the screen; and over lunch, to a colleague: this has no chance.",
    ),
    Quadrant("Obnoxious aggression", False, True, ORANGE, "“Who let this out of the house? Start again.”"),
)
"""The four corners, as one reads them: from the upper left to the lower right."""

LEFT = 22.0
TOP = 24.0
GAP = 6.0
ACROSS = (WIDTH - LEFT - GAP) / 2
"""How wide one corner is; the axes run left of the corners and below them."""
PADDING = 10.0

_ALTERNATIVE = (
    "Two dials as axes: care rises from the bottom to the top, challenge from left to right. "
    + " ".join(f"{one.name}, {one.dials}: {one.sentence}" for one in QUADRANTS)
    + " All four answer the same muddled grant proposal."
)


def draw() -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet()
    names = {one.name: name(one) for one in QUADRANTS}
    spoken = {one.name: lines(one.sentence, ACROSS - 2 * PADDING, BODY, most=9) for one in QUADRANTS}
    heights = [
        max(
            HEADING * LEADING * len(names[one.name]) + BODY * LEADING * len(spoken[one.name]) + 22
            for one in QUADRANTS
            if one.care is care
        )
        for care in (True, False)
    ]
    bottom = frame(sheet, (heights[0], heights[1]))
    for one in QUADRANTS:
        x, y = corner(one, heights[0])
        y = sheet.paragraph(x + PADDING, y + 7, names[one.name], size=HEADING, bold=True) + 3
        sheet.paragraph(x + PADDING, y, spoken[one.name])
    return Picture(
        svg=sheet.svg(bottom, _ALTERNATIVE),
        alternative=_ALTERNATIVE,
        caption="Two dials, not one: four answers to the same muddled grant proposal. The names are for remarks, "
        "never for people.",
        details=outline(
            (one.name, [("Care and challenge", [one.dials]), ("How it sounds", [one.sentence])]) for one in QUADRANTS
        ),
    )


def name(one: Quadrant) -> list[str]:
    """A corner's name on as many lines as it needs."""
    return lines(one.name, ACROSS - 2 * PADDING, HEADING, most=2, bold=True)


def corner(one: Quadrant, upper: float) -> tuple[float, float]:
    """Where a corner begins when those above are `upper` high."""
    return LEFT + (ACROSS + GAP if one.challenge else 0), TOP if one.care else TOP + upper + GAP


def frame(sheet: Sheet, heights: tuple[float, float]) -> float:
    """Both axes and the four tinted corners, the upper and the lower ones as high as said; returns where it ends."""
    for one in QUADRANTS:
        x, y = corner(one, heights[0])
        sheet.panel(x, y, ACROSS, heights[0] if one.care else heights[1], fill=one.hue)
    bottom = TOP + sum(heights) + GAP
    origin = (LEFT - 12, bottom + 12)
    sheet.line([origin, (LEFT - 12, TOP)], thick=LINE, arrow=9)
    sheet.line([origin, (WIDTH, bottom + 12)], thick=LINE, arrow=9)
    sheet.words(0, BODY + 1, "more care")
    sheet.words(WIDTH, bottom + 32, "more challenge", align="right")
    return bottom + 38
