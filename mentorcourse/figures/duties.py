"""Who answers for what: the mentor's duties with their own ratings, and opposite them the mentee's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .picture import Picture, table, waiting
from .scales import Described, Given, answered, extremes, mark, ratings, worded
from .sheet import Sheet
from .style import BLUE, BODY, HEADING, LEADING, ORANGE, THIN, WIDTH

THE_MENTEES = (
    Sentence("Set the agenda, and prepare for it"),
    Sentence("Keep track"),
    Sentence("Help to set scope and commitments"),
    Sentence("Form goals"),
    Sentence("State needs candidly"),
    Sentence("Be coachable, and know your own values"),
    Sentence("Pass on large developments"),
    Sentence("Keep the connection going"),
    Sentence("Say when a goal has slipped out of reach"),
    Sentence("Ask to renegotiate"),
)
"""What a mentee answers for, in the words and the order of section 3."""

_LEFT = 232.0
_SCALE = 90.0
_SPINE = 240.0
_RIGHT = 248.0
_PADDING = 6.0
_BEGIN = Sentence(
    "Your picture appears here as soon as you have rated the first duty. It will show your duties with your ratings, "
    "and opposite them what your mentee answers for."
)
_CAPTION = Sentence(
    "Who answers for what. On the left your own duties and ratings; on the right what belongs to your mentee, who may "
    "not have heard of it yet."
)


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Every duty on its side; a duty of the mentor's that is not rated yet keeps an empty scale."""
    language = definition.get("language", ENGLISH)
    items: list[dict[str, Any]] = definition["layout"]["items"]
    scale: dict[str, Any] = definition["layout"]["scales"][0]
    given = ratings(items, [scale], values)
    if not given:
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    sheet.words(0, HEADING, Sentence("Mentor: {duties}", duties=len(items)), size=HEADING, bold=True)
    sheet.words(_RIGHT, HEADING, Sentence("Mentee: {duties}", duties=len(THE_MENTEES)), size=HEADING, bold=True)
    sheet.line([(0, 24), (_LEFT, 24)], colour=BLUE, thick=3)
    sheet.line([(_RIGHT, 24), (WIDTH, 24)], colour=ORANGE, thick=3)
    boxes = [sheet.lines(duty, WIDTH - _RIGHT - 2 * _PADDING, most=4) for duty in THE_MENTEES]
    bottom = max(_mentor(sheet, 30, items, scale, given), _least(34, boxes))
    _mentee(sheet, 34, bottom, boxes)
    sheet.line([(_SPINE, 34), (_SPINE, bottom)], thick=THIN)
    duty = Sentence("Duty")
    details = table(Sentence("What you answer for"), [duty, scale["label"]], _rows(items, scale, given), language)
    details += table(Sentence("What your mentee answers for"), [duty], [[one] for one in THE_MENTEES], language)
    return sheet.picture(bottom + 4, _in_words(items, scale, given), _CAPTION, details)


def _mentor(sheet: Sheet, top: float, items: Described, scale: Mapping[str, Any], given: Given) -> float:
    """The mentor's duties below one another, each with its scale at its right; returns where they end."""
    ends = f"{worded(scale, scale['from'])} – {worded(scale, scale['to'])}"
    y = sheet.paragraph(0, top, sheet.lines(ends, _LEFT, most=2)) + 8
    for item in items:
        sheet.line([(0, y), (_LEFT, y)], thick=0.6)
        found = sheet.lines(item["label"], _LEFT - _SCALE - 4, most=3)
        down = max(BODY * LEADING * len(found), 24.0) + 9
        sheet.paragraph(0, y + (down - BODY * LEADING * len(found)) / 2, found)
        place = (_LEFT - _SCALE, y + down / 2)
        mark(sheet, place, _SCALE, scale, given.get((item["key"], scale["key"])), BLUE)
        y += down
    return y


def _down(found: list[str]) -> float:
    return BODY * LEADING * len(found) + 9


def _least(top: float, boxes: list[list[str]]) -> float:
    """Where the mentee's duties end when they stand close to one another."""
    return top + sum(_down(found) + 6 for found in boxes) - 6


def _mentee(sheet: Sheet, top: float, bottom: float, boxes: list[list[str]]) -> None:
    """The mentee's duties, spread evenly between `top` and `bottom`."""
    gap = 6 + (bottom - _least(top, boxes)) / (len(boxes) - 1)
    y = top
    for found in boxes:
        sheet.panel(_RIGHT, y, WIDTH - _RIGHT, _down(found), fill=ORANGE)
        sheet.paragraph(_RIGHT + _PADDING, y + 3, found)
        y += _down(found) + gap


def _rows(items: Described, scale: Mapping[str, Any], given: Given) -> list[list[str]]:
    return [[item["label"], answered(given, item, scale)] for item in items]


def _in_words(items: Described, scale: Mapping[str, Any], given: Given) -> list[Sentence]:
    rated = {item["label"]: given[item["key"], scale["key"]] for item in items if (item["key"], scale["key"]) in given}
    return [
        Sentence("Two lists side by side."),
        plural(
            len(items),
            "On the left {count} duty that you answer for as a mentor, {rated} of them rated: {extremes}.",
            "On the left {count} duties that you answer for as a mentor, {rated} of them rated: {extremes}.",
            rated=len(rated),
            extremes=extremes(rated, scale),
        ),
        Sentence(
            "On the right the {duties} that your mentee answers for, from setting the agenda to asking to renegotiate. "
            "The lists below have them all.",
            duties=len(THE_MENTEES),
        ),
    ]
