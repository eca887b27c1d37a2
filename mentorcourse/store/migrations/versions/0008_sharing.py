"""Make the tables of what a cohort shows itself: pulses, counts, reveals and shared sentences."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make them, empty: counts that a cohort has seen before join again by the first five answers."""
    op.create_table(
        "pulses",
        *reference("pulses", "cohort_id", "cohorts"),
        *reference("pulses", "person_id", "people"),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        moment("said_at"),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_pulses")),
        sa.CheckConstraint("word IN ('stuck', 'minute', 'done')", name=op.f("ck_pulses_word")),
    )
    _make_counts()
    _make_sentences()


def _make_counts() -> None:
    op.create_table(
        "tallies",
        *reference("tallies", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_tallies")),
    )
    op.create_table(
        "tallied",
        *reference("tallied", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        *reference("tallied", "person_id", "people"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", "person_id", name=op.f("pk_tallied")),
    )
    op.create_table(
        "reveals",
        *reference("reveals", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        moment("revealed_at"),
        *reference("reveals", "revealed_by", "people"),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_reveals")),
    )


def _make_sentences() -> None:
    op.create_table(
        "shared_sentences",
        sa.Column("id", sa.String(), nullable=False),
        *reference("shared_sentences", "cohort_id", "cohorts"),
        *reference("shared_sentences", "person_id", "people"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        moment("shared_at"),
        moment("decided_at", nullable=True),
        *reference("shared_sentences", "decided_by", "people", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_sentences")),
        sa.CheckConstraint(
            "state IN ('waiting', 'shown', 'not shown', 'withdrawn')", name=op.f("ck_shared_sentences_state")
        ),
    )
    for columns in (["cohort_id", "state"], ["person_id", "cohort_id"]):
        op.create_index(op.f(f"ix_shared_sentences_{'_'.join(columns)}"), "shared_sentences", columns)
