"""The trainers' API: their queue, one reflection at a time, drafts and releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.content import BadAnswers
from mentorcourse.language import Sentence
from mentorcourse.review import checking, readers, reading
from mentorcourse.review.assignments import Rubric
from mentorcourse.review.queue import Row, queue, waiting
from mentorcourse.review.readers import Refused
from mentorcourse.review.reading import Draft, Elsewhere, Opened, ReleasedBefore
from mentorcourse.review.submissions import Version
from mentorcourse.review.wording import clean_review, missing

from .answers import moment
from .reflection_json import shown_draft, shown_holder, shown_look, shown_version
from .reflections import ReflectionHandler

ELSEWHERE = Sentence("You have changed this review in another window. Both are shown: choose which to keep.")


class ReviewHandler(ReflectionHandler):
    """What the trainers' handlers share. The gate lets only trainers come here."""

    @property
    def is_blind(self) -> bool:
        """Whether names are to be hidden: `?blind=1`."""
        return self.get_query_argument("blind", "") == "1"

    @property
    def rubric(self) -> Rubric:
        """The rubric; 404 in a course without reflections."""
        found = self.reflections.assignments.rubric
        if found is None:
            raise HTTPError(404, Sentence("This course has no reflections."))
        return found

    def shown_name(self, person: str, name: str) -> str:
        """The writer's name, or what stands for it while names are hidden: the same all the time in one cohort."""
        alias = readers.mark(person, self.visit.cohort)[:4]
        return self.site.say(Sentence("Writer {alias}", alias=alias)) if self.is_blind else name

    async def show(self, opened: Opened) -> None:
        """Answer with an open submission, and how checks of its reviews stand for this trainer."""
        look = await self.attempt(checking.look, opened.version.id)
        if look:
            self.answer_with(200, **self._shown(opened), check=shown_look(look))

    async def show_again(self, submission: str) -> None:
        """Answer with the submission as it is now, unless something was refused and answered so."""
        if not self._finished:
            opened = await self.attempt(reading.open_submission, submission)
            if opened:
                await self.show(opened)

    def _shown(self, opened: Opened) -> dict[str, Any]:
        version, visit = opened.version, self.visit
        name = self.shown_name(version.person, opened.name)
        versions = [shown_version(one, visit.person) for one in opened.versions]
        for one in versions if self.is_blind else []:
            for reply in one["replies"]:
                reply["name"] = name if reply["name"] == opened.name else reply["name"]
        return {
            "id": version.id,
            "section": version.section,
            "title": self._title(version.section),
            "name": name,
            "versions": versions,
            "holder": shown_holder(opened.holder, visit.person),
            "own": self.own(opened.own),
        }

    def own(self, draft: Draft) -> dict[str, Any]:
        """One's own review as the page gets it; `missing` says what it still needs for a release, "" where nothing."""
        wanting = missing(draft.words, self.rubric).values()
        return shown_draft(draft) | {"missing": " ".join(self.site.say(why) for why in wanting)}

    def _title(self, stem: str) -> str:
        found = self.reflections.assignments.by_section.get(stem)
        return found.title if found else stem

    async def attempt(self, work: Callable[..., Any], *rest: Any, **more: Any) -> Any:
        """Do `work` for this trainer; None when it was refused, and answered so."""
        visit = self.visit
        try:
            return await self.site.run(work, self.site.store, visit.cohort, visit.person, *rest, **more)
        except Elsewhere as conflict:
            self.answer_with(409, message=self.site.say(ELSEWHERE), conflict=True, own=shown_draft(conflict.own))
        except ReleasedBefore as late:
            first = {"by": late.name, "at": moment(late.at)}
            self.answer_with(409, message=self.site.say(late.words), released_before=first, own=shown_draft(late.own))
        except Refused as refused:
            self.refuse(refused)
        return None


class QueueHandler(ReviewHandler):
    """`/course/api/review/queue`: what waits for this trainer, never anyone's text."""

    @authenticated
    async def get(self) -> None:
        """Rows, longest waiting first; colleagues for handing over; the rubric; how much waits in each section."""
        visit, run, store = self.visit, self.site.run, self.site.store
        rows: list[Row] = await run(queue, store, visit.cohort, visit.person)
        members = await run(people.members, store, visit.cohort)
        away = await run(readers.recusals, store, visit.cohort, visit.person)
        rubric = self.reflections.assignments.rubric
        trainers = [one.person for one in members if "trainer" in one.roles and one.person.id != visit.person]
        self.answer_with(
            200,
            rows=[self._row(row) for row in rows],
            waiting=waiting(rows, store.now()),
            sections=[
                {"section": one.section, "number": one.number, "title": one.title} for one in self.site.course.sections
            ],
            colleagues=[{"trainer": one.id, "name": one.name} for one in trainers],
            recusals=[{"person": person, "name": name, "reason": reason} for person, name, reason in away],
            rubric=rubric.shown() if rubric else None,
        )

    def _row(self, row: Row) -> dict[str, Any]:
        return {
            "id": row.id,
            "name": self.shown_name(row.person, row.name),
            "section": row.section,
            "number": row.number,
            "state": row.state,
            "late": row.late,
            "submitted_at": moment(row.submitted_at),
            "holder": shown_holder(row.holder, self.visit.person),
            "drafted": row.drafted,
            "elsewhere": row.elsewhere,
        }


class OpenHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/open`: read one; from then on it cannot be withdrawn."""

    @authenticated
    async def post(self, submission: str) -> None:
        """The text with its earlier versions and reviews, who holds it, and one's own draft."""
        opened = await self.attempt(reading.open_submission, submission)
        if opened:
            await self.show(opened)


class ClaimHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/claim`: take it, hand it over, or put it back."""

    @authenticated
    async def put(self, submission: str) -> None:
        """Takes {"to"}: "me", a colleague's id, or null."""
        to = self.body().get("to")
        if to is not None and not isinstance(to, str):
            raise HTTPError(422, Sentence("Say who takes this reflection: you, a colleague, or nobody."))
        opened = await self.attempt(reading.claim, submission, self.visit.person if to == "me" else to)
        if opened:
            await self.show(opened)


class OwnReviewHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/<draft or release>`: one's own review of a submission."""

    @authenticated
    async def put(self, submission: str, act: str) -> None:
        """Takes {"words", "base", "beside"}; 422 names what is wrong, or what is missing for a release."""
        version = await self.attempt(reading.find, submission)
        if version is None:
            return
        try:
            words, base = self.sent(version)
            if act == "release" and (wanting := missing(words, self.rubric)):
                raise BadAnswers(wanting)
        except BadAnswers as wrong:
            self.answer_with(422, **self.wrong(wrong))
            return
        if act == "release":
            beside = self.body().get("beside") is True
            own = await self.attempt(reading.release, submission, words, base, beside)
            if own:
                self._released(version)
        else:
            own = await self.attempt(reading.save_draft, submission, words, base)
        if own:
            self.answer_with(200, **self.own(own))

    def wrong(self, refused: BadAnswers) -> dict[str, Any]:
        """What is wrong with a review, part by part and in one message."""
        errors = {key: self.site.say(why) for key, why in refused.errors.items()}
        return {"errors": errors, "message": " ".join(errors.values())}

    def sent(self, version: Version) -> tuple[dict[str, Any], int]:
        """The review that was sent, and the version that it follows upon; raises BadAnswers."""
        body = self.body()
        base = body.get("base")
        if isinstance(base, bool) or not isinstance(base, int) or base < 0:
            raise HTTPError(400, Sentence("A review needs base, the version that it follows upon."))
        return clean_review(body.get("words"), version.questions, self.rubric), base

    def _released(self, version: Version) -> None:
        self.site.hub.tell(version.person, {"feedback": version.section})
        self.reflections.changed(self.visit.cohort)


class WordsHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/answer`: write below released feedback."""

    @authenticated
    async def post(self, submission: str) -> None:
        """Takes {"text"}."""
        await self.attempt(reading.answer, submission, self.text())
        if not self._finished:
            opened = await self.attempt(reading.open_submission, submission)
            self.site.hub.tell(opened.version.person, {"feedback": opened.version.section})
            await self.show(opened)


class RecuseHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/recuse`: review nothing of this person's, now and later."""

    @authenticated
    async def post(self, submission: str) -> None:
        """Takes {"reason"}: mentee, report, supervisor or other."""
        await self.attempt(readers.recuse, submission, self.body().get("reason"))
        if not self._finished:
            self.answer_with(200)


class RecusalHandler(ReviewHandler):
    """`/course/api/review/recusals/<person>`: take one's recusal back."""

    @authenticated
    async def delete(self, person: str) -> None:
        """Their reflections are on the queue again."""
        await self.attempt(readers.undo_recusal, person)
        self.answer_with(200)
