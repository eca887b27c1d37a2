"""A calendar file with one entry (iCalendar, RFC 5545): what every entry of the course has, whatever it is for."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Alarm, Event, Timezone
from icalendar import Calendar as ICalendar

Method = Literal["", "CANCEL"]


def entry(name: str, revision: int, saved_at: datetime, title: str, text: str) -> Event:
    """A private entry; a newer `revision` of the same `name` replaces it in the calendar that holds it.

    The calendar tells nothing of `name`, which may hold the ids of people.
    """
    event = Event()
    event.add("uid", hashlib.sha256(f"calendar {name}".encode()).hexdigest()[:32] + "@mentorcourse")
    event.add("dtstamp", saved_at)
    event.add("last-modified", saved_at)
    event.add("sequence", revision)
    event.add("summary", title)
    if text:
        event.add("description", text)
    event.add("class", "PRIVATE")
    return event


def remind(event: Event, after_start: timedelta) -> None:
    """Have the calendar remind its owner, before the start where `after_start` is negative."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", after_start)
    alarm.add("description", event["summary"])
    event.add_component(alarm)


def calendar_file(event: Event, zone: Timezone | None = None, method: Method = "") -> bytes:
    """The file with this entry, and with the time zone that its hours are in."""
    whole = ICalendar()
    whole.add("prodid", "-//Mentor course//mentorcourse//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    if method:
        whole.add("method", method)
    if zone is not None:
        whole.add_component(zone)
    whole.add_component(event)
    return bytes(whole.to_ical())
