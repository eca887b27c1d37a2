"""Mentoring, sponsoring, coaching and advising on two axes: who drives, and whether by questions or by answers."""

from __future__ import annotations

from dataclasses import dataclass

from mentorcourse.language import Sentence

from .picture import Picture, outline
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, ORANGE, PURPLE, THIN, WIDTH, Colour


@dataclass(frozen=True)
class Corner:
    """One relationship and where it leans on the two axes; `cue` is what the person seeking might say."""

    name: Sentence
    offerer_drives: bool
    by_questions: bool
    hue: Colour
    missing: Sentence
    cue: Sentence

    @property
    def driver(self) -> Sentence:
        return Sentence("the person offering") if self.offerer_drives else Sentence("the person seeking")

    @property
    def manner(self) -> Sentence:
        return Sentence("questions") if self.by_questions else Sentence("answers")


CORNERS = {
    "mentoring": Corner(
        Sentence("Mentoring"),
        True,
        True,
        BLUE,
        Sentence("perspective and experience"),
        Sentence("“I can see as far as next year, and no further.”"),
    ),
    "sponsoring": Corner(
        Sentence("Sponsoring"),
        True,
        False,
        PURPLE,
        Sentence("connection and endorsement"),
        Sentence("“I’m ready, and nobody in that room knows me.”"),
    ),
    "coaching": Corner(
        Sentence("Coaching"),
        False,
        True,
        GREEN,
        Sentence("inner clarity and confidence"),
        Sentence("“Both futures are good. Which one is mine?”"),
    ),
    "advising": Corner(
        Sentence("Advising"),
        False,
        False,
        ORANGE,
        Sentence("information and expertise"),
        Sentence("“How do I fill in this part of the form?”"),
    ),
}
"""The four relationships by key, as the options of `which_hat` name them."""

TEXT = 156.0
"""How wide a corner's text may be."""
_ACROSS = 204.0
_SHARED = 30.0
"""Neighboring fields overlap by so much: they are leanings, not boxes."""
_TOP = 24.0
_DOWN = 170.0

_CAPTION = Sentence(
    "Leanings, not boxes: the fields overlap, and one good hour may visit several of them. What is missing tells you "
    "where to begin."
)


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    bottom = plane(sheet, _DOWN)
    for key, corner in CORNERS.items():
        x, y = place(key, _DOWN)
        y = sheet.paragraph(x, y, [corner.name], size=HEADING, bold=True) + 3
        y = sheet.paragraph(x, y, sheet.lines(Sentence("missing: {what}", what=corner.missing), TEXT)) + 5
        sheet.paragraph(x, y, sheet.lines(corner.cue, TEXT, most=4, oblique=True), oblique=True)
    drives, works = Sentence("Who drives"), Sentence("Works by")
    missing, cue = Sentence("What is missing"), Sentence("A cue")
    told = [
        (one.name, [(drives, [one.driver]), (works, [one.manner]), (missing, [one.missing]), (cue, [one.cue])])
        for one in CORNERS.values()
    ]
    return sheet.picture(bottom, _in_words(), _CAPTION, outline(told, language))


def plane(sheet: Sheet, down: float) -> float:
    """Both axes and four overlapping fields, each `down` high; returns where the plane ends."""
    low = _TOP + down - _SHARED
    for corner in CORNERS.values():
        x = 1.0 if corner.by_questions else WIDTH - 1 - _ACROSS
        y = _TOP if corner.offerer_drives else low
        sheet.panel(x, y, _ACROSS, down, fill=corner.hue, radius=16)
    middle, bottom = low + _SHARED / 2, low + down
    sheet.words(WIDTH / 2, BODY + 2, Sentence("driven by the person offering"), align="center")
    sheet.words(WIDTH / 2, bottom + BODY + 5, Sentence("driven by the person seeking"), align="center")
    left, right = Sentence("by questions"), Sentence("by answers")
    sheet.words(12, middle + BODY * 0.36, left)
    sheet.words(WIDTH - 12, middle + BODY * 0.36, right, align="right")
    for x in (12 + sheet.width(left) + 8, WIDTH - 12 - sheet.width(right) - 8):
        sheet.line([(WIDTH / 2, middle), (x, middle)], thick=THIN, arrow=8)
    for y in (_TOP + 2, bottom - 2):
        sheet.line([(WIDTH / 2, middle), (WIDTH / 2, y)], thick=THIN, arrow=8)
    return bottom + 24


def place(key: str, down: float) -> tuple[float, float]:
    """The upper left corner of one relationship's text in a plane of fields `down` high."""
    corner = CORNERS[key]
    x = 12.0 if corner.by_questions else WIDTH - 12 - TEXT
    return x, _TOP + 9 if corner.offerer_drives else _TOP + down + 6


def _in_words() -> list[Sentence]:
    return [
        Sentence(
            "Two axes cross. One runs from driven by the person offering, above, to driven by the person seeking, "
            "below; the other from working by questions, left, to working by answers, right."
        ),
        *(
            Sentence(
                "{name} leans toward {driver} as the driver and toward {manner}; what is missing is {missing}.",
                name=one.name,
                driver=one.driver,
                manner=one.manner,
                missing=one.missing,
            )
            for one in CORNERS.values()
        ),
        Sentence("The four fields overlap in the middle."),
    ]
