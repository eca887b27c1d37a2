"""The trainers' API: their queue, one reflection at a time, drafts and releases, and the comment bank."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.content import BadAnswers
from mentorcourse.review import bank, readers, reading
from mentorcourse.review.assignments import Rubric
from mentorcourse.review.queue import Row, queue, waiting
from mentorcourse.review.readers import Refused
from mentorcourse.review.reading import Elsewhere, Opened, ReleasedBefore
from mentorcourse.review.submissions import Version
from mentorcourse.review.wording import clean_review, missing

from .answers import moment
from .reflection_json import shown_draft, shown_holder, shown_version
from .reflections import ReflectionHandler


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
            raise HTTPError(404, "This course has no reflections.")
        return found

    def shown_name(self, person: str, name: str) -> str:
        """The writer's name, or what stands for it while names are hidden: the same all the time in one cohort."""
        alias = hashlib.sha256(f"writer {person} {self.visit.cohort}".encode()).hexdigest()[:4]
        return f"Writer {alias.upper()}" if self.is_blind else name

    def shown(self, opened: Opened) -> dict[str, Any]:
        """An open submission as the page gets it."""
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
            "own": shown_draft(opened.own),
        }

    def _title(self, stem: str) -> str:
        found = self.reflections.assignments.by_section.get(stem)
        return found.title if found else stem

    async def attempt(self, work: Callable[..., Any], *rest: Any, **more: Any) -> Any:
        """Do `work` for this trainer; None when it was refused, and answered so."""
        visit = self.visit
        try:
            return await self.site.run(work, self.site.store, visit.cohort, visit.person, *rest, **more)
        except Elsewhere as conflict:
            words = "You have changed this review in another window. Both are shown: choose which to keep."
            self.answer_with(409, message=words, conflict=True, own=shown_draft(conflict.own))
        except ReleasedBefore as late:
            first = {"by": late.name, "at": moment(late.at)}
            self.answer_with(409, message=str(late), released_before=first, own=shown_draft(late.own))
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
        }


class OpenHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/open`: read one; from then on it cannot be withdrawn."""

    @authenticated
    async def post(self, submission: str) -> None:
        """The text with its earlier versions and reviews, who holds it, and one's own draft."""
        opened = await self.attempt(reading.open_submission, submission)
        if opened:
            self.answer_with(200, **self.shown(opened))


class ClaimHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/claim`: take it, hand it over, or put it back."""

    @authenticated
    async def put(self, submission: str) -> None:
        """Takes {"to"}: "me", a colleague's id, or null."""
        to = self.body().get("to")
        if to is not None and not isinstance(to, str):
            raise HTTPError(422, "Say who takes this reflection: you, a colleague, or nobody.")
        opened = await self.attempt(reading.claim, submission, self.visit.person if to == "me" else to)
        if opened:
            self.answer_with(200, **self.shown(opened))


class OwnReviewHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/<draft or release>`: one's own review of a submission."""

    @authenticated
    async def put(self, submission: str, act: str) -> None:
        """Takes {"words", "base", "beside"}; 422 names what is wrong, or what is missing for a release."""
        version = await self.attempt(reading.find, submission)
        if version is None:
            return
        try:
            words, base = self._sent(version)
            if act == "release" and (wanting := missing(words, self.rubric)):
                raise BadAnswers(wanting)
        except BadAnswers as wrong:
            self.answer_with(422, errors=wrong.errors, message=" ".join(wrong.errors.values()))
            return
        if act == "release":
            beside = self.body().get("beside") is True
            own = await self.attempt(reading.release, submission, words, base, beside)
            if own:
                self._released(version)
        else:
            own = await self.attempt(reading.save_draft, submission, words, base)
        if own:
            self.answer_with(200, **shown_draft(own))

    def _sent(self, version: Version) -> tuple[dict[str, Any], int]:
        body = self.body()
        base = body.get("base")
        if isinstance(base, bool) or not isinstance(base, int) or base < 0:
            raise HTTPError(400, "A review needs base, the version that it follows upon.")
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
            self.answer_with(200, **self.shown(opened))


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


class BankHandler(ReviewHandler):
    """`/course/api/review/bank`: sentences that one uses again."""

    @authenticated
    async def get(self) -> None:
        """One's own, then what colleagues share."""
        await self._show()

    async def _show(self) -> None:
        kept = await self.attempt(bank.sentences)
        self.answer_with(
            200, sentences=[{"id": one.id, "text": one.text, "shared": one.shared, "by": one.by} for one in kept]
        )

    @authenticated
    async def post(self) -> None:
        """Takes {"text", "shared"}."""
        await self.attempt(bank.add_sentence, self.text(), self.body().get("shared") is True)
        if not self._finished:
            await self._show()


class SentenceHandler(ReviewHandler):
    """`/course/api/review/bank/<number>`: one of one's own sentences."""

    @authenticated
    async def delete(self, sentence: str) -> None:
        """Take it out of the bank."""
        await self.attempt(bank.remove_sentence, int(sentence))
        self.answer_with(200)
