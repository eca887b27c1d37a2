"""The record of who did what about whom, and when: rows are only ever added, and hold nothing that anybody wrote."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from mentorcourse.store import Store

from .tables import Act

# What is recorded. What trainers and the two of an agreement open is kept where it happens, and is not kept twice.
Kind = Literal[
    "signed in", "notice read", "person added", "person removed", "link made", "link mailed", "links revoked",
    "reminded", "attendance corrected", "section opened", "section closed",
    "exported", "erasure asked", "erasure confirmed", "erasure undone", "erased",
    "purge announced", "purged", "backed up", "restored",
]  # fmt: skip
ADMINISTRATOR, COURSE = "administrator", "course"


def note(store: Store, kind: Kind, **who: str | None) -> None:
    """Record one act; the arguments are those of `write`."""
    with store.writing() as session:
        write(store, session, kind, **who)  # type: ignore[arg-type]


def write(
    store: Store,
    session: Session,
    kind: Kind,
    by: str = COURSE,
    about: str | None = None,
    cohort: str | None = None,
    detail: str = "",
) -> None:
    """Record one act inside a transaction; `by` is a person's id, ADMINISTRATOR, or COURSE for what runs by itself."""
    is_nobody = by in (ADMINISTRATOR, COURSE)
    session.add(
        Act(
            at=store.now(),
            kind=kind,
            actor=by if is_nobody else "person",
            actor_id=None if is_nobody else by,
            about_id=about,
            cohort_id=cohort,
            detail=detail,
        )
    )


def forget_visits(session: Session, person: str) -> None:
    """Take back that somebody was here who then declined the notice: the only rows that are ever deleted by hand."""
    session.execute(delete(Act).filter_by(kind="signed in", actor_id=person))
