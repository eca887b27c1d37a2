"""Keep cohorts and their members: who takes part where, and in which roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence, say
from mentorcourse.store import Store, tables

from . import ways_in

ROLES = {"participant", "trainer", "facilitator"}
NAME_CHARACTERS = 200
EMAIL_CHARACTERS = 254
_EMAIL = re.compile(r"[^\s@,;<>\x00-\x1f\x7f\ud800-\udfff]+@[^\s@,;<>\x00-\x1f\x7f\ud800-\udfff]+")


class PeopleError(ValueError):
    """A change of people or cohorts was refused; the message names the mend."""

    def said(self, language: str) -> str:
        """The message in this language (a BCP 47 tag)."""
        return say(self.args[0], language)


@dataclass(frozen=True)
class Cohort:
    """People who take the course together."""

    id: str
    name: str


@dataclass(frozen=True)
class Person:
    """Somebody who takes part; `email` is lower case, None for the one local person of a Jupyter server."""

    id: str
    name: str
    email: str | None


@dataclass(frozen=True)
class Member:
    """A person in one cohort with all roles there."""

    person: Person
    cohort: Cohort
    roles: frozenset[str]


def add_cohort(store: Store, name: str) -> Cohort:
    """Make a cohort; raises PeopleError for a name that is taken or cannot be one."""
    with store.writing() as session:
        return write_cohort(store, session, name)


def write_cohort(store: Store, session: Session, name: str) -> Cohort:
    """Do as add_cohort inside a transaction."""
    name, key = clean_name(name), str(uuid4())
    store.insert_if_absent(session, tables.Cohort, id=key, name=name, created_at=store.now())
    if session.get(tables.Cohort, key) is None:
        raise PeopleError(Sentence("There is already a cohort named “{name}”: choose another name", name=name))
    return Cohort(key, name)


def cohorts(store: Store) -> list[Cohort]:
    """Return all cohorts, oldest first."""
    with store.reading() as session:
        rows = session.scalars(select(tables.Cohort).order_by(tables.Cohort.created_at, tables.Cohort.name))
        return [Cohort(row.id, row.name) for row in rows]


def find_cohort(store: Store, name: str) -> Cohort | None:
    """Return the cohort of this name, if there is one."""
    with store.reading() as session:
        row = session.scalar(select(tables.Cohort).filter_by(name=clean_name(name)))
        return Cohort(row.id, row.name) if row else None


def add_person(store: Store, cohort: str, name: str, email: str | None, roles: Collection[str]) -> Person:
    """Make the person a member of the cohort (given by id) in these roles, and return them.

    Somebody known by that e-mail address keeps what they have and gets the roles besides. Raises PeopleError
    for a wrong name, address or role, and when the address belongs to somebody of another name.
    """
    with store.writing() as session:
        return enrol(store, session, cohort, name, email, roles)[0]


def enrol(
    store: Store, session: Session, cohort: str, name: str, email: str | None, roles: Collection[str]
) -> tuple[Person, bool]:
    """Do as add_person inside a transaction; also return whether anything was new."""
    name, email, roles = clean_name(name), email and clean_email(email), clean_roles(roles)
    key, now = str(uuid4()), store.now()
    known = tables.Person.email == email if email else tables.Person.id == key
    if session.scalar(select(tables.Person).where(known)) is None:
        store.insert_if_absent(session, tables.Person, id=key, name=name, email=email, created_at=now)
    row = session.scalars(select(tables.Person).where(known)).one()
    if row.name.casefold() != name.casefold():
        raise PeopleError(
            Sentence(
                "{email} already belongs to “{owner}”, not “{name}”: use the same name, or another address",
                email=email,
                owner=row.name,
                name=name,
            )
        )
    place = {"person_id": row.id, "cohort_id": cohort}
    new = roles - set(session.scalars(select(tables.Membership.role).filter_by(**place)))
    for role in sorted(new):
        store.insert_if_absent(session, tables.Membership, **place, role=role, added_at=now)
    return person_of(row), bool(new)


def find_person(store: Store, email: str) -> Person | None:
    """Return the person with this e-mail address, if there is one; case does not matter."""
    with store.reading() as session:
        row = row_of(session, email)
        return person_of(row) if row else None


def row_of(session: Session, email: str) -> tables.Person | None:
    """Return the row of the person with this e-mail address, inside a transaction."""
    try:
        return session.scalar(select(tables.Person).filter_by(email=clean_email(email)))
    except PeopleError:
        return None  # what cannot be an address belongs to nobody


def members(store: Store, cohort: str) -> list[Member]:
    """Return the members of a cohort (given by id), by name."""
    return _members(store, tables.Membership.cohort_id == cohort)


def memberships(store: Store, person: str) -> list[Member]:
    """Return the cohorts that a person (given by id) is a member of, each with the roles there."""
    return _members(store, tables.Membership.person_id == person)


def _members(store: Store, condition: ColumnElement[bool]) -> list[Member]:
    person, cohort, membership = tables.Person, tables.Cohort, tables.Membership
    query = select(person, cohort, membership.role).join(membership, membership.person_id == person.id)
    # Somebody invited to an agreement alone takes no part in the course: their mentor knows them, and nobody else.
    takes_part = membership.role.in_(ROLES)
    query = query.join(cohort, membership.cohort_id == cohort.id).where(condition, takes_part)
    roles: dict[tuple[Person, Cohort], set[str]] = {}
    with store.reading() as session:
        for person_row, row, role in session.execute(query.order_by(person.name, person.id, cohort.name)):
            roles.setdefault((person_of(person_row), Cohort(row.id, row.name)), set()).add(role)
    return [Member(*place, frozenset(held)) for place, held in roles.items()]


def remove_membership(store: Store, person: str, cohort: str, role: str | None = None) -> None:
    """Take one role, or all, from a person in a cohort; without a role left, links and sign-ins there end."""
    place = {"person_id": person, "cohort_id": cohort}
    with store.writing() as session:
        session.execute(delete(tables.Membership).filter_by(**place, **({"role": role} if role else {})))
        if session.scalar(select(tables.Membership).filter_by(**place)):
            return
        links = update(ways_in.Invitation).filter_by(**place, revoked_at=None)
        session.execute(links.values(revoked_at=store.now()))
        sign_ins = update(ways_in.SignIn).filter_by(**place, ended_at=None)
        session.execute(sign_ins.values(ended_at=store.now()))


def person_of(row: tables.Person) -> Person:
    """Return the person that a row holds."""
    return Person(row.id, row.name, row.email)


def clean_name(name: str) -> str:
    """Return a name with single spaces, in composed Unicode; raises PeopleError when it cannot be one."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name:
        raise PeopleError(Sentence("The name is missing: write one"))
    if len(name) > NAME_CHARACTERS:
        raise PeopleError(
            Sentence(
                "The name “{name}…” is too long: write at most {most} characters", name=name[:40], most=NAME_CHARACTERS
            )
        )
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise PeopleError(Sentence("The name {name} contains a control character: type it again", name=repr(name)))
    return name


def clean_email(email: str) -> str:
    """Return an e-mail address in lower case; raises PeopleError when it cannot be one."""
    email = unicodedata.normalize("NFC", email.strip().lower())
    if not email:
        raise PeopleError(Sentence("The e-mail address is missing: write one"))
    if len(email) > EMAIL_CHARACTERS or not _EMAIL.fullmatch(email):
        raise PeopleError(
            Sentence("{email} is not an e-mail address: write it like name@example.org", email=repr(email[:80]))
        )
    return email


def clean_roles(roles: Iterable[str]) -> frozenset[str]:
    """Return roles in lower case; raises PeopleError for none or for an unknown one."""
    found = frozenset(role.strip().lower() for role in roles) - {""}
    unknown = sorted(found - ROLES)
    if unknown:
        role = repr(unknown[0][:40])
        raise PeopleError(Sentence("There is no role {role}: write participant, trainer or facilitator", role=role))
    if not found:
        raise PeopleError(Sentence("The role is missing: write participant, trainer or facilitator"))
    return found
