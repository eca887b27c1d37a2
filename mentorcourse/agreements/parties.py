"""Bring the two together: a mentor begins an agreement and invites a mentee by a link, or by a member's address."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mentorcourse.people.cohorts import clean_email, clean_name
from mentorcourse.people.sign_ins import SignIn, hashed, write_sign_in
from mentorcourse.people.ways_in import SignIn as Browser
from mentorcourse.store import Store
from mentorcourse.store.tables import Membership, Person

from . import wording
from .keeping import Unknown
from .moves import Refused
from .tables import Agreement, Event, Link

MENTEE = "mentee"  # the role of somebody who takes part in agreements only
UNUSED = timedelta(days=60)  # how long a link waits for its first use
USED = timedelta(days=400)  # how long it then works on that device
MOST = 40

LinkState = Literal["none", "not used yet", "in use", "run out", "revoked"]


class NotInvited(Refused):
    """A link does not open an agreement here; the message is the same for every reason."""


class SignInFirst(Refused):
    """The agreement belongs to a member of the course, who has a way in of their own."""


@dataclass(frozen=True)
class Invitation:
    """Whom a link invites, by whom, to which agreement: names to greet them by."""

    agreement: str
    mentor: str
    mentee: str
    asks_name: bool


@dataclass(frozen=True)
class Entered:
    """Where a link leads; with a sign-in for somebody who has no other way in."""

    agreement: str
    sign_in: SignIn | None


def begin(
    store: Store, person: str, cohort: str, mentee: str, email: str, rows: Sequence[dict[str, str]]
) -> tuple[str, str]:
    """Begin an agreement as its mentor; return its id and the secret of the mentee's link.

    `rows` ({key, label, help}) are kept as they are worded now. Raises PeopleError for a wrong name or address.
    """
    name, address = clean_name(mentee), clean_email(email) if email.strip() else None
    with store.writing() as session:
        alive = select(func.count()).select_from(Agreement).where(Agreement.mentor_id == person)
        if (session.scalar(alive.where(Agreement.ended_at.is_(None))) or 0) >= MOST:
            raise Refused(wording.TAKEN)
        if address and session.get_one(Person, person).email == address:
            raise Refused(wording.YOURSELF)
        now, key = store.now(), str(uuid4())
        made = Agreement(
            id=key, cohort_id=cohort, mentor_id=person, mentee_name=name, mentee_email=address, rows=list(rows),
            stage="mentee", started_at=now, changed_at=now,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return key, _new_link(store, session, key)


def renew_link(store: Store, person: str, agreement: str) -> str:
    """Return the secret of a new link; the older ones stop working, and so do the devices that came by them."""
    with store.writing() as session:
        _revoke(store, session, _own(session, person, agreement))
        return _new_link(store, session, agreement)


def revoke_link(store: Store, person: str, agreement: str) -> None:
    """Take the invitation back: its links stop working, and a mentee without another way in is signed out."""
    with store.writing() as session:
        _revoke(store, session, _own(session, person, agreement))


def look(store: Store, secret: str, device: str | None) -> Invitation:
    """Return whom a link invites, changing nothing; raises NotInvited as `enter` would."""
    with store.reading() as session:
        link = _usable(store, session, session.scalar(select(Link).filter_by(secret_hash=hashed(secret))), device)
        head = session.get_one(Agreement, link.agreement_id)
        mentor = session.get_one(Person, head.mentor_id).name
        mentee = session.get_one(Person, head.mentee_id).name if head.mentee_id else head.mentee_name
        has_own_name = head.mentee_id is not None and not _is_guest(session, head.mentee_id)
        return Invitation(head.id, mentor, mentee, link.bound_at is None and not has_own_name)


def enter(store: Store, secret: str, device: str, person: str | None, name: str) -> Entered:
    """Follow a link: its first use binds it to `device` and makes its user the mentee, under their own name.

    `person` is whoever is signed in. Raises NotInvited, SignInFirst, Refused, or PeopleError for a wrong name.
    """
    with store.writing() as session:
        # Locked, because two devices may press "Continue" at the same moment.
        query = select(Link).filter_by(secret_hash=hashed(secret)).with_for_update()
        link = _usable(store, session, session.scalar(query), device)
        head = session.scalars(select(Agreement).filter_by(id=link.agreement_id).with_for_update()).one()
        if person == head.mentor_id:
            raise Refused(wording.YOURSELF)
        sign_in = _take_place(store, session, head, person, name)
        if link.bound_at is None:
            _rename(session, head, person, name)
            link.bound_at, link.device_hash = store.now(), hashed(device)
            link.expires_at = store.now() + USED
        return Entered(head.id, sign_in)


def _take_place(store: Store, session: Session, head: Agreement, person: str | None, name: str) -> SignIn | None:
    if head.mentee_id is None:
        mentee = person or _new_guest(store, session, name.strip() or head.mentee_name)
        _accept(store, session, head, mentee)
    elif head.mentee_id == person:
        mentee = person
    elif _is_guest(session, head.mentee_id):
        mentee = head.mentee_id
    else:
        raise SignInFirst(wording.LINK_REFUSED)
    if not _is_guest(session, mentee):
        return None
    place = {"person_id": mentee, "cohort_id": head.cohort_id, "role": MENTEE}
    store.insert_if_absent(session, Membership, **place, added_at=store.now())
    return None if mentee == person else write_sign_in(store, session, mentee, head.cohort_id)


def _rename(session: Session, head: Agreement, person: str | None, name: str) -> None:
    """Whoever comes by a new link, in place of somebody who had no business here, says what they are called."""
    if head.mentee_id and head.mentee_id != person and name.strip() and _is_guest(session, head.mentee_id):
        session.get_one(Person, head.mentee_id).name = clean_name(name)


def invitations(store: Store, person: str) -> list[Invitation]:
    """The agreements that a member is invited to by their address, as long as the invitation stands."""
    with store.reading() as session:
        email = session.get_one(Person, person).email
        if not email:
            return []
        open_to = select(Agreement).filter_by(mentee_email=email, mentee_id=None, ended_at=None)
        found = session.scalars(open_to.order_by(Agreement.started_at)).all()
        standing = [head for head in found if _stands(store, session, head)]
        mentors = {head.id: session.get_one(Person, head.mentor_id).name for head in standing}
        return [Invitation(head.id, mentors[head.id], head.mentee_name, asks_name=False) for head in standing]


def accept(store: Store, person: str, agreement: str) -> None:
    """Become the mentee of an agreement that one is invited to by one's address; raises Unknown otherwise."""
    with store.writing() as session:
        head = session.scalar(select(Agreement).filter_by(id=agreement).with_for_update())
        email = session.get_one(Person, person).email
        if head and head.mentee_id == person:
            return
        if head is None or not email or head.mentee_email != email or not _stands(store, session, head):
            raise Unknown(wording.NOT_YOURS)
        if head.mentee_id:
            raise Refused(wording.ALREADY_TWO)
        _accept(store, session, head, person)


def count(store: Store, cohort: str) -> int:
    """How many agreements the cohort's mentors have begun: all that staff learn of them."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Agreement).filter_by(cohort_id=cohort)) or 0


def link_state(session: Session, store: Store, agreement: str) -> tuple[LinkState, Any]:
    """How the newest link stands, and until when it works."""
    link = session.scalar(select(Link).filter_by(agreement_id=agreement).order_by(Link.id.desc()).limit(1))
    if link is None:
        return "none", None
    if link.revoked_at is not None:
        return "revoked", None
    if link.expires_at <= store.now():
        return "run out", link.expires_at
    return ("in use" if link.bound_at else "not used yet"), link.expires_at


def _accept(store: Store, session: Session, head: Agreement, mentee: str) -> None:
    head.mentee_id, head.changed_at = mentee, store.now()
    session.add(Event(agreement_id=head.id, side="mentee", kind="accepted", at=store.now()))


def _new_guest(store: Store, session: Session, name: str) -> str:
    made = Person(id=str(uuid4()), name=clean_name(name), email=None, created_at=store.now())
    session.add(made)
    session.flush()
    return made.id


def _is_guest(session: Session, person: str) -> bool:
    """Whether somebody takes no part in the course itself."""
    member = select(Membership.id).where(Membership.person_id == person, Membership.role != MENTEE).limit(1)
    return session.scalar(member) is None


def _stands(store: Store, session: Session, head: Agreement) -> bool:
    return link_state(session, store, head.id)[0] in ("not used yet", "in use")


def _usable(store: Store, session: Session, link: Link | None, device: str | None) -> Link:
    if link is None or link.revoked_at is not None or link.expires_at <= store.now():
        raise NotInvited(wording.LINK_REFUSED)
    if link.device_hash is not None and not hmac.compare_digest(link.device_hash, hashed(device or "")):
        raise NotInvited(wording.LINK_REFUSED)
    return link


def _own(session: Session, person: str, agreement: str) -> Agreement:
    head = session.scalar(select(Agreement).filter_by(id=agreement, mentor_id=person).with_for_update())
    if head is None:
        raise Unknown(wording.NOT_YOURS)
    return head


def _revoke(store: Store, session: Session, head: Agreement) -> None:
    session.execute(update(Link).filter_by(agreement_id=head.id, revoked_at=None).values(revoked_at=store.now()))
    if head.mentee_id and _is_guest(session, head.mentee_id):
        browsers = update(Browser).filter_by(person_id=head.mentee_id, cohort_id=head.cohort_id, ended_at=None)
        session.execute(browsers.values(ended_at=store.now()))


def _new_link(store: Store, session: Session, agreement: str) -> str:
    secret, now = secrets.token_urlsafe(32), store.now()
    made = Link(agreement_id=agreement, secret_hash=hashed(secret), created_at=now, expires_at=now + UNUSED)
    session.add(made)
    return secret
