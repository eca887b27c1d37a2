"""Mentor's and mentee's paths through time: they share a stretch, perspective changes hands, each goes on."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from mentorcourse.language import Sentence

from .picture import Picture
from .sheet import Sheet
from .style import BLUE, HEADING, LINE, ORANGE, THICK, THIN, WIDTH, Colour

_HEIGHT = 352.0
_MIDDLE = 198.0
_HALF = 34.0
"""Half the breadth of a path; in the middle the paths overlap by part of it and never coincide."""

_ALTERNATIVE = Sentence(
    "Two broad paths run from left to right through time. The mentor’s begins earlier, above; the mentee’s "
    "begins later, below. In the middle they overlap in part without becoming one: there an arrow from the "
    "mentor hands perspective across, and another leads back. Then the paths part, and the mentee goes on in "
    "a direction of their own."
)
_CAPTION = Sentence(
    "Your paths overlap for a while; they are never the same. What you hand across is perspective, and some "
    "comes back. The direction remains the mentee’s own."
)


def _near(x: float) -> float:
    """1 in the middle of the shared stretch, falling smoothly to 0 on both sides."""
    away = min(1.0, max(0.0, (abs(x - _MIDDLE) - 34) / 132))
    return 0.5 + 0.5 * cos(pi * away)


def _mentor(x: float) -> float:
    return 70 + 70 * _near(x) - 0.03 * (x - _MIDDLE)


def _mentee(x: float) -> float:
    return 256 - 70 * _near(x) - 0.03 * (x - _MIDDLE)


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    _path(sheet, _mentor, 0, BLUE)
    _path(sheet, _mentee, 48, ORANGE)
    sheet.words(0, 20, Sentence("Mentor’s path"), size=HEADING, bold=True)
    sheet.words(48, 316, Sentence("Mentee’s path"), size=HEADING, bold=True)
    sheet.words(WIDTH, 314, Sentence("their own way on"), oblique=True, align="right")
    _shared(sheet)
    sheet.line([(0, 344), (WIDTH, 344)], thick=THIN, arrow=8)
    sheet.words(0, 338, Sentence("time"))
    return sheet.picture(_HEIGHT, [_ALTERNATIVE], _CAPTION)


def _path(sheet: Sheet, centre: Callable[[float], float], start: float, colour: Colour) -> None:
    end = WIDTH - 14
    steps = [start + (end - start) * step / 60 for step in range(61)]
    upper = [(x, centre(x) - _HALF) for x in steps]
    lower = [(x, centre(x) + _HALF) for x in reversed(steps)]
    sheet.band([*upper, *lower], colour, 0.28)
    sheet.line([(x, centre(x)) for x in steps[2:]] + [(WIDTH, centre(WIDTH))], colour=colour, arrow=12)


def _shared(sheet: Sheet) -> None:
    """What happens where the paths overlap: perspective is handed on, and something comes back."""
    top, bottom = _mentor(_MIDDLE) + 5, _mentee(_MIDDLE) - 5
    sheet.words(_MIDDLE, 82, Sentence("the stretch you share"), align="center")
    sheet.line([(_MIDDLE - 62, 98), (_MIDDLE - 62, 91), (_MIDDLE + 62, 91), (_MIDDLE + 62, 98)], thick=THIN)
    sheet.line([(_MIDDLE - 54, top), (_MIDDLE - 54, bottom)], colour=BLUE, thick=THICK, arrow=13)
    sheet.line([(_MIDDLE + 54, bottom), (_MIDDLE + 54, top)], colour=ORANGE, thick=LINE, arrow=10)
    sheet.words(_MIDDLE, (top + bottom) / 2 + 4.5, Sentence("perspective"), align="center")
