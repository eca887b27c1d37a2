"""What the live channel tells facilitators of the door: that a code is open, and that somebody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorcourse.people import walk_ins

if TYPE_CHECKING:
    from .site import Site


def walk_ins_part(site: Site, cohort: str) -> dict[str, Any]:
    """By facilitator: the code that is open, and who (by id, never by name) is at the door."""
    code = walk_ins.open_now(site.store, cohort)
    door = [[one.id, one.state] for one in walk_ins.at_the_door(site.store, cohort)]
    told = {"open": code.text if code else None, "door": door}
    return dict.fromkeys(walk_ins.doorkeepers(site.store, cohort), told)
