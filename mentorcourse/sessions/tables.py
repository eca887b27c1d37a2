"""Declare the tables of live sessions: where each stands, who was there, and which activities are closed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, Id, PersonId, Table

_RUNNING = sa.text("ended_at IS NULL")


class LiveSession(Table):
    """One session as it stands; `blocks` are worded as they were when it began, `undo` is what one may go back to.

    `version` grows with every act. A cohort has one session at a time that has not ended.
    """

    __tablename__ = "live_sessions"
    id: Mapped[Id]
    cohort_id: Mapped[CohortId] = mapped_column(index=True)
    section: Mapped[str]
    version: Mapped[int]
    blocks: Mapped[Any] = mapped_column(sa.JSON)
    clock: Mapped[Any] = mapped_column(sa.JSON)
    undo: Mapped[Any] = mapped_column(sa.JSON)
    activity: Mapped[str | None]
    message: Mapped[str | None]
    message_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    changed_by: Mapped[PersonId]
    __table_args__ = (
        sa.Index(
            "uq_live_sessions_running", "cohort_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING
        ),
    )


class Attendance(Table):
    """One person in one session: when they had a page open, and what a facilitator says of it."""

    __tablename__ = "live_attendance"
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("live_sessions.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    was_there: Mapped[bool | None]


class ActivityState(Table):
    """Whether a cohort may write in one activity (its whole address); one without a row is open."""

    __tablename__ = "activity_states"
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(primary_key=True)
    open: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[PersonId]
