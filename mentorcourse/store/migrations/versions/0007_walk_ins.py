"""Make the tables of join codes, and of the people who wait at one to be let in."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them; without an open code nobody can ask to come in."""
    op.create_table(
        "join_codes",
        sa.Column("id", _NUMBER, nullable=False),
        *_reference("join_codes", "cohort_id", "cohorts"),
        sa.Column("code", sa.String(), nullable=False),
        *_reference("join_codes", "opened_by", "people"),
        _moment("opened_at"),
        _moment("closes_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_codes")),
    )
    op.create_index(op.f("ix_join_codes_cohort_id"), "join_codes", ["cohort_id"])
    op.create_index(op.f("ix_join_codes_closes_at"), "join_codes", ["closes_at"])
    op.create_table(
        "walk_ins",
        sa.Column("id", sa.String(), nullable=False),
        *_reference("walk_ins", "cohort_id", "cohorts"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        _moment("asked_at"),
        *_reference("walk_ins", "decided_by", "people", nullable=True),
        _moment("decided_at", nullable=True),
        *_reference("walk_ins", "person_id", "people", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk_ins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_walk_ins_secret_hash")),
        sa.CheckConstraint("state IN ('waiting', 'admitted', 'declined', 'in')", name=op.f("ck_walk_ins_state")),
    )
    op.create_index(op.f("ix_walk_ins_cohort_id_state"), "walk_ins", ["cohort_id", "state"])


def _moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, column: str, to: str, nullable: bool = False) -> list[SchemaItem]:
    return [
        sa.Column(column, sa.String(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
