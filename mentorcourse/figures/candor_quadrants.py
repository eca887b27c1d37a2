"""Care and challenge as two dials: four corners, each with an answer to the same muddled grant proposal."""

from __future__ import annotations

from dataclasses import dataclass

from mentorcourse.language import Sentence

from .picture import Picture, outline
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, LEADING, LINE, ORANGE, PURPLE, WIDTH, Colour


@dataclass(frozen=True)
class Quadrant:
    """One combination of care and challenge, with Kim Scott's name for it (Radical Candor, 2017)."""

    name: Sentence
    care: bool
    challenge: bool
    hue: Colour
    dials: Sentence
    sentence: Sentence


QUADRANTS = (
    Quadrant(
        Sentence("Ruinous empathy"),
        True,
        False,
        BLUE,
        Sentence("much care and little challenge"),
        Sentence("“It’s really coming together. Don’t lose any sleep over it.”"),
    ),
    Quadrant(
        Sentence("Radical candor"),
        True,
        True,
        GREEN,
        Sentence("much care and much challenge"),
        Sentence(
            "“I want this study to be funded, and right now a reviewer will be lost by the second paragraph. Give me "
            "an hour on Thursday, and I’ll bring coffee and a red pen.”"
        ),
    ),
    Quadrant(
        Sentence("Manipulative insincerity"),
        False,
        False,
        PURPLE,
        Sentence("little care and little challenge"),
        Sentence("“Looks fine to me,” eyes on the screen; and over lunch, to a colleague: this has no chance."),
    ),
    Quadrant(
        Sentence("Obnoxious aggression"),
        False,
        True,
        ORANGE,
        Sentence("little care and much challenge"),
        Sentence("“Who let this out of the house? Start again.”"),
    ),
)
"""The four corners, as one reads them: from the upper left to the lower right."""

LEFT = 22.0
TOP = 24.0
GAP = 6.0
ACROSS = (WIDTH - LEFT - GAP) / 2
"""How wide one corner is; the axes run left of the corners and below them."""
PADDING = 10.0

_ALTERNATIVE = [
    Sentence("Two dials as axes: care rises from the bottom to the top, challenge from left to right."),
    *(
        Sentence("{corner}, {dials}: {sentence}", corner=one.name, dials=one.dials, sentence=one.sentence)
        for one in QUADRANTS
    ),
    Sentence("All four answer the same muddled grant proposal."),
]
_CAPTION = Sentence(
    "Two dials, not one: four answers to the same muddled grant proposal. The names are for remarks, never for people."
)


def draw(language: str) -> Picture:
    """The picture explains an idea, so it is the same for everybody."""
    sheet = Sheet(language)
    names = {one.name: name(sheet, one) for one in QUADRANTS}
    spoken = {one.name: sheet.lines(one.sentence, ACROSS - 2 * PADDING, most=9) for one in QUADRANTS}
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
    dials, sounds = Sentence("Care and challenge"), Sentence("How it sounds")
    told = [(one.name, [(dials, [one.dials]), (sounds, [one.sentence])]) for one in QUADRANTS]
    return sheet.picture(bottom, _ALTERNATIVE, _CAPTION, outline(told, language))


def name(sheet: Sheet, one: Quadrant) -> list[str]:
    """A corner's name on as many lines as it needs."""
    return sheet.lines(one.name, ACROSS - 2 * PADDING, HEADING, most=2, bold=True)


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
    sheet.words(0, BODY + 1, Sentence("more care"))
    sheet.words(WIDTH, bottom + 32, Sentence("more challenge"), align="right")
    return bottom + 38
