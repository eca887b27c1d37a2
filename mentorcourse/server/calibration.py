"""The trainers' API for calibration: example reflections to rate first, then how far the team agrees."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.content import BadAnswers
from mentorcourse.language import Sentence
from mentorcourse.review import calibration
from mentorcourse.review.examples import Example, shown_example
from mentorcourse.review.wording import clean_levels

from .review import ReviewHandler


class ExamplesHandler(ReviewHandler):
    """`/course/api/review/examples`: the examples, each with our reading once one has rated it."""

    @authenticated
    async def get(self) -> None:
        """Examples in order, one's own ratings among them, and the team's agreement."""
        self.answer_with(200, **await self.site.run(self.told))

    def told(self) -> dict[str, Any]:
        """What the page gets (blocking: reads the store)."""
        store, visit, assignments = self.site.store, self.visit, self.reflections.assignments
        own = calibration.own_ratings(store, visit.cohort, visit.person)
        examples = [shown_example(one, assignments, own.get(one.key)) for one in self.reflections.examples]
        if not examples:
            return {"examples": [], "team": None, "read_twice": None}
        place = (store, visit.cohort, self.rubric)
        return {
            "examples": examples,
            "team": asdict(calibration.agreement_on_examples(*place)),
            "read_twice": asdict(calibration.agreement_on_submissions(*place)),
        }


class ExampleHandler(ExamplesHandler):
    """`/course/api/review/examples/<key>`: rate one example."""

    @authenticated
    async def put(self, key: str) -> None:
        """Takes {"levels": {criterion: level}}, one for each criterion; answers as the list does."""
        example = self._example(key)
        try:
            levels = clean_levels({key: self.body().get("levels")}, [key], self.rubric).get(key, {})
        except BadAnswers as wrong:
            raise HTTPError(422, wrong.errors["levels"]) from wrong
        if set(levels) != set(example.reference):
            raise HTTPError(422, Sentence("Rate the example on each criterion; then you see how we read it."))
        await self.attempt(calibration.rate_example, key, levels)
        if not self._finished:
            self.answer_with(200, **await self.site.run(self.told))

    def _example(self, key: str) -> Example:
        for one in self.reflections.examples:
            if one.key == key:
                return one
        raise HTTPError(404, Sentence("There is no such example."))
