"""Participants write reflections in private, submit them on purpose, and read what came back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.content import AnyActivity, BadAnswers, definition
from mentorcourse.language import Sentence
from mentorcourse.review import readers, rule, submissions
from mentorcourse.review.assignments import DRAFT, Assignment
from mentorcourse.review.due import due_days, is_late
from mentorcourse.review.readers import Refused, Unknown
from mentorcourse.review.submissions import Version
from mentorcourse.review.wording import clean_text

from .answers import AnswersHandler, CourseHandler, HistoryHandler, moment
from .reflection_json import is_news, shown_reader, shown_version
from .reflection_site import ReflectionSite
from .site import Site

CLOSED = Sentence("Your facilitator has closed this section, so nothing is submitted now. Your draft is kept.")
CHANGED = Sentence("Your draft has changed since this page showed it. Look at it again, then submit.")
NO_READER = Sentence("Your cohort has no trainer who could read it yet. Ask your facilitator; your draft is kept.")
NO_REFLECTION = Sentence("This section has no reflection.")


class ReflectionHandler(CourseHandler):
    """What the handlers of reflections share; what goes wrong is said in words."""

    @property
    def reflections(self) -> ReflectionSite:
        """The assignments, and nbgrader's side of them."""
        return ReflectionSite.of(self.settings)

    def assignment(self, stem: str) -> Assignment:
        """The assignment of one section; 404 when it has none."""
        try:
            return self.reflections.assignments.by_section[stem]
        except KeyError as unknown:
            raise HTTPError(404, NO_REFLECTION) from unknown

    def refuse(self, refused: Refused) -> None:
        """Answer 404 or 409 with the reason."""
        self.answer_with(404 if isinstance(refused, Unknown) else 409, message=self.site.say(refused.words))

    def text(self) -> str:
        """The text that was sent; 422 says what is wrong with it."""
        try:
            return clean_text(self.body().get("text"))
        except BadAnswers as wrong:
            raise HTTPError(422, wrong.errors["text"]) from wrong


class _Drafted:
    """A section's private draft stands among its activities, though the notebook does not show it."""

    settings: dict[str, Any]

    def activity(self, address: str) -> AnyActivity:
        """The draft as an activity; 404 when the section has no reflection."""
        section = address.removesuffix(f".{DRAFT}")
        try:
            return ReflectionSite.of(self.settings).assignments.activity(section)
        except KeyError as unknown:
            raise HTTPError(404, NO_REFLECTION) from unknown


class DraftHandler(_Drafted, AnswersHandler):
    """`/course/api/answers/<section>.reflection`: one's own draft."""


class DraftHistoryHandler(_Drafted, HistoryHandler):
    """`/course/api/answers/<section>.reflection/history`: what the draft was before."""


class ReflectionsHandler(ReflectionHandler):
    """`/course/api/reflections`: how one's reflections stand."""

    @authenticated
    async def get(self) -> None:
        """One entry a section, and how many of them have feedback that is not read yet."""
        visit, due = self.visit, await self.due()
        kept = await self.site.run(submissions.versions, self.site.store, visit.cohort, visit.person)
        begun = {row.activity for row in await self.site.run(self.site.store.progress, visit.cohort, visit.person)}
        listed = []
        for section in self.site.course.sections:
            assignment = self.reflections.assignments.by_section.get(section.section)
            if assignment:
                mine = [version for version in kept if version.section == section.section]
                state = mine[0].state if mine else "begun" if f"{section.section}.{DRAFT}" in begun else "not begun"
                listed.append({
                    **self.named(section.section, due), "state": state, "number": section.number,
                    "changed_at": moment(mine[0].changed_at) if mine else None,
                    "news": any(is_news(version) for version in mine),
                })  # fmt: skip
        self.answer_with(200, reflections=listed, news=sum(one["news"] for one in listed))

    async def due(self) -> dict[str, date]:
        """The days by which this cohort is asked for its reflections, by section."""
        return await self.site.run(due_days, self.site.store, self.visit.cohort, self.reflections.assignments)

    def named(self, stem: str, days: Mapping[str, date]) -> dict[str, Any]:
        """What a section's reflection is called, where it is, and when it is due."""
        assignments, section = self.reflections.assignments, self.site.course.section(stem)
        due = days.get(stem)
        return {
            "section": stem,
            "title": assignments.by_section[stem].title,
            "section_title": section.title,
            "url": f"{self.base_url}course/reflections/{stem}",
            "due": due.isoformat() if due else None,
            "late": is_late(due, self.site.store.now()),
        }


class SectionReflectionHandler(ReflectionsHandler):
    """`/course/api/reflections/<section>`: one section's reflection with everything that belongs to it."""

    @authenticated
    async def get(self, stem: str = "") -> None:
        """The form for the draft, the rubric, who will read it, and every version with its feedback."""
        self.assignment(stem)
        visit, assignments, run = self.visit, self.reflections.assignments, self.site.run
        team = await run(readers.readers, self.site.store, visit.cohort, visit.person)
        kept = await run(submissions.versions, self.site.store, visit.cohort, visit.person, stem)
        section = self.site.course.section(stem)
        assert assignments.rubric, "a course with assignments has a rubric"
        self.answer_with(
            200,
            **self.named(stem, await self.due()),
            checked_by=rule.for_writer(await run(rule.rule, self.site.store, visit.cohort), team),
            number=section.number,
            section_url=self.site.page_url(stem),
            definition=definition(assignments.activity(stem), stem, self.site.course.language),
            rubric=assignments.rubric.shown(),
            readers=[shown_reader(one) for one in team],
            versions=[shown_version(version, visit.person) for version in kept],
        )


def refuse_unready(site: Site, cohort: str, person: str, stem: str) -> None:
    """Refuse a submission while the section is closed (403), and while nobody could read it (Refused)."""
    if not site.is_open(site.store.sections(cohort), stem):
        raise HTTPError(403, CLOSED)
    if not any(one.reads for one in readers.readers(site.store, cohort, person)):
        raise Refused(NO_READER)


class SubmitHandler(ReflectionHandler):
    """`/course/api/reflections/<section>/submit`: give the draft to one's trainers."""

    @authenticated
    async def post(self, stem: str) -> None:
        """Takes {"revision"}, the draft's as the person saw it; 201 with the receipt."""
        assignment, revision = self.assignment(stem), self.body().get("revision")
        if not isinstance(revision, int) or isinstance(revision, bool):
            raise HTTPError(400, Sentence("Say which revision of the draft is to be submitted."))
        try:
            made = await self.site.run(self._submit, stem, assignment, revision)
        except Refused as refused:
            self.refuse(refused)
            return
        self.reflections.changed(self.visit.cohort)
        self.answer_with(201, **shown_version(made, self.visit.person))

    def _submit(self, stem: str, assignment: Assignment, revision: int) -> Version:
        visit, store = self.visit, self.site.store
        refuse_unready(self.site, visit.cohort, visit.person, stem)
        draft = store.answer(visit.person, visit.cohort, f"{stem}.{DRAFT}")
        if draft.revision != revision:
            raise Refused(CHANGED)
        due = due_days(store, visit.cohort, self.reflections.assignments).get(stem)
        asked = assignment.asked()
        return submissions.submit(
            store, visit.cohort, visit.person, stem, asked, draft.values, is_late(due, store.now())
        )


class VersionHandler(ReflectionHandler):
    """`/course/api/reflections/versions/<id>/<withdraw, read or reply>`: what one does with a submitted version."""

    @authenticated
    async def post(self, submission: str, act: str) -> None:
        """Do it, and answer with the version as it is then."""
        try:
            await self.site.run(self._act, act, submission, self.text() if act == "reply" else "")
            visit = self.visit
            kept = await self.site.run(submissions.versions, self.site.store, visit.cohort, visit.person)
        except Refused as refused:
            self.refuse(refused)
            return
        found = [version for version in kept if version.id == submission]
        if not found:
            raise HTTPError(404, Sentence("You have submitted no such version."))
        if act == "withdraw":
            self.reflections.changed(visit.cohort)
        self.answer_with(200, **shown_version(found[0], visit.person))

    def _act(self, act: str, submission: str, text: str) -> None:
        place = (self.site.store, self.visit.cohort, self.visit.person, submission)
        if act == "withdraw":
            submissions.withdraw(*place)
        elif act == "read":
            submissions.mark_read(*place)
        else:
            submissions.reply(*place, text)


class ReaderHandler(ReflectionHandler):
    """`/course/api/reflections/readers/<trainer>`: whether one of the cohort's trainers may read."""

    @authenticated
    async def put(self, trainer: str) -> None:
        """Takes {"excluded": true or false}; answers with all trainers, and who checks a review now."""
        excluded, visit = self.body().get("excluded"), self.visit
        if not isinstance(excluded, bool):
            raise HTTPError(422, Sentence("Say whether this trainer is excluded: true or false."))
        place = (self.site.store, visit.cohort, visit.person, trainer)
        try:
            team = await self.site.run(readers.set_excluded, *place, excluded)
            asked = await self.site.run(rule.rule, self.site.store, visit.cohort)
        except Refused as refused:
            self.refuse(refused)
            return
        self.answer_with(200, readers=[shown_reader(one) for one in team], checked_by=rule.for_writer(asked, team))
