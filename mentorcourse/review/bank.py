"""Keep sentences that trainers use again: one's own, and those that colleagues of the cohort share."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select, update

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .readers import Refused
from .tables import BankComment

MOST = 200


@dataclass(frozen=True)
class Phrase:
    """One sentence of the bank; `by` is "" for one's own."""

    id: int
    text: str
    shared: bool
    by: str


def sentences(store: Store, cohort: str, trainer: str) -> list[Phrase]:
    """The trainer's own sentences, then what others share, oldest first."""
    query = select(BankComment, Person.name).join(Person, Person.id == BankComment.trainer_id)
    query = query.where(BankComment.cohort_id == cohort, BankComment.removed_at.is_(None))
    query = query.where(or_(BankComment.trainer_id == trainer, BankComment.shared)).order_by(BankComment.id)
    with store.reading() as session:
        found = [
            Phrase(row.id, row.text, row.shared, "" if row.trainer_id == trainer else name)
            for row, name in session.execute(query)
        ]
    return sorted(found, key=lambda one: one.by != "")


def add_sentence(store: Store, cohort: str, trainer: str, text: str, shared: bool) -> None:
    """Keep a sentence; the same one again changes only whether it is shared."""
    own = {"cohort_id": cohort, "trainer_id": trainer, "removed_at": None}
    with store.writing() as session:
        kept = session.scalars(select(BankComment).filter_by(**own)).all()
        same = next((row for row in kept if row.text == text), None)
        if same:
            same.shared = shared
            return
        if len(kept) >= MOST:
            raise Refused(Sentence("Your comment bank holds {most} sentences, which is the most. Remove one first.",
                                   most=MOST))  # fmt: skip
        session.add(BankComment(**own, text=text, shared=shared, added_at=store.now()))


def remove_sentence(store: Store, cohort: str, trainer: str, sentence: int) -> None:
    """Take one of the trainer's own sentences out of the bank."""
    own = update(BankComment).filter_by(id=sentence, cohort_id=cohort, trainer_id=trainer, removed_at=None)
    with store.writing() as session:
        session.execute(own.values(removed_at=store.now()))
