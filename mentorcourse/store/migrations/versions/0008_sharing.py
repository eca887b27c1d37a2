"""Make the tables of what a cohort shows itself: pulses, counts, reveals and shared sentences."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make them, empty: counts that a cohort has seen before join again by the first five answers."""
    op.create_table(
        "pulses",
        *_reference("pulses", "cohort_id", "cohorts"),
        *_reference("pulses", "person_id", "people"),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        _moment("said_at"),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_pulses")),
        sa.CheckConstraint("word IN ('stuck', 'minute', 'done')", name=op.f("ck_pulses_word")),
    )
    _make_counts()
    _make_sentences()


def _make_counts() -> None:
    op.create_table(
        "tallies",
        *_reference("tallies", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        _moment("changed_at"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_tallies")),
    )
    op.create_table(
        "tallied",
        *_reference("tallied", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        *_reference("tallied", "person_id", "people"),
        sa.PrimaryKeyConstraint("cohort_id", "activity", "person_id", name=op.f("pk_tallied")),
    )
    op.create_table(
        "reveals",
        *_reference("reveals", "cohort_id", "cohorts"),
        sa.Column("activity", sa.String(), nullable=False),
        _moment("revealed_at"),
        *_reference("reveals", "revealed_by", "people"),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("cohort_id", "activity", name=op.f("pk_reveals")),
    )


def _make_sentences() -> None:
    op.create_table(
        "shared_sentences",
        sa.Column("id", sa.String(), nullable=False),
        *_reference("shared_sentences", "cohort_id", "cohorts"),
        *_reference("shared_sentences", "person_id", "people"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _moment("shared_at"),
        _moment("decided_at", nullable=True),
        *_reference("shared_sentences", "decided_by", "people", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_sentences")),
        sa.CheckConstraint(
            "state IN ('waiting', 'shown', 'not shown', 'withdrawn')", name=op.f("ck_shared_sentences_state")
        ),
    )
    for columns in (["cohort_id", "state"], ["person_id", "cohort_id"]):
        op.create_index(op.f(f"ix_shared_sentences_{'_'.join(columns)}"), "shared_sentences", columns)


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, to: str, nullable: bool = False) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.String(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
