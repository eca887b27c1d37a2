"""Declare the tables of pairs: who is never put together, and each session's groups as every change left them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, PersonId, Serial, Table


class Exclusion(Table):
    """Two people who are never put together, the smaller id first, and who asked for it.

    `quiet` is what one of the two asked for: it is theirs alone to take back, and nobody is told whose it is.
    """

    __tablename__ = "pair_exclusions"
    id: Mapped[Serial]
    cohort_id: Mapped[CohortId]
    one_id: Mapped[PersonId]
    other_id: Mapped[PersonId]
    asked_by: Mapped[PersonId]
    quiet: Mapped[bool]
    asked_at: Mapped[datetime]
    __table_args__ = (sa.UniqueConstraint("cohort_id", "one_id", "other_id", "asked_by"),)


class Round(Table):
    """One section's groups as one change left them; rows are only ever added, the newest that is not undone holds.

    The rounds of one press of a button share their `change`; `about_id` is whom it was about.
    """

    __tablename__ = "pair_rounds"
    id: Mapped[Serial]
    cohort_id: Mapped[CohortId]
    section: Mapped[str]
    change: Mapped[str]
    kind: Mapped[str]
    about_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    made_by: Mapped[PersonId]
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    __table_args__ = (
        sa.CheckConstraint("kind IN ('rota', 'here', 'away', 'apart')", name="kind"),
        sa.Index(None, "cohort_id", "section"),
    )


class Seat(Table):
    """Where somebody is in a round: which group, and who speaks first (0), listens first (1) or watches (2).

    Without a group somebody is not there on the day.
    """

    __tablename__ = "pair_seats"
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("pair_rounds.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    group_number: Mapped[int | None]
    place: Mapped[int]
