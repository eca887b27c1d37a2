"""The foundations of trust as blocks: planned ones are full, those without a plan stay dashed and open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .answers import texts
from .picture import Picture, outline, waiting
from .sheet import Sheet
from .style import BLUE, ORANGE, WIDTH

_EDGE = 14.0
_TEXT = 36.0
_NO_ACTION = Sentence("no action yet")
_NO_TIME = Sentence("no time set yet")
_GAP = Sentence("nothing planned")
_BEGIN = Sentence(
    "Your plan appears here as soon as you have written the first action: the foundations that you chose as full "
    "blocks, the others as open ones."
)
_CAPTION = Sentence(
    "Full blocks have a plan, dashed ones have none. A gap may be there on purpose: does that foundation hold already, "
    "or does it make you uncomfortable?"
)


@dataclass(frozen=True)
class _Foundation:
    label: str
    action: str
    when: str

    @property
    def planned(self) -> bool:
        return bool(self.action or self.when)


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """One block for each row of the table, with its action and its time; a gap shows by its outline and in words."""
    language = definition.get("language", ENGLISH)
    action, when = definition["layout"]["columns"][:2]
    found = [
        _Foundation(
            row["label"], *(" ".join(texts(values, f"{row['key']}.{column['key']}")) for column in (action, when))
        )
        for row in definition["layout"]["rows"]
    ]
    if not any(one.planned for one in found):
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    y = 2.0
    for one in found:
        y = _block(sheet, y, one) + 7
    told = [(one.label, [(action["label"], _entry(one.action)), (when["label"], _entry(one.when))]) for one in found]
    return sheet.picture(y - 4, _in_words(found), _CAPTION, outline(told, language))


def _block(sheet: Sheet, top: float, one: _Foundation) -> float:
    """One foundation; returns its lower edge."""
    y = sheet.paragraph(_TEXT, top + 6, sheet.lines(one.label, WIDTH - _TEXT - _EDGE, most=2, bold=True), bold=True)
    y = _plan(sheet, y, one) if one.planned else sheet.paragraph(_TEXT, y, [_GAP], oblique=True)
    hue = BLUE if one.planned else None
    sheet.panel(1, top, WIDTH - 2, y + 7 - top, fill=hue, edge=hue or ORANGE, dashed=not one.planned, share=0.1)
    sheet.disc(_EDGE + 7, top + 16, 5.5, fill=hue, edge=hue or ORANGE)
    return y + 7


def _plan(sheet: Sheet, top: float, one: _Foundation) -> float:
    """What will be done and, behind an arrow, when; what is missing stands in a dashed box."""
    if one.action:
        y = sheet.paragraph(_TEXT, top, sheet.lines(one.action, WIDTH - _TEXT - _EDGE, most=3))
    else:
        y = _missing(sheet, top, _NO_ACTION)
    if not one.when:
        return _missing(sheet, y, _NO_TIME)
    sheet.line([(_TEXT, y + 9), (_TEXT + 14, y + 9)], thick=1.6, arrow=7)
    return sheet.paragraph(_TEXT + 20, y, sheet.lines(one.when, WIDTH - _TEXT - 20 - _EDGE, most=2))


def _missing(sheet: Sheet, top: float, gap: Sentence) -> float:
    sheet.panel(
        _TEXT,
        top + 2,
        sheet.width(gap, oblique=True) + 18,
        22,
        edge=ORANGE,
        dashed=True,
        radius=5,
    )
    return sheet.paragraph(_TEXT + 9, top + 3, [gap], oblique=True) + 6


def _entry(text: str) -> list[str]:
    return [text] if text else []


def _in_words(found: Sequence[_Foundation]) -> list[Sentence]:
    acting = [one for one in found if one.action]
    told = [
        plural(
            len(found),
            "Trust plan with an action for {acting} of {count} foundation.",
            "Trust plan with an action for {acting} of {count} foundations.",
            acting=len(acting),
        )
    ]
    without_time = [one.label for one in acting if not one.when]
    if acting and not without_time:
        told.append(Sentence("Each action has a time."))
    if without_time:
        told.append(Sentence("No time set yet: {rows}.", rows="; ".join(without_time)))
    if no_action := [one.label for one in found if one.when and not one.action]:
        told.append(Sentence("A time and no action yet: {rows}.", rows="; ".join(no_action)))
    if gaps := [one.label for one in found if not one.planned]:
        told.append(Sentence("Nothing planned: {rows}.", rows="; ".join(gaps)))
    return told
