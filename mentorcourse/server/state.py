"""The state that the live channel tells, for a page that the channel does not reach."""

from __future__ import annotations

from tornado.web import authenticated

from .answers import CourseHandler
from .presence import note_present


class StateHandler(CourseHandler):
    """`/course/api/state`: asked now and then by a page whose channel does not open, as behind some proxies."""

    @authenticated
    async def get(self) -> None:
        """Every part, as this person hears it."""
        visit = self.visit
        await note_present(self.site, visit.cohort, visit)
        self.answer_with(200, **await self.site.kept.message(self.site, visit.cohort, visit.person))
