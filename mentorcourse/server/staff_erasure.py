"""Have somebody of one's cohort erased, in two steps: what will go, in numbers alone, then a confirmation by name."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.people import Person
from mentorcourse.privacy import erasing, erasure

from .moments import moment
from .privacy_record import periods
from .staff import StaffHandler

YOURSELF = Sentence("To have yourself erased, use the page “What is known about you” in your account.")
FIRST_STEP = Sentence("See first what would go, then confirm.")
OTHER_NAME = Sentence("Nothing is erased. To confirm, type the person’s name as the roster has it.")


class ErasureHandler(StaffHandler):
    """`/course/api/staff/people/<person>/erasure`: ask, confirm, call off."""

    @authenticated
    async def post(self, person: str) -> None:
        """The first step: how much would go, as numbers."""
        await self._somebody(person)
        goes = await self.site.run(erasing.what_goes, self.site.store, person)
        await self.site.run(erasure.ask, self.site.store, person, self.visit.person, self.visit.cohort)
        self.answer_with(
            200,
            saves=goes["revisions"],
            reflections=goes["submissions"],
            agreements=goes["agreement_revisions"],
            days=periods(self.site).erasure_waiting_days,
        )

    @authenticated
    async def put(self, person: str) -> None:
        """The second step takes {"name": the person's name}; 409 before the first, 422 for another name."""
        found, body = await self._somebody(person), self.body()
        if await self.site.run(erasure.pending, self.site.store, person) is None:
            raise HTTPError(409, FIRST_STEP)
        typed = body.get("name")
        if not isinstance(typed, str) or " ".join(typed.split()).casefold() != found.name.casefold():
            raise HTTPError(422, OTHER_NAME)
        by, cohort = self.visit.person, self.visit.cohort
        due = await self.site.run(erasure.confirm, self.site.store, person, by, periods(self.site).waiting, cohort)
        self.answer_with(200, erased_at=moment(due))

    @authenticated
    async def delete(self, person: str) -> None:
        """Call it off; where none is asked for, nothing happens."""
        await self._somebody(person)
        await self.site.run(erasure.undo, self.site.store, person, self.visit.person, self.visit.cohort)
        self.answer_with(200)

    async def _somebody(self, person: str) -> Person:
        if person == self.visit.person:
            raise HTTPError(422, YOURSELF)
        await self.member(person)
        await self.in_own_hands(person)
        members = await self.site.run(people.members, self.site.store, self.visit.cohort)
        return next(one.person for one in members if one.person.id == person)
