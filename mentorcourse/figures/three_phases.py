"""The three phases of a mentoring relationship: directing falls while asking and independence rise."""

from __future__ import annotations

from collections.abc import Callable
from math import exp

from mentorcourse.language import Sentence

from .picture import Picture, table
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, LEADING, ORANGE, THICK, THIN, WIDTH, Colour

PHASES: tuple[tuple[Sentence, Sentence], ...] = (
    (Sentence("Early"), Sentence("Leans on you; you advocate and connect")),
    (Sentence("Mid"), Sentence("Has an agenda of their own; you ask more")),
    (Sentence("Late"), Sentence("A respected colleague; you meet as needed")),
)
"""(phase, what marks it), in the order of time."""

_TOP = 54.0
_DOWN = 190.0
_ACROSS = WIDTH / 3

_ALTERNATIVE = Sentence(
    "Three phases follow one another in time: early, mid and late. One line, your directing, begins high and "
    "falls almost to nothing. A second, your asking, rises through the early and mid phases and stays high. A "
    "third, your mentee’s independence, begins lowest, rises most in the mid phase and ends highest."
)
_CAPTION = Sentence(
    "Nobody announces the next phase. As your mentee grows, you direct less and ask more, and noticing when is "
    "your part of the work."
)


def _rising(low: float, high: float, when: float, pace: float) -> Callable[[float], float]:
    """A share of the height that grows from `low` to `high`, fastest at the time `when` (0 to 1)."""
    return lambda time: low + (high - low) / (1 + exp(-pace * (time - when)))


_directing = _rising(0.94, 0.05, 0.42, 9)
_asking = _rising(0.16, 0.72, 0.34, 9)
_independence = _rising(0.03, 0.96, 0.58, 8)


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    bottom = _TOP + _DOWN
    sheet.panel(_ACROSS, 0, _ACROSS, bottom, fill=BLUE, share=0.08, radius=0.1)
    for number, (phase, marks) in enumerate(PHASES):
        middle = _ACROSS * (number + 0.5)
        sheet.words(middle, 18, phase, size=HEADING, bold=True, align="center")
        sheet.paragraph(middle, bottom + 26, sheet.lines(marks, _ACROSS - 8, most=3), align="center")
    falling = _curve(sheet, _directing, ORANGE, dashed=True)
    asking = _curve(sheet, _asking, BLUE)
    own = _curve(sheet, _independence, GREEN, thick=THICK)
    sheet.words(2, falling[0][1] - 9, Sentence("your directing"), bold=True)
    sheet.words(WIDTH - 2, asking[-1][1] + 20, Sentence("your asking"), bold=True, align="right")
    sheet.words(WIDTH - 2, own[-1][1] - 9, Sentence("their independence"), bold=True, align="right")
    sheet.line([(0, bottom), (WIDTH, bottom)], thick=THIN, arrow=8)
    sheet.words(0, bottom + 17, Sentence("time"))
    head = (Sentence("Phase"), Sentence("What marks it"))
    details = table(Sentence("The three phases"), head, PHASES, language)
    return sheet.picture(bottom + 26 + 3 * BODY * LEADING + 4, [_ALTERNATIVE], _CAPTION, details)


def _curve(
    sheet: Sheet, share: Callable[[float], float], hue: Colour, *, thick: float = 2.6, dashed: bool = False
) -> list[tuple[float, float]]:
    """A line through all phases; returns its points."""
    points = [(WIDTH * step / 60, _TOP + _DOWN * (1 - share(step / 60))) for step in range(61)]
    sheet.line(points, colour=hue, thick=thick, dashed=dashed)
    return points
