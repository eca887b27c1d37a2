"""Sentences shared with the room: participants write and withdraw them, facilitators show them or do not."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.identifying import notices
from mentorcourse.language import Sentence
from mentorcourse.sharing import sentences
from mentorcourse.sharing.sentences import NoSentence, SharingRefused

from .answers import CourseHandler
from .pace import SENTENCES

LOOK_AGAIN = Sentence("Your sentence may say who somebody is. Look again before everybody reads it.")


class SharedHandler(CourseHandler):
    """What both sides have in common: a refusal is told in words, a change to every page that it concerns."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A refusal of the store's has its own status."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, SharingRefused):
            self.answer_with(404 if isinstance(error, NoSentence) else 422, message=self.site.say(error.words))
            return
        super().write_error(status_code, **kwargs)

    async def tell(self) -> None:
        """Everybody hears what is shown, facilitators what waits, writers how theirs stand."""
        await self.site.announce(self.visit.cohort, "sentences", "sentences_waiting", "own_sentences")

    def section(self, stem: object) -> str:
        """One of the course's sections."""
        if stem not in {one.section for one in self.site.course.sections}:
            raise HTTPError(422, Sentence("The course has no such section."))
        return str(stem)


class OwnSentencesHandler(SharedHandler):
    """`/course/api/sentences?section=<section>`: what one has shared there."""

    @authenticated
    async def get(self) -> None:
        """One's own sentences, each waiting, shown or not shown."""
        await self._answer(200, self.section(self.get_query_argument("section", "")))

    @authenticated
    async def post(self) -> None:
        """Takes {"section", "text", "signed"}; 409 when it looks identifying, unless {"anyway": true} is sent along."""
        body, visit = self.body(), self.visit
        section, text, signed = self.section(body.get("section")), body.get("text"), body.get("signed", False)
        if not isinstance(text, str) or not isinstance(signed, bool):
            raise HTTPError(400, Sentence("Sharing a sentence needs text, and signed: true or false."))
        text = sentences.clean_sentence(text)
        noticed = [] if body.get("anyway") is True else notices(text)
        if noticed:
            found = [{"found": one.found, "explanation": self.site.say(one.explanation)} for one in noticed]
            self.answer_with(409, message=self.site.say(LOOK_AGAIN), notices=found)
            return
        self.site.pace.keep(SENTENCES, visit.person)
        await self.site.run(sentences.share, self.site.store, visit.cohort, visit.person, section, text, signed)
        await self.tell()
        await self._answer(201, section)

    async def _answer(self, status: int, section: str) -> None:
        visit = self.visit
        own = await self.site.run(sentences.own_sentences, self.site.store, visit.cohort, visit.person, section)
        self.answer_with(status, sentences=[asdict(one) for one in own])


class OwnSentenceHandler(SharedHandler):
    """`/course/api/sentences/<id>`: take one's own sentence back."""

    @authenticated
    async def delete(self, sentence: str) -> None:
        """It is gone from every page, and its text from the database."""
        visit = self.visit
        await self.site.run(sentences.withdraw, self.site.store, visit.cohort, sentence, visit.person)
        await self.tell()
        self.answer_with(200)


class StaffSentencesHandler(SharedHandler):
    """`/course/api/staff/sentences`: what was shared with the room, to be shown or not."""

    @authenticated
    async def get(self) -> None:
        """Every sentence with its state; its writer's name only where they signed it."""
        found = await self.site.run(sentences.to_moderate, self.site.store, self.visit.cohort)
        self.answer_with(200, sentences=[asdict(one) for one in found])


class StaffSentenceHandler(SharedHandler):
    """`/course/api/staff/sentences/<id>`: show a sentence, or take it down."""

    @authenticated
    async def put(self, sentence: str) -> None:
        """Takes {"state": "shown" or "not shown"}."""
        state, visit = self.body().get("state"), self.visit
        if state not in sentences.DECISIONS:
            raise HTTPError(422, Sentence("Say whether the sentence is shown or not shown."))
        await self.site.run(sentences.decide, self.site.store, visit.cohort, sentence, state, visit.person)
        await self.tell()
        self.answer_with(200, id=sentence, state=state)
