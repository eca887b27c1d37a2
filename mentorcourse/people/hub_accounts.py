"""Let people in whom a JupyterHub knows: its groups say who takes part in which cohort, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorcourse.language import Sentence
from mentorcourse.store import Store, tables
from mentorcourse.store.tables import Table

from .cohorts import ROLES, clean_name, write_cohort
from .sign_ins import NotAdmitted, SignIn, write_sign_in

# `mentorcourse-facilitator-spring-2027`: a role, and the cohort's name as the rest of the group's.
GROUP = re.compile(rf"mentorcourse-({'|'.join(sorted(ROLES))})-(\S.{{0,99}})")

NO_GROUP = Sentence(
    "Your account is in no group of this course. Ask your facilitator or whoever runs the JupyterHub to add it."
)


class HubAccount(Table):
    """Whose account at the Hub is whose here."""

    __tablename__ = "hub_accounts"
    name: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), unique=True)


@dataclass(frozen=True)
class Taking:
    """The person whose account it is, and the cohorts that they take part in as a participant, by id and name."""

    person: str
    cohorts: dict[str, str]


def places_of(groups: Iterable[str]) -> dict[str, frozenset[str]]:
    """The roles in each cohort, by its name, that groups of a Hub stand for; other groups mean nothing here."""
    found: dict[str, set[str]] = {}
    for match in map(GROUP.fullmatch, groups):
        if match:
            found.setdefault(clean_name(match[2]), set()).add(match[1])
    return {cohort: frozenset(roles) for cohort, roles in found.items()}


def enter_from_hub(store: Store, account: str, name: str, groups: Iterable[str]) -> SignIn:
    """Sign in whom the Hub knows by `account`; they take part where its groups say so now, and nowhere else.

    Raises NotAdmitted when no group is one of the course's.
    """
    places = places_of(groups)
    with store.writing() as session:
        person = _person(store, session, account, name)
        cohorts = [_take_part(store, session, person, cohort, places[cohort]) for cohort in sorted(places)]
        gone = (tables.Membership.person_id == person) & tables.Membership.cohort_id.not_in(cohorts)
        session.execute(delete(tables.Membership).where(gone, tables.Membership.role.in_(ROLES)))
        sign_in = write_sign_in(store, session, person, cohorts[0]) if cohorts else None
    if sign_in is None:
        raise NotAdmitted(NO_GROUP)
    return sign_in


def taking_part(store: Store, account: str, groups: Iterable[str]) -> Taking | None:
    """Where an account takes part by what the Hub says now, and by its last sign-in; None when it has had none.

    Nothing is changed: roles that a group has brought since then hold from the next sign-in on.
    """
    places = places_of(groups)
    named = select(tables.Cohort.id, tables.Cohort.name)
    named = named.join(tables.Membership, tables.Membership.cohort_id == tables.Cohort.id)
    with store.reading() as session:
        known = session.get(HubAccount, account)
        if known is None:
            return None
        rows = session.execute(named.filter_by(person_id=known.person_id, role="participant"))
        cohorts = {row.id: row.name for row in rows if "participant" in places.get(row.name, ())}
        return Taking(known.person_id, cohorts)


def _person(store: Store, session: Session, account: str, name: str) -> str:
    """The id of the person whose account this is, made when it comes for the first time."""
    known = session.get(HubAccount, account)
    if known:
        return known.person_id
    person, now = str(uuid4()), store.now()
    session.add(tables.Person(id=person, name=clean_name(name or account), email=None, created_at=now))
    session.flush()
    session.add(HubAccount(name=account, person_id=person))
    return person


def _take_part(store: Store, session: Session, person: str, cohort: str, roles: frozenset[str]) -> str:
    """The cohort's id; the person has exactly these roles in it from now on."""
    found = session.scalar(select(tables.Cohort.id).filter_by(name=cohort))
    found = found or write_cohort(store, session, cohort).id
    place = {"person_id": person, "cohort_id": found}
    stale = delete(tables.Membership).filter_by(**place)
    session.execute(stale.where(tables.Membership.role.in_(ROLES - roles)))
    for role in sorted(roles):
        store.insert_if_absent(session, tables.Membership, **place, role=role, added_at=store.now())
    return found
