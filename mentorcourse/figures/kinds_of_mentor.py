"""Four kinds of mentor around a mentee, each with what that kind gives."""

from __future__ import annotations

from mentorcourse.language import Sentence

from .picture import Picture, table
from .sheet import Sheet
from .style import BLUE, GREEN, HEADING, ORANGE, PAPER, PURPLE, WIDTH, Colour

KINDS: tuple[tuple[Sentence, Sentence, Sentence, Colour], ...] = (
    (Sentence("Content mentor"), Sentence("substance"), Sentence("how this work is done well"), BLUE),
    (
        Sentence("Career or professional mentor"),
        Sentence("direction"),
        Sentence("which road, and when to turn"),
        ORANGE,
    ),
    (Sentence("Peer mentor"), Sentence("company"), Sentence("the same stage, the same month"), GREEN),
    (
        Sentence("Life mentor"),
        Sentence("perspective"),
        Sentence("a life that resembles the mentee’s in something that matters"),
        PURPLE,
    ),
)
"""(kind, a word of what it gives, the same in a few words, hue), by rows of two."""

_BOX = 178.0
_DOWN = 112.0
_TOP = 1.0
_GAP = 92.0
_PADDING = 10.0
_RADIUS = 40.0

_ALTERNATIVE = Sentence(
    "The mentee stands in the middle and four kinds of mentor around them, each with an arrow that brings "
    "something: a content mentor gives substance, a career or professional mentor direction, a peer mentor "
    "company, a life mentor perspective."
)
_CAPTION = Sentence("Four kinds of mentor for any career. One person may be two of them; hardly anybody is all four.")


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    middle = (WIDTH / 2, _TOP + _DOWN + _GAP / 2)
    for place, (kind, gives, meaning, hue) in enumerate(KINDS):
        right, lower = place % 2, place // 2
        x, y = right * (WIDTH - _BOX - 2) + 1, _TOP + lower * (_DOWN + _GAP)
        _arrow(sheet, (x + _BOX / 2, y if lower else y + _DOWN), middle, hue)
        _box(sheet, (x, y), kind, gives, meaning, hue)
    sheet.disc(*middle, _RADIUS, fill=BLUE)
    sheet.words(
        middle[0], middle[1] + HEADING * 0.36, Sentence("Mentee"), size=HEADING, bold=True, colour=PAPER, align="center"
    )
    rows = [(kind, Sentence("{word}: {meaning}", word=gives, meaning=meaning)) for kind, gives, meaning, _ in KINDS]
    details = table(Sentence("What each kind gives"), (Sentence("Kind"), Sentence("Gives")), rows, language)
    return sheet.picture(2 * (_TOP + _DOWN) + _GAP, [_ALTERNATIVE], _CAPTION, details)


def _box(
    sheet: Sheet, corner: tuple[float, float], kind: Sentence, gives: Sentence, meaning: Sentence, hue: Colour
) -> None:
    x, y = corner
    inside = _BOX - 2 * _PADDING
    sheet.panel(x, y, _BOX, _DOWN, fill=hue, edge=hue, radius=8)
    end = sheet.paragraph(x + _PADDING, y + 6, sheet.lines(kind, inside, most=2, bold=True), bold=True)
    end = sheet.paragraph(x + _PADDING, end + 3, [Sentence("gives {what}", what=gives)])
    sheet.paragraph(x + _PADDING, end, sheet.lines(meaning, inside, oblique=True), oblique=True)


def _arrow(sheet: Sheet, start: tuple[float, float], middle: tuple[float, float], hue: Colour) -> None:
    """From a box to the rim of the mentee's disc."""
    dx, dy = start[0] - middle[0], start[1] - middle[1]
    away = (_RADIUS + 3) / (dx * dx + dy * dy) ** 0.5
    sheet.line([start, (middle[0] + dx * away, middle[1] + dy * away)], colour=hue, arrow=10)
