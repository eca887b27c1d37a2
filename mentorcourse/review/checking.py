"""Ask for a check of one's review, rate blind as a second reader, and send the review back to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .readers import Refused, Unknown
from .reading import Draft, Words, draft_of, given, locked, saved
from .rule import By, check_needed, is_left_out, rule_in
from .tables import Check, Claim, Review, SecondReading, Submission

Levels = Mapping[str, Mapping[str, str]]
Units = Mapping[str, list[str]]
_NOT_ASKED = Sentence("Nobody waits for a check of this review any more. Open the reflection again.")


@dataclass(frozen=True)
class Reading:
    """How a second reader has rated."""

    name: str
    levels: Levels


@dataclass(frozen=True)
class Asked:
    """The check that a trainer has asked for; `readings` and `levels`, both made blind, once it has come back."""

    kind: str
    state: str
    asked_at: datetime
    checker: str
    note: str
    levels: Levels = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A colleague's review that waits for this trainer's check: `draft` only once they have rated by themselves.

    `units` are what the colleague has rated, {question: [criterion, …]}, and `levels` how, beside one's `own`.
    """

    trainer: str
    name: str
    kind: str
    asked_at: datetime
    version: int
    units: Units
    own: Levels | None = None
    levels: Levels | None = None
    draft: Words | None = None


@dataclass(frozen=True)
class Look:
    """How checks of one submission stand for one trainer: what their own review needs, asked for, and may check.

    `left_out` says that the cohort asks for a check which nobody else can make.
    """

    needed: By
    asked: Asked | None
    waiting: Waiting | None
    left_out: bool = False


def look(store: Store, cohort: str, trainer: str, submission: str) -> Look:
    """What the trainer may see of the checks; never a colleague's review before they have rated by themselves."""
    with store.reading() as session:
        row = session.get(Submission, submission)
        if row is None or row.cohort_id != cohort:
            raise Unknown(_NOT_ASKED)
        review = session.scalar(select(Review).filter_by(submission_id=submission, trainer_id=trainer))
        needed = check_needed(session, row, trainer, review.version if review else 0)
        checks = session.scalars(select(Check).filter_by(submission_id=submission).order_by(Check.asked_at)).all()
        own = next((one for one in checks if one.trainer_id == trainer), None)
        released = set(session.scalars(select(Review.trainer_id).where(
            Review.submission_id == submission, Review.released_at.is_not(None))))  # fmt: skip
        lead = rule_in(session, cohort).lead
        others = [one for one in checks if may_check(one, trainer, lead) and one.trainer_id not in released]
        waiting = _waiting(session, others[0], trainer) if others and own is None else None
        return Look(needed, _asked(session, own) if own else None, waiting, is_left_out(session, row, trainer))


def may_check(check: Check, trainer: str, lead: str | None) -> bool:
    """Whether this check waits for this trainer, who may read the submission."""
    return check.state == "asked" and check.trainer_id != trainer and (check.kind != "lead" or lead == trainer)


def ask(store: Store, cohort: str, trainer: str, submission: str, words: Words, base: int) -> Draft:
    """Save the review and ask for the check that it needs; until it comes back, it does not change."""
    with store.writing() as session:
        row = locked(session, cohort, trainer, submission)
        review = saved(store, session, trainer, submission, words, base)
        kind = check_needed(session, row, trainer, review.version)
        if kind == "nobody":
            raise Refused(Sentence("This review needs no check. You can release it."))
        check = session.get(Check, (submission, trainer))
        read = select(SecondReading.reader_id).filter_by(submission_id=submission, trainer_id=trainer)
        if check is None:
            check = Check(submission_id=submission, trainer_id=trainer, levels=dict(words["levels"]))
            session.add(check)
        elif session.scalar(read) is None:  # nobody's rating has been seen: these levels are their own still
            check.levels = dict(words["levels"])
        check.kind, check.state, check.version, check.asked_at = kind, "asked", review.version, store.now()
        check.checker_id, check.note = None, ""
        session.execute(delete(Claim).filter_by(submission_id=submission, trainer_id=trainer))
        return draft_of(review)


def take_back(store: Store, cohort: str, trainer: str, submission: str) -> None:
    """Ask no longer, so that the review can be changed; what second readers have rated stays kept."""
    with store.writing() as session:
        locked(session, cohort, trainer, submission)
        check = session.get(Check, (submission, trainer))
        if check is None or check.state != "asked":
            raise Refused(Sentence("Your review has come back already. Open the reflection again."))
        check.state, check.note = "returned", ""
        _give_claim(store, session, submission, trainer, there=True)


def rate(store: Store, cohort: str, reader: str, submission: str, of: str, levels: Levels) -> None:
    """Keep how a second reader rates, before they see how `of` has; the first rating counts."""
    with store.writing() as session:
        check = _check(session, cohort, reader, submission, of)
        if check.kind == "lead":
            raise Refused(Sentence("This review waits for the lead, who sees it at once and does not rate it."))
        wanted = {question: sorted(rated) for question, rated in check.levels.items()}
        if {question: sorted(rated) for question, rated in levels.items()} != wanted:
            raise Refused(Sentence("Rate everything that is asked for; then you see the review."))
        key = {"submission_id": submission, "trainer_id": of, "reader_id": reader}
        store.insert_if_absent(session, SecondReading, **key, levels=dict(levels), rated_at=store.now())
        own = session.scalar(select(Review).filter_by(submission_id=submission, trainer_id=reader))
        if own and not own.released_at and not own.draft["overall"] and not own.draft["comments"]:
            session.delete(own)  # it held nothing but these levels


def send_back(
    store: Store, cohort: str, reader: str, submission: str, of: str, version: int, note: str, approves: bool
) -> None:
    """Send a review back, checked, or from the lead also with a note on what to change; `version` is what they saw."""
    with store.writing() as session:
        check = _check(session, cohort, reader, submission, of)
        if check.version != version:
            raise Refused(Sentence("The review has changed since this page showed it. Open the reflection again."))
        if check.kind == "second reader" and session.get(SecondReading, (submission, of, reader)) is None:
            raise Refused(Sentence("Rate by yourself first; then you see the review, and can send it back."))
        if not approves and (check.kind != "lead" or not note):
            raise Refused(Sentence("Write what should change; then you can return the review."))
        check.state, check.checker_id, check.note = "done" if approves else "returned", reader, note
        _give_claim(store, session, submission, of, there=False)


def _check(session: Session, cohort: str, reader: str, submission: str, of: str) -> Check:
    locked(session, cohort, reader, submission)
    check = session.get(Check, (submission, of), populate_existing=True)
    if check is None or not may_check(check, reader, rule_in(session, cohort).lead):
        raise Refused(_NOT_ASKED)
    return check


def _give_claim(store: Store, session: Session, submission: str, trainer: str, *, there: bool) -> None:
    session.execute(delete(Claim).filter_by(submission_id=submission))
    session.add(given(store, submission, trainer, there=there))


def _asked(session: Session, check: Check) -> Asked:
    place = (check.kind, check.state, check.asked_at)
    if check.state == "asked":
        return Asked(*place, "", "")
    checker = session.get(Person, check.checker_id) if check.checker_id else None
    query = select(SecondReading.levels, Person.name).join(Person, Person.id == SecondReading.reader_id)
    query = query.filter(
        SecondReading.submission_id == check.submission_id, SecondReading.trainer_id == check.trainer_id
    )
    readings = [Reading(name, levels) for levels, name in session.execute(query.order_by(SecondReading.rated_at))]
    return Asked(*place, checker.name if checker else "", check.note, check.levels, tuple(readings))


def _waiting(session: Session, check: Check, reader: str) -> Waiting:
    own = session.get(SecondReading, (check.submission_id, check.trainer_id, reader))
    units = {question: list(rated) for question, rated in check.levels.items()}
    name = session.get_one(Person, check.trainer_id).name
    shown: dict[str, Any] = {}
    if own or check.kind == "lead":
        key = {"submission_id": check.submission_id, "trainer_id": check.trainer_id}
        review = session.scalars(select(Review).filter_by(**key)).one()
        shown = {"own": own.levels if own else None, "levels": check.levels, "draft": review.draft}
    return Waiting(check.trainer_id, name, check.kind, check.asked_at, check.version, units, **shown)
