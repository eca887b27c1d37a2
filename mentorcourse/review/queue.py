"""What waits for a trainer: reflections across sections and people, each with its state, never with its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .checking import may_check
from .readers import readable
from .reading import Holder, holder_of
from .rule import rule_in
from .tables import Check, Claim, Reply, Review, Submission

State = Literal[
    "new", "revised", "in review", "second reading", "lead check", "returned", "checked", "released", "answered"
]
WAITING = frozenset(get_args(State)) - {"released", "answered"}


@dataclass(frozen=True)
class Row:
    """One submission on the queue, in the state that the trainer sees.

    `drafted`: they have a review of it that is not released. `elsewhere`: it waits for somebody else's check.
    """

    id: str
    person: str
    name: str
    section: str
    number: int
    state: State
    late: bool
    submitted_at: datetime
    holder: Holder | None
    drafted: bool
    elsewhere: bool


def queue(store: Store, cohort: str, trainer: str) -> list[Row]:
    """Every submission that the trainer may read, those that wait longest first.

    Of one person's reflection on a section only the newest version is listed: the earlier ones come with it.
    """
    named = select(Submission, Person.name).join(Person, Person.id == Submission.person_id)
    query = readable(named, cohort, trainer)
    with store.reading() as session:
        rows = session.execute(query.order_by(Submission.submitted_at, Submission.id)).all()
        newest = {(row.person_id, row.section): row.id for row, _ in rows}
        earlier = {(row.person_id, row.section) for row, _ in rows if newest[row.person_id, row.section] != row.id}
        holders, drafted, replied = (
            _holders(store, session, cohort),
            _drafted(session, trainer),
            _replied(session, cohort),
        )
        checks = _checks(session, cohort, trainer)
        found = []
        for row, name in rows:
            place = (row.person_id, row.section)
            if newest[place] == row.id:
                state = _state(row, place in earlier, replied.get(row.id) == row.person_id)
                elsewhere = False
                if state == "in review" and row.id in checks:
                    state, elsewhere = checks[row.id]
                place_in_queue = (row.id, row.person_id, name, row.section, row.number, state, row.late)
                found.append(Row(*place_in_queue, row.submitted_at, holders.get(row.id), row.id in drafted, elsewhere))
        return found


def waiting(rows: list[Row], now: datetime) -> list[dict[str, Any]]:
    """For each section: how many wait for feedback, and for how many whole days the oldest has."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.state in WAITING:
            found.setdefault(row.section, []).append(row)
    return [
        {"section": section, "waiting": len(there), "days": max((now - row.submitted_at).days for row in there)}
        for section, there in sorted(found.items())
    ]


def _state(row: Submission, has_earlier: bool, answered: bool) -> State:
    if row.state == "submitted":
        return "revised" if has_earlier else "new"
    if row.state == "released":
        return "answered" if answered else "released"
    return "in review"


def _checks(session: Session, cohort: str, trainer: str) -> dict[str, tuple[State, bool]]:
    """For submissions with a check: the state that the trainer sees, and whether it waits for somebody else.

    One's own review counts before a colleague's that waits for a check; one that has come back waits for whoever asked.
    """
    query = select(Check).join(Submission, Submission.id == Check.submission_id)
    query = query.where(Submission.cohort_id == cohort, Submission.state == "in review").order_by(Check.asked_at)
    found: dict[str, tuple[State, bool]] = {}
    lead, own = rule_in(session, cohort).lead, set[str]()
    for check in session.scalars(query):
        waits: State = "lead check" if check.kind == "lead" else "second reading"
        if check.trainer_id == trainer:
            own.add(check.submission_id)
            back: State = "checked" if check.state == "done" else "returned"
            found[check.submission_id] = (waits, True) if check.state == "asked" else (back, False)
        elif check.state == "asked" and check.submission_id not in own:
            found[check.submission_id] = (waits, not may_check(check, trainer, lead))
    return found


def _holders(store: Store, session: Session, cohort: str) -> dict[str, Holder]:
    query = select(Claim, Person.name).join(Person, Person.id == Claim.trainer_id)
    query = query.join(Submission, Submission.id == Claim.submission_id).where(Submission.cohort_id == cohort)
    now = store.now()
    holders = {claimed.submission_id: holder_of(claimed, name, now) for claimed, name in session.execute(query)}
    return {submission: holder for submission, holder in holders.items() if holder}


def _drafted(session: Session, trainer: str) -> set[str]:
    return set(session.scalars(select(Review.submission_id).filter_by(trainer_id=trainer, released_at=None)))


def _replied(session: Session, cohort: str) -> dict[str, str]:
    """Who has written last below the feedback on each submission."""
    last = select(func.max(Reply.id)).join(Submission).where(Submission.cohort_id == cohort)
    query = select(Reply.submission_id, Reply.author_id).where(Reply.id.in_(last.group_by(Reply.submission_id)))
    return {row.submission_id: row.author_id for row in session.execute(query)}
