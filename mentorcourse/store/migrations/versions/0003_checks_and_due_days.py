"""Make the tables of checks before a release, of second readings, and of the days when reflections are due."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them; a cohort without a row in them goes on as before."""
    op.create_table(
        "review_rules",
        *_reference("review_rules", "cohort_id", "cohorts"),
        sa.Column("checked_by", sa.String(), nullable=False),
        *_reference("review_rules", "lead_id", "people", nullable=True),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_review_rules")),
        sa.CheckConstraint(
            "checked_by IN ('nobody', 'second reader', 'lead')", name=op.f("ck_review_rules_checked_by")
        ),
    )
    _make_checks()
    op.create_table(
        "due_days",
        *_reference("due_days", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("due", sa.Date()),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", "section", name=op.f("pk_due_days")),
    )


def _make_checks() -> None:
    op.create_table(
        "checks",
        *_reference("checks", "submission_id", "submissions"),
        *_reference("checks", "trainer_id", "people"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        _moment("asked_at"),
        *_reference("checks", "checker_id", "people", nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "trainer_id", name=op.f("pk_checks")),
        sa.CheckConstraint("kind IN ('second reader', 'lead')", name=op.f("ck_checks_kind")),
        sa.CheckConstraint("state IN ('asked', 'done', 'returned')", name=op.f("ck_checks_state")),
    )
    op.create_table(
        "second_readings",
        *_reference("second_readings", "submission_id", "submissions"),
        *_reference("second_readings", "trainer_id", "people"),
        *_reference("second_readings", "reader_id", "people"),
        sa.Column("levels", sa.JSON(), nullable=False),
        _moment("rated_at"),
        sa.PrimaryKeyConstraint("submission_id", "trainer_id", "reader_id", name=op.f("pk_second_readings")),
    )


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _reference(table: str, column: str, to: str, nullable: bool = False) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.String(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
