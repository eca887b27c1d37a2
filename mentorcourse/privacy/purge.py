"""Delete what has been kept long enough, after the people whose words it is have been told in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from mentorcourse.agreements.tables import Agreement
from mentorcourse.people.ways_in import Invitation, SignIn
from mentorcourse.review.tables import Submission
from mentorcourse.store import Store, tables
from mentorcourse.store.tables import Answer, Cohort

from . import audit, erasure
from .retention import Retention, months
from .tables import Act

# What people wrote in a cohort, children before parents; tables of rooms that are not there are passed over.
_OF_SUBMISSIONS = ["openings", "claims", "reviews", "replies", "checks", "second_readings", "exchange_feedback"]
_OF_COHORTS = ["submissions", "pulses", "shared_sentences", "tallied"]
_OF_AGREEMENTS = [
    "agreement_revisions", "agreement_initials", "agreement_comments", "agreement_versions", "agreement_events",
    "agreement_links", "agreement_check_ins", "agreement_look_backs",
]  # fmt: skip


@dataclass(frozen=True)
class Going:
    """How many rows of one kind go now."""

    kind: str
    rows: int


def going_at(store: Store, cohort: str, periods: Retention) -> datetime | None:
    """When what a cohort (given by id) wrote will go; None until that has been announced to it."""
    with store.reading() as session:
        last, announced = _last_save(session, cohort), _announced(session, cohort)
    if last is None or announced is None or announced < last:
        return None
    return max(last + months(periods.answers_months), announced + periods.notice)


def announce(store: Store, periods: Retention) -> list[str]:
    """Begin to tell the cohorts whose words go soon; return the names of those that are told from now on."""
    told = []
    with store.writing() as session:
        for cohort in session.scalars(select(Cohort)).all():
            last, announced = _last_save(session, cohort.id), _announced(session, cohort.id)
            is_near = last and store.now() >= last + months(periods.answers_months) - periods.notice
            if last and is_near and (announced is None or announced < last):
                audit.write(store, session, "purge announced", cohort=cohort.id)
                told.append(cohort.name)
    return told


def what_goes(store: Store, periods: Retention) -> list[Going]:
    """What `purge` would delete now."""
    over = _cohorts_over(store, periods)
    with store.reading() as session:
        return [Going(kind, _count(session, parts)) for kind, parts in _conditions(store, periods, over)]


def purge(store: Store, periods: Retention) -> list[Going]:
    """Delete it; each kind that lost something is recorded, with how many rows."""
    over = _cohorts_over(store, periods)
    gone = []
    with store.writing() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        for kind, parts in _conditions(store, periods, over):
            rows = _count(session, parts)
            for table, condition in parts:
                session.execute(delete(table).where(condition))
            if rows:
                audit.write(store, session, "purged", detail=f"{kind}: {rows}")
                gone.append(Going(kind, rows))
    erasure.forget_copies(store, over)
    if gone:
        erasure.sweep(store)
    return gone


Part = tuple[Any, ColumnElement[bool]]


def _conditions(store: Store, periods: Retention, over: Iterable[str]) -> list[tuple[str, list[Part]]]:
    old_sign_in = store.now() - timedelta(days=periods.sign_ins_days)
    old_act = store.now() - months(periods.audit_months)
    old = select(Agreement.id).where(Agreement.changed_at < store.now() - months(periods.agreements_months))
    return [
        ("answers", list(_of_cohorts(list(over)))),
        ("agreements", [*_children(_OF_AGREEMENTS, "agreement_id", old), (Agreement, Agreement.id.in_(old))]),
        (
            "sign-ins",
            [
                (SignIn, or_(SignIn.expires_at < old_sign_in, SignIn.ended_at < old_sign_in)),
                (Invitation, or_(Invitation.expires_at < old_sign_in, Invitation.revoked_at < old_sign_in)),
                (Act, (Act.kind == "signed in") & (Act.at < old_sign_in)),
                *((walk_ins, walk_ins.c.asked_at < old_sign_in) for walk_ins in _known("walk_ins")),
            ],
        ),
        ("record", [(Act, Act.at < old_act)]),
    ]  # fmt: skip


def _of_cohorts(over: list[str]) -> Iterable[Part]:
    heads = select(Answer.id).where(Answer.cohort_id.in_(over))
    sent = select(Submission.id).where(Submission.cohort_id.in_(over))
    yield from _children(["revisions"], "answer_id", heads)
    yield Answer, Answer.cohort_id.in_(over)
    yield from _children(_OF_SUBMISSIONS, "submission_id", sent)
    yield from ((table, table.c.cohort_id.in_(over)) for table in _known(*_OF_COHORTS))


def _children(names: list[str], column: str, parents: Any) -> Iterable[Part]:
    yield from ((table, table.c[column].in_(parents)) for table in _known(*names))


def _known(*names: str) -> Iterable[Any]:
    return (tables.Table.metadata.tables[name] for name in names if name in tables.Table.metadata.tables)


def _count(session: Session, parts: list[Part]) -> int:
    return sum(
        session.scalar(select(func.count()).select_from(table).where(condition)) or 0 for table, condition in parts
    )


def _cohorts_over(store: Store, periods: Retention) -> list[str]:
    with store.reading() as session:
        everyone = list(session.scalars(select(Cohort.id)))
    ends = {cohort: going_at(store, cohort, periods) for cohort in everyone}
    return [cohort for cohort, end in ends.items() if end is not None and end <= store.now()]


def _last_save(session: Session, cohort: str) -> datetime | None:
    saved = session.scalar(select(func.max(Answer.saved_at)).where(Answer.cohort_id == cohort))
    sent = session.scalar(select(func.max(Submission.changed_at)).where(Submission.cohort_id == cohort))
    return max(filter(None, [saved, sent]), default=None)


def _announced(session: Session, cohort: str) -> datetime | None:
    return session.scalar(select(func.max(Act.at)).where(Act.kind == "purge announced", Act.cohort_id == cohort))
