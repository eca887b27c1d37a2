"""How every reflection of a cohort stands, in the terms of nbgrader: one submission a person and assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .assignments import Rubric
from .submissions import Version, with_events
from .tables import Submission
from .wording import scores


@dataclass(frozen=True)
class Standing:
    """The newest version of one person's reflection; `scores` and `comments` by question, empty until released."""

    submission: str
    student: str
    name: str
    assignment: str
    submitted_at: datetime
    answers: Mapping[str, str]
    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    released_at: datetime | None = None


def standings(store: Store, cohort: str, rubric: Rubric, language: str = "en") -> list[Standing]:
    """The newest version that is not withdrawn of everybody's reflections in a cohort, in the course's language."""
    query = select(Submission).filter_by(cohort_id=cohort).where(Submission.state != "withdrawn")
    with store.reading() as session:
        versions = with_events(session, session.scalars(query.order_by(Submission.number)))
        people = select(Person.id, Person.name).where(Person.id.in_({version.person for version in versions}))
        names = {row.id: row.name for row in session.execute(people)}
    newest = {(version.person, version.section): version for version in versions}
    return [_standing(version, names[version.person], rubric, language) for version in newest.values()]


def _standing(version: Version, name: str, rubric: Rubric, language: str) -> Standing:
    place = (version.id, version.person, name, version.section, version.submitted_at, version.answers)
    if not version.feedback:
        return Standing(*place)
    released = max(said.released_at for said in version.feedback)
    return Standing(*place, _scores(version, rubric), _comments(version, language), released)


def _scores(version: Version, rubric: Rubric) -> dict[str, float]:
    """The mean where several trainers have released their reviews."""
    given = [scores(said.words, version.answers, rubric) for said in version.feedback]
    return {key: sum(one[key] for one in given) / len(given) for key in given[0]}


def _comments(version: Version, language: str) -> dict[str, str]:
    """What was said on each question; what was said overall stands with the first, for nbgrader has no other place."""
    said = dict[str, list[str]]()
    for number, question in enumerate(version.questions):
        for one in version.feedback:
            signed = f"{one.name}: " if len(version.feedback) > 1 else ""
            overall = one.words["overall"] if number == 0 else ""
            for text in (
                overall and Sentence("Overall: {overall}", overall=overall).said(language),
                one.words["comments"].get(question["key"], ""),
            ):
                said.setdefault(question["key"], []).extend([f"{signed}{text}"] if text else [])
    return {key: "\n\n".join(texts) for key, texts in said.items() if texts}
