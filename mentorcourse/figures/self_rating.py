"""A participant's self-rating: for each pitfall, how often it happens and how sure they are to do better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorcourse.language import ENGLISH, Sentence

from .picture import Picture, asked, table, waiting
from .scales import Described, Given, answered, extremes, lines_of, mark, ratings, worded
from .sheet import Sheet
from .style import BLUE, GREEN, ORANGE, PURPLE, WIDTH

_HUES = (BLUE, GREEN, ORANGE, PURPLE)
_GAP = 26.0
_BEGIN = Sentence("Your picture appears here as soon as you have rated the first line.")
_CAPTION = Sentence("How you see yourself today. No line has a right answer; a line you left out stays empty.")


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Every item of a ratings form with its marks; items without an answer keep an empty scale."""
    language = definition.get("language", ENGLISH)
    items: list[dict[str, Any]] = definition["layout"]["items"]
    scales: list[dict[str, Any]] = definition["layout"]["scales"]
    given = ratings(items, scales, values)
    if not given:
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    across = (WIDTH - _GAP * (len(scales) - 1)) / len(scales)
    places = [position * (across + _GAP) for position in range(len(scales))]
    y = max(_head(sheet, x, across, scale) for x, scale in zip(places, scales, strict=True))
    for item in items:
        sheet.line([(0, y + 6), (WIDTH, y + 6)], thick=0.6)
        y = sheet.paragraph(0, y + 12, sheet.lines(item["label"], WIDTH, most=3)) + 17
        for x, scale, hue in zip(places, scales, _HUES * len(scales), strict=False):
            mark(sheet, (x, y), across, scale, given.get((item["key"], scale["key"])), hue)
        y += 14
    details = table(
        Sentence("Your self-rating"),
        [Sentence("Line"), *(scale["label"] for scale in scales)],
        [[item["label"], *(answered(given, item, scale) for scale in scales)] for item in items],
        language,
    )
    return sheet.picture(y + 4, _in_words(items, scales, given), _CAPTION, details)


def _head(sheet: Sheet, x: float, across: float, scale: Mapping[str, Any]) -> float:
    """A scale's name and the wording of its two ends, above its column; returns where it ends."""
    y = sheet.paragraph(x, 0, sheet.lines(scale["label"], across, most=4, bold=True), bold=True)
    ends = f"{worded(scale, scale['from'])} – {worded(scale, scale['to'])}"
    return sheet.paragraph(x, y, sheet.lines(ends, across, most=3))


def _in_words(items: Described, scales: Described, given: Given) -> list[Sentence]:
    rated = sum(any((item["key"], scale["key"]) in given for scale in scales) for item in items)
    told = [Sentence("Self-rating with answers for {rated} of {lines}.", rated=rated, lines=lines_of(len(items)))]
    for scale in scales:
        labels = {
            item["label"]: given[item["key"], scale["key"]] for item in items if (item["key"], scale["key"]) in given
        }
        told.append(Sentence("{scale} {found}.", scale=asked(scale["label"]), found=extremes(labels, scale)))
    return told
