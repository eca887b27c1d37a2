"""Declare the tables of consent, of the record of who did what about whom, and of erasures."""

from datetime import datetime
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import Id, PersonId, Serial, Table

SomebodyId = Annotated[str | None, mapped_column(sa.ForeignKey("people.id"))]


class Consent(Table):
    """A person has read a version of the privacy notice and goes on; `digest` is that of the text they were shown."""

    __tablename__ = "consents"
    id: Mapped[Serial]
    person_id: Mapped[PersonId] = mapped_column(index=True)
    notice: Mapped[str]
    version: Mapped[int]
    language: Mapped[str]
    digest: Mapped[str]
    given_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint("notice IN ('members', 'guests')", name="notice"),)


class Act(Table):
    """Something that was done, by whom, about whom, and when; rows are only ever added.

    `actor` says who acted where it was nobody with a name: an administrator, or the course by itself. `detail` is a
    short code, such as a section's stem; never what anybody wrote.
    """

    __tablename__ = "audit_acts"
    id: Mapped[Serial]
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    actor: Mapped[str]
    actor_id: Mapped[SomebodyId] = mapped_column(index=True)
    about_id: Mapped[SomebodyId] = mapped_column(index=True)
    cohort_id: Mapped[str | None] = mapped_column(sa.ForeignKey("cohorts.id"))
    detail: Mapped[str]
    __table_args__ = (sa.CheckConstraint("actor IN ('person', 'administrator', 'course')", name="actor"),)


class Erasure(Table):
    """A person is to be erased, or has been: what stays of them once everything else is gone.

    `asked_by` is empty where an administrator asked.
    """

    __tablename__ = "erasures"
    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(index=True)
    asked_by: Mapped[SomebodyId]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (sa.CheckConstraint("state IN ('asked', 'confirmed', 'undone', 'done')", name="state"),)


class DailyWork(Table):
    """What is done once a day by one of all replicas: when it was begun, unless it has ended, and when it was done."""

    __tablename__ = "daily_work"
    kind: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
