"""Let what is due once a day be done once: by whichever replica comes first, or by another if that one dies at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorcourse.store import Store

from .tables import DailyWork

Kind = Literal["backup", "purge"]
DAY = timedelta(days=1)
PATIENCE = timedelta(hours=1)  # then whoever has begun is taken for dead


def begin(store: Store, kind: Kind, again: bool = False) -> bool:
    """Whether the caller is to do it now, and tell `end` afterwards; `again` even if it was done today already."""
    with store.writing() as session:
        row, now = _row(store, session, kind), store.now()
        is_done = row.done_at is not None and now - row.done_at < DAY and not again
        is_under_way = row.begun_at is not None and now - row.begun_at < PATIENCE
        if is_done or is_under_way:
            return False
        row.begun_at = now
        return True


def end(store: Store, kind: Kind, well: bool) -> None:
    """It was done, or, unless all went well, is as due as before."""
    with store.writing() as session:
        row = _row(store, session, kind)
        row.done_at = row.begun_at if well else row.done_at
        row.begun_at = None


def _row(store: Store, session: Session, kind: Kind) -> DailyWork:
    """The row, which nobody else changes until the transaction ends."""
    store.insert_if_absent(session, DailyWork, kind=kind)
    return session.scalars(select(DailyWork).filter_by(kind=kind).with_for_update()).one()
