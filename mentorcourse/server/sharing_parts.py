"""What the live channel tells of the pulse, of reveals and of shared sentences, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorcourse import people
from mentorcourse.content import AnyActivity
from mentorcourse.sessions import keeping
from mentorcourse.sharing import sentences
from mentorcourse.sharing.counts import Fields, answered, catch_up, counted_fields, shown
from mentorcourse.sharing.pulse import WORDS, pulses
from mentorcourse.sharing.reveals import is_revealed, states

if TYPE_CHECKING:
    from .site import Site


def place(site: Site, cohort: str) -> str:
    """What pulses are about: the running block of the live session; "" while none runs."""
    live = keeping.running(site.store, cohort)
    return f"{live.id}/{live.block.key}" if live else ""


def pulse_part(site: Site, cohort: str) -> dict[str, Any]:
    """For each participant what they said; for each facilitator the board besides. All are null while nothing runs."""
    here = place(site, cohort)
    if not here:
        return {}
    said, members = pulses(site.store, cohort, here), people.members(site.store, cohort)
    taking_part = {one.person.id: one.person.name for one in members if "participant" in one.roles}
    said = {person: word for person, word in said.items() if person in taking_part}
    board = {
        "people": len(taking_part),
        "counts": {word: list(said.values()).count(word) for word in WORDS},
        "stuck": [{"person": one, "name": taking_part[one]} for one, word in said.items() if word == "stuck"],
    }
    return {
        one.person.id: {"place": here}
        | ({"word": said.get(one.person.id)} if "participant" in one.roles else {})
        | ({"board": board} if "facilitator" in one.roles else {})
        for one in members
    }


def reveals_part(site: Site, cohort: str) -> dict[str, int]:
    """Which activities are revealed, each with how many answers its counts are of; 0 for fewer than five."""
    return {activity: one.answers for activity, one in states(site.store, cohort).items()}


def answers_in_part(site: Site, cohort: str) -> dict[str, Any]:
    """For facilitators alone: how many have answered the activity that the session is at, if it is counted."""
    live = keeping.running(site.store, cohort)
    address = f"{live.section}.{live.shown}" if live and live.shown else ""
    fields = _fields(site, address)
    if not fields:
        return {}
    members = people.members(site.store, cohort)
    told = {
        "activity": address,
        "answered": answered(site.store, cohort, address, fields),
        "people": sum("participant" in one.roles for one in members),
    }
    return {one.person.id: told for one in members if "facilitator" in one.roles}


async def after_save(site: Site, cohort: str, address: str, activity: AnyActivity | None) -> None:
    """A kept answer may complete a group of five; whoever leads the session hears that one more is in.

    What two write in an agreement is no activity of the course's (None), and is counted nowhere.
    """
    fields = counted_fields(activity) if activity else {}
    if not fields:
        return
    if await site.run(is_revealed, site.store, cohort, address):
        before = await site.run(shown, site.store, cohort, address)
        if before != await site.run(catch_up, site.store, cohort, address, fields):
            await site.announce(cohort, "reveals")
    live = await site.run(keeping.running, site.store, cohort)
    if live and address == f"{live.section}.{live.shown}":
        await site.announce(cohort, "answers_in")


def _fields(site: Site, address: str) -> Fields:
    try:
        return counted_fields(site.course.activity(address)) if address else {}
    except KeyError:  # the guide names an activity that the course has no more
        return {}


def sentences_part(site: Site, cohort: str) -> list[dict[str, Any]]:
    """What everybody of the cohort may read, the newest first; nameless but for what is signed."""
    found = sentences.shown_sentences(site.store, cohort)
    return [{"id": one.id, "section": one.section, "text": one.text, "name": one.name} for one in found]


def waiting_part(site: Site, cohort: str) -> dict[str, int]:
    """For facilitators alone: how many sentences they have not looked at."""
    many = sentences.how_many_wait(site.store, cohort)
    return {one.person.id: many for one in people.members(site.store, cohort) if "facilitator" in one.roles}


def own_sentences_part(site: Site, cohort: str) -> dict[str, dict[str, str]]:
    """For each writer alone: how each of their sentences stands."""
    return sentences.states_by_writer(site.store, cohort)
