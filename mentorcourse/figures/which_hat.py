"""Where a participant's choices of a hat lie on the two axes, and in which situations the hat fitted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from textwrap import shorten
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .four_relationships import CORNERS, TEXT, place, plane
from .picture import Picture, table, waiting
from .sheet import Sheet
from .style import BODY, HEADING, INK, PAPER, WIDTH, Colour

_ACROSS = 5
"""Discs beside one another in a field."""
_STEP = 31.0
_FITS, _OTHER = Sentence("fits well"), Sentence("another hat may fit better")
_HEAD = (Sentence("Situation"), Sentence("Your hat"), Sentence("How it fits"))
_BEGIN = Sentence(
    "Your picture appears here as soon as you have chosen a hat for the first situation. It will show where your "
    "choices lie on the two axes."
)
_CAPTION = Sentence(
    "Where your choices lie; the numbers are those of the situations. If they crowd into one corner, you have probably "
    "found a habit."
)


@dataclass(frozen=True)
class _Choice:
    number: int
    text: str
    hat: str
    """The chosen option's key, "" while nothing is chosen."""
    fits: bool


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Each situation's number in the field of its hat: a full disc where it fits well, else a ring."""
    language = definition.get("language", ENGLISH)
    labels = {one["key"]: one["label"] for one in definition["layout"]["options"] if one["key"] in CORNERS}
    choices = _choices(definition["layout"]["situations"], labels, values)
    chosen = [one for one in choices if one.hat]
    if not chosen:
        return waiting(_BEGIN, language)
    sheet = Sheet(language)
    most = max(sum(one.hat == hat for one in chosen) for hat in labels)
    down = 74 + _STEP * max(2, -(-most // _ACROSS))
    bottom = plane(sheet, down)
    for hat, label in labels.items():
        _field(sheet, place(hat, down), label, [one for one in chosen if one.hat == hat], CORNERS[hat].hue)
    bottom = _legend(sheet, bottom, [one.number for one in choices if not one.hat])
    rows = [(f"{one.number}. {shorten(one.text, 60, placeholder='…')}", *_outcome(one, labels)) for one in choices]
    details = table(Sentence("Your choices"), _HEAD, rows, language)
    return sheet.picture(bottom, _in_words(choices, labels), _CAPTION, details)


def _choices(
    situations: Sequence[Mapping[str, Any]], labels: Mapping[str, str], values: Mapping[str, object]
) -> list[_Choice]:
    found = []
    for number, situation in enumerate(situations, 1):
        hat = values.get(situation["key"])
        known = hat if isinstance(hat, str) and hat in labels else ""
        found.append(_Choice(number, _plain(situation["text"]), known, known in situation["fits"]))
    return found


def _plain(html: str) -> str:
    """The words of a definition's HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _field(sheet: Sheet, corner: tuple[float, float], label: str, chosen: Sequence[_Choice], hue: Colour) -> None:
    x, top = corner
    head = sheet.lines(f"{label}: {len(chosen)}", TEXT, HEADING, most=1, bold=True)
    y = sheet.paragraph(x, top, head, size=HEADING, bold=True) + 18
    for position, one in enumerate(chosen):
        _disc(sheet, x + 13 + _STEP * (position % _ACROSS), y + _STEP * (position // _ACROSS), one, hue)


def _disc(sheet: Sheet, x: float, y: float, one: _Choice, hue: Colour) -> None:
    sheet.disc(x, y, 12, fill=hue if one.fits else None, edge=hue)
    colour = PAPER if one.fits else INK
    sheet.words(x, y + BODY * 0.36, str(one.number), bold=True, colour=colour, align="center")


def _legend(sheet: Sheet, top: float, missing: Sequence[int]) -> float:
    """What a disc and a ring mean, and which situations are still open; returns where it ends."""
    y = top + 12
    sheet.disc(8, y, 6, fill=INK, edge=INK)
    sheet.words(20, y + BODY * 0.36, _FITS)
    x = 20 + sheet.width(_FITS) + 28
    sheet.disc(x, y, 6, edge=INK)
    sheet.words(x + 12, y + BODY * 0.36, _OTHER)
    if not missing:
        return y + 14
    open_ones = Sentence("not chosen yet: {situations}", situations=list(missing))
    return sheet.paragraph(0, y + 10, sheet.lines(open_ones, WIDTH, most=2, oblique=True), oblique=True) + 4


def _outcome(one: _Choice, labels: Mapping[str, str]) -> tuple[str, str]:
    return (labels[one.hat], _FITS if one.fits else _OTHER) if one.hat else (Sentence("not chosen yet"), "")


def _numbers(found: Sequence[_Choice]) -> Sentence:
    """Situations by number: "situation 2", "situations 3 and 6"."""
    return plural(len(found), "situation {numbers}", "situations {numbers}", numbers=[one.number for one in found])


def _in_words(choices: Sequence[_Choice], labels: Mapping[str, str]) -> list[Sentence]:
    chosen = [one for one in choices if one.hat]
    offering = sum(CORNERS[one.hat].offerer_drives for one in chosen)
    asking = sum(CORNERS[one.hat].by_questions for one in chosen)
    others = [one for one in chosen if not one.fits]
    return [
        plural(
            len(choices),
            "A hat chosen for {chosen} of {count} situation.",
            "A hat chosen for {chosen} of {count} situations.",
            chosen=len(chosen),
        ),
        *(_field_in_words(label, [one for one in chosen if one.hat == hat]) for hat, label in labels.items()),
        Sentence(
            "Driven by the person offering {offering}, by the person seeking {seeking}; by questions {asking}, by "
            "answers {telling}.",
            offering=offering,
            seeking=len(chosen) - offering,
            asking=asking,
            telling=len(chosen) - asking,
        ),
        Sentence("Another hat may fit better in {situations}.", situations=_numbers(others))
        if others
        else Sentence("Each hat fits well."),
    ]


def _field_in_words(label: str, here: Sequence[_Choice]) -> Sentence:
    if not here:
        return Sentence("{hat}: {number}.", hat=label, number=0)
    return Sentence("{hat}: {number} ({situations}).", hat=label, number=len(here), situations=_numbers(here))
