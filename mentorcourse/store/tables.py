"""Declare the tables of answers and their revisions, and of the people and cohorts whose they are."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(sa.TypeDecorator[datetime]):
    """A point in time, kept in UTC and timezone-aware in Python on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: give a time in UTC")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


Id = Annotated[str, mapped_column(primary_key=True, default=lambda: str(uuid4()))]
Serial = Annotated[int, mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)]
PersonId = Annotated[str, mapped_column(sa.ForeignKey("people.id"))]
CohortId = Annotated[str, mapped_column(sa.ForeignKey("cohorts.id"))]


class Table(DeclarativeBase):
    """The base of all tables; constraint names are fixed, so that migrations can find them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment}


class Person(Table):
    __tablename__ = "people"
    id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    passphrase_hash: Mapped[str | None]
    created_at: Mapped[datetime]


class Cohort(Table):
    __tablename__ = "cohorts"
    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class Membership(Table):
    __tablename__ = "memberships"
    id: Mapped[Serial]
    person_id: Mapped[PersonId]
    cohort_id: Mapped[CohortId] = mapped_column(index=True)
    role: Mapped[str]
    added_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("person_id", "cohort_id", "role"),
        sa.CheckConstraint("role IN ('participant', 'trainer', 'facilitator', 'mentee')", name="role"),
    )


class Answer(Table):
    """The head of one person's answer: which revision is current and how far it is, never its text.

    `seconds` is the time from one save of the person's to the next that led to this answer, pauses left out.
    """

    __tablename__ = "answers"
    id: Mapped[Serial]
    person_id: Mapped[PersonId]
    cohort_id: Mapped[CohortId]
    activity: Mapped[str]
    revision: Mapped[int]
    answered: Mapped[int]
    total: Mapped[int]
    saved_at: Mapped[datetime]
    seconds: Mapped[float] = mapped_column(sa.Float, default=0, server_default="0")
    __table_args__ = (
        sa.UniqueConstraint("person_id", "cohort_id", "activity"),
        sa.Index(None, "cohort_id", "activity"),
    )


class Revision(Table):
    """One field's value as one save left it; rows are only ever added."""

    __tablename__ = "revisions"
    id: Mapped[Serial]
    answer_id: Mapped[int] = mapped_column(sa.ForeignKey("answers.id"))
    number: Mapped[int]
    field: Mapped[str]
    value: Mapped[Any] = mapped_column(sa.JSON)
    base_revision: Mapped[int]
    saved_at: Mapped[datetime]
    # In this order the constraint's own index also finds the latest value of each field.
    __table_args__ = (sa.UniqueConstraint("answer_id", "field", "number"),)


class SectionState(Table):
    __tablename__ = "section_states"
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    open: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
