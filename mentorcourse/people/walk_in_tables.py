"""Declare the tables of join codes and of the people who wait at one to be let in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, Id, PersonId, Serial, Table


class JoinCode(Table):
    """A code that a facilitator has opened, readable because pages show it again; all it opens is a place to wait."""

    __tablename__ = "join_codes"
    id: Mapped[Serial]
    cohort_id: Mapped[CohortId] = mapped_column(index=True)
    code: Mapped[str]
    opened_by: Mapped[PersonId]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)


class WalkIn(Table):
    """Somebody who gave a name at a code: only the hash of their browser's secret is kept.

    They wait, are admitted (and then have a person) or declined, and once they have gone in, are in.
    """

    __tablename__ = "walk_ins"
    id: Mapped[Id]
    cohort_id: Mapped[CohortId]
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    person_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting', 'admitted', 'declined', 'in')", name="state"),
        sa.Index(None, "cohort_id", "state"),
    )
