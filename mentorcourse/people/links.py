"""Give people personal links, each bound to the first device that accepts it."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorcourse.store import Store, tables

from . import ways_in
from .sign_ins import NotAdmitted, SignIn, hashed, write_sign_in

LIFETIME = timedelta(days=60)
REFUSAL = (
    "This link does not open the course for you. It may have run out, been replaced by a newer one, or "
    "belong to another device. Ask your facilitator for a new link; on a second device, sign in with your "
    "e-mail address and passphrase."
)

LinkState = Literal["not used yet", "in use", "run out", "revoked"]


@dataclass(frozen=True)
class Invited:
    """Whom a link invites, and where: names to greet them by."""

    name: str
    cohort_name: str


def issue_link(store: Store, person: str, cohort: str, lifetime: timedelta = LIFETIME) -> str:
    """Return the secret of a new link for a person in a cohort (given by ids); only its hash is kept."""
    with store.writing() as session:
        return write_link(store, session, person, cohort, lifetime)


def write_link(store: Store, session: Session, person: str, cohort: str, lifetime: timedelta = LIFETIME) -> str:
    """Do as issue_link inside a transaction."""
    secret, now = secrets.token_urlsafe(32), store.now()
    row = ways_in.Invitation(person_id=person, cohort_id=cohort, secret_hash=hashed(secret), created_at=now)
    row.expires_at = now + lifetime
    session.add(row)
    return secret


def renew_link(store: Store, person: str, cohort: str, lifetime: timedelta = LIFETIME) -> str:
    """Return the secret of a new link that replaces the person's older ones in this cohort."""
    with store.writing() as session:
        _revoke(store, session, person, cohort)
        return write_link(store, session, person, cohort, lifetime)


def revoke_links(store: Store, person: str, cohort: str | None = None) -> None:
    """Make a person's links useless, in one cohort or in all; browsers signed in already stay signed in."""
    with store.writing() as session:
        _revoke(store, session, person, cohort)


def _revoke(store: Store, session: Session, person: str, cohort: str | None) -> None:
    place = {"person_id": person, **({"cohort_id": cohort} if cohort else {})}
    open_links = update(ways_in.Invitation).filter_by(**place, revoked_at=None)
    session.execute(open_links.values(revoked_at=store.now()))


def look_at_link(store: Store, secret: str, device: str | None = None) -> Invited:
    """Return whom a link invites, changing nothing; raises NotAdmitted as accept_link would."""
    with store.reading() as session:
        row = session.scalar(select(ways_in.Invitation).filter_by(secret_hash=hashed(secret)))
        row = _require_usable(store, session, row, device)
        person = session.get_one(tables.Person, row.person_id)
        cohort = session.get_one(tables.Cohort, row.cohort_id)
        return Invited(person.name, cohort.name)


def accept_link(store: Store, secret: str, device: str) -> SignIn:
    """Sign in by a link. Its first use binds it to `device`, a long random secret that the browser keeps.

    Raises NotAdmitted, always with the same message, when the link is unknown, expired, revoked, bound to
    another device, or its person is no longer in the cohort.
    """
    with store.writing() as session:
        # Locked, because two devices may press "Continue" at the same moment.
        query = select(ways_in.Invitation).filter_by(secret_hash=hashed(secret)).with_for_update()
        row = _require_usable(store, session, session.scalar(query), device)
        if row.bound_at is None:
            row.bound_at, row.device_hash = store.now(), hashed(device)
        return write_sign_in(store, session, row.person_id, row.cohort_id)


def _require_usable(
    store: Store, session: Session, row: ways_in.Invitation | None, device: str | None
) -> ways_in.Invitation:
    if row is None or row.revoked_at is not None or row.expires_at <= store.now():
        raise NotAdmitted(REFUSAL)
    if row.device_hash is not None and not hmac.compare_digest(row.device_hash, hashed(device or "")):
        raise NotAdmitted(REFUSAL)
    place = {"person_id": row.person_id, "cohort_id": row.cohort_id}
    if session.scalar(select(tables.Membership).filter_by(**place).limit(1)) is None:
        raise NotAdmitted(REFUSAL)
    return row


def link_states(store: Store, cohort: str) -> dict[str, LinkState]:
    """Return {person id: state of the newest link, or of one in use} for those in the cohort ever given one."""
    query = select(ways_in.Invitation).filter_by(cohort_id=cohort).order_by(ways_in.Invitation.id)
    states: dict[str, LinkState] = {}
    with store.reading() as session:
        for row in session.scalars(query):
            if states.get(row.person_id) != "in use":
                states[row.person_id] = _state(store, row)
    return states


def _state(store: Store, row: ways_in.Invitation) -> LinkState:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= store.now():
        return "run out"
    return "in use" if row.bound_at else "not used yet"
