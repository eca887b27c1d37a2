"""Declare the tables of what a cohort shows itself: pulses, counts, reveals and shared sentences."""

from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import Id, Table

CohortKey = Annotated[str, mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)]
PersonKey = Annotated[str, mapped_column(sa.ForeignKey("people.id"), primary_key=True)]


class Pulse(Table):
    """How somebody is doing at one `place` of a live session; one row a person, which counts nowhere else."""

    __tablename__ = "pulses"
    cohort_id: Mapped[CohortKey]
    person_id: Mapped[PersonKey]
    place: Mapped[str]
    word: Mapped[str]
    said_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint("word IN ('stuck', 'minute', 'done')", name="word"),)


class Tally(Table):
    """The counts of one activity as a cohort may see them; `counts` is {field: {option: how many}}."""

    __tablename__ = "tallies"
    cohort_id: Mapped[CohortKey]
    activity: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[int]
    counts: Mapped[Any] = mapped_column(sa.JSON)
    changed_at: Mapped[datetime]


class Tallied(Table):
    """Somebody whose answer is in a tally: it is counted once, as it was then. What it was is not here."""

    __tablename__ = "tallied"
    cohort_id: Mapped[CohortKey]
    activity: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonKey]


class Reveal(Table):
    """A facilitator has shown an activity's counts to the cohort; `counts` and `answers` are what was shown then."""

    __tablename__ = "reveals"
    cohort_id: Mapped[CohortKey]
    activity: Mapped[str] = mapped_column(primary_key=True)
    revealed_at: Mapped[datetime]
    revealed_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    answers: Mapped[int]
    counts: Mapped[Any] = mapped_column(sa.JSON)


class SharedSentence(Table):
    """A sentence that somebody shares with the cohort; withdrawn, its text is gone."""

    __tablename__ = "shared_sentences"
    id: Mapped[Id]
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"))
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    section: Mapped[str]
    text: Mapped[str]
    signed: Mapped[bool]
    state: Mapped[str]
    shared_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    __table_args__ = (
        sa.Index(None, "cohort_id", "state"),
        sa.Index(None, "person_id", "cohort_id"),
        sa.CheckConstraint("state IN ('waiting', 'shown', 'not shown', 'withdrawn')", name="state"),
    )
