"""Keep who has read which version of the privacy notice; whoever declines leaves nothing behind."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete, select, update

from mentorcourse.people.sign_ins import hashed
from mentorcourse.people.ways_in import Invitation, SignIn
from mentorcourse.store import Store

from . import audit
from .notice import Notice
from .tables import Consent

# "older": they have agreed to another version of the notice than the one in force.
Agreed = Literal["current", "older", "none"]


def agree(store: Store, person: str, notice: Notice) -> None:
    """Keep that a person (by id) has read this notice and goes on; twice is once."""
    with store.writing() as session:
        given = select(Consent.id).filter_by(person_id=person, notice=notice.kind, version=notice.version)
        if session.scalar(given.limit(1)) is not None:
            return
        kept = Consent(person_id=person, notice=notice.kind, version=notice.version, language=notice.language)
        kept.digest, kept.given_at = notice.digest, store.now()
        session.add(kept)
        audit.write(store, session, "notice read", by=person, about=person, detail=str(notice.version))


def agreed(store: Store, person: str, notice: Notice) -> Agreed:
    """Whether a person (by id) has agreed to this notice, to another version or notice only, or to none."""
    with store.reading() as session:
        rows = session.execute(select(Consent.notice, Consent.version).filter_by(person_id=person)).all()
    if (notice.kind, notice.version) in {(row.notice, row.version) for row in rows}:
        return "current"
    return "older" if rows else "none"


def decline(store: Store, person: str, token: str) -> None:
    """Sign this browser out. Of somebody who never agreed, no visit is kept, and their link is as if never used."""
    with store.writing() as session:
        has_agreed = session.scalar(select(Consent.id).filter_by(person_id=person).limit(1)) is not None
        if has_agreed:
            session.execute(update(SignIn).filter_by(id=hashed(token)).values(ended_at=store.now()))
            return
        audit.forget_visits(session, person)
        session.execute(delete(SignIn).filter_by(person_id=person))
        session.execute(update(Invitation).filter_by(person_id=person).values(bound_at=None, device_hash=None))
