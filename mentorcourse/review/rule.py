"""Say who checks a review before it is released: nobody, a second reader or the lead trainer, as the cohort asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Membership

from .readers import Reader, Refused, readable
from .tables import Check, ReviewRule, Submission

By = Literal["nobody", "second reader", "lead"]
BY: tuple[By, ...] = ("nobody", "second reader", "lead")


@dataclass(frozen=True)
class Rule:
    """What a cohort asks for; `lead` is the trainer who checks, by id, where it is the lead."""

    checked_by: By = "nobody"
    lead: str | None = None


def rule(store: Store, cohort: str) -> Rule:
    """The cohort's rule; nobody checks until it has one."""
    with store.reading() as session:
        return rule_in(session, cohort)


def set_rule(store: Store, cohort: str, checked_by: str, lead: str | None = None) -> Rule:
    """Change the cohort's rule. It counts from the next release on."""
    if checked_by not in BY:
        raise Refused(Sentence("Say who checks a review before it is released: nobody, a second reader or the lead."))
    with store.writing() as session:
        if checked_by == "lead" and lead not in _trainers(session, cohort):
            raise Refused(Sentence("Name the lead trainer: one of this cohort’s trainers."))
        found = Rule(checked_by, lead if checked_by == "lead" else None)
        session.execute(delete(ReviewRule).filter_by(cohort_id=cohort))
        more = {"checked_by": found.checked_by, "lead_id": found.lead, "changed_at": store.now()}
        session.add(ReviewRule(cohort_id=cohort, **more))
        return found


def rule_in(session: Session, cohort: str) -> Rule:
    """Do as rule inside a transaction."""
    row = session.get(ReviewRule, cohort)
    return Rule(cast("By", row.checked_by), row.lead_id) if row else Rule()


def check_needed(session: Session, row: Submission, trainer: str, version: int) -> By:
    """What this trainer's review, in this version, still needs before it may be released; "nobody" when nothing.

    A lead's own review needs no check. Where the lead does not read this person’s reflections a second reader takes
    their place, and where nobody else does, the review is released without one.
    """
    kind = _kind(session, row, trainer)
    check = session.get(Check, (row.id, trainer))
    if kind == "nobody" or check is None or check.state != "done" or check.kind != kind:
        return kind
    return kind if kind == "lead" and check.version != version else "nobody"


def is_left_out(session: Session, row: Submission, trainer: str) -> bool:
    """Whether the check that the cohort asks for is left out, for nobody but this trainer reads this person."""
    asked = rule_in(session, row.cohort_id)
    return asked.checked_by != "nobody" and asked.lead != trainer and _kind(session, row, trainer) == "nobody"


def refuse_unchecked(session: Session, row: Submission, trainer: str, version: int) -> None:
    """Raise Refused when the review may not be released yet."""
    if (needed := check_needed(session, row, trainer, version)) != "nobody":
        raise Refused(UNCHECKED[needed])


def for_writer(asked: Rule, team: Iterable[Reader]) -> By:
    """Who checks a review for somebody with these readers, before anybody has written it."""
    reading = {one.trainer for one in team if one.reads}
    if asked.checked_by == "nobody" or len(reading) < 2:
        return "nobody"
    return "lead" if asked.lead in reading else "second reader"


UNCHECKED = {
    "second reader": Sentence("In your cohort a second reader looks at a review before it is released. "
                              "Ask for a second reading first; your review is kept."),
    "lead": Sentence("In your cohort the lead trainer looks at a review before it is released, as it is then. "
                     "Ask the lead first; your review is kept."),
}  # fmt: skip


def _kind(session: Session, row: Submission, trainer: str) -> By:
    asked = rule_in(session, row.cohort_id)
    if asked.checked_by == "nobody" or asked.lead == trainer:
        return "nobody"
    others = {one for one in _trainers(session, row.cohort_id) if one != trainer and _reads(session, row, one)}
    if asked.lead in others:
        return "lead"
    return "second reader" if others else "nobody"


def _reads(session: Session, row: Submission, trainer: str) -> bool:
    query = readable(select(Submission.id).where(Submission.id == row.id), row.cohort_id, trainer)
    return session.scalar(query) is not None


def _trainers(session: Session, cohort: str) -> set[str]:
    return set(session.scalars(select(Membership.person_id).filter_by(cohort_id=cohort, role="trainer")))
