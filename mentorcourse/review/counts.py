"""Count a cohort's reflections by section, for those who lead it: how many, never whose, and never a word of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mentorcourse.store import Store

from .tables import Submission


@dataclass(frozen=True)
class Count:
    """How many people's newest versions on one section have been submitted, and of these late, waiting, released."""

    submitted: int = 0
    late: int = 0
    waiting: int = 0
    released: int = 0


def counts(store: Store, cohort: str) -> dict[str, Count]:
    """By section; withdrawn versions do not count."""
    columns = (Submission.section, Submission.person_id, Submission.state, Submission.late)
    query = select(*columns).filter_by(cohort_id=cohort).where(Submission.state != "withdrawn")
    with store.reading() as session:
        rows = session.execute(query.order_by(Submission.number)).all()
    newest = {(row.section, row.person_id): row for row in rows}
    found: dict[str, Count] = {}
    for row in newest.values():
        before, released = found.get(row.section, Count()), row.state == "released"
        found[row.section] = Count(
            before.submitted + 1,
            before.late + row.late,
            before.waiting + (not released),
            before.released + released,
        )
    return found
