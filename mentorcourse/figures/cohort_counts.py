"""How a cohort answered, as counts: bars for the options of a case, small columns for each line that was rated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .picture import Picture, table, waiting
from .scales import worded
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, ORANGE, PURPLE, RULE, WIDTH, Colour

Counts = Mapping[str, Mapping[str, int]]

FEW = plural(
    5,
    "Counts show from {count} answer on; there are fewer so far.",
    "Counts show from {count} answers on; there are fewer so far.",
)
_HUES = (BLUE, GREEN, ORANGE, PURPLE)
_GAP = 26.0
_TALL = 30.0
"""Height of the tallest column."""
_NUMBER = 30.0
"""Room for a number beside a bar."""


def draw(definition: Mapping[str, Any], counts: Counts, answers: int) -> Picture:
    """The counts ({field: {option or point: how many}}) of `answers` answers to a case or to ratings.

    Without counts, a kind sentence. A table of the numbers is `numbers`.
    """
    language = definition.get("language", ENGLISH)
    if not counts:
        return waiting(FEW, language)
    sheet = Sheet(language)
    told = plural(answers, "Counts of {count} answer.", "Counts of {count} answers.")
    if definition["kind"] == "case":
        options = definition["layout"]["options"]
        bottom = _bars(sheet, options, counts["choice"])
        each = [Sentence("{option}: {number}.", option=o["label"], number=_of(counts, "choice", o)) for o in options]
        return sheet.picture(bottom, [told, *each], Sentence("How the cohort answered first."))
    bottom = _columns(sheet, definition["layout"], counts)
    lines = Sentence("For each line, how many people chose each point; the table has the numbers.")
    return sheet.picture(bottom, [told, lines], Sentence("How the cohort rates itself."))


def numbers(definition: Mapping[str, Any], counts: Counts) -> str:
    """The same as HTML tables; "" without counts."""
    language = definition.get("language", ENGLISH)
    if not counts:
        return ""
    layout = definition["layout"]
    if definition["kind"] == "case":
        rows = [[one["label"], str(_of(counts, "choice", one))] for one in layout["options"]]
        return table(
            Sentence("How the cohort answered first"), [Sentence("Option"), Sentence("Answers")], rows, language
        )
    return "".join(_scale_table(layout["items"], scale, counts, language) for scale in layout["scales"])


def _scale_table(items: Sequence[Mapping[str, Any]], scale: Mapping[str, Any], counts: Counts, language: str) -> str:
    points = range(scale["from"], scale["to"] + 1)
    rows = [
        [item["label"], *(str(counts.get(f"{item['key']}.{scale['key']}", {}).get(str(one), 0)) for one in points)]
        for item in items
    ]
    return table(scale["label"], [Sentence("Line"), *(worded(scale, one) for one in points)], rows, language)


def _of(counts: Counts, name: str, option: Mapping[str, Any]) -> int:
    return counts.get(name, {}).get(option["key"], 0)


def _bars(sheet: Sheet, options: Sequence[Mapping[str, Any]], counts: Mapping[str, int]) -> float:
    """A bar for each option with its number; returns where the last one ends."""
    most, y = max(1, *counts.values()), 0.0
    for option in options:
        y = sheet.paragraph(0, y, sheet.lines(option["label"], WIDTH, most=3)) + 4
        many = counts.get(option["key"], 0)
        across = (WIDTH - _NUMBER) * many / most
        if many:
            sheet.panel(0, y, max(6.0, across), 18, fill=BLUE, share=0.85, radius=3)
        sheet.words(max(6.0, across) + 8 if many else 0, y + 9 + BODY * 0.36, str(many), bold=True)
        y += 30
    return y


def _columns(sheet: Sheet, layout: Mapping[str, Any], counts: Counts) -> float:
    """For each line and scale a column for each point; returns where the last ones end."""
    scales, items = layout["scales"], layout["items"]
    across = (WIDTH - _GAP * (len(scales) - 1)) / len(scales)
    places = [number * (across + _GAP) for number in range(len(scales))]
    most = max(1, *(many for one in counts.values() for many in one.values()))
    y = max(_head(sheet, x, across, scale) for x, scale in zip(places, scales, strict=True))
    for item in items:
        sheet.line([(0, y + 6), (WIDTH, y + 6)], thick=0.6)
        y = sheet.paragraph(0, y + 12, sheet.lines(item["label"], WIDTH, most=3)) + 20 + _TALL
        for x, scale, hue in zip(places, scales, _HUES * len(scales), strict=False):
            _histogram(sheet, (x, y), across, scale, counts.get(f"{item['key']}.{scale['key']}", {}), most, hue)
        y += 22
    return y


def _head(sheet: Sheet, x: float, across: float, scale: Mapping[str, Any]) -> float:
    y = sheet.paragraph(x, 0, sheet.lines(scale["label"], across, most=4, bold=True), bold=True)
    ends = f"{worded(scale, scale['from'])} – {worded(scale, scale['to'])}"
    return sheet.paragraph(x, y, sheet.lines(ends, across, most=3))


def _histogram(
    sheet: Sheet,
    place: tuple[float, float],
    across: float,
    scale: Mapping[str, Any],
    counts: Mapping[str, int],
    most: int,
    hue: Colour,
) -> None:
    x, bottom = place
    points = range(scale["from"], scale["to"] + 1)
    step = across / len(points)
    sheet.line([(x, bottom), (x + across, bottom)], colour=RULE, thick=1)
    for number, point in enumerate(points):
        many, middle = counts.get(str(point), 0), x + step * (number + 0.5)
        if many:
            tall, wide = _TALL * many / most, min(20.0, step - 3)
            sheet.panel(middle - wide / 2, bottom - tall, wide, tall, fill=hue, share=0.85, radius=0)
            sheet.words(middle, bottom - tall - 3, str(many), bold=True, align="center")
        if point in (scale["from"], scale["to"]):
            sheet.words(middle, bottom + BODY, str(point), align="center")
