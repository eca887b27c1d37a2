"""Five levels of mentoring as rings: the self at the center, then senior, scientific, peer and staff mentors."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

from mentorcourse.language import Sentence

from .picture import Picture, table
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, ORANGE, PAPER, PURPLE, RULE, TINT, WIDTH, Colour

LEVELS: tuple[tuple[Sentence, Sentence, Sentence], ...] = (
    (
        Sentence("Self"),
        Sentence("own mentor"),
        Sentence("writes the plan, watches over it, notices when it no longer fits"),
    ),
    (
        Sentence("Senior"),
        Sentence("career"),
        Sentence("have seen many careers unfold and keep the whole of this one in view"),
    ),
    (
        Sentence("Scientific"),
        Sentence("methods"),
        Sentence("know the field and its methods, and argue until the question is right"),
    ),
    (Sentence("Peer"), Sentence("same stage"), Sentence("are going through it now and can be asked anything")),
    (
        Sentence("Staff"),
        Sentence("rules and budgets"),
        Sentence("know how money, forms and approvals work, and can teach it"),
    ),
)
"""(level, a word of what it gives, the same in a sentence), from the center outward."""
_NAMES = (
    Sentence("Self"),
    Sentence("Senior mentors"),
    Sentence("Scientific mentors"),
    Sentence("Peer mentors"),
    Sentence("Staff mentors"),
)

_HUES: tuple[Colour, ...] = (BLUE, PURPLE, GREEN, ORANGE, RULE)
_CENTER = WIDTH / 2
_CORE = 52.0
_RING = 34.0

_ALTERNATIVE = Sentence(
    "Five levels as rings, one around the other. At the center stands the self: the mentee as their own mentor. "
    "Around it, from the inside outward: senior mentors, who give a view of the career; scientific mentors, who "
    "give methods; peer mentors, who are at the same stage; and staff mentors, who know rules and budgets."
)
_CAPTION = Sentence(
    "Five levels with the mentee at the center, who needs every one of them. After the Matrix Mentoring Model of "
    "Byington et al., Acad Med 2016;91:497-502."
)


def draw(language: str) -> Picture:
    """The picture explains a model, so it is the same for everybody."""
    sheet = Sheet(language)
    for level in range(len(LEVELS) - 1, 0, -1):
        _ring(sheet, level)
    name, gives, _ = LEVELS[0]
    sheet.disc(_CENTER, _CENTER, _CORE, fill=_HUES[0])
    sheet.words(_CENTER, _CENTER - 2, name, size=HEADING, bold=True, colour=PAPER, align="center")
    sheet.words(_CENTER, _CENTER + 17, gives, colour=PAPER, align="center")
    rows = [(name, sentence) for name, (_, _, sentence) in zip(_NAMES, LEVELS, strict=True)]
    head = (Sentence("Level"), Sentence("What it adds"))
    details = table(Sentence("The five levels, from the center outward"), head, rows, language)
    return sheet.picture(2 * _CENTER, [_ALTERNATIVE], _CAPTION, details)


def _ring(sheet: Sheet, level: int) -> None:
    """One level: its name at the top of the ring, what it gives at the bottom."""
    name, gives, _ = LEVELS[level]
    outer = _CORE + _RING * level
    sheet.disc(_CENTER, _CENTER, outer, fill=PAPER, edge=_HUES[level])
    around = [2 * pi * step / 90 for step in range(90)]
    sheet.band([(_CENTER + outer * sin(at), _CENTER + outer * cos(at)) for at in around], _HUES[level], TINT)
    middle = outer - _RING / 2
    for text, bold, up in ((name, True, -1), (gives, False, 1)):
        # Straight letters in a curved ring: halfway between the ring's height in their middle and at their ends.
        away = (middle + sqrt(middle**2 - (sheet.width(text, bold=bold) / 2) ** 2)) / 2
        sheet.words(_CENTER, _CENTER + up * away + BODY * 0.36, text, bold=bold, align="center")
