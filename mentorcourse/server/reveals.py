"""The cohort’s answers as counts: for participants after their own answer, for everybody once they are revealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError, authenticated

from mentorcourse.content import AnyActivity
from mentorcourse.language import Sentence, plural
from mentorcourse.reports import SMALLEST_GROUP
from mentorcourse.sessions import keeping
from mentorcourse.sharing.counts import Shown, answered, catch_up, counted_fields, shown
from mentorcourse.sharing.reveals import is_revealed, reveal, revealed, states

from .answers import CourseHandler, moment

if TYPE_CHECKING:
    from .site import Site

NOT_COUNTED = Sentence("The cohort’s answers to this activity are not shown.")
HELD = Sentence("During the session your facilitator shows these counts to everybody at the same time.")


def _is_held(site: Site, cohort: str, section: str) -> bool:
    """Whether counts of this section wait for a facilitator: its live session is running."""
    live = keeping.running(site.store, cohort)
    return live is not None and live.section == section


class CohortHandler(CourseHandler):
    """`/course/api/cohort/<activity>`: the cohort's answers as counts."""

    @authenticated
    async def get(self, address: str) -> None:
        """Counts by field and option from five answers on; of a case, 403 before one's own answer is committed.

        While the section's live session runs, what was not shown before waits for the reveal. Ratings are shown only
        once they are revealed.
        """
        activity, visit = self.activity(address), self.visit
        if not counted_fields(activity):
            raise HTTPError(404, NOT_COUNTED)
        if activity.kind == "case":
            own = await self.site.run(self.site.store.answer, visit.person, visit.cohort, address)
            if not own.values.get("committed"):
                raise HTTPError(403, Sentence("Commit to your own answer first; then you see how the cohort chose."))
        is_out, waits, found = await self.site.run(self._look, address, activity)
        self.answer_with(
            200,
            revealed=is_out,
            shown=found.answers,
            counts=found.counts or None,
            message=self.site.say(_of_counts(found.answers, waits)),
        )

    def _look(self, address: str, activity: AnyActivity) -> tuple[bool, bool, Shown]:
        store, cohort = self.site.store, self.visit.cohort
        if is_revealed(store, cohort, address):
            return True, False, catch_up(store, cohort, address, counted_fields(activity))
        if activity.kind == "ratings":
            return False, True, Shown()
        if _is_held(self.site, cohort, address.split(".")[0]):
            return False, True, shown(store, cohort, address)
        return False, False, catch_up(store, cohort, address, counted_fields(activity))


def _of_counts(answers: int, waits: bool) -> Sentence:
    if answers:
        return Sentence("{shown} answers of your cohort. Later ones join in groups of {group} or more.",
                        shown=answers, group=SMALLEST_GROUP)  # fmt: skip
    if waits:
        return HELD
    return plural(SMALLEST_GROUP, "Counts show from {count} answer on; there are fewer so far.",
                  "Counts show from {count} answers on; there are fewer so far.")  # fmt: skip


def _layout(activity: AnyActivity) -> dict[str, Any]:
    """What the counts are of: a case's options, or the lines and scales of ratings."""
    if activity.kind == "case":
        return {"options": [one.model_dump(include={"key", "label"}) for one in activity.options]}
    return activity.model_dump(include={"items", "scales"}, mode="json")


class StaffRevealsHandler(CourseHandler):
    """`/course/api/staff/reveals`: what can be revealed, and the counts of what is."""

    @authenticated
    async def get(self) -> None:
        """Every activity with counts: how many have answered, since when it is revealed, and then its counts."""
        self.answer_with(200, **await self.site.run(self.told))

    def told(self) -> dict[str, Any]:
        """What the console and the room get (blocking: reads the store)."""
        store, cohort, course = self.site.store, self.visit.cohort, self.site.course
        out, since = states(store, cohort), {one.activity: one.at for one in revealed(store, cohort)}
        live = keeping.running(store, cohort)
        activities = [
            {
                "activity": address,
                "section": section.section,
                "section_title": f"{section.number}. {section.title}",
                "title": activity.title,
                "kind": activity.kind,
                "answered": answered(store, cohort, address, counted_fields(activity)),
                "revealed_at": moment(since.get(address)),
                "shown": out[address].answers if address in out else 0,
                "counts": out[address].counts if address in out else {},
                "layout": _layout(activity) if address in out else {},
            }
            for address, section, activity in course.activities()
            if counted_fields(activity)
        ]
        now = f"{live.section}.{live.shown}" if live and live.shown else ""
        return {"section": live.section if live else "", "now": now, "activities": activities}


class RevealHandler(StaffRevealsHandler):
    """`/course/api/staff/reveals/<activity>`: show an activity's counts to the cohort."""

    @authenticated
    async def put(self, address: str) -> None:
        """Reveal; answers as get does. What is revealed stays so."""
        fields, visit = counted_fields(self.activity(address)), self.visit
        if not fields:
            raise HTTPError(404, NOT_COUNTED)
        await self.site.run(reveal, self.site.store, visit.cohort, address, fields, visit.person)
        await self.site.announce(visit.cohort, "reveals")
        self.answer_with(200, **await self.site.run(self.told))
