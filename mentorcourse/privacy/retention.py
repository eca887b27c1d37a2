"""How long each kind of data is kept: `retention` in course.yaml, with defaults where it says nothing."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from mentorcourse.content import Course
from mentorcourse.content.models import Model, Whole
from mentorcourse.content.read import checked
from mentorcourse.language import Sentence, plural


class Retention(Model):
    """The periods. What a cohort wrote is kept from its last save on, an agreement from its last change.

    People are told `notice_days` before what they wrote goes. An erasure that somebody asked for waits for
    `erasure_waiting_days`, in which it can be undone.
    """

    answers_months: Whole = Field(24, ge=1, le=240)
    agreements_months: Whole = Field(36, ge=1, le=240)
    sign_ins_days: Whole = Field(90, ge=15, le=3650)
    audit_months: Whole = Field(36, ge=1, le=240)
    notice_days: Whole = Field(30, ge=7, le=180)
    erasure_waiting_days: Whole = Field(7, ge=0, le=90)

    @property
    def notice(self) -> timedelta:
        """How long before they go people are told of it."""
        return timedelta(days=self.notice_days)

    @property
    def waiting(self) -> timedelta:
        """How long an erasure can be undone."""
        return timedelta(days=self.erasure_waiting_days)


def read_retention(course: Course) -> Retention:
    """What course.yaml says; raises ContentError with file, key and mend."""
    return checked(Retention, "course.yaml: retention", dict(course.retention), None)


def months(count: int) -> timedelta:
    """So many months, of the same length each."""
    return timedelta(days=round(count * 365.25 / 12))


def in_words(periods: Retention) -> list[tuple[str, str]]:
    """What is kept, and how long, as people read it."""
    last_save = Sentence("after the last save in the cohort")
    last_change = Sentence("after its last change")
    return [
        (Sentence("Worksheets, journal and reflections"), _months(periods.answers_months, last_save)),
        (Sentence("A Mentorship Agreement"), _months(periods.agreements_months, last_change)),
        (Sentence("When you signed in"), plural(periods.sign_ins_days, "{count} day", "{count} days")),
        (Sentence("The record of who did what"), _months(periods.audit_months, "")),
        (Sentence("Backups"), Sentence("the newest 14, one a day")),
    ]


def _months(count: int, since: str) -> str:
    if since:
        return plural(count, "{count} month {since}", "{count} months {since}", since=since)
    return plural(count, "{count} month", "{count} months")
