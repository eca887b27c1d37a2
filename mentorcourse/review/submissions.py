"""Submit reflections on purpose, withdraw them until they are opened, and read what came back: a participant's side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Membership, Person

from .readers import Refused, Unknown
from .tables import Feedback, Opening, Reply, Review, Submission

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """A released review: `words` as wording.clean_review returns it."""

    trainer: str
    name: str
    words: dict[str, Any]
    released_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Answered:
    """A reply below released feedback."""

    author: str
    name: str
    text: str
    written_at: datetime


@dataclass(frozen=True)
class Version:
    """One submitted version with all that has happened to it; `has_page` once nbgrader has made one of the feedback."""

    id: str
    person: str
    section: str
    number: int
    questions: list[dict[str, str]]
    answers: dict[str, str]
    late: bool
    state: str
    submitted_at: datetime
    changed_at: datetime
    opened: list[tuple[str, datetime]] = field(default_factory=list)
    feedback: list[Said] = field(default_factory=list)
    replies: list[Answered] = field(default_factory=list)
    has_page: bool = False


def submit(
    store: Store, cohort: str, person: str, section: str,
    questions: Sequence[Mapping[str, str]], answers: Answers, late: bool,
) -> Version:  # fmt: skip
    """Keep a new version for the trainers to read; raises Refused when one is still with them, or nothing is new."""
    kept = {question["key"]: answers.get(question["key"], "") for question in questions}
    if not any(text.strip() for text in kept.values()):
        raise Refused(Sentence("There is nothing written yet. Answer one question at least; then submit."))
    with store.writing() as session:
        _lock(session, cohort, person)
        last = _last(session, cohort, person, section)
        alive = [version for version in last if version.state != "withdrawn"]
        if alive and alive[0].state != "released":
            raise Refused(_STILL_THERE[alive[0].state])
        if alive and alive[0].answers == kept:
            raise Refused(_THE_SAME)
        now = store.now()
        made = Submission(
            person_id=person, cohort_id=cohort, section=section, number=len(last) + 1, late=late, state="submitted",
            questions=[dict(question) for question in questions], answers=kept, submitted_at=now, changed_at=now,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return version_of(made)


_STILL_THERE = {
    "submitted": Sentence(
        "A version is waiting for a trainer already. Withdraw it if you want to send another instead."
    ),
    "in review": Sentence("A trainer is reading your version now. You can submit the next one when it has come back."),
}
_THE_SAME = Sentence("These are the words of the version that you submitted before. "
                     "Change something; then you can submit again.")  # fmt: skip
_NO_VERSION = Sentence("You have submitted no such version.")


def withdraw(store: Store, cohort: str, person: str, submission: str) -> Version:
    """Take a version back that no trainer has opened; it stays among the person's own versions."""
    with store.writing() as session:
        row = session.scalar(_own(cohort, person).where(Submission.id == submission).with_for_update())
        if row is None:
            raise Unknown(_NO_VERSION)
        if row.state == "withdrawn":
            return version_of(row)
        if row.state != "submitted":
            raise Refused(Sentence("A trainer has opened this version already, so it can no longer be withdrawn."))
        row.state, row.changed_at = "withdrawn", store.now()
        return version_of(row)


def versions(store: Store, cohort: str, person: str, section: str = "") -> list[Version]:
    """Every version that the person has submitted (on one section, or on all), newest first."""
    query = _own(cohort, person).order_by(Submission.submitted_at.desc(), Submission.number.desc())
    with store.reading() as session:
        rows = session.scalars(query.where(Submission.section == section) if section else query).all()
        return with_events(session, rows)


def mark_read(store: Store, cohort: str, person: str, submission: str) -> None:
    """Note that the person has read the feedback on a version, so that it is no longer announced."""
    with store.writing() as session:
        mine = _own(cohort, person).where(Submission.id == submission).with_only_columns(Submission.id)
        unread = update(Review).where(Review.submission_id.in_(mine), Review.released_at.is_not(None))
        session.execute(unread.where(Review.read_at.is_(None)).values(read_at=store.now()))


def reply(store: Store, cohort: str, person: str, submission: str, text: str) -> None:
    """Answer released feedback; the trainers who may read the submission see it."""
    with store.writing() as session:
        row = session.scalar(_own(cohort, person).where(Submission.id == submission))
        if row is None:
            raise Unknown(_NO_VERSION)
        if row.state != "released":
            raise Refused(Sentence("There is no feedback to answer yet."))
        session.add(Reply(submission_id=submission, author_id=person, text=text, written_at=store.now()))


def version_of(row: Submission) -> Version:
    """The version that a row holds, without what happened to it."""
    return Version(
        row.id, row.person_id, row.section, row.number, row.questions, row.answers, row.late, row.state,
        row.submitted_at, row.changed_at,
    )  # fmt: skip


def with_events(session: Session, rows: Iterable[Submission]) -> list[Version]:
    """Versions with who opened them, the feedback that was released, and the replies to it."""
    found = {row.id: version_of(row) for row in rows}
    named = select(Opening.submission_id, Person.name, Opening.opened_at).join(Person, Person.id == Opening.trainer_id)
    for submission, name, at in session.execute(_among(named, Opening, found).order_by(Opening.opened_at)):
        found[submission].opened.append((name, at))
    said = select(Review, Person.name).join(Person, Person.id == Review.trainer_id)
    said = said.where(Review.released_at.is_not(None)).order_by(Review.released_at)
    for review, name in session.execute(_among(said, Review, found)):
        words = Said(review.trainer_id, name, review.released, review.released_at, review.read_at)
        found[review.submission_id].feedback.append(words)
    answered = select(Reply, Person.name).join(Person, Person.id == Reply.author_id).order_by(Reply.id)
    for one, name in session.execute(_among(answered, Reply, found)):
        found[one.submission_id].replies.append(Answered(one.author_id, name, one.text, one.written_at))
    pages = set(session.scalars(_among(select(Feedback.submission_id), Feedback, found)))
    return [replace(one, has_page=bool(one.feedback) and one.id in pages) for one in found.values()]


def _among(query: Any, table: Any, found: Mapping[str, Version]) -> Any:
    return query.where(table.submission_id.in_(list(found)))


def _own(cohort: str, person: str) -> Any:
    return select(Submission).filter_by(cohort_id=cohort, person_id=person)


def _last(session: Session, cohort: str, person: str, section: str) -> Sequence[Submission]:
    query = _own(cohort, person).where(Submission.section == section).order_by(Submission.number.desc())
    rows: Sequence[Submission] = session.scalars(query).all()
    return rows


def _lock(session: Session, cohort: str, person: str) -> None:
    """Let one submission of a person be made at a time."""
    session.execute(select(Membership.id).filter_by(person_id=person, cohort_id=cohort).with_for_update())
