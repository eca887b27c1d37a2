"""An entry for one's calendar holds the chosen day and one's own words, and a newer one replaces it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from mentorcourse.content import AnyActivity
from mentorcourse.documents.calendar_entry import NoDayYet, calendar_entry
from mentorcourse.documents.drafts import Days
from mentorcourse.store import Answer
from tests.document_samples import ACTIVITIES

COMMITMENT: AnyActivity = next(one for one in ACTIVITIES.values() if one.calendar)
FIELDS = dict(COMMITMENT.list_fields())
SAVED = datetime(2027, 3, 1, 18, tzinfo=UTC)
assert COMMITMENT.calendar
DAY = COMMITMENT.calendar.date
TEXTS = [key for key, field in FIELDS.items() if field.takes == "text"]


def made(values: dict[str, str], revision: int = 1, person: str = "somebody") -> bytes:
    """The file for these answers."""
    assert COMMITMENT.calendar
    return calendar_entry(COMMITMENT.calendar, FIELDS, Answer("10.x", revision, values, SAVED), person, Days())


def read(values: dict[str, str], revision: int = 1, person: str = "somebody") -> Any:
    """Its one entry."""
    [event] = Calendar.from_ical(made(values, revision, person)).walk("VEVENT")
    return event


def test_the_entry_takes_the_whole_of_the_chosen_day_with_a_reminder_that_morning() -> None:
    event = read({DAY: "2027-12-31"})
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 12, 31), date(2028, 1, 1))
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=8)


def test_the_entry_says_what_one_wrote_whatever_it_is() -> None:
    words = {key: f"{key}; with, commas\nand emoji 🌱 " * 9 for key in TEXTS}
    event = read({DAY: "2027-12-31", **words})
    told = f"{event['SUMMARY']}\n{event.get('DESCRIPTION', '')}"
    assert any("emoji 🌱" in line for line in told.splitlines())
    assert any("; with, commas" in line for line in told.splitlines())


def test_lines_are_folded_as_calendars_want_them() -> None:
    content = made({DAY: "2027-12-31", **dict.fromkeys(TEXTS, "ü" * 400)})
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_newer_entry_replaces_the_older_one_and_other_people_have_their_own() -> None:
    first, second = read({DAY: "2027-12-31"}, 1), read({DAY: "2028-01-31"}, 2)
    assert first["UID"] == second["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert read({DAY: "2027-12-31"}, 1, "somebody else")["UID"] != first["UID"]
    assert "somebody" not in first["UID"]


@pytest.mark.parametrize("values", [{}, {DAY: ""}])
def test_without_a_day_there_is_no_entry(values: dict[str, str]) -> None:
    with pytest.raises(NoDayYet):
        made(values)
