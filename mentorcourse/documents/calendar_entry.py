"""An entry for the person's own calendar, on the day that they chose in an activity (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from icalendar import Alarm, Event
from icalendar import Calendar as ICalendar

from mentorcourse.content.fields import Field
from mentorcourse.content.models import Calendar
from mentorcourse.store import Answer

from .blocks import printable
from .drafts import Days, fill

MORNING = timedelta(hours=8)


class NoDayYet(Exception):
    """The person has not chosen the day yet."""


def calendar_entry(calendar: Calendar, fields: Mapping[str, Field], answer: Answer, person: str, days: Days) -> bytes:
    """The entry as a file: all day, with a reminder that morning; raises NoDayYet.

    A newer version of the answer replaces the entry in the calendar that holds it: the UID stays, SEQUENCE grows.
    """
    chosen = answer.values.get(calendar.date)
    if not chosen or answer.saved_at is None:
        raise NoDayYet
    day = date.fromisoformat(chosen)
    title, text = (
        printable(fill(template, fields, answer.values, days, always=True))
        for template in (calendar.title, calendar.text)
    )
    event = Event()
    event.add("uid", _uid(person, answer.activity))
    event.add("dtstamp", answer.saved_at)
    event.add("last-modified", answer.saved_at)
    event.add("sequence", answer.revision)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    if text:
        event.add("description", text)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add_component(_reminder(title))
    return _file(event)


def _uid(person: str, activity: str) -> str:
    """The same for the same person and activity, and telling nothing of either."""
    return hashlib.sha256(f"calendar {person} {activity}".encode()).hexdigest()[:32] + "@mentorcourse"


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", MORNING)  # after the beginning of the day, wherever the calendar is
    alarm.add("description", title)
    return alarm


def _file(event: Event) -> bytes:
    whole = ICalendar()
    whole.add("prodid", "-//Mentor course//mentorcourse//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add_component(event)
    return bytes(whole.to_ical())
