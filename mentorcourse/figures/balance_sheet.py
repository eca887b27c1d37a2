"""The Mentoring Balance Sheet as a two-sided picture: assets to the left of a spine, biases to its right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .answers import texts
from .picture import Picture, more_below, outline, waiting
from .sheet import Sheet
from .style import BLUE, BODY, HEADING, LEADING, ORANGE, RULE, THIN, WIDTH, Colour

_SPINE = WIDTH / 2
_INDENT = 12.0
_BOX = _SPINE - _INDENT
_PADDING = 8.0
_MOST = 4
_OPEN = Sentence("no bias named yet – what might it hide?")
_NOTHING = Sentence("nothing here yet")
_BEGIN = Sentence(
    "Your balance sheet appears here as soon as you have written the first entry: "
    "assets on the left, biases on the right."
)
_CAPTION = Sentence(
    "What you bring, and what it may hide. A dashed box marks assets with no bias beside them; "
    "you decide whether there is one."
)


@dataclass(frozen=True)
class _Row:
    label: str
    assets: list[str]
    biases: list[str]

    @property
    def one_sided(self) -> bool:
        return bool(self.assets and not self.biases)


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Both columns, category by category; a dashed box asks where an asset has no bias beside it."""
    language = definition.get("language", ENGLISH)
    left, right = definition["layout"]["columns"][:2]
    rows = [
        _Row(row["label"], *(texts(values, f"{row['key']}.{column['key']}") for column in (left, right)))
        for row in definition["layout"]["rows"]
    ]
    if not any(row.assets or row.biases for row in rows):
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    _head(sheet, _SPINE - _INDENT, left["label"], sum(len(row.assets) for row in rows), BLUE, "right")
    _head(sheet, _SPINE + _INDENT, right["label"], sum(len(row.biases) for row in rows), ORANGE, "left")
    y = 34.0
    for row in rows:
        y = _category(sheet, y, row)
    details = outline(
        ((row.label, [(left["label"], row.assets), (right["label"], row.biases)]) for row in rows), language
    )
    return sheet.picture(y, _in_words(rows), _CAPTION, details)


def _head(sheet: Sheet, x: float, label: str, count: int, hue: Colour, align: Any) -> None:
    name = sheet.lines(f"{label}: {count}", _BOX, HEADING, most=1, bold=True)
    sheet.paragraph(x, 0, name, size=HEADING, bold=True, align=align)
    start, end = (0.0, x) if align == "right" else (x, WIDTH)
    sheet.line([(start, 24), (end, 24)], colour=hue, thick=3)


def _category(sheet: Sheet, top: float, row: _Row) -> float:
    """One category: its name across the spine, its entries on both sides; returns where the next begins."""
    y = (
        sheet.paragraph(
            _SPINE, top + 4, sheet.lines(row.label, WIDTH - 20, BODY, most=2, bold=True), bold=True, align="center"
        )
        + 5
    )
    ends = [
        _entries(sheet, y, row.assets, BLUE, to_the_left=True),
        _entries(sheet, y, row.biases, ORANGE, to_the_left=False),
    ]
    if row.one_sided:
        found = sheet.lines(_OPEN, _BOX - 2 * _PADDING, BODY, most=3, oblique=True)
        ends.append(_box(sheet, y, found, None, to_the_left=False))
    if not row.assets and not row.biases:
        ends.append(sheet.paragraph(_SPINE, y - 4, [_NOTHING], oblique=True, align="center") + 4)
    elif (bottom := max(ends)) > y:
        sheet.line([(_SPINE, y), (_SPINE, bottom - 6)], thick=THIN)
    return max(ends) + 6


def _entries(sheet: Sheet, top: float, found: Sequence[str], hue: Colour, *, to_the_left: bool) -> float:
    y = top
    shown = found if len(found) <= _MOST else found[: _MOST - 1]
    for text in shown:
        y = _box(sheet, y, sheet.lines(text, _BOX - 2 * _PADDING, BODY, most=3), hue, to_the_left=to_the_left)
    if len(found) > len(shown):
        y = _box(sheet, y, [more_below(len(found) - len(shown))], hue, to_the_left=to_the_left)
    return y


def _box(sheet: Sheet, y: float, found: Sequence[str], hue: Colour | None, *, to_the_left: bool) -> float:
    """A box tied to the spine; without a hue a dashed, open one. Returns where the next may begin."""
    down = BODY * LEADING * len(found) + 9
    x = 0.0 if to_the_left else _SPINE + _INDENT
    inner = _SPINE - _INDENT if to_the_left else _SPINE + _INDENT
    sheet.panel(x, y, _BOX, down, fill=hue, edge=None if hue else ORANGE, dashed=hue is None)
    sheet.line([(_SPINE, y + down / 2), (inner, y + down / 2)], colour=hue or RULE, thick=THIN)
    sheet.paragraph(x + _PADDING, y + 3, found, oblique=hue is None)
    return y + down + 6


def _in_words(rows: Sequence[_Row]) -> list[Sentence]:
    assets, biases = sum(len(row.assets) for row in rows), sum(len(row.biases) for row in rows)
    with_assets, with_biases = sum(bool(row.assets) for row in rows), sum(bool(row.biases) for row in rows)
    counted = Sentence(
        "Balance sheet with {assets} in {with_assets} and {biases} in {with_biases} of {all} categories.",
        assets=plural(assets, "{count} asset", "{count} assets"),
        biases=plural(biases, "{count} bias", "{count} biases"),
        with_assets=with_assets,
        with_biases=with_biases,
        all=len(rows),
    )
    said = [counted]
    one_sided = [row.label for row in rows if row.one_sided]
    if one_sided:
        said.append(Sentence("Assets without a bias beside them: {rows}.", rows=one_sided))
    empty = [row.label for row in rows if not row.assets and not row.biases]
    if empty:
        said.append(Sentence("Nothing yet: {rows}.", rows=empty))
    return said
