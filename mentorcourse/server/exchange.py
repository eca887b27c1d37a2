"""nbgrader's exchange for participants' own Jupyter servers: what is released, and their own submissions and feedback.

A submission that comes so is the same as one from the course's page: the same table, versions, days and readers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError

from mentorcourse.language import Sentence
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.review.feedback import page_for_writer
from mentorcourse.review.ids import is_safe
from mentorcourse.review.readers import Refused
from mentorcourse.review.submissions import Version, versions

from .hub_token import TokenHandler
from .reflections import refuse_unready

NO_COURSE = Sentence("You take part in no course of this name.")
NO_NOTEBOOK = Sentence("Send the notebook’s text as notebook.")


class ExchangeHandler(TokenHandler):
    """`/course/api/exchange`: the courses that one takes part in, each a cohort of the course."""

    @allow_unauthenticated  # by a cookie: prepare() has asked the Hub
    async def get(self) -> None:
        """One's id, and of each course what is released and one's own newest submissions."""
        courses = [await self.site.run(self._listed, cohort) for cohort in self.taking.cohorts]
        for cohort, course in zip(self.taking.cohorts, courses, strict=True):
            if not course["released"]:  # nobody has submitted anything yet: let nbgrader make the notebooks
                self.reflections.changed(cohort)
        self.answer_with(200, student=self.taking.person, courses=courses)

    def _listed(self, cohort: str) -> dict[str, Any]:
        released = self.exchange(cohort).released()
        submitted = [
            {"assignment": one.section, "submitted_at": one.submitted_at.isoformat(), "has_feedback": one.has_page}
            for one in self.newest(cohort).values()
        ]
        times = {name: at.isoformat() for name, at in released.items()}
        return {"course": self.course_name(cohort), "released": times, "submissions": submitted}

    def exchange(self, cohort: str) -> SQLExchange:
        """The cohort's exchange over our tables."""
        return SQLExchange(self.site.store, cohort, self.reflections.assignments)

    def newest(self, cohort: str) -> dict[str, Version]:
        """One's own newest submission in each section, but for those withdrawn."""
        own = versions(self.site.store, cohort, self.taking.person)
        return {one.section: one for one in reversed(own) if one.state != "withdrawn"}

    def course_name(self, cohort: str) -> str:
        """What nbgrader calls a cohort: by its name where that can be part of a path, else by its id."""
        name = self.taking.cohorts[cohort]
        return name if is_safe(name) else cohort

    def cohort(self, course: str) -> str:
        """The id of the cohort that is meant, one's own; 404 for any other."""
        found = [cohort for cohort in self.taking.cohorts if self.course_name(cohort) == course]
        if not found:
            raise HTTPError(404, NO_COURSE)
        return found[0]


class NotebookHandler(ExchangeHandler):
    """`/course/api/exchange/<course>/<assignment>/notebook`: to fill in."""

    @allow_unauthenticated
    async def get(self, course: str = "", stem: str = "") -> None:
        """The notebook as it was released."""
        try:
            notebook = await self.site.run(self.exchange(self.cohort(course)).notebook, stem)
        except Refused as refused:
            self.refuse(refused)
            return
        self.answer_with(200, notebook=notebook)


class SubmitHandler(ExchangeHandler):
    """`/course/api/exchange/<course>/<assignment>/submit`: give the answers in a notebook to one's trainers."""

    @allow_unauthenticated
    async def post(self, course: str, stem: str) -> None:
        """Takes {"notebook"}; 201 with the moment at which it was submitted."""
        cohort, notebook = self.cohort(course), self.body().get("notebook")
        if not isinstance(notebook, str):
            raise HTTPError(422, NO_NOTEBOOK)
        try:
            at = await self.site.run(self._submit, cohort, stem, notebook)
        except Refused as refused:
            self.refuse(refused)
            return
        self.reflections.changed(cohort)
        self.answer_with(201, submitted_at=at.isoformat())

    def _submit(self, cohort: str, stem: str, notebook: str) -> datetime:
        refuse_unready(self.site, cohort, self.taking.person, stem)
        return self.exchange(cohort).submit(self.taking.person, stem, notebook)


class FeedbackHandler(ExchangeHandler):
    """`/course/api/exchange/<course>/<assignment>/feedback`: on one's own newest submission."""

    @allow_unauthenticated
    async def get(self, course: str = "", stem: str = "") -> None:
        """The page, or null until there is one; 404 when one has submitted nothing."""
        self.assignment(stem)
        page = await self.site.run(self._page, self.cohort(course), stem)
        self.answer_with(200, page=page)

    def _page(self, cohort: str, stem: str) -> str | None:
        newest = self.newest(cohort)
        if stem not in newest:
            raise HTTPError(404, Sentence("You have submitted nothing for {assignment}.", assignment=stem))
        return page_for_writer(self.site.store, newest[stem])
