"""Make the tables of pairs: exclusions, and the groups of each session as every change left them."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference, serial

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make them; a cohort without a rota goes on as before."""
    op.create_table(
        "pair_exclusions",
        serial(),
        *reference("pair_exclusions", "cohort_id", "cohorts"),
        *reference("pair_exclusions", "one_id", "people"),
        *reference("pair_exclusions", "other_id", "people"),
        *reference("pair_exclusions", "asked_by", "people"),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        moment("asked_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_exclusions")),
        sa.UniqueConstraint(
            "cohort_id",
            "one_id",
            "other_id",
            "asked_by",
            name=op.f("uq_pair_exclusions_cohort_id_one_id_other_id_asked_by"),
        ),
    )
    _make_rounds()


def _make_rounds() -> None:
    op.create_table(
        "pair_rounds",
        serial(),
        *reference("pair_rounds", "cohort_id", "cohorts"),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        *reference("pair_rounds", "about_id", "people", nullable=True),
        *reference("pair_rounds", "made_by", "people"),
        moment("made_at"),
        moment("undone_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_rounds")),
        sa.CheckConstraint("kind IN ('rota', 'here', 'away', 'apart')", name=op.f("ck_pair_rounds_kind")),
    )
    op.create_index(op.f("ix_pair_rounds_cohort_id_section"), "pair_rounds", ["cohort_id", "section"])
    op.create_table(
        "pair_seats",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("group_number", sa.Integer()),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["pair_rounds.id"], name=op.f("fk_pair_seats_round_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pair_seats_person_id")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_pair_seats")),
    )
    op.create_index(op.f("ix_pair_seats_person_id"), "pair_seats", ["person_id"])
