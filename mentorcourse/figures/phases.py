"""A participant's own three phases of mentoring along a line of time, with what is still unwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .answers import texts
from .picture import Picture, more_below, outline, waiting
from .sheet import Sheet
from .style import BLUE, GREEN, HEADING, ORANGE, PAPER, PURPLE, RULE, THICK, WIDTH, Colour

_HUES = (BLUE, PURPLE, GREEN)
_LINE = 15.0
_LEFT = 42.0
_TEXT = _LEFT + 30
_RIGHT = WIDTH - 10
_MOST = 3
_OPEN = Sentence("nothing written yet")
_BEGIN = Sentence(
    "Your picture appears here as soon as you have written the first entry. Your phases will stand in a line of time, "
    "with what to do and what to watch out for in each."
)
_CAPTION = Sentence(
    "Your three phases, from the first meeting on. An arrow is something to do, a cross something to watch out for."
)


@dataclass(frozen=True)
class _Phase:
    label: str
    parts: list[tuple[str, str, list[str]]]
    """(key, label, texts) of each row."""

    @property
    def begun(self) -> bool:
        return any(found for _, _, found in self.parts)


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """One field for each phase, from the first to the last; a phase without a word is dashed."""
    language = definition.get("language", ENGLISH)
    rows: list[dict[str, Any]] = definition["layout"]["rows"]
    phases = [
        _Phase(
            column["label"],
            [(row["key"], row["label"], texts(values, f"{row['key']}.{column['key']}")) for row in rows],
        )
        for column in definition["layout"]["columns"]
    ]
    if not any(phase.begun for phase in phases):
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    y, stops = 2.0, []
    for phase, hue in zip(phases, _HUES * len(phases), strict=False):
        stops.append(y + 18)
        y = _field(sheet, y, phase, hue) + 14
    _time(sheet, stops, y + 12)
    told = [(phase.label, [(label, found) for _, label, found in phase.parts]) for phase in phases]
    return sheet.picture(y + 16, _in_words(phases), _CAPTION, outline(told, language))


def _field(sheet: Sheet, top: float, phase: _Phase, hue: Colour) -> float:
    """One phase with its rows; returns its lower edge."""
    name = sheet.lines(phase.label, _RIGHT - _LEFT - 10, HEADING, most=2, bold=True)
    y = sheet.paragraph(_LEFT + 10, top + 8, name, size=HEADING, bold=True)
    if phase.begun:
        for key, label, found in phase.parts:
            _mark(sheet, key, _LEFT + 18, y + 14, hue)
            y = sheet.paragraph(_TEXT, y + 4, sheet.lines(label, _RIGHT - _TEXT, most=2, bold=True), bold=True)
            y = _entries(sheet, y, found)
    else:
        y = sheet.paragraph(_LEFT + 10, y + 2, [_OPEN], oblique=True)
    down, across = y + 8 - top, WIDTH - _LEFT - 1
    if phase.begun:
        sheet.panel(_LEFT, top, across, down, fill=hue, share=0.1, edge=hue, radius=8)
    else:
        sheet.panel(_LEFT, top, across, down, edge=ORANGE, dashed=True, radius=8)
    return y + 8


def _entries(sheet: Sheet, top: float, found: Sequence[str]) -> float:
    if not found:
        return sheet.paragraph(_TEXT, top, [_OPEN], oblique=True)
    y = top
    shown = found if len(found) <= _MOST else found[: _MOST - 1]
    for text in shown:
        y = sheet.paragraph(_TEXT, y, sheet.lines(text, _RIGHT - _TEXT, most=3)) + 3
    if len(found) > len(shown):
        y = sheet.paragraph(_TEXT, y, [more_below(len(found) - len(shown))], oblique=True)
    return y


def _mark(sheet: Sheet, key: str, x: float, y: float, hue: Colour) -> None:
    """What kind of row it is: an arrow for actions, a cross for what to watch out for, else a disc."""
    if key == "actions":
        sheet.line([(x - 7, y), (x + 7, y)], colour=GREEN, thick=2.4, arrow=8)
    elif key == "watch":
        for slope in (-1, 1):
            sheet.line([(x - 4.5, y - 4.5 * slope), (x + 4.5, y + 4.5 * slope)], colour=ORANGE, thick=2.4)
    else:
        sheet.disc(x, y, 4.5, fill=hue)


def _time(sheet: Sheet, stops: Sequence[float], end: float) -> None:
    """The line of time on the left, with a numbered stop for each phase."""
    sheet.line([(_LINE, stops[0]), (_LINE, end)], colour=RULE, thick=THICK, arrow=13)
    sheet.words(_LINE + 14, end, Sentence("time"))
    for number, (y, hue) in enumerate(zip(stops, _HUES * len(stops), strict=False), 1):
        sheet.disc(_LINE, y, 14, fill=hue)
        sheet.words(_LINE, y + 5, str(number), size=HEADING, bold=True, colour=PAPER, align="center")


def _in_words(phases: Sequence[_Phase]) -> list[Sentence]:
    filled = sum(bool(found) for phase in phases for _, _, found in phase.parts)
    told = [
        plural(
            filled,
            "Phases of mentoring in a line of time, with {count} place of {total} filled: {shares}.",
            "Phases of mentoring in a line of time, with {count} places of {total} filled: {shares}.",
            total=sum(len(phase.parts) for phase in phases),
            shares=[f"{phase.label} {sum(bool(found) for _, _, found in phase.parts)}" for phase in phases],
        )
    ]
    if empty := [phase.label for phase in phases if not phase.begun]:
        told.append(Sentence("Nothing yet: {rows}.", rows=empty))
    part = [
        f"{phase.label}, {label}" for phase in phases if phase.begun for _, label, found in phase.parts if not found
    ]
    if part:
        told.append(Sentence("Still open: {places}.", places="; ".join(part)))
    return told
