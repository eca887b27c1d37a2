"""Ratings as marks on their scales: what was given, how a point is worded, which lines stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorcourse.language import Sentence, plural

from .answers import number
from .sheet import Sheet
from .style import BODY, PAPER, RULE, THIN, Colour

_MOST_DOTS = 7

Described = Sequence[Mapping[str, Any]]
Given = dict[tuple[str, str], int]


def ratings(items: Described, scales: Described, values: Mapping[str, object]) -> Given:
    """What was rated, by item and scale; a value outside its scale counts as not rated."""
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


def worded(scale: Mapping[str, Any], value: int) -> str:
    """A point of a scale with its wording: "5 Very often", "3"."""
    wording = _point(scale, value)
    return f"{value} {wording}" if wording else str(value)


def answered(given: Given, item: Mapping[str, Any], scale: Mapping[str, Any]) -> str:
    """The rating of one item on one scale in words, also when there is none."""
    value = given.get((item["key"], scale["key"]))
    return Sentence("not answered") if value is None else worded(scale, value)


def mark(
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


def extremes(labels: Mapping[str, int], scale: Mapping[str, Any]) -> Sentence:
    """Which lines stand highest and lowest on one scale."""
    if not labels:
        return Sentence("no answer yet")
    high, low, top = max(labels.values()), min(labels.values()), scale["to"]
    if high == low:
        return Sentence("{value} of {top} on {lines}", value=high, top=top, lines=lines_of(len(labels)))
    where = {value: _quoted([label for label, rated in labels.items() if rated == value]) for value in (high, low)}
    return Sentence(
        "highest {high} of {top} ({highest}), lowest {low} of {top} ({lowest})",
        high=high,
        low=low,
        top=top,
        highest=where[high],
        lowest=where[low],
    )


def lines_of(count: int) -> Sentence:
    """How many lines of a form."""
    return plural(count, "{count} line", "{count} lines")


def _quoted(labels: Sequence[str]) -> Sentence | list[Sentence]:
    """A few lines in their own words; more would be tiring to listen to, and the table has them all."""
    if len(labels) > 3:
        return lines_of(len(labels))
    return [Sentence("“{line}”", line=label.rstrip(".")) for label in labels]
