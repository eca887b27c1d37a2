"""Make the first tables: people and how they sign in, answers and their revisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from mentorcourse.store.migrations.columns import moment, serial

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, those that others refer to first."""
    _make_people()
    _make_ways_in()
    _make_answers()
    op.create_table(
        "section_states",
        sa.Column("cohort_id", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        moment("changed_at"),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_section_states_cohort_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["people.id"], name=op.f("fk_section_states_changed_by")),
        sa.PrimaryKeyConstraint("cohort_id", "section", name=op.f("pk_section_states")),
    )


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String()),
        sa.Column("passphrase_hash", sa.String()),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "cohorts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        moment("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("name", name=op.f("uq_cohorts_name")),
    )
    op.create_table(
        "memberships",
        serial(),
        *_person_and_cohort("memberships"),
        sa.Column("role", sa.String(), nullable=False),
        moment("added_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("person_id", "cohort_id", "role", name=op.f("uq_memberships_person_id_cohort_id_role")),
        sa.CheckConstraint("role IN ('participant', 'trainer', 'facilitator')", name=op.f("ck_memberships_role")),
    )
    op.create_index(op.f("ix_memberships_cohort_id"), "memberships", ["cohort_id"])


def _make_ways_in() -> None:
    op.create_table(
        "invitations",
        serial(),
        *_person_and_cohort("invitations"),
        sa.Column("secret_hash", sa.String(), nullable=False),
        moment("created_at"),
        moment("expires_at"),
        moment("revoked_at", nullable=True),
        moment("bound_at", nullable=True),
        sa.Column("device_hash", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitations_secret_hash")),
    )
    op.create_index(op.f("ix_invitations_person_id_cohort_id"), "invitations", ["person_id", "cohort_id"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        *_person_and_cohort("sign_ins"),
        moment("created_at"),
        moment("seen_at"),
        moment("expires_at"),
        moment("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"])


def _make_answers() -> None:
    op.create_table(
        "answers",
        serial(),
        *_person_and_cohort("answers"),
        sa.Column("activity", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("revision", "answered", "total")),
        moment("saved_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("person_id", "cohort_id", "activity", name=op.f("uq_answers_person_id_cohort_id_activity")),
    )
    op.create_index(op.f("ix_answers_cohort_id_activity"), "answers", ["cohort_id", "activity"])
    op.create_table(
        "revisions",
        serial(),
        serial("answer_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        moment("saved_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.ForeignKeyConstraint(["answer_id"], ["answers.id"], name=op.f("fk_revisions_answer_id")),
        sa.UniqueConstraint("answer_id", "field", "number", name=op.f("uq_revisions_answer_id_field_number")),
    )


def _person_and_cohort(table: str) -> list[SchemaItem]:
    return [
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("cohort_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f(f"fk_{table}_person_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f(f"fk_{table}_cohort_id")),
    ]
