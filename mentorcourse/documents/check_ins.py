"""Recurring check-ins of a mentor and a mentee as a calendar file: to add, to update and to cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from icalendar import Timezone

from mentorcourse.language import Sentence

from .blocks import printable
from .calendar_file import calendar_file, entry, remind

Every = Literal["week", "two weeks", "month"]
EVERY: tuple[Every, ...] = get_args(Every)
MOST_TIMES, LONGEST_DAYS, LONGEST_MINUTES = 104, 731, 480
AHEAD = timedelta(hours=-1)
NO_DAY = Sentence("Choose a day and an hour for the first check-in.")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadCheckIns(ValueError):
    """Check-ins that cannot be put in a calendar; the message is a Sentence that tells the mend."""


@dataclass(frozen=True)
class CheckIns:
    """When the two meet: from the first day on, at an hour of the clock in `zone` (an IANA name).

    "month" means the weekday of the first day, as the first Tuesday or, from the 29th on, the last one. They go on to
    the day `until`, that day included, or for so many `times`: one of the two is given.
    """

    first: date
    at: time
    zone: str
    minutes: int
    every: Every
    until: date | None = None
    times: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar could hold; raises BadCheckIns."""
        _zone(self.zone)
        if not 2000 <= self.first.year < 2200:
            raise BadCheckIns(NO_DAY)
        if self.every not in EVERY:
            raise BadCheckIns(Sentence("Choose how often you meet: every week, every two weeks or once a month."))
        if not 5 <= self.minutes <= LONGEST_MINUTES:
            raise BadCheckIns(Sentence("A check-in takes between 5 minutes and 8 hours."))
        if (self.until is None) == (self.times is None):
            raise BadCheckIns(Sentence("Say either the last day or how many check-ins there will be."))
        if self.times is not None and not 1 <= self.times <= MOST_TIMES:
            raise BadCheckIns(Sentence("Plan between 1 and {most} check-ins.", most=MOST_TIMES))
        if self.until is not None and not 0 <= (self.until - self.first).days <= LONGEST_DAYS:
            raise BadCheckIns(Sentence("The last day comes after the first, and within two years of it."))

    @property
    def rule(self) -> dict[str, Any]:
        """How they recur, as RFC 5545 says it."""
        recurs: dict[str, Any] = {"freq": "MONTHLY" if self.every == "month" else "WEEKLY"}
        if self.every == "two weeks":
            recurs["interval"] = 2
        if self.every == "month":
            week = (self.first.day - 1) // 7 + 1
            recurs["byday"] = f"{week if week < 5 else -1}{WEEKDAYS[self.first.weekday()]}"
        if self.until is None:
            return recurs | {"count": self.times}
        last = datetime.combine(self.until, time(23, 59, 59), _zone(self.zone))
        return recurs | {"until": last.astimezone(UTC)}

    @property
    def last_day(self) -> date:
        """A day by which all are over."""
        return self.until or self.first + timedelta(days=31 * (self.times or 1))


def read_check_ins(values: Mapping[str, object]) -> CheckIns:
    """Check-ins as they come from a browser, days and hours as texts ("2027-03-02", "07:30"); raises BadCheckIns."""
    until, times, minutes = values.get("until") or None, values.get("times"), values.get("minutes")
    if any(one is not None and (isinstance(one, bool) or not isinstance(one, int)) for one in (times, minutes)):
        raise BadCheckIns(Sentence("Minutes and how many check-ins are whole numbers."))
    try:
        first, at = date.fromisoformat(_text(values, "first")), time.fromisoformat(_text(values, "at"))
        last = date.fromisoformat(_text(values, "until")) if until else None
    except ValueError as wrong:
        raise BadCheckIns(NO_DAY) from wrong
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    number = cast("int | None", times)
    return CheckIns(first, at, _text(values, "zone"), cast("int", minutes or 0), _every(values), last, number)


def check_ins_calendar(
    check_ins: CheckIns, *, agreement: str, person: str, revision: int, saved_at: datetime, title: str, text: str = "",
    cancelled: bool = False,
) -> bytes:  # fmt: skip
    """The check-ins as a file for one person's calendar, with a reminder an hour ahead.

    `agreement` and `person` (ids) make the entry's name, which stays; a higher `revision` replaces what the calendar
    holds of it, and `cancelled` takes it out.
    """
    zone = _zone(check_ins.zone)
    start = datetime.combine(check_ins.first, check_ins.at, zone)
    event = entry(f"check-ins {agreement} {person}", revision, saved_at, printable(title), printable(text))
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=check_ins.minutes))
    event.add("rrule", check_ins.rule)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        remind(event, AHEAD)
    hours_in = None if zone.key == "UTC" else _described(zone, check_ins)
    return calendar_file(event, hours_in, "CANCEL" if cancelled else "")


def _described(zone: ZoneInfo, check_ins: CheckIns) -> Timezone:
    """The zone's own rules for as long as the check-ins go on, for calendars that do not know it by name."""
    days = {"first_date": check_ins.first - timedelta(days=1), "last_date": check_ins.last_day + timedelta(days=366)}
    return Timezone.from_tzinfo(zone, zone.key, **days)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        words = Sentence("The course does not know this time zone: choose one, such as America/Denver.")
        raise BadCheckIns(words) from unknown


def _text(values: Mapping[str, object], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _every(values: Mapping[str, object]) -> Every:
    return cast("Every", _text(values, "every"))
