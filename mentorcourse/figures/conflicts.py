"""Possible conflicts of interest by where they come from, and which of them have a way to be handled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .answers import entries
from .picture import Picture, more_below, outline, waiting
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, ORANGE, PURPLE, WIDTH, Colour

_HUES = (BLUE, PURPLE, GREEN)
_EDGE = 14.0
_TEXT = 36.0
_MOST = 4
_OPEN = Sentence("no way to handle it yet")
_BEGIN = Sentence(
    "Your picture appears here as soon as you have named the first pull. It will show which pulls have a way to be "
    "handled and which still need one."
)
_CAPTION = Sentence("Where the pulls come from. A full disc has a way to be handled, an open ring needs one.")

Found = dict[str, list[tuple[str, str | None]]]


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """One field for each column of the table; an entry without a follow-up has an open ring and says so."""
    language = definition.get("language", ENGLISH)
    rows: list[dict[str, Any]] = definition["layout"]["rows"]
    columns: list[dict[str, Any]] = definition["layout"]["columns"]
    cells = {
        column["key"]: {row["key"]: entries(values, f"{row['key']}.{column['key']}") for row in rows}
        for column in columns
    }
    if not any(found for cell in cells.values() for found in cell.values()):
        return waiting(_BEGIN, language)
    crowded = sum(len(found) for cell in cells.values() for found in cell.values()) > 8
    most = 2 if crowded else 3
    sheet = Sheet(language)
    y = 2.0
    for column, hue in zip(columns, _HUES * len(columns), strict=False):
        y = _field(sheet, y, column["label"], rows, cells[column["key"]], hue, most) + 14
    details = outline(
        (
            (
                column["label"],
                [(row["label"], list(map(_with_way, cells[column["key"]][row["key"]]))) for row in rows],
            )
            for column in columns
        ),
        language,
    )
    return sheet.picture(y - 10, _in_words(columns, cells), _CAPTION, details)


def _field(
    sheet: Sheet,
    top: float,
    label: str,
    rows: Sequence[Mapping[str, Any]],
    found: Found,
    hue: Colour,
    most: int,
) -> float:
    """A tinted field with one column's entries, each text on at most `most` lines; returns its lower edge."""
    every = [entry for row in rows for entry in found[row["key"]]]
    tally = _tally(every)
    head = sheet.lines(label, WIDTH - 2 * _EDGE, HEADING, most=2, bold=True)
    y = sheet.paragraph(_EDGE, top + 8, head, size=HEADING, bold=True)
    y = sheet.paragraph(_EDGE, y, [tally]) + 4
    for row in rows:
        if found[row["key"]]:
            question = sheet.lines(row["label"], WIDTH - 2 * _EDGE, BODY, most=2, oblique=True)
            y = sheet.paragraph(_EDGE, y + 4, question, oblique=True)
            y = _entries(sheet, y + 4, found[row["key"]], hue, most)
    sheet.panel(1, top, WIDTH - 2, y + 6 - top, fill=hue, share=0.1, edge=hue, radius=8)
    return y + 6


def _entries(sheet: Sheet, top: float, found: Sequence[tuple[str, str | None]], hue: Colour, most: int) -> float:
    y = top
    shown = found if len(found) <= _MOST else found[: _MOST - 1]
    for text, way in shown:
        handled = way is None or bool(way)
        sheet.disc(_EDGE + 7, y + 10, 5.5, fill=hue if handled else None, edge=hue if handled else ORANGE)
        y = sheet.paragraph(_TEXT, y, sheet.lines(text, WIDTH - _TEXT - _EDGE, BODY, most, bold=True), bold=True)
        if way is not None:
            y = _way(sheet, y, way, most)
        y += 6
    if len(found) > len(shown):
        y = sheet.paragraph(_TEXT, y, [more_below(len(found) - len(shown))], oblique=True) + 6
    return y


def _way(sheet: Sheet, top: float, way: str, most: int) -> float:
    """The way to handle an entry behind an arrow, or a dashed box that says there is none yet."""
    if way:
        sheet.line([(_TEXT, top + 9), (_TEXT + 14, top + 9)], thick=1.6, arrow=7)
        return sheet.paragraph(_TEXT + 20, top, sheet.lines(way, WIDTH - _TEXT - 20 - _EDGE, BODY, most))
    sheet.panel(
        _TEXT,
        top + 2,
        sheet.width(_OPEN, oblique=True) + 18,
        22,
        edge=ORANGE,
        dashed=True,
        radius=5,
    )
    return sheet.paragraph(_TEXT + 9, top + 3, [_OPEN], oblique=True) + 6


def _tally(found: Sequence[tuple[str, str | None]]) -> Sentence:
    if not found:
        return Sentence("nothing written here yet")
    open_ones = sum(way == "" for _, way in found)
    entries = plural(len(found), "{count} entry", "{count} entries")
    if not open_ones:
        return entries
    return Sentence("{entries}, {open} without a way to handle it", entries=entries, open=open_ones)


def _with_way(entry: tuple[str, str | None]) -> str:
    text, way = entry
    return text if way is None else Sentence("{pull} → {way}", pull=text, way=way or _OPEN)


def _in_words(columns: Sequence[Mapping[str, Any]], cells: Mapping[str, Found]) -> list[Sentence]:
    every = {
        column["label"]: [entry for found in cells[column["key"]].values() for entry in found] for column in columns
    }
    total = sum(len(found) for found in every.values())
    open_ones = sum(way == "" for found in every.values() for _, way in found)
    counted = plural(
        total,
        "{count} possible conflict of interest: {shares}.",
        "{count} possible conflicts of interest: {shares}.",
        shares=[f"{label} {len(found)}" for label, found in every.items()],
    )
    if not open_ones:
        return [counted, Sentence("Each has a way to be handled.")]
    return [counted, Sentence("{open} of {total} without a way to handle it yet.", open=open_ones, total=total)]
