"""Declare the tables of how people sign in: their personal links and their signed-in browsers."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, PersonId, Serial, Table


class Invitation(Table):
    __tablename__ = "invitations"
    id: Mapped[Serial]
    person_id: Mapped[PersonId]
    cohort_id: Mapped[CohortId]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    bound_at: Mapped[datetime | None]
    device_hash: Mapped[str | None]
    __table_args__ = (sa.Index(None, "person_id", "cohort_id"),)


class SignIn(Table):
    """A signed-in browser; `id` is the hash of its token, so that the database signs nobody in."""

    __tablename__ = "sign_ins"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(index=True)
    cohort_id: Mapped[CohortId]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
