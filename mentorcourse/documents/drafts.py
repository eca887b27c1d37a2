"""Answers as text: one value as a person reads it, and texts drafted from answers, as the forms draft them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from babel.dates import format_date

from mentorcourse.content.fields import Field, is_answered

from .words import words_in

_PLACE = re.compile(r"\{([a-z0-9_.]+)\}")


@dataclass(frozen=True)
class Days:
    """Days in the words of `language` (a BCP 47 tag), as they fall in `zone` (None: where the server stands)."""

    language: str = "en"
    zone: tzinfo | None = UTC

    def of(self, moment: datetime) -> str:
        """The day of a moment, as in "March 31, 2027"."""
        return format_date(moment.astimezone(self.zone).date(), "long", locale=self._locale)

    def in_full(self, day: str) -> str:
        """A day that somebody chose ("2027-03-31") with its weekday; a text that is no day stays as it is."""
        try:
            return format_date(date.fromisoformat(day), "full", locale=self._locale)
        except ValueError:
            return day

    @property
    def words(self) -> dict[str, str]:
        """The documents' own words in this language."""
        return words_in(self.language)

    @property
    def _locale(self) -> str:
        return self.language.replace("-", "_")


def texts(field: Field, value: Any, days: Days) -> list[tuple[str, str]]:
    """The entries of a value as (text, what follows from it), the second "" unless the field asks for pairs.

    It goes by the value rather than the field, which may have changed since the value was kept.
    """
    if not is_answered(value):
        return []
    if isinstance(value, list):
        return [_entry(field, one) for one in value]
    if value is True:
        return [(days.words["ticked"], "")]
    if isinstance(value, int):
        return [(_rated(field, value, days.words), "")]
    if field.takes == "date":
        return [(days.in_full(str(value)), "")]
    return [_entry(field, value)]


def _entry(field: Field, value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return str(value.get("text", "")), str(value.get("follow_up", ""))
    labels = {option["key"]: option["label"] for option in field.options}
    return labels.get(value, str(value)), ""


def _rated(field: Field, value: int, words: Mapping[str, str]) -> str:
    if field.start == field.stop:  # not a scale any longer
        return str(value)
    on_scale = words["of" if field.start in (0, 1) else "between"]
    number = on_scale.format(value=value, bottom=field.start, top=field.stop)
    word = field.points.get(value)
    return words["point"].format(number=number, word=word) if word else number


def describe(field: Field, value: Any, days: Days) -> str:
    """A value as one text, a line for each entry; "" when it is not answered."""
    pair = days.words["pair"]
    return "\n".join(
        pair.format(text=text, label=field.follow_up, follow_up=then) if then else text
        for text, then in texts(field, value, days)
    )


def draft(template: str, answer: Callable[[str], str], always: bool = False) -> str:
    """Fill `template`, where {field} stands for `answer(field)`, which is "" for what is not answered.

    Lines whose answers are all empty are left out. Lines without a place for an answer stay, unless nothing is
    answered at all; with `always` they stay even then.
    """
    lines, answered = [], always
    for line in template.split("\n"):
        keys = _PLACE.findall(line)
        some = any(answer(key) for key in keys)
        answered = answered or some
        if some or not keys:
            lines.append(_PLACE.sub(lambda place: answer(place[1]), line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() if answered else ""


def fill(
    template: str, fields: Mapping[str, Field], values: Mapping[str, Any], days: Days, always: bool = False
) -> str:
    """Draft the text of an activity's compose or calendar from its values."""
    return draft(template, lambda key: describe(fields[key], values.get(key), days), always)
