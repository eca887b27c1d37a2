"""Who reads whose reflections: the cohort's trainers, without those excluded by a participant or recused themselves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Membership, Person

from .refused import Refused as Refused
from .refused import Unknown as Unknown
from .tables import Check, Claim, Exclusion, Recusal, Submission

REASONS = ("mentee", "report", "supervisor", "other")
LAST_READER = Sentence("Nobody would be left to read your reflections, so this trainer stays. "
                       "Talk to your facilitator if that is not right for you.")  # fmt: skip
NO_REASON = Sentence("Say how you are related: your mentee, your direct report, your supervisor, or something else.")


def mark(person: str, cohort: str) -> str:
    """What stands for a writer while names are hidden, the same all the time in one cohort: its first letters do."""
    return hashlib.sha256(f"writer {person} {cohort}".encode()).hexdigest().upper()


@dataclass(frozen=True)
class Reader:
    """One of the cohort's trainers, as a participant sees them."""

    trainer: str
    name: str
    excluded: bool
    recused: bool

    @property
    def reads(self) -> bool:
        """Whether this trainer can read the participant's submissions."""
        return not self.excluded and not self.recused


def readers(store: Store, cohort: str, person: str) -> list[Reader]:
    """The cohort's trainers by name, but for the participant themselves."""
    with store.reading() as session:
        return _readers(session, cohort, person)


def set_excluded(store: Store, cohort: str, person: str, trainer: str, excluded: bool) -> list[Reader]:
    """Let `trainer` read this participant's reflections, or not; raises Refused when nobody would be left to read."""
    with store.writing() as session:
        known = {reader.trainer: reader for reader in _readers(session, cohort, person)}
        if trainer not in known:
            raise Unknown(Sentence("Your cohort has no such trainer."))
        if excluded and not any(reader.reads for reader in known.values() if reader.trainer != trainer):
            raise Refused(LAST_READER)
        key = {"person_id": person, "cohort_id": cohort, "trainer_id": trainer}
        if excluded:
            store.insert_if_absent(session, Exclusion, **key, added_at=store.now())
            _let_go(session, cohort, person, trainer)
        else:
            session.execute(delete(Exclusion).filter_by(**key))
        return _readers(session, cohort, person)


def recuse(store: Store, cohort: str, trainer: str, submission: str, reason: str) -> None:
    """Take all reflections of this submission's author off the trainer's queue, now and later."""
    if reason not in REASONS:
        raise Refused(NO_REASON)
    with store.writing() as session:
        found = session.scalar(select(Submission).filter_by(id=submission, cohort_id=cohort))
        if found is None:
            raise Unknown(Sentence("This reflection is not on your list."))
        place = {"trainer_id": trainer, "cohort_id": cohort, "person_id": found.person_id}
        store.insert_if_absent(session, Recusal, **place, reason=reason, added_at=store.now())
        _let_go(session, cohort, found.person_id, trainer)


def recusals(store: Store, cohort: str, trainer: str) -> list[tuple[str, str, str]]:
    """(person, name, reason) of everybody whom the trainer does not review, by name."""
    query = select(Person.id, Person.name, Recusal.reason).join(Recusal, Recusal.person_id == Person.id)
    with store.reading() as session:
        rows = session.execute(query.where(Recusal.cohort_id == cohort, Recusal.trainer_id == trainer))
        return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda row: row[1])


def undo_recusal(store: Store, cohort: str, trainer: str, person: str) -> None:
    """Let the trainer review this participant again."""
    with store.writing() as session:
        session.execute(delete(Recusal).filter_by(trainer_id=trainer, cohort_id=cohort, person_id=person))


def readable(query: Any, cohort: str, trainer: str) -> Any:
    """Narrow a query of submissions to those that the trainer may read: never withdrawn ones, never their own."""
    excluded = and_(
        Exclusion.person_id == Submission.person_id,
        Exclusion.cohort_id == Submission.cohort_id,
        Exclusion.trainer_id == trainer,
    )
    recused = and_(
        Recusal.person_id == Submission.person_id,
        Recusal.cohort_id == Submission.cohort_id,
        Recusal.trainer_id == trainer,
    )
    return query.where(
        Submission.cohort_id == cohort,
        Submission.person_id != trainer,
        Submission.state != "withdrawn",
        ~exists().where(excluded),
        ~exists().where(recused),
    )


def _readers(session: Session, cohort: str, person: str) -> list[Reader]:
    trainers = select(Person).join(Membership, Membership.person_id == Person.id)
    trainers = trainers.where(Membership.cohort_id == cohort, Membership.role == "trainer", Person.id != person)
    place = {"person_id": person, "cohort_id": cohort}
    excluded = set(session.scalars(select(Exclusion.trainer_id).filter_by(**place)))
    recused = set(session.scalars(select(Recusal.trainer_id).filter_by(**place)))
    found = session.scalars(trainers.order_by(Person.name, Person.id))
    return [Reader(one.id, one.name, one.id in excluded, one.id in recused) for one in found]


def _let_go(session: Session, cohort: str, person: str, trainer: str) -> None:
    """The trainer is at none of this person's submissions any longer, and asks for no check of a review."""
    theirs = select(Submission.id).filter_by(cohort_id=cohort, person_id=person)
    session.execute(delete(Claim).where(Claim.trainer_id == trainer, Claim.submission_id.in_(theirs)))
    asked = update(Check).where(Check.trainer_id == trainer, Check.submission_id.in_(theirs), Check.state == "asked")
    session.execute(asked.values(state="returned"))
