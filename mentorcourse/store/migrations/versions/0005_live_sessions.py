"""Make the tables of live sessions, of who was there, and of activities that a facilitator has closed."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make them; a cohort without a row in them goes on as before."""
    _make_sessions()
    op.create_table(
        "live_attendance",
        *_reference("live_attendance", "session_id", "live_sessions"),
        *_reference("live_attendance", "person_id", "people"),
        _moment("first_at", nullable=True),
        _moment("last_at", nullable=True),
        sa.Column("was_there", sa.Boolean()),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_live_attendance")),
    )
    op.create_table(
        "activity_states",
        *_reference("activity_states", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        _moment("changed_at"),
        *_reference("activity_states", "changed_by", "people"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_activity_states")),
    )


def _make_sessions() -> None:
    op.create_table(
        "live_sessions",
        sa.Column("id", sa.String(), nullable=False),
        *_reference("live_sessions", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("blocks", "clock", "undo")),
        sa.Column("activity", sa.String()),
        sa.Column("message", sa.String()),
        _moment("message_at", nullable=True),
        _moment("started_at"),
        _moment("ended_at", nullable=True),
        _moment("changed_at"),
        *_reference("live_sessions", "changed_by", "people"),
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


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, to: str, nullable: bool = False) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.String(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
