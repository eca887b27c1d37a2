"""Counts of a cohort's answers, in which each person stands once and nobody's answer can be read off a difference.

An answer is counted as it is when it joins, together with at least four others that join at the same moment; whatever
its writer changes, takes back or leaves later, the counts stay. So two states of a chart differ by five people or more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorcourse.content import AnyActivity
from mentorcourse.reports import SMALLEST_GROUP
from mentorcourse.store import Store, tables

from .tables import Tallied, Tally

CHOICE = "choice"  # the field of a case study
Fields = Mapping[str, list[str]]
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Shown:
    """What may be seen of an activity: how many `answers` are in `counts` ({field: {option: how many}}); 0 for none."""

    answers: int = 0
    counts: Counts = field(default_factory=dict)


def counted_fields(activity: AnyActivity) -> dict[str, list[str]]:
    """The fields of an activity that are counted, each with its options in order; {} where nothing is."""
    if activity.audience != "cohort-anonymous":
        return {}
    if activity.kind == "case":
        return {CHOICE: [option.key for option in activity.options]}
    if activity.kind != "ratings":
        return {}
    return {key: [str(point) for point in range(one.start, one.stop + 1)] for key, one in activity.list_fields()}


def joining(waiting: list[str], everyone: bool) -> list[str]:
    """Who of those whose answers wait joins now: whole groups of five, or with `everyone` all from five on."""
    many = len(waiting)
    return waiting[: many if everyone and many >= SMALLEST_GROUP else many // SMALLEST_GROUP * SMALLEST_GROUP]


def added(counts: Counts, fields: Fields, answers: list[Mapping[str, str]]) -> Counts:
    """`counts` with these complete answers ({field: option}) besides."""
    more = {name: Counter(answer[name] for answer in answers) for name in fields}
    return {
        name: {option: counts.get(name, {}).get(option, 0) + more[name][option] for option in options}
        for name, options in fields.items()
    }


def shown(store: Store, cohort: str, address: str) -> Shown:
    """What may be seen of the activity at this address (`section.key`); nothing new joins."""
    with store.reading() as session:
        row = session.get(Tally, (cohort, address))
        return Shown(row.answers, row.counts) if row else Shown()


def catch_up(store: Store, cohort: str, address: str, fields: Fields, everyone: bool = False) -> Shown:
    """Let answers join whose turn it is, and return what may be seen then."""
    with store.reading() as session:
        if not joining(list(_waiting(session, cohort, address, fields)), everyone):
            row = session.get(Tally, (cohort, address))
            return Shown(row.answers, row.counts) if row else Shown()
    with store.writing() as session:
        return join(store, session, cohort, address, fields, everyone)


def join(store: Store, session: Session, cohort: str, address: str, fields: Fields, everyone: bool) -> Shown:
    """Do as catch_up inside a transaction; whoever comes at the same moment waits."""
    key = {"cohort_id": cohort, "activity": address}
    store.insert_if_absent(session, Tally, **key, answers=0, counts={}, changed_at=store.now())
    row = session.scalars(select(Tally).filter_by(**key).with_for_update()).one()
    waiting = _waiting(session, cohort, address, fields)
    new = joining(list(waiting), everyone)
    if new:
        session.add_all(Tallied(**key, person_id=person) for person in new)
        row.counts = {**row.counts, **added(row.counts, fields, [waiting[person] for person in new])}
        row.answers, row.changed_at = row.answers + len(new), store.now()
    return Shown(row.answers, row.counts)


def answered(store: Store, cohort: str, address: str, fields: Fields) -> int:
    """How many people have answered, whether they are counted yet or not; for facilitators."""
    with store.reading() as session:
        row = session.get(Tally, (cohort, address))
        return (row.answers if row else 0) + len(_waiting(session, cohort, address, fields))


def _waiting(session: Session, cohort: str, address: str, fields: Fields) -> dict[str, dict[str, str]]:
    """The complete answers of participants that are not counted yet, {person: {field: option}}, the longest first."""
    row, head, member = tables.Revision, tables.Answer, tables.Membership
    query = select(row.id, head.person_id, row.field, row.value).join(head, row.answer_id == head.id)
    query = query.where(head.cohort_id == cohort, head.activity == address, row.field.in_([*fields, "committed"]))
    taking_part = select(member.person_id).filter_by(cohort_id=cohort, role="participant")
    counted = select(Tallied.person_id).filter_by(cohort_id=cohort, activity=address)
    query = query.where(head.person_id.in_(taking_part), head.person_id.not_in(counted))
    latest: dict[str, dict[str, object]] = {}
    since: dict[str, int] = {}
    # Sorted here: asked for in order, databases may read all revisions instead of these few.
    for serial, person, name, value in sorted(map(tuple, session.execute(query)), key=lambda found: found[0]):
        latest.setdefault(person, {})[name] = value
        since[person] = serial
    needs_commitment = "choice" in fields
    complete = {
        person: {name: str(values.get(name)) for name in fields}
        for person, values in latest.items()
        if not needs_commitment or values.get("committed") is True
    }
    return {
        person: complete[person]
        for person in sorted(complete, key=lambda one: since[one])
        if all(complete[person][name] in options for name, options in fields.items())
    }
