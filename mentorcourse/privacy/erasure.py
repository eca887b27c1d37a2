"""Ask for an erasure, undo it while there is time, carry it out, and do it again after an old backup was put back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorcourse.language import ENGLISH
from mentorcourse.review.worker import gradebook_folder
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from . import audit
from .erased_list import remember
from .erasing import erase_rows
from .tables import Erasure


@dataclass(frozen=True)
class Pending:
    """An erasure that was asked for: by whom (None for an administrator), and when it is carried out if confirmed."""

    id: str
    asked_by: str | None
    confirmed: bool
    due_at: datetime | None


def pending(store: Store, person: str) -> Pending | None:
    """The erasure of a person (by id) that is asked for and not carried out, if there is one."""
    with store.reading() as session:
        row = _open(session, person)
        return Pending(row.id, row.asked_by, row.state == "confirmed", row.due_at) if row else None


def ask(store: Store, person: str, by: str | None, cohort: str | None = None) -> None:
    """Take the first of two steps for somebody else; `by` is the facilitator, None for an administrator."""
    with store.writing() as session:
        if _open(session, person) is None:
            _new(store, session, person, by, "asked")
            audit.write(store, session, "erasure asked", by or audit.ADMINISTRATOR, person, cohort)


def confirm(store: Store, person: str, by: str | None, waiting: timedelta, cohort: str | None = None) -> datetime:
    """Let the waiting time begin, for oneself at once or as the second step for another; when it ends."""
    with store.writing() as session:
        row = _open(session, person) or _new(store, session, person, by, "asked")
        if row.state == "asked" or row.due_at is None:
            row.state, row.due_at = "confirmed", store.now() + waiting
            audit.write(store, session, "erasure confirmed", by or audit.ADMINISTRATOR, person, cohort)
        return row.due_at


def undo(store: Store, person: str, by: str | None, cohort: str | None = None) -> bool:
    """Call it off, as long as it is not carried out; whether there was anything to call off."""
    with store.writing() as session:
        row = _open(session, person)
        if row:
            row.state, row.due_at, row.ended_at = "undone", None, store.now()
            audit.write(store, session, "erasure undone", by or audit.ADMINISTRATOR, person, cohort)
        return row is not None


def confirmed(store: Store) -> dict[str, datetime | None]:
    """When each person (by id) is erased whose erasure waits."""
    with store.reading() as session:
        rows = session.execute(select(Erasure.person_id, Erasure.due_at).filter_by(state="confirmed"))
        return {row.person_id: row.due_at for row in rows}


def erased(store: Store) -> list[str]:
    """Everybody who has been erased, by id."""
    with store.reading() as session:
        return list(session.scalars(select(Erasure.person_id).filter_by(state="done")))


def due(store: Store) -> list[str]:
    """The people whose waiting time is over, by id."""
    query = select(Erasure.person_id).where(Erasure.state == "confirmed", Erasure.due_at <= store.now())
    with store.reading() as session:
        return list(session.scalars(query))


def carry_out(store: Store, person: str, backups: Path, data: Path | None = None, language: str = ENGLISH) -> None:
    """Erase a person everywhere: first the note beside the backups, then every table, then nbgrader's copies."""
    remember(backups, [person])
    with store.writing() as session:
        touched = erase_rows(store, session, person, language)
        _close(store, session, person)
        audit.write(store, session, "erased", audit.COURSE, person)
    forget_copies(store, touched, data)
    sweep(store)


def erase_again(store: Store, session: Session, people: Iterable[str], language: str = ENGLISH) -> set[str]:
    """Erase those of `people` whom a restored backup has brought back; the cohorts whose gradebook held something."""
    touched: set[str] = set()
    for person in people:
        done = select(Erasure.id).filter_by(person_id=person, state="done").limit(1)
        if session.get(Person, person) is not None and session.scalar(done) is None:
            touched |= erase_rows(store, session, person, language)
            _close(store, session, person)
            audit.write(store, session, "erased", audit.COURSE, person, detail="restored")
    return touched


def forget_copies(store: Store, cohorts: Iterable[str], data: Path | None = None) -> None:
    """Delete nbgrader's folders of these cohorts; they are made anew, from our tables, after the next change."""
    for cohort in cohorts:
        shutil.rmtree(gradebook_folder(store, cohort, data), ignore_errors=True)


def sweep(store: Store) -> None:
    """Leave nothing of deleted rows in an SQLite file or its log; PostgreSQL's autovacuum does that by itself."""
    if store.url.get_backend_name() != "sqlite":
        return
    with store.plain_errors(), closing(store.engine.raw_connection()) as connection:
        for command in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.driver_connection.execute(command).close()  # type: ignore[union-attr]


def _open(session: Session, person: str) -> Erasure | None:
    query = select(Erasure).where(Erasure.person_id == person, Erasure.state.in_(["asked", "confirmed"]))
    return session.scalar(query.with_for_update())


def _new(store: Store, session: Session, person: str, by: str | None, state: str) -> Erasure:
    made = Erasure(person_id=person, asked_by=by, state=state, asked_at=store.now())
    session.add(made)
    session.flush()
    return made


def _close(store: Store, session: Session, person: str) -> None:
    row = _open(session, person) or _new(store, session, person, None, "confirmed")
    row.state, row.ended_at = "done", store.now()
    session.flush()
