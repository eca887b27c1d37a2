"""The paper a picture is drawn on: words, panels, lines and discs in units that run right and down."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Literal

from mentorcourse.language import ENGLISH, Sentence, said

from . import lettering
from .picture import Picture
from .style import BODY, INK, LEADING, LINE, RULE, TINT, WIDTH, Colour
from .svg import finish

Align = Literal["left", "center", "right"]
Points = Sequence[tuple[float, float]]


class Sheet:
    """A sheet WIDTH units wide; the height is said at the end, when everything has found its place.

    Every sentence on it is said in `language`; all other text is the course's or the person's own. It uses
    matplotlib's Figure with the SVG canvas and never pyplot: sheets share nothing with one another.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.language = language
        self._figure = Figure()
        self._figure.patch.set_visible(False)
        self._downwards = Affine2D()

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        bold: bool = False,
        oblique: bool = False,
        colour: Colour = INK,
        align: Align = "left",
    ) -> None:
        """One line of drawable text whose baseline is at `y`."""
        from matplotlib.font_manager import FontProperties

        face = FontProperties(fname=lettering.font_file(bold, oblique), size=size)
        self._figure.text(
            x,
            y,
            said(text, self.language),
            fontproperties=face,
            color=colour.light,
            ha=align,
            va="baseline",
            parse_math=False,
            transform=self._downwards,
        )

    def lines(
        self, text: str, within: float, size: float = BODY, most: int = 3, *, bold: bool = False, oblique: bool = False
    ) -> list[str]:
        """`text` made drawable, in at most `most` lines of width `within`; … ends what was cut."""
        elsewhere = said(lettering.ELSEWHERE, self.language)
        return lettering.lines(said(text, self.language), within, size, most, bold, oblique, elsewhere)

    def width(self, text: str, *, bold: bool = False, oblique: bool = False) -> float:
        """How wide a text becomes in letters of the usual size."""
        return lettering.width(said(text, self.language), BODY, bold, oblique)

    def paragraph(
        self,
        x: float,
        top: float,
        found: Sequence[str],
        *,
        size: float = BODY,
        bold: bool = False,
        oblique: bool = False,
        colour: Colour = INK,
        align: Align = "left",
    ) -> float:
        """Lines below one another from `top`; returns where they end."""
        for number, line in enumerate(found):
            baseline = top + size * (number * LEADING + 1.0)
            self.words(x, baseline, line, size=size, bold=bold, oblique=oblique, colour=colour, align=align)
        return top + size * LEADING * len(found)

    def panel(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        dashed: bool = False,
        share: float = TINT,
        radius: float = 6,
    ) -> None:
        """A rounded box with its upper left corner at (x, y), tinted with `share` of `fill`."""
        from matplotlib.patches import FancyBboxPatch

        self._add(
            FancyBboxPatch(
                (x, y),
                across,
                down,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=(fill.light, share) if fill else "none",
                edgecolor=edge.light if edge else "none",
                linewidth=1.4,
                linestyle=(0, (3, 2)) if dashed else "solid",
            )
        )

    def band(self, points: Points, fill: Colour, share: float) -> None:
        """A filled outline without an edge."""
        from matplotlib.patches import Polygon

        self._add(Polygon(points, closed=True, facecolor=(fill.light, share), edgecolor="none"))

    def line(
        self,
        points: Points,
        *,
        colour: Colour = RULE,
        thick: float = LINE,
        dashed: bool = False,
        arrow: float = 0,
    ) -> None:
        """A line through all points; with `arrow` (its length) a filled head ends at the last of them."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        path = list(points)
        if arrow:
            path[-1] = self._head(path[-2], path[-1], colour, arrow)
        self._add(
            PathPatch(
                Path(path),
                facecolor="none",
                edgecolor=colour.light,
                linewidth=thick,
                linestyle=(0, (3, 2)) if dashed else "solid",
                capstyle="butt",
            )
        )

    def disc(
        self, x: float, y: float, radius: float, *, fill: Colour | None = None, edge: Colour | None = None
    ) -> None:
        """A full disc, or a ring when only `edge` is given."""
        from matplotlib.patches import Circle

        self._add(
            Circle(
                (x, y),
                radius,
                facecolor=fill.light if fill else "none",
                edgecolor=edge.light if edge else "none",
                linewidth=1.6,
            )
        )

    def picture(self, height: float, alternative: Sequence[Sentence], caption: str, details: str = "") -> Picture:
        """The finished picture, `height` units high, and what it says in words."""
        words = " ".join(said(sentence, self.language) for sentence in alternative)
        return Picture(self._svg(height, words), words, said(caption, self.language), details, self.language)

    def _svg(self, height: float, alternative: str) -> str:
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        self._figure.set_size_inches(WIDTH / 72, height / 72)
        self._downwards.clear().scale(1, -1).translate(0, height)
        drawn = io.StringIO()
        FigureCanvasSVG(self._figure).print_svg(drawn, metadata={"Date": None, "Creator": None})
        return finish(drawn.getvalue(), alternative)

    def _add(self, patch: Any) -> None:
        patch.set_transform(self._downwards)
        patch.set_clip_on(False)
        self._figure.add_artist(patch)

    def _head(
        self, before: tuple[float, float], tip: tuple[float, float], colour: Colour, length: float
    ) -> tuple[float, float]:
        """Draw an arrow head at `tip`; returns where its base meets the line."""
        from matplotlib.patches import Polygon

        dx, dy = tip[0] - before[0], tip[1] - before[1]
        reach = (dx * dx + dy * dy) ** 0.5
        ux, uy = dx / reach, dy / reach
        base = (tip[0] - ux * length, tip[1] - uy * length)
        half = length * 0.5
        wings = [(base[0] - uy * half, base[1] + ux * half), tip, (base[0] + uy * half, base[1] - ux * half)]
        self._add(Polygon(wings, closed=True, facecolor=colour.light, edgecolor="none"))
        return base
