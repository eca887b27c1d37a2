"""Who has earned a certificate, by what the store has of them; nobody can say it of themselves."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import select

from mentorcourse.content import Course
from mentorcourse.review.tables import Submission
from mentorcourse.store import Progress, Store

from .criteria import Criteria, Point, points


def standings(
    store: Store, course: Course, criteria: Criteria, cohort: str, people: list[str]
) -> dict[str, list[Point]]:
    """{person: how far they are with each thing that is asked for}, for these people of a cohort, by id."""
    kept: defaultdict[str, list[Progress]] = defaultdict(list)
    for row in store.progress(cohort):
        kept[row.person].append(row)
    submitted = _submitted(store, cohort)
    return {person: points(criteria, course, kept[person], submitted[person]) for person in people}


def _submitted(store: Store, cohort: str) -> Counter[str]:
    """How many sections each person has submitted a reflection on that they have not withdrawn since."""
    query = select(Submission.person_id, Submission.section).filter_by(cohort_id=cohort)
    with store.reading() as session:
        rows = session.execute(query.where(Submission.state != "withdrawn").distinct()).all()
    return Counter(row.person_id for row in rows)
