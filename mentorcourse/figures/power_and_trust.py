"""What a mentor can do about power and for trust, how one supports the other, and the question beneath both."""

from __future__ import annotations

from collections.abc import Sequence

from mentorcourse.language import Sentence

from .picture import Picture, outline
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, PAPER, THICK, WIDTH, Colour

_POWER = (
    Sentence("Say it early"),
    Sentence("Go first, and ask before you step closer"),
    Sentence("Ask about the road they took"),
    Sentence("Let life come in, and its owner decide"),
)
"""The four strategies of section 4."""
_TRUST = (
    Sentence("Accept what it costs"),
    Sentence("Meet as people first"),
    Sentence("Be honest, and be yourself"),
    Sentence("Tell your reason, and ask for theirs"),
    Sentence("Name the difference, and be seen"),
    Sentence("Look through your mentee’s eyes"),
    Sentence("Let them discover their own strength"),
    Sentence("Expect rough patches"),
)
"""The eight foundations of section 4."""
_HEADS = (Sentence("What you can do about power"), Sentence("What you can do for trust"))
_DOWN = Sentence("Once power is named, a yes means more.")
_UP = Sentence("Once there is trust, a no becomes safe.")
_BENEATH = Sentence("Is this for my mentee, or for somebody else?")

_EDGE = 14.0
_STEP = 23.0
_ARROWS = 76.0

_ALTERNATIVE = Sentence(
    "Two fields, one above the other. The upper one has four things that you can do about power, the lower one eight "
    "that you can do for trust; the lists below have them all. Two arrows join the fields. From power down to trust: "
    "once power is named, a yes means more. From trust up to power: once there is trust, a no becomes safe. Beneath "
    "both stands one question: is this for my mentee, or for somebody else?"
)
_CAPTION = Sentence(
    "Each makes the other possible, and both rest on the question at the foot, which your mentee is asking as well."
)


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    top = _field(sheet, 2, _HEADS[0], _POWER, BLUE)
    _arrows(sheet, top, top + _ARROWS)
    y = _field(sheet, top + _ARROWS, _HEADS[1], _TRUST, GREEN) + 10
    sheet.line([(0, y), (WIDTH, y)], thick=THICK)
    sheet.words(WIDTH / 2, y + 24, _BENEATH, bold=True, align="center")
    told: list[tuple[str, list[tuple[str, Sequence[str]]]]] = [
        (_HEADS[0], [(Sentence("Four strategies"), _POWER)]),
        (_HEADS[1], [(Sentence("Eight foundations"), _TRUST)]),
        (
            Sentence("How one supports the other"),
            [(Sentence("From power to trust"), [_DOWN]), (Sentence("From trust to power"), [_UP])],
        ),
        (Sentence("Beneath both"), [(Sentence("One question"), [_BENEATH])]),
    ]
    return sheet.picture(y + 32, [_ALTERNATIVE], _CAPTION, outline(told, language))


def _field(sheet: Sheet, top: float, head: str, found: Sequence[str], hue: Colour) -> float:
    """A tinted field with numbered lines; returns its lower edge."""
    y = sheet.paragraph(_EDGE, top + 8, [head], size=HEADING, bold=True) + 16
    for number, text in enumerate(found, 1):
        sheet.disc(_EDGE + 9, y, 9, fill=hue)
        sheet.words(_EDGE + 9, y + BODY * 0.36, str(number), bold=True, colour=PAPER, align="center")
        sheet.words(_EDGE + 28, y + BODY * 0.36, text)
        y += _STEP
    sheet.panel(1, top, WIDTH - 2, y - 4 - top, fill=hue, share=0.1, edge=hue, radius=8)
    return y - 4


def _arrows(sheet: Sheet, top: float, bottom: float) -> None:
    """What passes from the upper field to the lower one, and what comes back."""
    across, middle = WIDTH / 2 - 40, (top + bottom) / 2
    for x, text, ends, hue in (
        (16.0, _DOWN, (top + 5, bottom - 5), BLUE),
        (WIDTH / 2 + 16, _UP, (bottom - 5, top + 5), GREEN),
    ):
        sheet.line([(x, ends[0]), (x, ends[1])], colour=hue, thick=THICK, arrow=13)
        found = sheet.lines(text, across, most=3)
        sheet.paragraph(x + 16, middle - BODY * 0.67 * len(found), found)
