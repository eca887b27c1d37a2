"""Where a participant placed the two versions of an opening between care and challenge, and the way between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any

from mentorcourse.language import ENGLISH, Sentence

from .answers import number
from .candor_quadrants import ACROSS, GAP, LEFT, PADDING, QUADRANTS, TOP, corner, frame, name
from .picture import Picture, table, waiting
from .sheet import Sheet
from .style import BODY, HEADING, INK, LEADING, RULE

_HIGH = 170.0
"""How high one corner is."""
_RING, _DISC = 11.0, 7.0
_VERSIONS = (
    (Sentence("First version"), "care", "challenge"),
    (Sentence("Revised version"), "care_revised", "challenge_revised"),
)
_CARE = (Sentence("care {by} lower"), Sentence("care unchanged"), Sentence("care {by} higher"))
_CHALLENGE = (Sentence("challenge {by} lower"), Sentence("challenge unchanged"), Sentence("challenge {by} higher"))
_NOT_YET = Sentence("not placed yet")
_HEAD = (Sentence("Version"), Sentence("Care"), Sentence("Challenge"), Sentence("Where it stands"))
_BEGIN = Sentence(
    "Your picture appears here as soon as you have placed your opening on both scales: how much you show that you "
    "care, and how directly you challenge."
)
_CAPTION = Sentence(
    "Where you placed your own words, as your mentee would hear them. Up is more care, to the right is more challenge."
)

Place = tuple[float, float]


@dataclass(frozen=True)
class _Version:
    """One version with its two placements, each a share of its scale; None while it is not placed."""

    title: Sentence
    care: int | None
    challenge: int | None
    shares: Place | None
    """(challenge, care) from 0 to 1, when both are placed."""


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """A ring for the first version, a disc for the revised one; a version stands only once both scales are set."""
    fields, language = definition["fields"], definition.get("language", ENGLISH)
    first, revised = (_read(fields, values, *version) for version in _VERSIONS)
    if not first.shares and not revised.shares:
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    bottom = frame(sheet, (_HIGH, _HIGH))
    _ticks(sheet, bottom)
    _names(sheet)
    if first.shares and revised.shares:
        _way(sheet, _point(first.shares), _point(revised.shares))
    if first.shares:
        sheet.disc(*_point(first.shares), _RING, edge=INK)
    if revised.shares:
        sheet.disc(*_point(revised.shares), _DISC, fill=INK, edge=INK)
    _legend(sheet, bottom + 12, first, revised)
    rows = [(one.title, _said(one.care), _said(one.challenge), _where(one)) for one in (first, revised)]
    details = table(Sentence("Your two versions"), _HEAD, rows, language)
    return sheet.picture(bottom + 26, _in_words(first, revised, fields["care"]), _CAPTION, details)


def _read(
    fields: Mapping[str, Mapping[str, Any]], values: Mapping[str, object], title: Sentence, care: str, challenge: str
) -> _Version:
    given = {key: number(values, key, fields[key]["from"], fields[key]["to"]) for key in (care, challenge)}
    across, up = (_share(fields[key], given[key]) for key in (challenge, care))
    return _Version(title, given[care], given[challenge], None if across is None or up is None else (across, up))


def _share(field: Mapping[str, Any], value: int | None) -> float | None:
    return None if value is None else (value - field["from"]) / (field["to"] - field["from"])


def _point(shares: Place) -> Place:
    """Where a version stands on the sheet; the lines for the corners' names stay free."""
    free = HEADING * LEADING * 2 + 22
    across, down = 2 * ACROSS + GAP - 2 * 18, 2 * _HIGH + GAP - 2 * free
    return LEFT + 18 + across * shares[0], TOP + free + down * (1 - shares[1])


def _ticks(sheet: Sheet, bottom: float) -> None:
    """A dot on each axis for each tenth of its scale."""
    for step in range(11):
        x, y = _point((step / 10, step / 10))
        sheet.disc(LEFT - 12, y, 2.6, fill=RULE)
        sheet.disc(x, bottom - 26, 2.6, fill=RULE)


def _names(sheet: Sheet) -> None:
    """The corners' names at the upper and the lower edge."""
    for one in QUADRANTS:
        x, y = corner(one, _HIGH)
        found = name(sheet, one)
        top = y + 7 if one.care else y + _HIGH - 9 - HEADING * LEADING * len(found)
        sheet.paragraph(x + PADDING, top, found, size=HEADING, bold=True)


def _way(sheet: Sheet, start: Place, end: Place) -> None:
    """An arrow from ring to disc, when there is room for one between them."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = hypot(dx, dy)
    if reach < _RING + _DISC + 14:
        return
    ux, uy = dx / reach, dy / reach
    tip = (end[0] - ux * (_DISC + 3), end[1] - uy * (_DISC + 3))
    sheet.line([(start[0] + ux * _RING, start[1] + uy * _RING), tip], colour=INK, arrow=10)


def _legend(sheet: Sheet, y: float, first: _Version, revised: _Version) -> None:
    """What ring and disc mean, and which of them is still missing."""
    x = 8.0
    for one in (first, revised):
        label = one.title if one.shares else Sentence("{version}: not placed", version=one.title)
        if one is first:
            sheet.disc(x, y, 6, edge=INK if one.shares else RULE)
        else:
            sheet.disc(x, y, 6, fill=INK if one.shares else RULE)
        sheet.words(x + 14, y + BODY * 0.36, label)
        x += sheet.width(label) + 40


def _said(value: int | None) -> str:
    return _NOT_YET if value is None else str(value)


def _where(one: _Version) -> Sentence:
    """The corner a version stands in, if it stands in one."""
    if not one.shares:
        return _NOT_YET
    challenge, care = one.shares
    if 0.5 in (challenge, care):
        return Sentence("on a line between corners")
    (found,) = [
        quadrant.name
        for quadrant in QUADRANTS
        if quadrant.care is (care > 0.5) and quadrant.challenge is (challenge > 0.5)
    ]
    return found


def _in_words(first: _Version, revised: _Version, scale: Mapping[str, Any]) -> list[Sentence]:
    told = [
        Sentence(
            "Your opening between care, from bottom to top, and challenge, from left to right, each from {low} to "
            "{high}.",
            low=scale["from"],
            high=scale["to"],
        )
    ]
    told += [_placed(one) for one in (first, revised)]
    if first.shares and revised.shares:
        told.append(
            Sentence(
                "From the first to the revised version: {care}, {challenge}.",
                care=_change(_CARE, first.care, revised.care),
                challenge=_change(_CHALLENGE, first.challenge, revised.challenge),
            )
        )
    return told


def _placed(one: _Version) -> Sentence:
    if not one.shares:
        return Sentence("{version}: not placed on both scales yet.", version=one.title)
    return Sentence(
        "{version}: care {care}, challenge {challenge} ({where}).",
        version=one.title,
        care=one.care,
        challenge=one.challenge,
        where=_where(one),
    )


def _change(dial: tuple[Sentence, Sentence, Sentence], before: int | None, after: int | None) -> Sentence:
    """What became of one dial: lower, unchanged or higher."""
    by = (after or 0) - (before or 0)
    return Sentence(dial[1 + (by > 0) - (by < 0)].message, by=abs(by))
