"""A participant's self-rating: for each pitfall, how often it happens and how sure they are to do better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .answers import number
from .lettering import lines
from .picture import Picture, asked, listing, many, table, waiting
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, ORANGE, PAPER, PURPLE, RULE, THIN, WIDTH, Colour

_HUES = (BLUE, GREEN, ORANGE, PURPLE)
_GAP = 26.0
_MOST_DOTS = 7

Described = Sequence[Mapping[str, Any]]
Given = dict[tuple[str, str], int]


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Every item of a ratings form with its marks; items without an answer keep an empty scale."""
    items: list[dict[str, Any]] = definition["layout"]["items"]
    scales: list[dict[str, Any]] = definition["layout"]["scales"]
    given = _given(items, scales, values)
    if not given:
        return waiting("Your picture appears here as soon as you have rated the first line.")
    sheet = Sheet()
    across = (WIDTH - _GAP * (len(scales) - 1)) / len(scales)
    places = [position * (across + _GAP) for position in range(len(scales))]
    y = max(_head(sheet, x, across, scale) for x, scale in zip(places, scales, strict=True))
    for item in items:
        sheet.line([(0, y + 6), (WIDTH, y + 6)], thick=0.6)
        y = sheet.paragraph(0, y + 12, lines(item["label"], WIDTH, BODY, most=3)) + 17
        for x, scale, hue in zip(places, scales, _HUES * len(scales), strict=False):
            _mark(sheet, (x, y), across, scale, given.get((item["key"], scale["key"])), hue)
        y += 14
    alternative = _in_words(items, scales, given)
    return Picture(
        svg=sheet.svg(y + 4, alternative),
        alternative=alternative,
        caption="How you see yourself today. No line has a right answer; a line you left out stays empty.",
        details=_details(items, scales, given),
    )


def _given(items: Described, scales: Described, values: Mapping[str, object]) -> Given:
    found: Given = {}
    for item in items:
        for scale in scales:
            field = f"{item['key']}.{scale['key']}"
            value = number(values, field, scale["from"], scale["to"])
            if value is not None:
                found[item["key"], scale["key"]] = value
    return found


def _point(scale: Mapping[str, Any], value: int) -> str:
    """The wording of one point of a scale, "" when it has none; keys are text once they have been JSON."""
    points = scale.get("points") or {}
    return str(points.get(str(value), points.get(value, "")))


def _head(sheet: Sheet, x: float, across: float, scale: Mapping[str, Any]) -> float:
    """A scale's name and the wording of its two ends, above its column; returns where it ends."""
    y = sheet.paragraph(x, 0, lines(scale["label"], across, BODY, most=4, bold=True), bold=True)
    ends = f"{_worded(scale, scale['from'])} – {_worded(scale, scale['to'])}"
    return sheet.paragraph(x, y, lines(ends, across, BODY, most=3))


def _worded(scale: Mapping[str, Any], value: int) -> str:
    """A point of a scale with its wording: "5 Very often", "3"."""
    wording = _point(scale, value)
    return f"{value} {wording}" if wording else str(value)


def _mark(
    sheet: Sheet,
    place: tuple[float, float],
    across: float,
    scale: Mapping[str, Any],
    value: int | None,
    hue: Colour,
) -> None:
    """One answer: a numbered disc on a dotted scale, or a bar where a scale has many points."""
    x, y = place
    low, high = scale["from"], scale["to"]
    start, reach = x + 11, across - 22
    at = start + reach * ((value or low) - low) / (high - low)
    if high - low < _MOST_DOTS:
        sheet.line([(start, y), (start + reach, y)], thick=THIN)
        for point in range(low, high + 1):
            sheet.disc(start + reach * (point - low) / (high - low), y, 2.6, fill=RULE)
    else:
        sheet.panel(x, y - 5, across, 10, edge=RULE, radius=5)
        if value is not None:
            sheet.panel(x, y - 5, at - x, 10, fill=hue, share=0.6, radius=5)
    if value is not None:
        sheet.disc(at, y, 11, fill=hue)
        sheet.words(at, y + BODY * 0.36, str(value), bold=True, colour=PAPER, align="center")


def _in_words(items: Described, scales: Described, given: Given) -> str:
    rated = sum(any((item["key"], scale["key"]) in given for scale in scales) for item in items)
    parts = [f"Self-rating with answers for {rated} of {many(len(items), 'line', 'lines')}."]
    for scale in scales:
        labels = {
            item["label"]: given[item["key"], scale["key"]] for item in items if (item["key"], scale["key"]) in given
        }
        parts.append(f"{asked(scale['label'])} {_extremes(labels, scale)}.")
    return " ".join(parts)


def _extremes(labels: Mapping[str, int], scale: Mapping[str, Any]) -> str:
    """Which lines stand highest and lowest on one scale."""
    if not labels:
        return "no answer yet"
    high, low = max(labels.values()), min(labels.values())
    if high == low:
        return f"{high} of {scale['to']} on {many(len(labels), 'line', 'lines')}"
    where = {value: _quoted([label for label, rated in labels.items() if rated == value]) for value in (high, low)}
    return f"highest {high} of {scale['to']} ({where[high]}), lowest {low} of {scale['to']} ({where[low]})"


def _quoted(labels: Sequence[str]) -> str:
    """A few lines in their own words; more would be tiring to listen to, and the table has them all."""
    if len(labels) > 3:
        return many(len(labels), "line", "lines")
    return listing([f"“{label.rstrip('.')}”" for label in labels])


def _details(items: Described, scales: Described, given: Given) -> str:
    def answer(item: Mapping[str, Any], scale: Mapping[str, Any]) -> str:
        value = given.get((item["key"], scale["key"]))
        return "not answered" if value is None else _worded(scale, value)

    rows = [[item["label"], *(answer(item, scale) for scale in scales)] for item in items]
    return table("Your self-rating", ["Line", *(scale["label"] for scale in scales)], rows)
