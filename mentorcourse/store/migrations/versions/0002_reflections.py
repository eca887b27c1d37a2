"""Make the tables of reflections: submitted versions, reviews, who reads whose, and nbgrader's exchange."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference, serial

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make every table, those that others refer to first."""
    _make_submissions()
    _make_reviews()
    _make_choices()
    _make_bank()
    _make_exchange()


def _make_submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(), nullable=False),
        *reference("submissions", "person_id", "people"),
        *reference("submissions", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        moment("submitted_at"),
        moment("changed_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "person_id", "cohort_id", "section", "number",
            name=op.f("uq_submissions_person_id_cohort_id_section_number"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'in review', 'released', 'withdrawn')", name=op.f("ck_submissions_state")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_submissions_cohort_id_state"), "submissions", ["cohort_id", "state"])


def _make_reviews() -> None:
    op.create_table(
        "openings",
        *reference("openings", "submission_id", "submissions"),
        *reference("openings", "trainer_id", "people"),
        moment("opened_at"),
        sa.PrimaryKeyConstraint("submission_id", "trainer_id", name=op.f("pk_openings")),
    )
    op.create_table(
        "claims",
        *reference("claims", "submission_id", "submissions"),
        *reference("claims", "trainer_id", "people"),
        moment("claimed_at"),
        moment("seen_at"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_claims")),
    )
    op.create_table(
        "reviews",
        serial(),
        *reference("reviews", "submission_id", "submissions"),
        *reference("reviews", "trainer_id", "people"),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        moment("saved_at"),
        sa.Column("released", sa.JSON()),
        moment("released_at", nullable=True),
        moment("read_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("submission_id", "trainer_id", name=op.f("uq_reviews_submission_id_trainer_id")),
    )
    op.create_table(
        "replies",
        serial(),
        *reference("replies", "submission_id", "submissions"),
        *reference("replies", "author_id", "people"),
        sa.Column("text", sa.String(), nullable=False),
        moment("written_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_submission_id"), "replies", ["submission_id"])


def _make_choices() -> None:
    op.create_table(
        "exclusions",
        *reference("exclusions", "person_id", "people"),
        *reference("exclusions", "cohort_id", "cohorts"),
        *reference("exclusions", "trainer_id", "people"),
        moment("added_at"),
        sa.PrimaryKeyConstraint("person_id", "cohort_id", "trainer_id", name=op.f("pk_exclusions")),
    )
    op.create_table(
        "recusals",
        *reference("recusals", "trainer_id", "people"),
        *reference("recusals", "cohort_id", "cohorts"),
        *reference("recusals", "person_id", "people"),
        sa.Column("reason", sa.String(), nullable=False),
        moment("added_at"),
        sa.PrimaryKeyConstraint("trainer_id", "cohort_id", "person_id", name=op.f("pk_recusals")),
        sa.CheckConstraint("reason IN ('mentee', 'report', 'supervisor', 'other')", name=op.f("ck_recusals_reason")),
    )


def _make_bank() -> None:
    op.create_table(
        "bank_comments",
        serial(),
        *reference("bank_comments", "cohort_id", "cohorts"),
        *reference("bank_comments", "trainer_id", "people"),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        moment("added_at"),
        moment("removed_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_comments")),
    )
    op.create_index(op.f("ix_bank_comments_cohort_id"), "bank_comments", ["cohort_id"])
    op.create_table(
        "calibrations",
        *reference("calibrations", "trainer_id", "people"),
        *reference("calibrations", "cohort_id", "cohorts"),
        sa.Column("example", sa.String(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        moment("rated_at"),
        sa.PrimaryKeyConstraint("trainer_id", "cohort_id", "example", name=op.f("pk_calibrations")),
    )


def _make_exchange() -> None:
    op.create_table(
        "exchange_releases",
        *reference("exchange_releases", "cohort_id", "cohorts"),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("notebook", sa.String(), nullable=False),
        moment("released_at"),
        sa.PrimaryKeyConstraint("cohort_id", "assignment", name=op.f("pk_exchange_releases")),
    )
    op.create_table(
        "exchange_feedback",
        *reference("exchange_feedback", "submission_id", "submissions"),
        sa.Column("page", sa.String(), nullable=False),
        moment("made_at"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_exchange_feedback")),
    )
