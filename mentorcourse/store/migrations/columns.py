"""Columns that many steps of the schema make; as a step makes the same for ever, these never change."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem


def serial(name: str = "id") -> sa.Column[int]:
    """A number that counts up by itself."""
    # SQLite counts up only in a column of exactly INTEGER.
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def moment(name: str, nullable: bool = False) -> sa.Column[datetime]:
    """A moment, with its offset where the database keeps one."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def reference(table: str, column: str, to: str, nullable: bool = False) -> list[SchemaItem]:
    """A column of `table` that holds an id of the table `to`, and its constraint."""
    return [
        sa.Column(column, sa.String(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}")),
    ]
