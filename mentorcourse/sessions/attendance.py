"""Keep who was there in a live session: by the pages they had open, corrected by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from mentorcourse.store import Store

from .tables import Attendance, LiveSession


@dataclass(frozen=True)
class Attended:
    """One person in one session: when a page of theirs was open; `was_there` is what a facilitator noted, or None."""

    person: str
    first_at: datetime | None
    last_at: datetime | None
    was_there: bool | None

    @property
    def counts(self) -> bool:
        """Whether they were there."""
        return self.first_at is not None if self.was_there is None else self.was_there


def note(store: Store, cohort: str, people: Collection[str]) -> None:
    """These people have a page open now; nothing is noted while no session runs."""
    if not people:
        return
    running = select(LiveSession.id).filter_by(cohort_id=cohort, ended_at=None)
    with store.reading() as session:
        if session.scalar(running) is None:
            return
    now = store.now()
    with store.writing() as session:
        key = session.scalar(running)
        if key is None:
            return
        for person in sorted(people):
            row = {"session_id": key, "person_id": person}
            store.insert_if_absent(session, Attendance, **row)
            seen = update(Attendance).filter_by(**row)
            session.execute(seen.where(Attendance.first_at.is_(None)).values(first_at=now))
            session.execute(seen.values(last_at=now))


def attended(store: Store, key: str) -> dict[str, Attended]:
    """Everybody of whom something is noted in this session (by its id), by person."""
    with store.reading() as session:
        rows = session.scalars(select(Attendance).filter_by(session_id=key))
        return {row.person_id: Attended(row.person_id, row.first_at, row.last_at, row.was_there) for row in rows}


def correct(store: Store, key: str, person: str, was_there: bool | None) -> None:
    """Note by hand that somebody was there or not; None goes by their pages again."""
    row = {"session_id": key, "person_id": person}
    with store.writing() as session:
        store.insert_if_absent(session, Attendance, **row)
        session.execute(update(Attendance).filter_by(**row).values(was_there=was_there))
