"""Keep signed-in browsers: each holds a token of its own, of which the database knows the hash only."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Executable, bindparam, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from mentorcourse.store import StorageUnavailable, Store, tables

from . import ways_in

IDLE = timedelta(hours=24)
LIFETIME = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class NotAdmitted(Exception):
    """Somebody may not come in; the message is the same for every reason and names the mend."""


@dataclass(frozen=True)
class SignIn:
    """A sign-in just made: the token for the cookie, whose it is, and when it ends at the latest."""

    token: str
    person: str
    cohort: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request, in the cohort they are in at the moment; ids and names."""

    person: str
    name: str
    email: str | None
    cohort: str
    cohort_name: str
    roles: frozenset[str]


def hashed(secret: str) -> str:
    """Return the form in which a secret of ours (long and random) is kept."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def start(store: Store, person: str, cohort: str) -> SignIn:
    """Sign a person (given by id) in to a cohort, always with a new token."""
    with store.writing() as session:
        return write_sign_in(store, session, person, cohort)


def write_sign_in(store: Store, session: Session, person: str, cohort: str) -> SignIn:
    """Do as start inside a transaction."""
    token, now = secrets.token_urlsafe(32), store.now()
    row = ways_in.SignIn(id=hashed(token), person_id=person, cohort_id=cohort, created_at=now, seen_at=now)
    row.expires_at = now + LIFETIME
    session.add(row)
    return SignIn(token, person, cohort, row.expires_at)


def who(store: Store, token: str) -> SignedIn | None:
    """Return who holds the token; None when it is unknown, ended, expired, idle, or no membership is left."""
    now = store.now()
    found = store.rows(_WHO, token=hashed(token), now=now, seen_after=now - IDLE)
    if not found:
        return None
    seen_at, person, name, email, cohort, cohort_name, _ = found[0]
    if now - seen_at >= TOUCH_EVERY:
        _touch(store, token, now)
    return SignedIn(person, name, email, cohort, cohort_name, frozenset(role for *_, role in found))


def _who() -> Executable:
    row, person, cohort, membership = ways_in.SignIn, tables.Person, tables.Cohort, tables.Membership
    return (
        select(row.seen_at, person.id, person.name, person.email, cohort.id, cohort.name, membership.role)
        .join(person, person.id == row.person_id)
        .join(cohort, cohort.id == row.cohort_id)
        .join(membership, (membership.person_id == row.person_id) & (membership.cohort_id == row.cohort_id))
        .where(row.id == bindparam("token"), row.ended_at.is_(None))
        .where(row.expires_at > bindparam("now"), row.seen_at > bindparam("seen_after"))
    )


_WHO = _who()  # made once: every request asks it


def last_seen(store: Store, cohort: str) -> dict[str, datetime]:
    """Return when each person of a cohort (given by id) was last here, to the minute; only those who were."""
    row = ways_in.SignIn
    query = select(row.person_id, func.max(row.seen_at).label("seen_at"))
    query = query.where(row.cohort_id == cohort).group_by(row.person_id)
    with store.reading() as session:
        return {found.person_id: found.seen_at for found in session.execute(query)}


def _touch(store: Store, token: str, now: datetime) -> None:
    # A page must open at once while the database is busy or read-only: the next request tries again.
    try:
        with store.writing(wait=False) as session:
            session.execute(update(ways_in.SignIn).filter_by(id=hashed(token)).values(seen_at=now))
    except StorageUnavailable as error:
        _log.info("A sign-in's last use was not recorded: %s", error)


def end(store: Store, token: str) -> None:
    """Sign this browser out; an unknown token is no error."""
    _end(store, ways_in.SignIn.id, hashed(token))


def end_everywhere(store: Store, person: str) -> None:
    """Sign a person (given by id) out of every browser and cohort."""
    _end(store, ways_in.SignIn.person_id, person)


def _end(store: Store, column: InstrumentedAttribute[str], value: str) -> None:
    with store.writing() as session:
        ended = update(ways_in.SignIn).where(column == value, ways_in.SignIn.ended_at.is_(None))
        session.execute(ended.values(ended_at=store.now()))


def switch_cohort(store: Store, token: str, cohort: str) -> None:
    """Let this browser continue in another of the person's cohorts; raises NotAdmitted when not a member."""
    with store.writing() as session:
        row = session.get(ways_in.SignIn, hashed(token))
        member = row and session.scalar(
            select(tables.Membership).filter_by(person_id=row.person_id, cohort_id=cohort).limit(1)
        )
        if row is None or member is None:
            raise NotAdmitted("You are not a member of that cohort: ask its facilitator to add you.")
        row.cohort_id = cohort
