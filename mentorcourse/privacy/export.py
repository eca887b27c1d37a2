"""Gather everything that is kept about one person: every row that is theirs, with names in place of ids."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mentorcourse.agreements.tables import Agreement, Written
from mentorcourse.review.tables import Review, Submission
from mentorcourse.store import Store
from mentorcourse.store.tables import Cohort, Person

from .held import held, rows_of

Row = dict[str, Any]


def everything(store: Store, person: str) -> dict[str, list[Row]]:
    """All of it by table, as JSON; times are ISO 8601 in UTC. Raises KeyError for an unknown person."""
    with store.reading() as session:
        if session.get(Person, person) is None:
            raise KeyError(person)
        names = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
        cohorts = {row.id: row.name for row in session.execute(select(Cohort.id, Cohort.name))}
        found: dict[str, list[Row]] = {}
        for one, table in held():
            if one.shown:
                query = select(table).where(rows_of(table, one.shown, person)).order_by(*table.primary_key.columns)
                rows = session.execute(query).mappings().all()
                found[one.table] = [_plain(table, dict(row), one.hidden, names, cohorts) for row in rows]
        found["feedback"] = _feedback(session, person, names)
        found["agreements_handed_over"] = _handed_over(session, person)
    return found


def _feedback(session: Session, person: str, names: dict[str, str]) -> list[Row]:
    """What trainers have released about this person's reflections; never their drafts."""
    query = select(Submission.section, Submission.number, Review.trainer_id, Review.released, Review.released_at)
    query = query.join(Review, Review.submission_id == Submission.id).where(Submission.person_id == person)
    rows = session.execute(query.where(Review.released_at.is_not(None)).order_by(Review.released_at))
    return [
        {"section": section, "version": number, "trainer": names[trainer], "feedback": said, "released_at": _said(at)}
        for section, number, trainer, said, at in rows
    ]


def _handed_over(session: Session, person: str) -> list[Row]:
    """The other's cells of one's agreements as they stand, once they were handed over."""
    found: list[Row] = []
    mine = (Agreement.mentor_id == person) | (Agreement.mentee_id == person)
    for head in session.scalars(select(Agreement).where(mine)):
        other = "mentee" if head.mentor_id == person else "mentor"
        if (head.sent_at if other == "mentee" else head.returned_at) is not None:
            query = select(Written).filter_by(agreement_id=head.id, side=other).order_by(Written.number)
            cells = {one.row: one.text for one in session.scalars(query)}
            found.append({"agreement_id": head.id, "side": other, "rows": cells})
    return found


def _plain(table: Table, row: Row, hidden: tuple[str, ...], names: dict[str, str], cohorts: dict[str, str]) -> Row:
    plain: Row = {}
    for column in table.columns:
        value = row[column.name]
        if column.name in hidden:
            continue
        points_to = {reference.column.table.name for reference in column.foreign_keys}
        if value is not None and "people" in points_to:
            plain[column.name.removesuffix("_id")] = names[value]
        elif value is not None and "cohorts" in points_to:
            plain["cohort"] = cohorts[value]
        else:
            plain[column.name] = _said(value)
    return plain


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
