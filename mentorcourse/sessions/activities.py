"""Keep which activities a facilitator has closed for a cohort.

Only what the cohort sees together can be closed: choices that are counted, sentences that are shared. While the room
talks about a count, nothing shifts it, and nobody's late answer stands out. A private worksheet or a journal counts in
nothing, so closing one would only take a pen out of somebody's hand: they stay open until their section is closed.
A closed activity takes no changes. What somebody types nevertheless is kept on their device, and saved once it is open.
"""

from __future__ import annotations

from sqlalchemy import bindparam, exists, select, update

from mentorcourse.content import AnyActivity
from mentorcourse.store import Store
from mentorcourse.store.tables import SectionState

from .tables import ActivityState

SEEN_TOGETHER = {"cohort-anonymous", "cohort"}


def can_close(activity: AnyActivity) -> bool:
    """Whether it makes sense to close this activity."""
    return activity.audience in SEEN_TOGETHER


def closed(store: Store, cohort: str) -> set[str]:
    """The addresses of the activities that are closed."""
    with store.reading() as session:
        return set(session.scalars(select(ActivityState.activity).filter_by(cohort_id=cohort, open=False)))


def closed_at(store: Store, cohort: str, section: str, activity: str) -> str:
    """What takes no changes now: "section", or else "activity", or "" when both are open."""
    (row,) = store.rows(_CLOSED, cohort=cohort, section=section, activity=activity)
    return "section" if row.section else "activity" if row.activity else ""


_CLOSED = select(
    exists()
    .where(SectionState.cohort_id == bindparam("cohort"), SectionState.section == bindparam("section"))
    .where(SectionState.open.is_(False))
    .label("section"),
    exists()
    .where(ActivityState.cohort_id == bindparam("cohort"), ActivityState.activity == bindparam("activity"))
    .where(ActivityState.open.is_(False))
    .label("activity"),
)  # made once: every save asks it


def set_activity(store: Store, cohort: str, activity: str, is_open: bool, by: str) -> None:
    """Open or close an activity for a cohort; `by` is the person who did."""
    key = {"cohort_id": cohort, "activity": activity}
    state = {"open": is_open, "changed_at": store.now(), "changed_by": by}
    with store.writing() as session:
        store.insert_if_absent(session, ActivityState, **key, **state)
        session.execute(update(ActivityState).filter_by(**key).values(**state))
