"""Say by which day a cohort is asked for each section's reflection, and move such a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from sqlalchemy import delete, select

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import SectionState

from .assignments import Assignments
from .readers import Refused
from .tables import DueDay

# The day is over when it is over everywhere on Earth.
LAST_ZONE = timezone(timedelta(hours=-12))
NO_DAY = Sentence("Write the day as year, month and day, such as 2027-02-15.")


def due_days(store: Store, cohort: str, assignments: Assignments) -> dict[str, date]:
    """By section: the day that the cohort has set, else so many days after a facilitator has opened the section.

    A section that nobody had to open has no day of its own accord, and none is due while it is closed.
    """
    with store.reading() as session:
        moved = {row.section: row.due for row in session.scalars(select(DueDay).filter_by(cohort_id=cohort))}
        states = session.scalars(select(SectionState).filter_by(cohort_id=cohort, open=True))
        opened = {row.section: row.changed_at.date() for row in states}
    days = assignments.settings.due_after
    usual = {section: opened[section] + timedelta(days=days[section]) for section in days if section in opened}
    found = {section: moved.get(section, usual.get(section)) for section in assignments.by_section}
    return {section: day for section, day in found.items() if day}


def moved_sections(store: Store, cohort: str) -> set[str]:
    """Sections for which the cohort has set a day, or that there is none."""
    with store.reading() as session:
        return set(session.scalars(select(DueDay.section).filter_by(cohort_id=cohort)))


def move_due_day(store: Store, cohort: str, section: str, day: date | None) -> None:
    """Set a cohort's day for one section, or with None that there is none. What was submitted keeps its mark."""
    if day is not None and not 2000 <= day.year <= 2200:
        raise Refused(NO_DAY)
    with store.writing() as session:
        session.execute(delete(DueDay).filter_by(cohort_id=cohort, section=section))
        session.add(DueDay(cohort_id=cohort, section=section, due=day, changed_at=store.now()))


def keep_usual_day(store: Store, cohort: str, section: str) -> None:
    """Let a section be due when the course's settings say so."""
    with store.writing() as session:
        session.execute(delete(DueDay).filter_by(cohort_id=cohort, section=section))


def is_late(due: date | None, at: datetime) -> bool:
    """Whether the day has passed, wherever on Earth the writer may be."""
    return due is not None and at.astimezone(LAST_ZONE).date() > due


def end_of(due: date) -> datetime:
    """The day's last moment, in UTC without saying so, as nbgrader keeps times."""
    return datetime.combine(due, time(23, 59, 59), LAST_ZONE).astimezone(UTC).replace(tzinfo=None)
