"""Make the tables of live sessions, of who was there, and of activities that a facilitator has closed."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make them; a cohort without a row in them goes on as before."""
    _make_sessions()
    op.create_table(
        "live_attendance",
        *reference("live_attendance", "session_id", "live_sessions"),
        *reference("live_attendance", "person_id", "people"),
        moment("first_at", nullable=True),
        moment("last_at", nullable=True),
        sa.Column("was_there", sa.Boolean()),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_live_attendance")),
    )
    op.create_table(
        "activity_states",
        *reference("activity_states", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        moment("changed_at"),
        *reference("activity_states", "changed_by", "people"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_activity_states")),
    )


def _make_sessions() -> None:
    op.create_table(
        "live_sessions",
        sa.Column("id", sa.String(), nullable=False),
        *reference("live_sessions", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("blocks", "clock", "undo")),
        sa.Column("activity", sa.String()),
        sa.Column("message", sa.String()),
        moment("message_at", nullable=True),
        moment("started_at"),
        moment("ended_at", nullable=True),
        moment("changed_at"),
        *reference("live_sessions", "changed_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_sessions")),
    )
    op.create_index(op.f("ix_live_sessions_cohort_id"), "live_sessions", ["cohort_id"])
    running = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_live_sessions_running",
        "live_sessions",
        ["cohort_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
