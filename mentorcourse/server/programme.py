"""For facilitators: the cohort's report as a file, and whom to remind with which words."""

from __future__ import annotations

from typing import Any, cast

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.documents.press import Form, NotSet
from mentorcourse.language import Sentence
from mentorcourse.mail import LONGEST_SUBJECT, Letter
from mentorcourse.programme.gather import gather
from mentorcourse.programme.making import order
from mentorcourse.programme.nudges import current, letter, nudges
from mentorcourse.reports import cohort_progress

from .documents import TYPES, DocumentHandler
from .staff import StaffHandler, day, participants

LONGEST_TEXT = 5000
FORMS: dict[str, Form] = {"pdf": "pdf", "xlsx": "xlsx", "zip": "csv"}
FILE_TYPES = {
    "pdf": TYPES["pdf"],
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


class ReportHandler(DocumentHandler):
    """`/course/api/staff/report.pdf`, `.xlsx` and `.zip` (CSV and a codebook): about the cohort alone."""

    @authenticated
    async def get(self, ending: str) -> None:
        """The file, made now in a process of its own; 503 says in words when it cannot be made."""
        site, visit = self.site, self.visit
        facts = await site.run(gather, site.store, site.course, visit.cohort)
        made = site.store.now()
        try:
            file = await site.report_press.make(
                FORMS[ending], order(site.course, visit.cohort_name, facts, self.paper, made)
            )
        except NotSet as failed:
            raise HTTPError(503, str(failed)) from failed
        name = f"{site.say(Sentence('Program report'))} - {visit.cohort_name} - {made.date().isoformat()}"
        self.give(file, name, ending, FILE_TYPES[ending])


class NudgesHandler(StaffHandler):
    """`/course/api/staff/nudges`: who has not begun a section, `?section=`, or the one that the cohort is at."""

    @authenticated
    async def get(self) -> None:
        """Each with a reason, the day they were last here, and a letter to change, copy or send."""
        site, visit, course = self.site, self.visit, self.site.course
        members = await participants(self)
        kept = await site.run(site.store.progress, visit.cohort)
        rows = cohort_progress(course, [(one.person.id, one.person.name) for one in members], kept)
        section = self.get_query_argument("section", "") or current(course, rows)
        if section not in {one.section for one in course.sections}:
            raise HTTPError(404, Sentence("The course has no such section."))
        seen = await site.run(people.last_seen, site.store, visit.cohort)
        address = f"{self.settings['mentorcourse_public_url']}/course/sections/{section}"
        listed = []
        for nudge in nudges(course, rows, section):
            person = members[nudge.person - 1].person
            words = letter(course, section, nudge, person.name, visit.name, address)
            who = {"person": person.id, "name": person.name, "email": person.email}
            last = {"why": nudge.why, "last": nudge.last, "last_seen": day(seen.get(person.id))}
            listed.append({**who, **last, **words})
        sections = [{"section": one.section, "title": f"{one.number}. {one.title}"} for one in course.sections]
        told = {"section": section, "sections": sections, "mail": site.mail.is_set_up}
        self.answer_with(200, **told, participants=len(members), people=listed)


class NudgeHandler(StaffHandler):
    """`/course/api/staff/people/<person>/nudge`: a letter to a participant, as the facilitator has worded it."""

    @authenticated
    async def post(self, person: str) -> None:
        """Takes {"subject", "text"}; the reply says whether the mail server has taken it."""
        if not self.site.mail.is_set_up:
            raise HTTPError(404, Sentence("No mail server is set up here: copy the text, and send it yourself."))
        subject, text = self._words(self.body())
        to = {one.person.id: one.person.email for one in await participants(self)}
        if person not in to:
            raise HTTPError(404, Sentence("Nobody in your cohort has this number."))
        if not to[person]:
            raise HTTPError(
                422, Sentence("No e-mail address is kept for this person: copy the text, and send it yourself.")
            )
        await self.record("reminded", person)
        outcome = await self.site.mail.send(Letter(cast("str", to[person]), subject, text))
        self.answer_with(200, sent=outcome.sent, message=self.site.say(outcome.words))

    def _words(self, body: dict[str, Any]) -> tuple[str, str]:
        subject, text = body.get("subject"), body.get("text")
        if not isinstance(subject, str) or not isinstance(text, str) or not subject.strip() or not text.strip():
            raise HTTPError(422, Sentence("A letter needs a subject and a text."))
        if len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
            raise HTTPError(422, Sentence("This letter is too long. Shorten it, and send it again."))
        return subject.strip(), text
