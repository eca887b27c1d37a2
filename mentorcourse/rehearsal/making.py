"""Make a rehearsal's cohort in its own database, and the links by which its people come in."""

from __future__ import annotations

from datetime import timedelta

from mentorcourse import people
from mentorcourse.people import PeopleError
from mentorcourse.store import Store

from .cast import cast

COHORT = "Rehearsal"
LEADER = ("Facilitator (you)", "facilitator@rehearsal.invalid")
LIFETIME = timedelta(days=60)  # by the rehearsal's clock


def make_cohort(store: Store, size: int, seed: int) -> None:
    """A cohort with its facilitator and so many participants, all of them roles."""
    cohort = people.add_cohort(store, COHORT)
    people.add_person(store, cohort.id, *LEADER, ("facilitator",))
    for role in cast(size, seed):
        people.add_person(store, cohort.id, role.name, role.email, ("participant",))


def new_links(store: Store, size: int, seed: int) -> tuple[str, list[str]]:
    """The secret of a new link for the facilitator, and those for the cast in its order."""
    cohort = people.find_cohort(store, COHORT)
    if cohort is None:
        raise PeopleError("The rehearsal's cohort is gone: begin anew with mentorcourse rehearse --fresh")
    known = {member.person.email: member.person.id for member in people.members(store, cohort.id)}
    leader = people.issue_link(store, known[LEADER[1]], cohort.id, LIFETIME)
    emails = [role.email for role in cast(size, seed)]
    return leader, [people.renew_link(store, known[email], cohort.id, LIFETIME) for email in emails if email in known]
