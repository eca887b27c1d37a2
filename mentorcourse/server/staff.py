"""The facilitators' API: the roster with its links, sections open or closed, and progress as states, never text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.agreements import parties
from mentorcourse.language import Sentence
from mentorcourse.people import Member, PeopleError
from mentorcourse.privacy import erasure
from mentorcourse.privacy.audit import Kind
from mentorcourse.reports import cohort_progress

from .answers import CourseHandler
from .moments import moment

ELSEWHERE = Sentence(
    "This person takes part in another cohort, too, so a link for them would also lead there. Ask whoever runs the "
    "server to do this: mentorcourse people import, or mentorcourse people link."
)


class StaffHandler(CourseHandler):
    """What the staff API's handlers share. The gate lets only facilitators come here."""

    def link(self, secret: str) -> str:
        """A personal link as it is sent."""
        public: str = self.settings["mentorcourse_public_url"]
        return f"{public}/course/enter/{secret}"

    async def member(self, person: str) -> None:
        """404 unless `person` belongs to the facilitator's own cohort."""
        members = await self.site.run(people.members, self.site.store, self.visit.cohort)
        if person not in {member.person.id for member in members}:
            raise HTTPError(404, Sentence("Nobody in your cohort has this number."))

    async def record(self, kind: Kind, person: str | None, detail: str = "") -> None:
        """Record what the facilitator did, about whom."""
        place = {"by": self.visit.person, "cohort": self.visit.cohort}
        await self.site.record(kind, **place, about=person, detail=detail)

    async def in_own_hands(self, person: str) -> None:
        """403 when `person` also takes part where the facilitator does not lead: a link would lead there, too."""
        places = await self.site.run(people.memberships, self.site.store, person)
        own = await self.site.run(people.memberships, self.site.store, self.visit.person)
        led = {one.cohort.id for one in own if "facilitator" in one.roles}
        if not {one.cohort.id for one in places} <= led:
            raise HTTPError(403, ELSEWHERE)


async def participants(handler: CourseHandler) -> list[Member]:
    """The participants of the facilitator's own cohort, in roster order."""
    members = await handler.site.run(people.members, handler.site.store, handler.visit.cohort)
    return [one for one in members if "participant" in one.roles]


def day(at: datetime | None) -> str | None:
    """The day of a moment, in UTC: who leads a cohort need not know the minute at which somebody was here."""
    return at.astimezone(UTC).date().isoformat() if at else None


class RosterHandler(StaffHandler):
    """`/course/api/staff/roster`: who is in the cohort, and how they stand with their links."""

    @authenticated
    async def get(self) -> None:
        """Members with roles and the state of their link, and which sections are open."""
        visit = self.visit
        members = await self.site.run(people.members, self.site.store, visit.cohort)
        links = await self.site.run(people.link_states, self.site.store, visit.cohort)
        seen = await self.site.run(people.last_seen, self.site.store, visit.cohort)
        states = await self.site.run(self.site.store.sections, visit.cohort)
        erasures = await self.site.run(erasure.confirmed, self.site.store)
        agreements = await self.site.run(parties.count, self.site.store, visit.cohort)
        self.answer_with(
            200,
            cohort=visit.cohort_name,
            agreements=agreements,
            mail=self.site.mail.is_set_up,
            hub_signs_in=self.settings["mentorcourse_hub_signs_in"],
            people=[
                {
                    "person": member.person.id,
                    "name": member.person.name,
                    "email": member.person.email,
                    "roles": sorted(member.roles),
                    "link": links.get(member.person.id, "none yet"),
                    "last_seen": day(seen.get(member.person.id)),
                    "erased_at": moment(erasures.get(member.person.id)),
                }
                for member in members
            ],
            sections=[
                {
                    "section": section.section,
                    "title": f"{section.number}. {section.title}",
                    "open": self.site.is_open(states, section.section),
                }
                for section in self.site.course.sections
            ],
        )


class PeopleHandler(StaffHandler):
    """`/course/api/staff/people`: add somebody to the cohort."""

    @authenticated
    async def post(self) -> None:
        """Add a person and give their first link; 422 says what is wrong with the row."""
        body, visit = self.body(), self.visit
        name, email, role = (self._text(body, key) for key in ("name", "email", "role"))
        known = await self.site.run(people.find_person, self.site.store, email)
        if known:
            await self.in_own_hands(known.id)
        try:
            person = await self.site.run(people.add_person, self.site.store, visit.cohort, name, email, [role])
        except PeopleError as wrong:
            self.answer_with(422, message=f"{wrong.said(self.site.course.language)}.")
            return
        await self.record("person added", person.id, role)
        secret = await self.site.run(people.issue_link, self.site.store, person.id, visit.cohort)
        await self.record("link made", person.id)
        self.answer_with(201, person=person.id, link=self.link(secret))

    def _text(self, body: dict[str, Any], key: str) -> str:
        value = body.get(key, "")
        if not isinstance(value, str):
            raise HTTPError(400, Sentence("Adding somebody needs name, email and role, each a text."))
        return value


class PersonHandler(StaffHandler):
    """`/course/api/staff/people/<person>`: take somebody out of the cohort; their answers stay kept."""

    @authenticated
    async def delete(self, person: str) -> None:
        """Remove every role the person holds here; nobody can remove themselves."""
        await self.member(person)
        if person == self.visit.person:
            raise HTTPError(422, Sentence("You cannot remove yourself. Ask another facilitator to do it."))
        await self.site.run(people.remove_membership, self.site.store, person, self.visit.cohort)
        await self.record("person removed", person)
        self.site.hub.publish(self.visit.cohort, {"signed_out": True}, person)
        self.answer_with(200)


class LinkHandler(StaffHandler):
    """`/course/api/staff/people/<person>/link`: renew or revoke somebody's link."""

    @authenticated
    async def post(self, person: str) -> None:
        """A new link; older ones stop working. It is shown this once and not kept in a readable form."""
        await self.member(person)
        await self.in_own_hands(person)
        secret = await self.site.run(people.renew_link, self.site.store, person, self.visit.cohort)
        await self.record("link made", person)
        self.answer_with(200, link=self.link(secret))

    @authenticated
    async def delete(self, person: str) -> None:
        """No link of this person's works any longer."""
        await self.member(person)
        await self.site.run(people.revoke_links, self.site.store, person, self.visit.cohort)
        await self.record("links revoked", person)
        self.answer_with(200)


class SectionStateHandler(StaffHandler):
    """`/course/api/staff/sections/<section>`: open or close a section for the cohort."""

    @authenticated
    async def put(self, section: str) -> None:
        """Takes {"open": true or false}; every open page hears of it."""
        body, visit = self.body(), self.visit
        if section not in {known.section for known in self.site.course.sections}:
            raise HTTPError(404, Sentence("The course has no such section."))
        if not isinstance(body.get("open"), bool):
            raise HTTPError(422, Sentence("Say whether the section is open: true or false."))
        await self.site.run(self.site.store.set_section, visit.cohort, section, body["open"], visit.person)
        await self.record("section opened" if body["open"] else "section closed", None, section)
        await self.site.announce(visit.cohort, "sections")
        self.answer_with(200, section=section, open=body["open"])


class CohortProgressHandler(StaffHandler):
    """`/course/api/staff/progress`: who has begun and done what."""

    @authenticated
    async def get(self) -> None:
        """One row for each participant and counted activity: not begun, begun or done."""
        cohort = self.visit.cohort
        named = [(one.person.id, one.person.name) for one in await participants(self)]
        rows = await self.site.run(self.site.store.progress, cohort)
        self.answer_with(200, rows=cohort_progress(self.site.course, named, rows))
