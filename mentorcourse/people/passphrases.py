"""Let people sign in on any device by e-mail address and passphrase."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from mentorcourse.store import Store, tables

from .cohorts import row_of
from .sign_ins import NotAdmitted, SignIn, write_sign_in

SHORTEST, LONGEST = 12, 512  # characters
REFUSAL = (
    "This e-mail address and passphrase do not belong together. Check both, or ask your facilitator for a "
    "personal link: it lets you in and lets you choose a new passphrase."
)
HASHER = PasswordHasher()


class PassphraseRefused(ValueError):
    """A passphrase is too short or too long; the message says what is wanted."""


def set_passphrase(store: Store, person: str, passphrase: str) -> None:
    """Give a person (by id) a passphrase in place of any older one; raises PassphraseRefused."""
    plain = _plain(passphrase)
    if plain is None:
        raise PassphraseRefused(
            f"A passphrase has {SHORTEST} to {LONGEST} characters: four or five unrelated words are good."
        )
    passphrase_hash = HASHER.hash(plain)
    with store.writing() as session:
        session.get_one(tables.Person, person).passphrase_hash = passphrase_hash


def has_passphrase(store: Store, person: str) -> bool:
    """Whether a person (by id) has set a passphrase."""
    with store.reading() as session:
        return session.get_one(tables.Person, person).passphrase_hash is not None


def is_passphrase_of(store: Store, person: str, passphrase: str) -> bool:
    """Whether this is the passphrase of a person (by id) who has one."""
    with store.reading() as session:
        kept = session.get_one(tables.Person, person).passphrase_hash
    plain = _plain(passphrase)
    return kept is not None and plain is not None and _matches(kept, plain)


def sign_in_with_passphrase(store: Store, email: str, passphrase: str) -> SignIn:
    """Sign in to the cohort that the person joined last.

    Raises NotAdmitted, with the same message and after the same work, for an unknown address, a person
    without passphrase or cohort, and a wrong passphrase.
    """
    with store.reading() as session:
        person = row_of(session, email)
        places = select(tables.Membership).filter_by(person_id=person.id if person else "")
        newest = places.order_by(tables.Membership.added_at.desc(), tables.Membership.id.desc()).limit(1)
        membership = session.scalar(newest)
    kept, nobodys = person.passphrase_hash if person else None, _nobodys_hash()
    plain = _plain(passphrase) or b""
    is_right = _matches(kept or nobodys, plain)
    if person is None or membership is None or kept is None or not is_right:
        raise NotAdmitted(REFUSAL)
    stronger = HASHER.hash(plain) if HASHER.check_needs_rehash(kept) else None
    with store.writing() as session:
        if stronger:
            session.get_one(tables.Person, person.id).passphrase_hash = stronger
        return write_sign_in(store, session, person.id, membership.cohort_id)


def _plain(passphrase: str) -> bytes | None:
    # Another keyboard may compose the same letters differently. Refused before that, too: it costs time.
    if len(passphrase) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", passphrase)
    return plain.encode("utf-8", "surrogatepass") if SHORTEST <= len(plain) <= LONGEST else None


def _matches(kept: str, plain: bytes) -> bool:
    try:
        return HASHER.verify(kept, plain)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))
