"""The trainers' API for checks before a release: ask for one, take it back, rate as second reader, send it back."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.content import BadAnswers
from mentorcourse.language import Sentence
from mentorcourse.review import checking, reading
from mentorcourse.review.wording import LINE, clean_levels, missing

from .review import OwnReviewHandler, ReviewHandler


class AskHandler(OwnReviewHandler):
    """`/course/api/review/submissions/<id>/check`: one's own review, given to whoever is to check it."""

    @authenticated
    async def put(self, submission: str, act: str = "check") -> None:
        """Takes {"words", "base"}; 422 names what is wrong, or what is missing as for a release."""
        version = await self.attempt(reading.find, submission)
        if version is None:
            return
        try:
            words, base = self.sent(version)
            if wanting := missing(words, self.rubric):
                raise BadAnswers(wanting)
        except BadAnswers as wrong:
            self.answer_with(422, **self.wrong(wrong))
            return
        await self.attempt(checking.ask, submission, words, base)
        await self.show_again(submission)

    @authenticated
    async def delete(self, submission: str) -> None:
        """Take it back, to change it."""
        await self.attempt(checking.take_back, submission)
        await self.show_again(submission)


class ColleagueHandler(ReviewHandler):
    """`/course/api/review/submissions/<id>/<rating or verdict>`: a colleague's review that waits for one's check."""

    @authenticated
    async def put(self, submission: str, act: str) -> None:
        """Takes {"of"} with {"levels"} to rate, or {"version", "note", "approves"} to send the review back."""
        version = await self.attempt(reading.find, submission)
        if version is None:
            return
        of = self.body().get("of")
        if not isinstance(of, str):
            raise HTTPError(400, Sentence("Say whose review this is about."))
        try:
            if act == "rating":
                asked = [question["key"] for question in version.questions]
                levels = clean_levels(self.body().get("levels"), asked, self.rubric)
                await self.attempt(checking.rate, submission, of, levels)
            else:
                await self.attempt(checking.send_back, submission, of, *self._verdict())
        except BadAnswers as wrong:
            raise HTTPError(422, next(iter(wrong.errors.values()))) from wrong
        await self.show_again(submission)

    def _verdict(self) -> tuple[int, str, bool]:
        version, note, approves = (self.body().get(key) for key in ("version", "note", "approves"))
        if not isinstance(version, int) or isinstance(version, bool) or not isinstance(approves, bool):
            raise HTTPError(400, Sentence("Say which version of the review you saw, and whether you approve of it."))
        return version, clean_note(note), approves


def clean_note(raw: Any) -> str:
    """A note to a colleague as it will be kept, which may be empty; raises BadAnswers."""
    try:
        return str(LINE.clean(raw)).strip()
    except ValueError as wrong:
        raise BadAnswers({"note": wrong.args[0]}) from wrong
