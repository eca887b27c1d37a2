"""Make the tables of checks before a release, of second readings, and of the days when reflections are due."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make them; a cohort without a row in them goes on as before."""
    op.create_table(
        "review_rules",
        *reference("review_rules", "cohort_id", "cohorts"),
        sa.Column("checked_by", sa.String(), nullable=False),
        *reference("review_rules", "lead_id", "people", nullable=True),
        moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_review_rules")),
        sa.CheckConstraint(
            "checked_by IN ('nobody', 'second reader', 'lead')", name=op.f("ck_review_rules_checked_by")
        ),
    )
    _make_checks()
    op.create_table(
        "due_days",
        *reference("due_days", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("due", sa.Date()),
        moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", "section", name=op.f("pk_due_days")),
    )


def _make_checks() -> None:
    op.create_table(
        "checks",
        *reference("checks", "submission_id", "submissions"),
        *reference("checks", "trainer_id", "people"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        moment("asked_at"),
        *reference("checks", "checker_id", "people", nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "trainer_id", name=op.f("pk_checks")),
        sa.CheckConstraint("kind IN ('second reader', 'lead')", name=op.f("ck_checks_kind")),
        sa.CheckConstraint("state IN ('asked', 'done', 'returned')", name=op.f("ck_checks_state")),
    )
    op.create_table(
        "second_readings",
        *reference("second_readings", "submission_id", "submissions"),
        *reference("second_readings", "trainer_id", "people"),
        *reference("second_readings", "reader_id", "people"),
        sa.Column("levels", sa.JSON(), nullable=False),
        moment("rated_at"),
        sa.PrimaryKeyConstraint("submission_id", "trainer_id", "reader_id", name=op.f("pk_second_readings")),
    )
