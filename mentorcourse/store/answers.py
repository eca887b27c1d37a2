"""Keep every answer of every person as revisions that are only ever added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from . import queries, tables
from .database import Database

if TYPE_CHECKING:
    import pandas


Values = Mapping[str, Any]
Latest = Mapping[str, Row[Any]]
LONGEST_GAP_SECONDS = 20 * 60  # between two saves; a longer one is a pause, and no work


@dataclass(frozen=True)
class Answer:
    """One person's current answer to an activity; revision 0, no values and no time when there is none."""

    activity: str
    revision: int
    values: dict[str, Any]
    saved_at: datetime | None


@dataclass(frozen=True)
class Revision:
    """What one save changed: its number, when, and the changed fields only."""

    number: int
    saved_at: datetime
    values: dict[str, Any]


@dataclass(frozen=True)
class Progress:
    """How far one person is with one activity: `answered` of `total` steps."""

    person: str
    activity: str
    answered: int
    total: int
    saved_at: datetime


class Conflict(Exception):
    """Nothing was saved: `fields` ({field: {yours, theirs}}) changed elsewhere; `answer` is current."""

    def __init__(self, fields: dict[str, dict[str, Any]], answer: Answer) -> None:
        super().__init__(f"changed elsewhere since: {', '.join(fields)}")
        self.fields = fields
        self.answer = answer


class UnknownRevision(ValueError):
    """A save named a base revision that the answer has not reached."""


class Store(Database):
    """The answers in one database. Persons and cohorts are given by their ids; all times are UTC."""

    def answer(self, person: str, cohort: str, activity: str) -> Answer:
        """Return the person's current answer."""
        with self.reading() as session:
            whose = {"person": person, "cohort": cohort, "activity": activity}
            head = session.connection().execute(queries.HEAD, whose).one_or_none()
            return _answer(activity, head, _latest(session, head)) if head else Answer(activity, 0, {}, None)

    def save(
        self,
        person: str,
        cohort: str,
        activity: str,
        values: Values,
        base_revision: int,
        progress: Callable[[Values], tuple[int, int]],
        check: Callable[[Values], None] | None = None,
    ) -> Answer:
        """Append the changed `values` as one revision and return the answer as it is then.

        `base_revision` is the revision the person was looking at. `progress` counts (answered, total) from
        all values. `check` gets the values as they were and may raise to refuse the save. Fields changed in
        different places merge; repeating a save changes nothing.
        Raises Conflict, UnknownRevision or StorageUnavailable, each with nothing saved.
        """
        if not values:
            return self.answer(person, cohort, activity)
        with self.writing() as session:
            head = self._locked_head(session, person, cohort, activity)
            latest = _latest(session, head)
            before = _answer(activity, head, latest)
            if base_revision > head.revision:
                raise UnknownRevision(f"{activity} has no revision {base_revision}: load it again")
            changed = {f: v for f, v in values.items() if f not in latest or latest[f].value != v}
            if not changed:
                return before
            if check:
                check(before.values)
            _refuse_conflicts(changed, latest, base_revision, before)
            now, after = self.now(), before.values | changed
            last = session.connection().scalar(queries.LAST_SAVE, {"person": person, "cohort": cohort}) or now
            gap = (now - last).total_seconds()
            answered, total = progress(after)
            new = {"revision": head.revision + 1, "saved_at": now, "answered": answered, "total": total}
            new["seconds"] = head.seconds + (gap if 0 < gap <= LONGEST_GAP_SECONDS else 0)
            session.connection().execute(queries.NEW_HEAD, {"answer": head.id, **new})
            row = {"answer_id": head.id, "number": head.revision + 1, "base_revision": base_revision, "saved_at": now}
            in_order = sorted(changed.items())  # a choice comes before its commitment
            rows = [row | {"field": field, "value": value} for field, value in in_order]
            session.connection().execute(queries.NEW_REVISIONS, rows)
            return Answer(activity, head.revision + 1, after, now)

    def history(self, person: str, cohort: str, activity: str) -> list[Revision]:
        """Return the revisions of one answer, newest first."""
        revisions: dict[int, Revision] = {}
        whose = {"person": person, "cohort": cohort, "activity": activity}
        for number, saved_at, field, value in self.rows(queries.HISTORY, **whose):
            revisions.setdefault(number, Revision(number, saved_at, {})).values[field] = value
        return list(revisions.values())

    def progress(self, cohort: str, person: str | None = None) -> list[Progress]:
        """Return how far the cohort (or one person in it) is; no text is read."""
        head = tables.Answer
        query = select(head.person_id, head.activity, head.answered, head.total, head.saved_at)
        query = query.where(head.cohort_id == cohort).order_by(head.person_id, head.activity)
        return [Progress(*row) for row in self.rows(query.where(head.person_id == person) if person else query)]

    def frame(self, cohort: str) -> pandas.DataFrame:
        """Return current values, one row per person, activity and field, with revision and saved_at (UTC)."""
        import pandas  # takes longer to import than a page to open

        row, head = tables.Revision, tables.Answer
        columns = ["person", "activity", "field", "value", "revision", "saved_at"]
        query = queries.latest_rows(head.cohort_id == cohort).order_by(head.person_id, head.activity, row.field)
        shown = (head.person_id, head.activity, row.field, row.value, row.number, row.saved_at)
        rows = [tuple(found) for found in self.rows(query.with_only_columns(*shown))]
        frame = pandas.DataFrame(rows, columns=columns)
        return frame.assign(saved_at=pandas.to_datetime(frame["saved_at"], utc=True))

    def sections(self, cohort: str) -> dict[str, bool]:
        """Return {section: open} for the sections that a facilitator has opened or closed."""
        state = tables.SectionState
        query = select(state.section, state.open).where(state.cohort_id == cohort)
        return {row.section: row.open for row in self.rows(query)}

    def set_section(self, cohort: str, section: str, is_open: bool, by: str) -> None:
        """Open or close a section for a cohort; `by` is the person who did."""
        key = {"cohort_id": cohort, "section": section}
        change = {"open": is_open, "changed_at": self.now(), "changed_by": by}
        with self.writing() as session:
            self.insert_if_absent(session, tables.SectionState, **key, **change)
            session.execute(update(tables.SectionState).filter_by(**key).values(**change))

    def _locked_head(self, session: Session, person: str, cohort: str, activity: str) -> Row[Any]:
        whose = {"person": person, "cohort": cohort, "activity": activity}
        if head := session.connection().execute(queries.LOCKED_HEAD, whose).one_or_none():
            return head
        start = {"revision": 0, "answered": 0, "total": 0, "saved_at": self.now()}
        self.insert_if_absent(session, tables.Answer, person_id=person, cohort_id=cohort, activity=activity, **start)
        return session.connection().execute(queries.LOCKED_HEAD, whose).one()


def _latest(session: Session, head: Row[Any]) -> Latest:
    return {row.field: row for row in session.connection().execute(queries.LATEST, {"answer": head.id})}


def _answer(activity: str, head: Row[Any], latest: Latest) -> Answer:
    values = {field: row.value for field, row in latest.items()}
    return Answer(activity, head.revision, values, head.saved_at)


def _refuse_conflicts(changed: Values, latest: Latest, base_revision: int, before: Answer) -> None:
    since = [field for field in changed if field in latest and latest[field].number > base_revision]
    if since:
        raise Conflict({f: {"yours": changed[f], "theirs": latest[f].value} for f in since}, before)
