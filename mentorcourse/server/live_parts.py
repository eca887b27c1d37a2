"""What the live channel tells an open page: one part for each thing that pages follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import sharing_parts
from .door import walk_ins_part
from .partner import partner_part
from .session_json import closed_part, now_part, session_part

if TYPE_CHECKING:
    from .site import Site

# Called with the site and a cohort, in a thread: what every page of the cohort hears, as JSON.
Part = Callable[["Site", str], Any]
# The same, by person: each hears what stands under their own id, or null.
OwnPart = Callable[["Site", str], dict[str, Any]]


def sections(site: Site, cohort: str) -> dict[str, str]:
    """Which sections are open and which closed, in the course's order."""
    states = site.store.sections(cohort)
    return {s.section: "open" if site.is_open(states, s.section) else "closed" for s in site.course.sections}


def present(site: Site, cohort: str) -> int:
    """How many people have a page open."""
    return site.hub.present(cohort)


PARTS: dict[str, Part] = {
    "now": now_part,
    "sections": sections,
    "present": present,
    "session": session_part,
    "closed": closed_part,
    "reveals": sharing_parts.reveals_part,
    "sentences": sharing_parts.sentences_part,
}
OWN_PARTS: dict[str, OwnPart] = {
    "partner": partner_part,
    "walk_ins": walk_ins_part,
    "pulse": sharing_parts.pulse_part,
    "answers_in": sharing_parts.answers_in_part,
    "sentences_waiting": sharing_parts.waiting_part,
    "own_sentences": sharing_parts.own_sentences_part,
}
# What may be another thing at every moment, and asks no store.
FRESH = ("now", "present")
# What is another thing once a part has changed: a pulse belongs to the block that runs.
TOLD_WITH: dict[str, tuple[str, ...]] = {"session": ("pulse", "answers_in")}


def state(site: Site, cohort: str, names: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The parts named with what depends on them, or all: those that are everybody's, and those of each person's own."""
    names = (*names, *(one for name in names for one in TOLD_WITH.get(name, ())))
    everybody = {name: part(site, cohort) for name, part in PARTS.items() if not names or name in names}
    own = {name: part(site, cohort) for name, part in OWN_PARTS.items() if not names or name in names}
    return everybody, own


def fresh(site: Site, cohort: str) -> dict[str, Any]:
    """The parts that are read anew for every page."""
    return {name: PARTS[name](site, cohort) for name in FRESH}


def for_person(person: str, everybody: dict[str, Any], own: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The state as one person hears it."""
    return {"state": {**everybody, **{name: values.get(person) for name, values in own.items()}}}
