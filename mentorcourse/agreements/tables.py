"""Declare the tables of agreements: what each of the two wrote, initialled and signed, and how they were invited."""

from datetime import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, Id, PersonId, Serial, Table

AgreementId = Annotated[str, mapped_column(sa.ForeignKey("agreements.id"))]
_SIDE = "side IN ('mentee', 'mentor')"


class Agreement(Table):
    """One agreement of two people; `rows` ({key, label, help} in order) are as they were worded when it was begun."""

    __tablename__ = "agreements"
    id: Mapped[Id]
    cohort_id: Mapped[CohortId] = mapped_column(index=True)
    mentor_id: Mapped[PersonId] = mapped_column(index=True)
    mentee_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    mentee_name: Mapped[str]
    mentee_email: Mapped[str | None] = mapped_column(index=True)
    rows: Mapped[Any] = mapped_column(sa.JSON)
    stage: Mapped[str]
    ended_by: Mapped[str | None]
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    finalised_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (sa.CheckConstraint("stage IN ('mentee', 'mentor', 'together', 'final', 'ended')", name="stage"),)


class Written(Table):
    """One cell as one save left it; rows are only ever added. `number` counts the saves of that side."""

    __tablename__ = "agreement_revisions"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId]
    side: Mapped[str]
    row: Mapped[str]
    number: Mapped[int]
    text: Mapped[str]
    base_number: Mapped[int]
    saved_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "side", "row", "number"),
        sa.CheckConstraint(_SIDE, name="side"),
    )


class Initialled(Table):
    """One person's initials on one row; `void_at` when its words have changed since."""

    __tablename__ = "agreement_initials"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId] = mapped_column(index=True)
    side: Mapped[str]
    row: Mapped[str]
    letters: Mapped[str]
    seen: Mapped[str]
    given_at: Mapped[datetime]
    void_at: Mapped[datetime | None]
    __table_args__ = (sa.CheckConstraint(_SIDE, name="side"),)


class Comment(Table):
    """What one of the two says about a row, beside it."""

    __tablename__ = "agreement_comments"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId] = mapped_column(index=True)
    side: Mapped[str]
    row: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint(_SIDE, name="side"),)


class Signed(Table):
    """The whole page as it was when it became final; never changed."""

    __tablename__ = "agreement_versions"
    agreement_id: Mapped[str] = mapped_column(sa.ForeignKey("agreements.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    paper: Mapped[Any] = mapped_column(sa.JSON)
    hash: Mapped[str]
    signed_at: Mapped[datetime]


class Event(Table):
    """What happened, by whom, and when: as server.agreement_json.NEWS names it, or opened."""

    __tablename__ = "agreement_events"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId] = mapped_column(index=True)
    side: Mapped[str]
    kind: Mapped[str]
    row: Mapped[str | None]
    at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint(_SIDE, name="side"),)


class Link(Table):
    """An invitation's link: only the hash of its secret, and the device that it was first used on."""

    __tablename__ = "agreement_links"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId] = mapped_column(index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    bound_at: Mapped[datetime | None]
    device_hash: Mapped[str | None]


class CheckIns(Table):
    """When the two meet: `plan` as documents.check_ins reads it; `sequence` grows with every change."""

    __tablename__ = "agreement_check_ins"
    agreement_id: Mapped[str] = mapped_column(sa.ForeignKey("agreements.id"), primary_key=True)
    plan: Mapped[Any] = mapped_column(sa.JSON)
    sequence: Mapped[int]
    cancelled: Mapped[bool]
    side: Mapped[str]
    changed_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint(_SIDE, name="side"),)


class LookBack(Table):
    """What one of the two wrote ninety days after; rows are only ever added. `version` is the signed one looked at."""

    __tablename__ = "agreement_look_backs"
    id: Mapped[Serial]
    agreement_id: Mapped[AgreementId]
    version: Mapped[int]
    side: Mapped[str]
    number: Mapped[int]
    answers: Mapped[Any] = mapped_column(sa.JSON)
    saved_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "version", "side", "number"),
        sa.CheckConstraint(_SIDE, name="side"),
    )
