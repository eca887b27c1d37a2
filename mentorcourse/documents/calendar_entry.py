"""An entry for the person's own calendar, on the day that they chose in an activity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from mentorcourse.content.fields import Field
from mentorcourse.content.models import Calendar
from mentorcourse.store import Answer

from .blocks import printable
from .calendar_file import calendar_file, entry, remind
from .drafts import Days, fill

MORNING = timedelta(hours=8)  # after the beginning of the day, wherever the calendar is


class NoDayYet(Exception):
    """The person has not chosen the day yet."""


def calendar_entry(calendar: Calendar, fields: Mapping[str, Field], answer: Answer, person: str, days: Days) -> bytes:
    """The entry as a file: all day, with a reminder that morning; raises NoDayYet.

    A newer version of the answer replaces the entry in the calendar that holds it.
    """
    chosen = answer.values.get(calendar.date)
    if not chosen or answer.saved_at is None:
        raise NoDayYet
    day = date.fromisoformat(chosen)
    title, text = (
        printable(fill(template, fields, answer.values, days, always=True))
        for template in (calendar.title, calendar.text)
    )
    event = entry(f"{person} {answer.activity}", answer.revision, answer.saved_at, title, text)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    remind(event, MORNING)
    return calendar_file(event)
