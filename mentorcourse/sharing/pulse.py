"""How people are doing at this moment of a live session: stuck, in need of a minute, or done."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from mentorcourse.store import Store

from .tables import Pulse

WORDS = ("stuck", "minute", "done")


def say_pulse(store: Store, cohort: str, person: str, place: str, word: str) -> None:
    """Keep how `person` is doing at `place` (a block of one live session); one of WORDS, in place of the last one.

    What anybody said at another place is forgotten.
    """
    key, change = {"cohort_id": cohort, "person_id": person}, {"place": place, "word": word, "said_at": store.now()}
    with store.writing() as session:
        session.execute(delete(Pulse).where(Pulse.cohort_id == cohort, Pulse.place != place))
        store.insert_if_absent(session, Pulse, **key, **change)
        session.execute(update(Pulse).filter_by(**key).values(**change))


def withdraw_pulse(store: Store, cohort: str, person: str) -> None:
    """Forget what `person` said."""
    with store.writing() as session:
        session.execute(delete(Pulse).filter_by(cohort_id=cohort, person_id=person))


def pulses(store: Store, cohort: str, place: str) -> dict[str, str]:
    """What people said at `place`, {person: word}, the earliest first; what they said at another place is over."""
    query = select(Pulse.person_id, Pulse.word).filter_by(cohort_id=cohort, place=place)
    with store.reading() as session:
        rows = session.execute(query.order_by(Pulse.said_at, Pulse.person_id))
        return {row.person_id: row.word for row in rows}
