"""Gather from the store what a cohort's report is made of: numbers, without names and without texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, select

from mentorcourse.content import Course, kinds
from mentorcourse.reports import cohort_progress
from mentorcourse.store import Store, tables

from .batches import BACK, NOW, THEN, Batch, Rating, batches

# Where the same ten statements are rated at the beginning and at the end, and once more looking back.
MOMENTS = {"01_introduction.self_rating": THEN, "10_culture.self_rating": NOW, "10_culture.looking_back": BACK}
# A field of each section's journal, and at the end an activity, whose field is the step that somebody promises.
COMMITMENT, STEP = "commitment", "step"

Facts = dict[str, Any]


def gather(store: Store, course: Course, cohort: str) -> Facts:
    """Everything that the report counts, as JSON; ratings in whole batches of five people, in no order."""
    people = _participants(store, cohort)
    rows = cohort_progress(course, [(person, "") for person in people], store.progress(cohort))
    ratings = _ratings(course)
    return {
        "people": len(people),
        "sections": _completion(rows),
        "finished": _finished(rows, len(people)),
        "minutes": _minutes(store, course, cohort, people),
        "commitments": _commitments(store, cohort, people),
        "statements": [{"key": one.key, "label": one.label} for one in ratings.items] if ratings else [],
        "scales": [one.model_dump(mode="json") for one in ratings.scales] if ratings else [],
        "ratings": _rated(store, cohort, ratings) if ratings else {},
    }


def _participants(store: Store, cohort: str) -> list[str]:
    member = tables.Membership
    query = select(member.person_id).filter_by(cohort_id=cohort, role="participant").order_by(member.id)
    with store.reading() as session:
        return list(session.scalars(query))


def _ratings(course: Course) -> kinds.Ratings | None:
    """The closing self-rating, by whose statements and scales all is told; None in a course without the two."""
    known = {address: activity for address, _, activity in course.activities()}
    found = [known.get(address) for address, moment in MOMENTS.items() if moment != BACK]
    return found[-1] if all(isinstance(one, kinds.Ratings) for one in found) else None  # type: ignore[return-value]


def _rated(store: Store, cohort: str, ratings: kinds.Ratings) -> dict[str, dict[str, list[Any]]]:
    """{scale: {statement: [[then, now, back or None], …]}}."""
    saves: defaultdict[str, list[Rating]] = defaultdict(list)
    with store.reading() as session:
        for person, activity, field, value in session.execute(_rating_rows(cohort)):
            number = value if isinstance(value, int) and not isinstance(value, bool) else None
            saves[field].append(Rating(person, MOMENTS[activity], number))
    return {
        scale.key: {one.key: _triples(batches(saves[f"{one.key}.{scale.key}"])) for one in ratings.items}
        for scale in ratings.scales
    }


def _rating_rows(cohort: str) -> Select[Any]:
    """Every save of the ratings, oldest first; of people who only lead or review in this cohort, none.

    Somebody who has left it still counts, or the report would tell what they had answered.
    """
    head, row = tables.Answer, tables.Revision
    query = select(head.person_id, head.activity, row.field, row.value).join(row, row.answer_id == head.id)
    query = query.where(head.cohort_id == cohort, head.activity.in_(MOMENTS), ~_is_staff_only(cohort))
    return query.order_by(row.id)


def _is_staff_only(cohort: str) -> ColumnElement[bool]:
    member = tables.Membership
    roles = select(member.person_id).filter_by(cohort_id=cohort)
    participants = roles.where(member.role == "participant")
    person = tables.Answer.person_id
    return person.in_(roles) & ~person.in_(participants)


def _triples(found: Iterable[Batch]) -> list[list[int | None]]:
    """The ratings of all batches; sorted within each, for their order would tell who came first."""
    return [list(one) for batch in found for one in sorted(_of_batch(batch), key=str)]


def _of_batch(batch: Batch) -> Iterator[tuple[int, int, int | None]]:
    for number, (then, now) in enumerate(batch.pairs):
        yield then, now, batch.back[number] if batch.back else None


def _completion(rows: list[dict[str, Any]]) -> list[Facts]:
    """For each section how many people have begun it, and how many have finished all that counts in it."""
    states: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        states[row["section"]][row["person"]].append(row["state"])
    return [
        {
            "title": title,
            "begun": sum(any(state != "not begun" for state in one) for one in people.values()),
            "done": sum(all(state == "done" for state in one) for one in people.values()),
        }
        for title, people in states.items()
    ]


def _finished(rows: list[dict[str, Any]], people: int) -> int:
    """How many people have finished everything that counts."""
    return people - len({row["person"] for row in rows if row["state"] != "done"})


def _minutes(store: Store, course: Course, cohort: str, people: list[str]) -> dict[str, list[float]]:
    """{section's title: minutes of each person who has saved something there}, and "" for the whole course."""
    titles = {
        address: f"{section.number}. {section.title}" for address, section, one in course.activities() if one.counted
    }
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    head = tables.Answer
    query = select(head.person_id, head.activity, head.seconds).filter_by(cohort_id=cohort)
    with store.reading() as session:
        for person, activity, seconds in session.execute(query.where(head.revision > 0)):
            if person in people and activity in titles:
                for title in (titles[activity], ""):
                    found[title, person] += seconds / 60
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for (title, _), minutes in found.items():
        spent[title].append(minutes)
    return {title: sorted(minutes) for title, minutes in spent.items()}


def _commitments(store: Store, cohort: str, people: list[str]) -> Facts:
    """How many commitments have been written down, and by how many people; no word of them is looked at."""
    head, row = tables.Answer, tables.Revision
    field = case((head.activity.like(f"%.{COMMITMENT}"), STEP), else_=COMMITMENT)
    # Looked up answer by answer, by the index: a text has hundreds of revisions while somebody writes it.
    newest = select(row.value).where(row.answer_id == head.id, row.field == field).order_by(row.number.desc()).limit(1)
    is_written = cast(newest.correlate(head).scalar_subquery(), Text).not_in(['""', "null"])
    query = select(head.person_id, func.count()).filter_by(cohort_id=cohort).where(is_written).group_by(head.person_id)
    with store.reading() as session:
        counts = {person: count for person, count in session.execute(query) if person in people}
    return {"count": sum(counts.values()), "people": len(counts)}
