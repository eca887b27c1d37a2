"""The facilitators' API for reflections: when they are due, who checks reviews, and how many there are, never whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.review import rule
from mentorcourse.review.counts import Count, counts
from mentorcourse.review.due import NO_DAY, due_days, keep_usual_day, move_due_day, moved_sections
from mentorcourse.review.readers import Refused

from .reflections import ReflectionHandler


class StaffReflectionsHandler(ReflectionHandler):
    """`/course/api/staff/reflections`: what a cohort asks for, and counts."""

    @authenticated
    async def get(self) -> None:
        """Sections with their day and counts; the rule for checks, and the trainers among whom the lead is."""
        self.answer_with(200, **await self.site.run(self.told))

    def told(self) -> dict[str, Any]:
        """What the page gets (blocking: reads the store)."""
        store, cohort, assignments = self.site.store, self.visit.cohort, self.reflections.assignments
        days, moved, many = due_days(store, cohort, assignments), moved_sections(store, cohort), counts(store, cohort)
        asked = rule.rule(store, cohort)
        sections = []
        for section in self.site.course.sections:
            if section.section in assignments.by_section:
                due = days.get(section.section)
                title = f"{section.number}. {section.title}"
                of = {"section": section.section, "title": title, "due": due.isoformat() if due else None}
                own = {"moved": section.section in moved}
                sections.append(of | own | asdict(many.get(section.section, Count())))
        trainers = [one.person for one in people.members(store, cohort) if "trainer" in one.roles]
        return {
            "checked_by": asked.checked_by,
            "lead": asked.lead,
            "trainers": [{"trainer": one.id, "name": one.name} for one in trainers],
            "sections": sections,
        }

    @authenticated
    async def put(self) -> None:
        """Takes {"checked_by": "nobody", "second reader" or "lead", "lead": a trainer's id}; answers as get does."""
        checked_by, lead = self.body().get("checked_by"), self.body().get("lead")
        if not isinstance(checked_by, str) or not isinstance(lead, str | None):
            raise HTTPError(422, Sentence("Say who checks reviews, and who the lead trainer is."))
        await self.change(rule.set_rule, checked_by, lead)

    async def change(self, work: Callable[..., object], *rest: object) -> None:
        """Do what a facilitator asks for, and answer as get does, or say why it was refused."""
        try:
            await self.site.run(work, self.site.store, self.visit.cohort, *rest)
        except Refused as refused:
            self.answer_with(422, message=self.site.say(refused.words))
            return
        self.answer_with(200, **await self.site.run(self.told))


class DueDayHandler(StaffReflectionsHandler):
    """`/course/api/staff/reflections/<section>`: the day by which this cohort is asked for a section's reflection."""

    @authenticated
    async def put(self, stem: str = "") -> None:
        """Takes {"due": "2027-02-15"}, or null for none."""
        self.assignment(stem)
        await self.change(move_due_day, stem, self._day())
        self._follow()

    @authenticated
    async def delete(self, stem: str) -> None:
        """The day is the usual one again."""
        self.assignment(stem)
        await self.change(keep_usual_day, stem)
        self._follow()

    def _day(self) -> date | None:
        due = self.body().get("due", "")
        try:
            return None if due is None else date.fromisoformat(due)
        except (TypeError, ValueError) as wrong:
            raise HTTPError(422, NO_DAY) from wrong

    def _follow(self) -> None:
        if self.get_status() == 200:
            self.reflections.changed(self.visit.cohort)  # nbgrader's gradebook knows the day, too
