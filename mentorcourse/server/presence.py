"""Who of a cohort's participants has a page open while a session runs: noted for the attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorcourse.sessions import attendance

if TYPE_CHECKING:
    from .site import Site, Visit


async def note_present(site: Site, cohort: str, *visits: Visit) -> None:
    """Note the participants among these visitors; without any, among all who have a page open."""
    found = visits or site.hub.visits(cohort)
    people = {visit.person for visit in found if "participant" in visit.roles}
    if people:
        await site.run(attendance.note, site.store, cohort, people)
