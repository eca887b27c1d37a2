"""Keep which activities a facilitator has closed for a cohort."""

from __future__ import annotations

from sqlalchemy import select, update

from mentorcourse.store import Store

from .tables import ActivityState


def closed(store: Store, cohort: str) -> set[str]:
    """The addresses of the activities that are closed."""
    with store.reading() as session:
        return set(session.scalars(select(ActivityState.activity).filter_by(cohort_id=cohort, open=False)))


def set_activity(store: Store, cohort: str, activity: str, is_open: bool, by: str) -> None:
    """Open or close an activity for a cohort; `by` is the person who did."""
    key = {"cohort_id": cohort, "activity": activity}
    state = {"open": is_open, "changed_at": store.now(), "changed_by": by}
    with store.writing() as session:
        store.insert_if_absent(session, ActivityState, **key, **state)
        session.execute(update(ActivityState).filter_by(**key).values(**state))
