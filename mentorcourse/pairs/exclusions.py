"""Keep who is never put together: what facilitators have set, and what participants have quietly asked for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from mentorcourse.people import members
from mentorcourse.store import Store

from . import wording
from .grouping import Barred, barred_of
from .tables import Exclusion

MOST_WISHES = 3


@dataclass(frozen=True)
class Kept:
    """Two people (ids) who are never put together, and whether a facilitator has set it."""

    one: str
    other: str
    is_set: bool


def exclude(store: Store, cohort: str, by: str, pair: tuple[str, str]) -> None:
    """Keep two apart as a facilitator; raises PairsError for somebody who takes no part."""
    _write(store, cohort, by, pair, quiet=False)


def wish(store: Store, cohort: str, person: str, other: str) -> None:
    """Keep oneself apart from somebody, without a reason; raises PairsError for too many."""
    if other not in wishes(store, cohort, person) and len(wishes(store, cohort, person)) >= MOST_WISHES:
        raise wording.PairsError(wording.too_many(MOST_WISHES))
    _write(store, cohort, person, (person, other), quiet=True)


def _write(store: Store, cohort: str, by: str, pair: tuple[str, str], *, quiet: bool) -> None:
    if pair[0] == pair[1]:
        raise wording.PairsError(wording.YOURSELF)
    if not set(pair) <= set(participants(store, cohort)):
        raise wording.PairsError(wording.STRANGER)
    one, other = sorted(pair)
    with store.writing() as session:
        store.insert_if_absent(
            session, Exclusion, cohort_id=cohort, one_id=one, other_id=other, asked_by=by, quiet=quiet,
            asked_at=store.now(),
        )  # fmt: skip


def allow(store: Store, cohort: str, pair: tuple[str, str]) -> None:
    """Take back what facilitators have set; raises PairsError where one of the two has asked for it."""
    with store.writing() as session:
        found = _of(cohort, pair)
        session.execute(delete(Exclusion).where(*found, Exclusion.quiet.is_(False)))
        asked = session.scalar(select(func.count()).select_from(Exclusion).where(*found))
    if asked:
        raise wording.PairsError(wording.SOMEBODY_ASKED)


def take_back(store: Store, cohort: str, person: str, other: str) -> None:
    """Take back what one has asked for oneself."""
    with store.writing() as session:
        found = _of(cohort, (person, other))
        session.execute(delete(Exclusion).where(*found, Exclusion.quiet.is_(True), Exclusion.asked_by == person))


def _of(cohort: str, pair: tuple[str, str]) -> list[ColumnElement[bool]]:
    one, other = sorted(pair)
    return [Exclusion.cohort_id == cohort, Exclusion.one_id == one, Exclusion.other_id == other]


def wishes(store: Store, cohort: str, person: str) -> list[str]:
    """Whom a person has asked not to be with, oldest first."""
    query = select(Exclusion).filter_by(cohort_id=cohort, asked_by=person, quiet=True).order_by(Exclusion.id)
    with store.reading() as session:
        return [row.other_id if row.one_id == person else row.one_id for row in session.scalars(query)]


def exclusions(store: Store, cohort: str) -> list[Kept]:
    """Who is kept apart, as facilitators see it: never who asked."""
    query = select(Exclusion).filter_by(cohort_id=cohort).order_by(Exclusion.id)
    found: dict[tuple[str, str], bool] = {}
    with store.reading() as session:
        for row in session.scalars(query):
            pair = (row.one_id, row.other_id)
            found[pair] = found.get(pair, False) or not row.quiet
    return [Kept(*pair, is_set) for pair, is_set in found.items()]


def barred(session: Session, cohort: str) -> Barred:
    """The pairs that are never put together, inside a transaction."""
    rows = session.execute(select(Exclusion.one_id, Exclusion.other_id).filter_by(cohort_id=cohort))
    return barred_of((one, other) for one, other in rows)


def participants(store: Store, cohort: str) -> dict[str, str]:
    """{id: name} of those who take part in pairs, in the roster's order."""
    return {one.person.id: one.person.name for one in members(store, cohort) if "participant" in one.roles}
