"""Make the tables of join codes, and of the people who wait at one to be let in."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference, serial

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make them; without an open code nobody can ask to come in."""
    op.create_table(
        "join_codes",
        serial(),
        *reference("join_codes", "cohort_id", "cohorts"),
        sa.Column("code", sa.String(), nullable=False),
        *reference("join_codes", "opened_by", "people"),
        moment("opened_at"),
        moment("closes_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_codes")),
    )
    op.create_index(op.f("ix_join_codes_cohort_id"), "join_codes", ["cohort_id"])
    op.create_index(op.f("ix_join_codes_closes_at"), "join_codes", ["closes_at"])
    op.create_table(
        "walk_ins",
        sa.Column("id", sa.String(), nullable=False),
        *reference("walk_ins", "cohort_id", "cohorts"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        moment("asked_at"),
        *reference("walk_ins", "decided_by", "people", nullable=True),
        moment("decided_at", nullable=True),
        *reference("walk_ins", "person_id", "people", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_ins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_walk_ins_secret_hash")),
        sa.CheckConstraint("state IN ('waiting', 'admitted', 'declined', 'in')", name=op.f("ck_walk_ins_state")),
    )
    op.create_index(op.f("ix_walk_ins_cohort_id_state"), "walk_ins", ["cohort_id", "state"])
