"""A facilitator shows an activity's counts to the cohort: what, when, by whom, and the counts as they were then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mentorcourse.store import Store

from .counts import CHOICE, Fields, Shown, join
from .tables import Reveal, Tally


@dataclass(frozen=True)
class Revealed:
    """An activity (`section.key`) whose counts the cohort may see, since when and through whom."""

    activity: str
    at: datetime
    by: str


def reveal(store: Store, cohort: str, address: str, fields: Fields, by: str) -> Shown:
    """Show the counts: all who have chosen by now are in them, if they are five or more; of ratings, whole fives.

    Ratings are in the programme report, too, which counts in fives: seven here and five there would tell of two people.
    Of two facilitators who reveal at the same moment the first one does; revealing again changes nothing.
    """
    with store.writing() as session:
        is_first = session.get(Reveal, (cohort, address)) is None
        now = join(store, session, cohort, address, fields, everyone=is_first and CHOICE in fields)
        key = {"cohort_id": cohort, "activity": address}
        kept = {"revealed_at": store.now(), "revealed_by": by, "answers": now.answers, "counts": now.counts}
        store.insert_if_absent(session, Reveal, **key, **kept)
        return now


def revealed(store: Store, cohort: str) -> list[Revealed]:
    """What has been revealed in a cohort, the earliest first."""
    with store.reading() as session:
        rows = session.scalars(select(Reveal).filter_by(cohort_id=cohort).order_by(Reveal.revealed_at, Reveal.activity))
        return [Revealed(row.activity, row.revealed_at, row.revealed_by) for row in rows]


def is_revealed(store: Store, cohort: str, address: str) -> bool:
    """Whether a facilitator has shown this activity's counts."""
    with store.reading() as session:
        return session.get(Reveal, (cohort, address)) is not None


def states(store: Store, cohort: str) -> dict[str, Shown]:
    """What the cohort may see of each activity that was revealed."""
    query = select(Tally).join(Reveal, (Reveal.cohort_id == Tally.cohort_id) & (Reveal.activity == Tally.activity))
    with store.reading() as session:
        rows = session.scalars(query.where(Tally.cohort_id == cohort).order_by(Tally.activity))
        return {row.activity: Shown(row.answers, row.counts) for row in rows}
