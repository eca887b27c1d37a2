"""Mentoring, sponsoring, coaching and advising on two axes: who drives, and whether by questions or by answers."""

from __future__ import annotations

from dataclasses import dataclass

from .lettering import lines
from .picture import Picture, outline
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, ORANGE, PURPLE, THIN, WIDTH, Colour


@dataclass(frozen=True)
class Corner:
    """One relationship and where it leans on the two axes; `cue` is what the person seeking might say."""

    name: str
    offerer_drives: bool
    by_questions: bool
    hue: Colour
    missing: str
    cue: str

    @property
    def driver(self) -> str:
        return "the person offering" if self.offerer_drives else "the person seeking"

    @property
    def manner(self) -> str:
        return "questions" if self.by_questions else "answers"


CORNERS = {
    "mentoring": Corner(
        "Mentoring", True, True, BLUE, "perspective and experience", "“I can see as far as next year, and no further.”"
    ),
    "sponsoring": Corner(
        "Sponsoring",
        True,
        False,
        PURPLE,
        "connection and endorsement",
        "“I’m ready, and nobody in that room knows me.”",
    ),
    "coaching": Corner(
        "Coaching", False, True, GREEN, "inner clarity and confidence", "“Both futures are good. Which one is mine?”"
    ),
    "advising": Corner(
        "Advising", False, False, ORANGE, "information and expertise", "“How do I fill in this part of the form?”"
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

_CAPTION = (
    "Leanings, not boxes: the fields overlap, and one good hour may visit several of them. What is missing tells you "
    "where to begin."
)


def draw() -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet()
    bottom = plane(sheet, _DOWN)
    for key, corner in CORNERS.items():
        x, y = place(key, _DOWN)
        y = sheet.paragraph(x, y, [corner.name], size=HEADING, bold=True) + 3
        y = sheet.paragraph(x, y, lines(f"missing: {corner.missing}", TEXT, BODY)) + 5
        sheet.paragraph(x, y, lines(corner.cue, TEXT, BODY, most=4, oblique=True), oblique=True)
    alternative = _in_words()
    return Picture(
        svg=sheet.svg(bottom, alternative),
        alternative=alternative,
        caption=_CAPTION,
        details=outline(
            (
                one.name,
                [
                    ("Who drives", [one.driver]),
                    ("Works by", [one.manner]),
                    ("What is missing", [one.missing]),
                    ("A cue", [one.cue]),
                ],
            )
            for one in CORNERS.values()
        ),
    )


def plane(sheet: Sheet, down: float) -> float:
    """Both axes and four overlapping fields, each `down` high; returns where the plane ends."""
    low = _TOP + down - _SHARED
    for corner in CORNERS.values():
        x = 1.0 if corner.by_questions else WIDTH - 1 - _ACROSS
        y = _TOP if corner.offerer_drives else low
        sheet.panel(x, y, _ACROSS, down, fill=corner.hue, radius=16)
    middle, bottom = low + _SHARED / 2, low + down
    sheet.words(WIDTH / 2, BODY + 2, "driven by the person offering", align="center")
    sheet.words(WIDTH / 2, bottom + BODY + 5, "driven by the person seeking", align="center")
    sheet.words(12, middle + BODY * 0.36, "by questions")
    sheet.words(WIDTH - 12, middle + BODY * 0.36, "by answers", align="right")
    for x in (106.0, WIDTH - 92):
        sheet.line([(WIDTH / 2, middle), (x, middle)], thick=THIN, arrow=8)
    for y in (_TOP + 2, bottom - 2):
        sheet.line([(WIDTH / 2, middle), (WIDTH / 2, y)], thick=THIN, arrow=8)
    return bottom + 24


def place(key: str, down: float) -> tuple[float, float]:
    """The upper left corner of one relationship's text in a plane of fields `down` high."""
    corner = CORNERS[key]
    x = 12.0 if corner.by_questions else WIDTH - 12 - TEXT
    return x, _TOP + 9 if corner.offerer_drives else _TOP + down + 6


def _in_words() -> str:
    leanings = ". ".join(
        f"{one.name} leans toward {one.driver} as the driver and toward {one.manner}; what is missing is {one.missing}"
        for one in CORNERS.values()
    )
    return (
        "Two axes cross. One runs from driven by the person offering, above, to driven by the person seeking, below; "
        f"the other from working by questions, left, to working by answers, right. {leanings}. The four fields overlap "
        "in the middle."
    )
