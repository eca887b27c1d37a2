"""Erase a person from every table, within a transaction; what others keep of them stays without the name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from mentorcourse.agreements import tables as agreements
from mentorcourse.agreements.tables import Agreement
from mentorcourse.language import ENGLISH, Sentence
from mentorcourse.review.tables import Review, Submission
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .held import held, rows_of
from .tables import Erasure

_ONLY_OF_AN_AGREEMENT: list[Any] = [
    agreements.Written, agreements.Initialled, agreements.Comment, agreements.Signed, agreements.Event,
    agreements.Link, agreements.CheckIns, agreements.LookBack,
]  # fmt: skip


def pseudonym(person: str, language: str) -> str:
    """What stands where a name was, the same wherever it was; it cannot be turned back into anybody."""
    return Sentence("Erased person {mark}", mark=person[:6].upper()).said(language)


def erase_rows(store: Store, session: Session, person: str, language: str = ENGLISH) -> set[str]:
    """Delete what is a person's own and take their name off the rest; the cohorts whose gradebook held something.

    Doing it twice changes nothing more. An unknown person is no error.
    """
    row, name = session.get(Person, person), pseudonym(person, language)
    if row is None:
        return set()
    touched = _cohorts_with_reflections(session, person)
    _leave_agreements(store, session, row, name)
    _leave_reviews(session, person)
    _overwrite(session, person)
    for one, table in reversed(held()):
        if one.kept and one.blank:
            session.execute(update(table).where(rows_of(table, one.kept, person)).values(one.blank))
        if one.gone:
            session.execute(delete(table).where(rows_of(table, one.gone, person)))
    row.name, row.email, row.passphrase_hash = name, None, None
    session.flush()
    return touched


def what_goes(store: Store, person: str) -> Mapping[str, int]:
    """How many rows of each table an erasure would delete: numbers, never text."""
    with store.reading() as session:
        found = {}
        for one, table in held():
            if one.gone:
                rows = session.execute(select(*table.primary_key.columns).where(rows_of(table, one.gone, person))).all()
                found[one.table] = len(rows)
        return found


def _cohorts_with_reflections(session: Session, person: str) -> set[str]:
    written = select(Submission.cohort_id).where(Submission.person_id == person)
    reviewed = select(Submission.cohort_id).join(Review).where(Review.trainer_id == person)
    return {*session.scalars(written), *session.scalars(reviewed)}


def _leave_agreements(store: Store, session: Session, row: Person, name: str) -> None:
    """End what is under way, take the name off what the other keeps; where there is no other, nothing is kept."""
    mine = or_(Agreement.mentor_id == row.id, Agreement.mentee_id == row.id)
    for head in session.scalars(select(Agreement).where(mine)).all():
        side = "mentor" if head.mentor_id == row.id else "mentee"
        other = head.mentee_id if side == "mentor" else head.mentor_id
        if other is None or _is_erased(session, other):
            for table in _ONLY_OF_AN_AGREEMENT:
                session.execute(delete(table).where(table.agreement_id == head.id))
            session.delete(head)
            continue
        if head.ended_at is None:
            head.stage, head.ended_by, head.ended_at, head.changed_at = "ended", side, store.now(), store.now()
            session.add(agreements.Event(agreement_id=head.id, side=side, kind="ended", at=store.now()))
        if side == "mentee":
            head.mentee_name, head.mentee_email = name, None
            session.execute(delete(agreements.Link).where(agreements.Link.agreement_id == head.id))
    if row.email:
        invited = update(Agreement).where(Agreement.mentee_email == row.email)
        session.execute(invited.values(mentee_email=None, mentee_name=name))
    session.flush()


def _is_erased(session: Session, person: str) -> bool:
    return session.scalar(select(Erasure.id).filter_by(person_id=person, state="done").limit(1)) is not None


def _leave_reviews(session: Session, person: str) -> None:
    """Of a trainer's reviews, what was released stays with its reader; the rest goes."""
    own = select(Review).where(Review.trainer_id == person)
    for review in session.scalars(own).all():
        if review.released_at is None:
            session.delete(review)
        else:
            review.draft = review.released
    session.flush()


def _overwrite(session: Session, person: str) -> None:
    """Let SQLite write zeros over what is deleted; PostgreSQL's own clean-up takes deleted rows away."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
