"""What the two take away: their agreement as a document, every signed version of it, and a calendar of check-ins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from tornado.web import HTTPError, authenticated

from mentorcourse.agreements import follow_up, reading
from mentorcourse.agreements.keeping import opened
from mentorcourse.documents.agreement import AgreementPaper, agreement
from mentorcourse.documents.blocks import PAPERS
from mentorcourse.documents.check_ins import BadCheckIns, check_ins_calendar
from mentorcourse.documents.press import Form, NotSet
from mentorcourse.language import Sentence

from .agreements import AgreementHandler
from .documents import TYPES, DocumentHandler


class PaperHandler(AgreementHandler, DocumentHandler):
    """`/course/api/agreements/<id>/papers/<now or number>.<pdf or docx>`: to print, sign and keep."""

    @authenticated
    async def get(self, key: str, which: str, form: str) -> None:
        """The file. `?paper=a4` sets it for A4 instead of Letter; 503 says in words when it cannot be made now."""
        size = self.get_query_argument("paper", PAPERS[0])
        if size not in PAPERS:
            raise HTTPError(400, Sentence("The paper is either letter or a4."))
        place = (self.site.store, self.visit.person, key)
        if which == "now":
            paper: Mapping[str, Any] | None = await self.site.run(reading.present, *place, self.heading)
        else:
            paper = await self.site.run(reading.signed, *place, int(which))
        if paper is None:
            raise HTTPError(404, Sentence("There is no such version of this agreement."))
        parts = agreement(cast("AgreementPaper", paper), self.days, size)
        try:
            content = await self.site.press.make(cast("Form", form), parts)
        except NotSet as failed:
            raise HTTPError(503, str(failed)) from failed
        name = f"{paper['title']} - {paper['mentee']}, {paper['mentor']} - {paper['number']}"
        self.give(content, name, form, TYPES[form])


class CheckInsHandler(AgreementHandler, DocumentHandler):
    """`/course/api/agreements/<id>/check-ins`: when the two meet; with `.ics`, as a file for one's own calendar."""

    @authenticated
    async def get(self, key: str, ending: str) -> None:
        """The file; after a change or when the meetings are called off, a new one replaces the old entry."""
        if not ending:
            raise HTTPError(405)
        visit = self.visit
        self.give(
            await self.site.run(self._calendar, key, visit.person), "Check-ins", "ics", "text/calendar; charset=UTF-8"
        )

    def _calendar(self, key: str, person: str) -> bytes:
        with opened(self.site.store, person, key, changing=False) as there:
            plan = follow_up.plan_of(there)
        if plan is None:
            raise HTTPError(
                409, Sentence("Say first when you meet. Once it is saved, you can put it in your calendar.")
            )
        seen = reading.see(self.site.store, person, key)
        title = Sentence("Mentoring: {name}", name=seen.names[seen.other])
        return check_ins_calendar(
            plan.check_ins, agreement=key, person=person, revision=plan.revision, saved_at=plan.changed_at,
            title=self.site.say(title), cancelled=plan.cancelled,
        )  # fmt: skip

    @authenticated
    async def put(self, key: str, ending: str) -> None:
        """Takes {first, at, zone, minutes, every, times or until}; 422 says what no calendar could hold."""
        try:
            await self.act(key, follow_up.set_plan, self.body())
        except BadCheckIns as wrong:
            raise HTTPError(422, wrong.args[0]) from wrong

    @authenticated
    async def delete(self, key: str, ending: str) -> None:
        """Call the meetings off."""
        await self.act(key, follow_up.cancel_plan)
