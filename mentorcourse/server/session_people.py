"""The facilitators' API of who is in the live session, and of the activities that are open to them."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.sessions import activities, attendance, keeping
from mentorcourse.sessions.keeping import Live

from .live import SHORT
from .moments import moment
from .staff import StaffHandler

NEVER_CLOSED = Sentence(
    "This activity is the participant’s own and counts in nothing that the cohort sees, so it stays open."
)


class AttendanceHandler(StaffHandler):
    """`/course/api/staff/session/attendance`: who of the participants was in the newest session, by their pages."""

    @authenticated
    async def get(self) -> None:
        """Each participant with when a page of theirs was open, and what a facilitator noted."""
        visit, store = self.visit, self.site.store
        live = await self._newest()
        found = await self.site.run(attendance.attended, store, live.id) if live else {}
        members = await self.site.run(people.members, store, visit.cohort)
        here = self.site.hub.here(visit.cohort) if live and not live.ended_at else set()
        rows = [_row(member.person, found.get(member.person.id), here) for member in members if _takes_part(member)]
        self.answer_with(200, **self._session(live), people=rows)

    @authenticated
    async def put(self, person: str) -> None:
        """Takes {"there": true, false, or null to go by their pages again}."""
        await self.member(person)
        there = self.body().get("there", "")
        if there not in (True, False, None):
            raise HTTPError(422, Sentence("Say whether they were there: true, false, or null to go by their pages."))
        live = await self._newest()
        if live is None:
            raise HTTPError(409, Sentence("There has been no session yet whose attendance could be corrected."))
        await self.site.run(attendance.correct, self.site.store, live.id, person, there)
        await self.record("attendance corrected", person)
        self.answer_with(200, person=person, there=there)

    async def _newest(self) -> Live | None:
        return await self.site.run(keeping.newest, self.site.store, self.visit.cohort)

    def _session(self, live: Live | None) -> dict[str, Any]:
        """Which session it is; all null where there has been none."""
        section = next((one for one in self.site.course.sections if live and one.section == live.section), None)
        return {
            "section": live.section if live else None,
            "title": f"{section.number}. {section.title}" if section else None,
            "began": moment(live.clock.began) if live else None,
            "ended": bool(live and live.ended_at),
        }


class ActivityStateHandler(StaffHandler):
    """`/course/api/staff/activities/<activity>`: open or close one activity for the cohort."""

    @authenticated
    async def put(self, address: str) -> None:
        """Takes {"open": true or false}; every open page hears of it. 422 for one that is nobody else's business."""
        activity, is_open, visit = self.activity(address), self.body().get("open"), self.visit
        if not isinstance(is_open, bool):
            raise HTTPError(422, Sentence("Say whether the activity is open: true or false."))
        if not is_open and not activities.can_close(activity):
            raise HTTPError(422, NEVER_CLOSED)
        await self.site.run(activities.set_activity, self.site.store, visit.cohort, address, is_open, visit.person)
        await self.site.announce(visit.cohort, "closed")
        self.answer_with(200, activity=address, open=is_open)


def _takes_part(member: people.Member) -> bool:
    return "participant" in member.roles


def _row(person: people.Person, seen: attendance.Attended | None, here: set[str]) -> dict[str, Any]:
    return {
        "person": person.id,
        "name": person.name,
        "here": person.id[:SHORT] in here,
        "first_at": moment(seen.first_at) if seen else None,
        "last_at": moment(seen.last_at) if seen else None,
        "by_hand": seen.was_there if seen else None,
        "there": bool(seen and seen.counts),
    }
