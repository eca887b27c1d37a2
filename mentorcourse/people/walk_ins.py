"""Let people in who come on the day: a facilitator opens a code, a newcomer gives a name, the facilitator decides.

A code opens no more than a place to wait, for an hour, and is kept readable so that pages can show it again. Whoever
waits is known by a secret of their browser, of which only the hash is kept.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store, tables

from .cohorts import PeopleError, clean_name, enrol
from .links import write_link
from .sign_ins import SignIn, hashed, write_sign_in
from .walk_in_tables import JoinCode, WalkIn
from .ways_in import Invitation

LETTERS = "CFHJKMNPRTWXY3479"  # none that is taken for another, and no vowel to make a word of
LENGTH = 6
LIFETIME = timedelta(hours=1)
PATIENCE = timedelta(hours=2)  # how long somebody may wait, also once the code is closed
ADMITTED = timedelta(days=1)  # how long whoever was admitted may still go in
MOST_WAITING = 30
REFUSAL = Sentence(
    "This code lets nobody in at the moment. A code is open for an hour at most and may have been replaced, and only "
    "so many people can wait at once. Ask the facilitator to show you the code that is open now."
)
GONE = Sentence("This person no longer waits. They can type the code again.")

Decision = Literal["admit", "decline", "wait"]

_log = logging.getLogger(__name__)


class NotOpen(PeopleError):
    """Somebody cannot wait or go in here; the message is the same for every reason."""

    def __init__(self) -> None:
        super().__init__(REFUSAL)


@dataclass(frozen=True)
class Code:
    """A code as people read it, in two halves, and when it closes by itself."""

    text: str
    closes_at: datetime


@dataclass(frozen=True)
class Waiting:
    """Somebody at the door, as facilitators see them; `is_known` when a member of the cohort has the same name."""

    id: str
    name: str
    state: str
    asked_at: datetime
    is_known: bool


@dataclass(frozen=True)
class Standing:
    """How somebody's asking stands: waiting, admitted, declined or in."""

    state: str
    name: str
    cohort_name: str


@dataclass(frozen=True)
class Entered:
    """A newcomer's sign-in, and the secret of their personal link; only its hash is kept."""

    sign_in: SignIn
    link: str


def open_code(store: Store, cohort: str, by: str, lifetime: timedelta = LIFETIME) -> Code:
    """Open a new code for a cohort (given by id); an older one closes."""
    now, text = store.now(), "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with store.writing() as session:
        _close(store, session, cohort)
        session.add(JoinCode(cohort_id=cohort, code=text, opened_by=by, opened_at=now, closes_at=now + lifetime))
    _log.info("A join code was opened by %s", by)
    return Code(_halves(text), now + lifetime)


def close_code(store: Store, cohort: str, by: str) -> None:
    """Close the cohort's code; whoever waits already still does."""
    with store.writing() as session:
        _close(store, session, cohort)
    _log.info("A join code was closed by %s", by)


def _close(store: Store, session: Session, cohort: str) -> None:
    """Close the cohort's code, and forget those who no longer wait."""
    now = store.now()
    session.execute(
        update(JoinCode).where(JoinCode.cohort_id == cohort, JoinCode.closes_at > now).values(closes_at=now)
    )
    unadmitted = delete(WalkIn).where(WalkIn.cohort_id == cohort, WalkIn.person_id.is_(None))
    session.execute(unadmitted.where(WalkIn.asked_at < now - PATIENCE))


def open_now(store: Store, cohort: str) -> Code | None:
    """The cohort's code, if one is open."""
    query = select(JoinCode).where(JoinCode.cohort_id == cohort, JoinCode.closes_at > store.now())
    with store.reading() as session:
        row = session.scalar(query.order_by(JoinCode.id.desc()).limit(1))
        return Code(_halves(row.code), row.closes_at) if row else None


def _halves(code: str) -> str:
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def knock(store: Store, code: str, name: str) -> tuple[str, str]:
    """Begin to wait under a name; return the cohort (id) and the secret by which the browser is known.

    Raises PeopleError for what cannot be a name, whatever the code is, and NotOpen.
    """
    name = clean_name(name)
    typed = "".join(character for character in code.upper() if character.isalnum()).encode()
    secret, now = secrets.token_urlsafe(32), store.now()
    with store.writing() as session:
        rows = session.scalars(select(JoinCode).where(JoinCode.closes_at > now)).all()
        # Every open code is compared, each in the same time, so that nothing is learned from how long it takes.
        found = [row.cohort_id for row in rows if hmac.compare_digest(row.code.encode(), typed)]
        if not found:
            raise NotOpen
        waits = select(func.count()).select_from(WalkIn).filter_by(cohort_id=found[0], state="waiting")
        if (session.scalar(waits.where(WalkIn.asked_at > now - PATIENCE)) or 0) >= MOST_WAITING:
            raise NotOpen
        asked = {"secret_hash": hashed(secret), "state": "waiting", "asked_at": now}
        session.add(WalkIn(cohort_id=found[0], name=name, **asked))
    _log.info("Somebody waits to be let in")
    return found[0], secret


def at_the_door(store: Store, cohort: str) -> list[Waiting]:
    """Who waits or was declined, in the order in which they came."""
    rows = select(WalkIn).where(WalkIn.cohort_id == cohort, WalkIn.state.in_(("waiting", "declined")))
    known = select(tables.Person.name).join(tables.Membership, tables.Membership.person_id == tables.Person.id)
    with store.reading() as session:
        found = session.scalars(rows.where(WalkIn.asked_at > store.now() - PATIENCE).order_by(WalkIn.asked_at)).all()
        if not found:
            return []
        names = {name.casefold() for name in session.scalars(known.where(tables.Membership.cohort_id == cohort))}
        return [Waiting(row.id, row.name, row.state, row.asked_at, row.name.casefold() in names) for row in found]


def doorkeepers(store: Store, cohort: str) -> list[str]:
    """Who (ids) decides about those at the door: the cohort's facilitators."""
    with store.reading() as session:
        keepers = select(tables.Membership.person_id).filter_by(cohort_id=cohort, role="facilitator")
        return list(session.scalars(keepers))


def decide(store: Store, cohort: str, walk_in: str, by: str, decision: Decision) -> str | None:
    """Admit somebody as a participant, decline them, or let one who was declined wait again; who was admitted, by id.

    Raises PeopleError when they are gone.
    """
    with store.writing() as session:
        query = select(WalkIn).filter_by(id=walk_in, cohort_id=cohort).with_for_update()
        row = session.scalar(query.where(WalkIn.asked_at > store.now() - PATIENCE))
        if row is None or row.state not in ("waiting", "declined"):
            raise PeopleError(GONE)
        row.state = {"admit": "admitted", "decline": "declined", "wait": "waiting"}[decision]
        row.decided_by, row.decided_at = by, store.now()
        if decision == "admit":
            row.person_id = enrol(store, session, cohort, row.name, None, ["participant"])[0].id
        admitted = row.person_id
    _log.info("Somebody at the door: %s, by %s", decision, by)
    return admitted


def leave(store: Store, secret: str) -> None:
    """Wait no longer; for a browser that does not wait this is no error."""
    with store.writing() as session:
        session.execute(delete(WalkIn).filter_by(secret_hash=hashed(secret), person_id=None))


def standing(store: Store, secret: str) -> Standing | None:
    """How the asking of this browser stands; None when it waits for nothing any longer."""
    with store.reading() as session:
        row = session.scalar(select(WalkIn).filter_by(secret_hash=hashed(secret)))
        if row is None or not _still_counts(store, row):
            return None
        return Standing(row.state, row.name, session.get_one(tables.Cohort, row.cohort_id).name)


def _still_counts(store: Store, row: WalkIn) -> bool:
    now = store.now()
    if row.state in ("waiting", "declined"):
        return row.asked_at > now - PATIENCE
    return row.decided_at is not None and row.decided_at > now - ADMITTED


def go_in(store: Store, secret: str) -> Entered:
    """Sign an admitted newcomer in, with a personal link to come back by; raises NotOpen.

    The reply may be lost on its way, so the same browser may ask again for a day; the earlier link then ends.
    """
    with store.writing() as session:
        row = session.scalar(select(WalkIn).filter_by(secret_hash=hashed(secret)).with_for_update())
        if row is None or row.person_id is None or not _still_counts(store, row):
            raise NotOpen
        place = {"person_id": row.person_id, "cohort_id": row.cohort_id}
        if session.scalar(select(tables.Membership).filter_by(**place).limit(1)) is None:
            raise NotOpen
        row.state = "in"
        earlier = update(Invitation).filter_by(**place, revoked_at=None, bound_at=None)
        session.execute(earlier.values(revoked_at=store.now()))
        link = write_link(store, session, row.person_id, row.cohort_id)
        return Entered(write_sign_in(store, session, row.person_id, row.cohort_id), link)
