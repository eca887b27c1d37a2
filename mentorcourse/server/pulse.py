"""The pulse: participants say that they are stuck, need a minute or are done; facilitators see whom to help."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse.language import Sentence
from mentorcourse.sharing.pulse import WORDS, say_pulse, withdraw_pulse

from .answers import CourseHandler
from .pace import PRESSES
from .sharing_parts import place

MOVED_ON = Sentence("The session has moved on meanwhile. Say again how you are doing.")


class PulseHandler(CourseHandler):
    """`/course/api/pulse`: how one is doing, at the running block."""

    @authenticated
    async def put(self) -> None:
        """Takes {"word": "stuck", "minute" or "done", "place": as it was told}; 409 when the session has moved on."""
        body, visit = self.body(), self.visit
        if body.get("word") not in WORDS:
            raise HTTPError(422, Sentence("Say one of: stuck, minute, done."))
        self.site.pace.keep(PRESSES, visit.person)
        here = await self.site.run(place, self.site, visit.cohort)
        if not here:
            raise HTTPError(409, Sentence("No live session is running, so nobody would see this."))
        if body.get("place") != here:
            raise HTTPError(409, MOVED_ON)
        await self.site.run(say_pulse, self.site.store, visit.cohort, visit.person, here, body["word"])
        await self._tell(body["word"])

    @authenticated
    async def delete(self) -> None:
        """Take it back."""
        visit = self.visit
        self.site.pace.keep(PRESSES, visit.person)
        await self.site.run(withdraw_pulse, self.site.store, visit.cohort, visit.person)
        await self._tell(None)

    async def _tell(self, word: str | None) -> None:
        await self.site.announce(self.visit.cohort, "pulse")
        self.answer_with(200, word=word)
