"""A mentoring team as a map: its people by kind of mentor, inside and outside the institution, and its gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .answers import texts
from .picture import Picture, more_below, outline, waiting
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, HEADING, LEADING, ORANGE, PURPLE, RULE, THICK, WIDTH, Colour

_HUES = (BLUE, ORANGE, GREEN, PURPLE)
_WALL = WIDTH / 2
_SIDE = _WALL - 10
"""Breadth of one side, up to a little before the wall."""
_EDGE = 10.0
_TEXT = 28.0
_MOST = 4
_GAP = Sentence("nobody yet")
_BEGIN = Sentence(
    "Your team map appears here as soon as you have written down the first person. It will show who stands where, and "
    "which places nobody fills."
)
_CAPTION = Sentence(
    "The team as it is today, on both sides of your institution’s wall. A dashed place is nobody’s yet; you decide "
    "whether it needs somebody."
)


@dataclass(frozen=True)
class _Kind:
    label: str
    sides: list[list[str]]

    @property
    def count(self) -> int:
        return sum(map(len, self.sides))


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """A field for each kind with a wall through it; a place that nobody fills is dashed and says so."""
    language = definition.get("language", ENGLISH)
    columns: list[dict[str, Any]] = definition["layout"]["columns"][:2]
    kinds = [
        _Kind(row["label"], [texts(values, f"{row['key']}.{column['key']}") for column in columns])
        for row in definition["layout"]["rows"]
    ]
    if not any(kind.count for kind in kinds):
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    y = max(
        _head(sheet, x, column["label"], sum(len(kind.sides[side]) for kind in kinds))
        for side, (x, column) in enumerate(zip((0.0, _WALL + 10), columns, strict=False))
    )
    for kind, hue in zip(kinds, _HUES * len(kinds), strict=False):
        y = _field(sheet, y, kind, hue) + 12
    sides = [column["label"] for column in columns]
    details = outline(((kind.label, list(zip(sides, kind.sides, strict=True))) for kind in kinds), language)
    return sheet.picture(y - 10, _in_words(kinds, [side.lower() for side in sides]), _CAPTION, details)


def _head(sheet: Sheet, x: float, label: str, count: int) -> float:
    name = sheet.lines(f"{label}: {count}", _SIDE, HEADING, most=2, bold=True)
    return sheet.paragraph(x + _EDGE, 0, name, size=HEADING, bold=True) + 6


def _field(sheet: Sheet, top: float, kind: _Kind, hue: Colour) -> float:
    """One kind: its name, its people left and right of the wall; returns the field's lower edge."""
    name = sheet.lines(kind.label, WIDTH - 2 * _EDGE, most=2, bold=True)
    start = sheet.paragraph(_EDGE, top + 6, name, bold=True) + 6
    places = (0.0, _WALL + 10)
    end = max(_people(sheet, x, start, found, hue) for x, found in zip(places, kind.sides, strict=False))
    sheet.panel(1, top, WIDTH - 2, end + 4 - top, fill=hue, share=0.1, edge=hue, radius=8)
    sheet.line([(_WALL, start), (_WALL, end - 4)], colour=RULE, thick=THICK)
    return end + 4


def _people(sheet: Sheet, x: float, top: float, found: Sequence[str], hue: Colour) -> float:
    """The people of one place below one another, or a dashed box where there is nobody."""
    if not found:
        down = BODY * LEADING + 8
        sheet.panel(x + _EDGE, top, _SIDE - 2 * _EDGE, down, edge=ORANGE, dashed=True)
        sheet.words(x + _SIDE / 2, top + 17, _GAP, oblique=True, align="center")
        return top + down + 8
    y = top
    shown = found if len(found) <= _MOST else found[: _MOST - 1]
    for text in shown:
        _person(sheet, x + _EDGE + 6, y, hue)
        y = sheet.paragraph(x + _TEXT, y, sheet.lines(text, _SIDE - _TEXT - 2, most=3)) + 6
    if len(found) > len(shown):
        y = sheet.paragraph(x + _TEXT, y, [more_below(len(found) - len(shown))], oblique=True) + 6
    return y


def _person(sheet: Sheet, x: float, y: float, hue: Colour) -> None:
    """A head above shoulders, beside the first line of a text."""
    sheet.disc(x, y + 5, 3.4, fill=hue)
    sheet.band([(x - 6, y + 16), (x - 4, y + 10.5), (x + 4, y + 10.5), (x + 6, y + 16)], hue, 1)


def _in_words(kinds: Sequence[_Kind], sides: Sequence[str]) -> list[Sentence]:
    shares = [
        Sentence(
            "{kind}: {shares}.",
            kind=kind.label,
            shares=[f"{len(found)} {side}" for side, found in zip(sides, kind.sides, strict=True)],
        )
        for kind in kinds
    ]
    total = plural(sum(kind.count for kind in kinds), "Team map with {count} entry.", "Team map with {count} entries.")
    told = [total, *shares]
    nowhere = [kind.label for kind in kinds if not kind.count]
    if nowhere:
        told.append(Sentence("Nobody at all: {rows}.", rows=nowhere))
    one_sided = [
        f"{kind.label} ({side})"
        for kind in kinds
        for side, found in zip(sides, kind.sides, strict=True)
        if kind.count and not found
    ]
    if one_sided:
        told.append(Sentence("Nobody on one side: {places}.", places=one_sided))
    return told if nowhere or one_sided else [*told, Sentence("No place is empty.")]
