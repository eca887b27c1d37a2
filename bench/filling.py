"""Cohorts whose people have answered everything, made by the database itself, until there are enough revisions."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from mentorcourse.content import read_course
from mentorcourse.store import Store, tables

COURSE = read_course()
ACTIVITIES = {
    address: [(key, asked.takes) for key, asked in activity.list_fields()]
    for address, _, activity in COURSE.activities()
}
PEOPLE = 30
SAVE_SECONDS = 30
TYPED = ("text", "texts")
_scratch = sa.MetaData()
_SAVES = sa.Table(
    "filling_saves",
    _scratch,
    sa.Column("activity", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("saved_at", tables.Moment),
)
_ASKED = sa.Table(
    "filling_asked",
    _scratch,
    sa.Column("activity", sa.String),
    sa.Column("field", sa.String),
    sa.Column("value", sa.JSON),
    sa.Column("is_once", sa.Boolean),
)


class Filling:
    """Thirty people in each cohort. `deep` lets one cohort save its texts ever again, where else more cohorts come.

    Ticks, options and ratings are saved once: a text has hundreds of revisions after an hour of typing, a rating few.
    One cohort's revisions lie among the others', as when all of them write at once.
    """

    def __init__(self, store: Store, revisions: int, deep: bool) -> None:
        self._now = store.now() - timedelta(days=30)
        once = PEOPLE * sum(map(len, ACTIVITIES.values()))
        again = PEOPLE * sum(takes in TYPED for fields in ACTIVITIES.values() for _, takes in fields)
        times = max(1, round(revisions / once))
        self._rounds, cohorts = (1 + max(0, round((revisions - once) / again)), 1) if deep else (1, times)
        with store.writing() as session:
            for number in range(cohorts):
                self._add_cohort(session, number)
            self._add_revisions(session)
            self.revisions = session.scalars(sa.select(sa.func.count()).select_from(tables.Revision)).one()

    def _add_cohort(self, session: Session, number: int) -> None:
        cohort, people = str(uuid4()), [str(uuid4()) for _ in range(PEOPLE)]
        session.execute(sa.insert(tables.Cohort), {"id": cohort, "name": f"Cohort {number}", "created_at": self._now})
        named = [{"id": key, "name": f"Person {key[:4]}", "created_at": self._now} for key in people]
        session.execute(sa.insert(tables.Person), named)
        member = {"cohort_id": cohort, "role": "participant", "added_at": self._now}
        session.execute(sa.insert(tables.Membership), [{**member, "person_id": key} for key in people])
        done = {"answered": 1, "total": 1, "saved_at": self._last, "seconds": SAVE_SECONDS * self._rounds}
        head = {"cohort_id": cohort, "revision": self._rounds, **done}
        heads = [{**head, "person_id": key, "activity": address} for key in people for address in ACTIVITIES]
        session.execute(sa.insert(tables.Answer), heads)
        self.cohort, self.person = cohort, people[0]

    @property
    def _last(self) -> datetime:
        return self._now + timedelta(seconds=SAVE_SECONDS * len(ACTIVITIES) * self._rounds)

    def _add_revisions(self, session: Session) -> None:
        """All of them in one statement, as every field times every save times everybody."""
        _scratch.create_all(session.connection())
        saves = [
            {"activity": address, "number": number, "saved_at": self._now + timedelta(seconds=SAVE_SECONDS * place)}
            for place, (address, number) in enumerate(
                (address, number) for address in ACTIVITIES for number in range(1, self._rounds + 1)
            )
        ]
        session.execute(_SAVES.insert(), saves)
        asked = [
            {"activity": address, "field": field, "value": _value(field, takes), "is_once": takes not in TYPED}
            for address, fields in ACTIVITIES.items()
            for field, takes in fields
        ]
        session.execute(_ASKED.insert(), asked)
        head, row, save, one = tables.Answer, tables.Revision, _SAVES.c, _ASKED.c
        rows = sa.select(head.id, save.number, one.field, one.value, save.number - 1, save.saved_at)
        rows = rows.join(_SAVES, save.activity == head.activity).join(_ASKED, one.activity == head.activity)
        rows = rows.where((save.number == 1) | ~one.is_once).order_by(save.saved_at, head.id)
        columns = [row.answer_id, row.number, row.field, row.value, row.base_revision, row.saved_at]
        session.execute(sa.insert(row).from_select(columns, rows))
        _scratch.drop_all(session.connection())


def _value(field: str, takes: str) -> object:
    if field == "choice":
        return "option"
    return {"number": 3, "tick": True}.get(takes, "some words of it " * 6)
