"""Sentences that participants share with their cohort on purpose: a facilitator shows them, or does not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .tables import SharedSentence

CHARACTERS = 240
MOST_WAITING = 3
MOST_SHOWN = 50
DECISIONS = ("shown", "not shown")
# Characters that end, turn or hide a line: on a projector they would make another text of it.
_UNFIT = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

GONE = Sentence("This sentence is not there any more. Reload the page.")
_UNSHOWABLE = Sentence("Your sentence has a character in it that cannot be shown. Type it again instead of pasting it.")
_EMPTY = Sentence("Write a sentence first.")
_ENOUGH = Sentence("Three of your sentences wait for your facilitator. Withdraw one of them, or wait a little.")


class SharingRefused(ValueError):
    """Nothing was changed; `words` say why, and what can be done."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class NoSentence(SharingRefused):
    """There is no such sentence here, or not any more."""


@dataclass(frozen=True)
class Shared:
    """One sentence; `name` is its writer's where they signed it, and "" where they did not."""

    id: str
    section: str
    text: str
    name: str
    state: str


def clean_sentence(text: str) -> str:
    """`text` on one line and in composed Unicode; raises SharingRefused for what cannot be shown as a sentence."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text:
        raise SharingRefused(_EMPTY)
    if len(text) > CHARACTERS:
        raise SharingRefused(
            Sentence("Your sentence has {count} characters; {most} fit. Shorten it.", count=len(text), most=CHARACTERS)
        )
    if _UNFIT.search(text) or any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") for one in text):
        raise SharingRefused(_UNSHOWABLE)
    return text


def share(store: Store, cohort: str, person: str, section: str, text: str, signed: bool) -> str:
    """Keep a sentence, clean already, until a facilitator looks at it; its id. Raises SharingRefused for a fourth."""
    with store.writing() as session:
        own = select(func.count()).select_from(SharedSentence)
        waiting = session.scalar(own.filter_by(cohort_id=cohort, person_id=person, state="waiting")) or 0
        if waiting >= MOST_WAITING:
            raise SharingRefused(_ENOUGH)
        row = SharedSentence(cohort_id=cohort, person_id=person, section=section, text=text, signed=signed)
        row.state, row.shared_at = "waiting", store.now()
        session.add(row)
        session.flush()
        return row.id


def decide(store: Store, cohort: str, sentence: str, state: str, by: str) -> None:
    """A facilitator shows a sentence or takes it down; raises NoSentence for one that is withdrawn or unknown."""
    with store.writing() as session:
        row = _row(session, sentence, SharedSentence.cohort_id == cohort)
        row.state, row.decided_at, row.decided_by = state, store.now(), by


def withdraw(store: Store, cohort: str, sentence: str, person: str) -> None:
    """Its writer takes a sentence back, and its text is gone; raises NoSentence for one that is not theirs."""
    with store.writing() as session:
        own = (SharedSentence.cohort_id == cohort) & (SharedSentence.person_id == person)
        row = _row(session, sentence, own)
        row.state, row.text = "withdrawn", ""


def own_sentences(store: Store, cohort: str, person: str, section: str) -> list[Shared]:
    """What somebody has shared in a section and not withdrawn, the newest first."""
    return _found(store, SharedSentence.cohort_id == cohort, SharedSentence.person_id == person,
                  SharedSentence.section == section)  # fmt: skip


def to_moderate(store: Store, cohort: str) -> list[Shared]:
    """What a cohort has shared and not withdrawn, the newest first; who wrote it is told only where it is signed."""
    return _found(store, SharedSentence.cohort_id == cohort)


def shown_sentences(store: Store, cohort: str) -> list[Shared]:
    """What the whole cohort sees, the newest first."""
    shown = _found(store, SharedSentence.cohort_id == cohort, SharedSentence.state == "shown")
    return shown[:MOST_SHOWN]


def how_many_wait(store: Store, cohort: str) -> int:
    """How many sentences wait for a facilitator."""
    query = select(func.count()).select_from(SharedSentence).filter_by(cohort_id=cohort, state="waiting")
    with store.reading() as session:
        return session.scalar(query) or 0


def states_by_writer(store: Store, cohort: str) -> dict[str, dict[str, str]]:
    """How each person's sentences stand: {person: {id: state}}."""
    query = select(SharedSentence.person_id, SharedSentence.id, SharedSentence.state).filter_by(cohort_id=cohort)
    found: dict[str, dict[str, str]] = {}
    with store.reading() as session:
        for person, sentence, state in session.execute(query.where(SharedSentence.state != "withdrawn")):
            found.setdefault(person, {})[sentence] = state
    return found


def _found(store: Store, *conditions: ColumnElement[bool]) -> list[Shared]:
    query = select(SharedSentence, Person.name).join(Person, Person.id == SharedSentence.person_id)
    query = query.where(*conditions, SharedSentence.state != "withdrawn")
    with store.reading() as session:
        rows = session.execute(query.order_by(SharedSentence.shared_at.desc(), SharedSentence.id))
        return [Shared(row.id, row.section, row.text, name if row.signed else "", row.state) for row, name in rows]


def _row(session: Session, sentence: str, condition: ColumnElement[bool]) -> SharedSentence:
    query = select(SharedSentence).where(SharedSentence.id == sentence, condition)
    row = session.scalar(query.where(SharedSentence.state != "withdrawn").with_for_update())
    if row is None:
        raise NoSentence(GONE)
    return row
