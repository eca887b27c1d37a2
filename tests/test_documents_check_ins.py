"""Check-ins in a calendar recur at the same hour of the clock, are replaced by a newer plan, and can be cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event, EventStatus
from icalendar import Calendar

from mentorcourse.documents.check_ins import BadCheckIns, CheckIns, check_ins_calendar, read_check_ins

SAVED = datetime(2027, 1, 10, 18, tzinfo=UTC)
TUESDAY = date(2027, 2, 2)
DENVER = "America/Denver"
VALUES = {"first": "2027-02-02", "at": "07:30", "zone": DENVER, "minutes": 45, "every": "month", "times": 6}


def plan(every: Any = "week", **more: Any) -> CheckIns:
    """Check-ins from the first Tuesday of February 2027 on, at half past seven in Denver."""
    given = {"first": TUESDAY, "at": time(7, 30), "zone": DENVER, "minutes": 45, **more}
    return CheckIns(every=every, **given)


def made(check_ins: CheckIns, **more: Any) -> bytes:
    """The file for these check-ins."""
    told = {"agreement": "agreement one", "person": "somebody", "revision": 1, "title": "Check-in", "text": ""}
    return check_ins_calendar(check_ins, **{**told, "saved_at": SAVED, **more})


def read(content: bytes) -> Event:
    """The file's one event, as another library than the one that wrote it understands it."""
    [event] = IcsCalendarStream.calendar_from_ics(content.decode()).events
    return event


def starts(check_ins: CheckIns) -> list[datetime]:
    """Every start that the other library works out from the file."""
    calendar = IcsCalendarStream.calendar_from_ics(made(check_ins).decode())
    return [event.dtstart for event in calendar.timeline if isinstance(event.dtstart, datetime)]


def test_weekly_check_ins_keep_their_hour_of_the_clock_when_the_clocks_change() -> None:
    found = starts(plan("week", times=10))
    assert [one.date() for one in found] == [TUESDAY + timedelta(weeks=week) for week in range(10)]
    assert {one.astimezone(ZoneInfo(DENVER)).time() for one in found} == {time(7, 30)}
    assert {one.astimezone(UTC).hour for one in found} == {14, 13}  # before and after March 14


def test_check_ins_every_two_weeks_end_with_the_last_day_included() -> None:
    found = [one.date() for one in starts(plan("two weeks", until=date(2027, 4, 13)))]
    assert found == [date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2), date(2027, 3, 16), date(2027, 3, 30),
                     date(2027, 4, 13)]  # fmt: skip


def test_monthly_check_ins_fall_on_the_same_weekday_of_the_month() -> None:
    found = [one.date() for one in starts(plan("month", times=4))]
    assert found == [date(2027, 2, 2), date(2027, 3, 2), date(2027, 4, 6), date(2027, 5, 4)]


def test_from_the_29th_on_monthly_means_the_last_such_weekday() -> None:
    found = [one.date() for one in starts(plan("month", first=date(2027, 3, 30), times=4))]
    assert found == [date(2027, 3, 30), date(2027, 4, 27), date(2027, 5, 25), date(2027, 6, 29)]


@settings(deadline=None)
@given(
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    at=st.times(time(5), time(21)),
    zone=st.sampled_from([DENVER, "Europe/Berlin", "Asia/Kolkata", "America/Santiago", "UTC", "Australia/Lord_Howe"]),
    every=st.sampled_from(["week", "two weeks", "month"]),
    times=st.integers(1, 14),
)
def test_any_plan_is_understood_as_it_is_meant(first: date, at: time, zone: str, every: Any, times: int) -> None:
    at = at.replace(second=0, microsecond=0)
    found = starts(plan(every, first=first, at=at, zone=zone, times=times))
    local = [one.astimezone(ZoneInfo(zone)) for one in found]
    assert len(local) == times
    assert local[0].date() == first
    assert {(one.time(), one.weekday()) for one in local} == {(at, first.weekday())}
    if every != "month":
        step = timedelta(weeks=2 if every == "two weeks" else 1)
        assert {later.date() - earlier.date() for earlier, later in pairwise(local)} <= {step}


def test_a_newer_plan_replaces_the_older_and_each_agreement_and_person_have_their_own() -> None:
    first, second = read(made(plan(times=5))), read(made(plan("month", times=3), revision=2))
    assert first.uid == second.uid
    assert first.sequence is not None
    assert second.sequence is not None
    assert first.sequence < second.sequence
    others = {read(made(plan(times=5), person="mentor")).uid, read(made(plan(times=5), agreement="another")).uid}
    assert len({first.uid, *others}) == 3
    assert "somebody" not in str(first.uid)


def test_cancelling_names_the_same_entry_and_says_so_to_the_calendar() -> None:
    content = made(plan(times=5), revision=3, cancelled=True)
    assert read(content).status == EventStatus.CANCELLED
    assert read(content).uid == read(made(plan(times=5))).uid
    whole: Any = Calendar.from_ical(content)
    assert whole["METHOD"] == "CANCEL"
    assert not whole.walk("VALARM")


def test_the_calendar_reminds_an_hour_ahead_and_holds_any_words() -> None:
    title = "Check-in; Ana, Ruth \\ 🌱\nBEGIN:VEVENT" + "ü" * 200
    event = read(made(plan(times=5), title=title, text="Goals first,\nthen: the rest\x07"))
    assert event.summary == title
    assert event.description == "Goals first,\nthen: the rest"
    assert event.duration == timedelta(minutes=45)
    assert event.alarm
    assert event.alarm[0].trigger == timedelta(hours=-1)


def test_the_file_explains_its_time_zone_to_calendars_that_do_not_know_it() -> None:
    whole: Any = Calendar.from_ical(made(plan("month", times=12)))
    [zone] = whole.walk("VTIMEZONE")
    assert zone["TZID"] == DENVER == whole.walk("VEVENT")[0]["DTSTART"].params["TZID"]
    assert len(zone.walk("DAYLIGHT")) == len(zone.walk("STANDARD")) - 1 == 1
    assert not Calendar.from_ical(made(plan(zone="UTC", times=2))).walk("VTIMEZONE")


def test_a_plan_is_read_as_a_browser_sends_it() -> None:
    assert read_check_ins(VALUES) == plan("month", times=6)
    until = {**VALUES, "times": None, "until": "2027-12-31"}
    assert read_check_ins(until) == plan("month", until=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"zone": "../etc/passwd"}, "time zone"),
        ({"zone": 7}, "time zone"),
        ({"every": "day"}, "how often"),
        ({"first": "soon"}, "day and an hour"),
        ({"first": "9999-12-31"}, "day and an hour"),
        ({"at": ""}, "day and an hour"),
        ({"minutes": 2}, "5 minutes"),
        ({"minutes": 60.5}, "whole numbers"),
        ({"minutes": None}, "5 minutes"),
        ({"times": True}, "whole numbers"),
        ({"times": 0}, "between 1 and 104"),
        ({"times": None}, "last day or how many"),
        ({"until": "2027-03-01"}, "last day or how many"),
        ({"times": None, "until": "2026-12-31"}, "after the first"),
        ({"times": None, "until": "2037-12-31"}, "within two years"),
    ],
)
def test_a_plan_that_no_calendar_can_hold_is_refused_with_the_mend(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadCheckIns, match=words):
        read_check_ins({**VALUES, **wrong})
