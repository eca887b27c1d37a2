"""The facilitators' API of the live session: start it, act on it, and re-plan it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from tornado.web import HTTPError, authenticated

from mentorcourse.content import ContentError
from mentorcourse.language import Sentence
from mentorcourse.schedule import SPANS, Change, Impossible, Session, make_plan, read_session
from mentorcourse.sessions import activities, keeping
from mentorcourse.sessions.acts import Act, Acting
from mentorcourse.sessions.clock import Refused
from mentorcourse.sessions.keeping import Live, Stale
from mentorcourse.sessions.replanning import propose

from .moments import moment
from .partner import to_come
from .presence import note_present
from .session_json import led
from .staff import StaffHandler

RUNS_ALREADY = Sentence(
    "A session is running already: {name} has started it. You see the same one; each of you can lead it."
)
MOVED_ON = Sentence("{name} was a moment quicker. This is how the session stands now; your press changed nothing.")
ENDED = Sentence("The session has ended meanwhile, so there was nothing to change.")
NO_GUIDE = Sentence("The guide of this section cannot be read. Run “mentorcourse check”, which names what is wrong.")
UNKNOWN_ACT = Sentence("The course does not know this act, or something that it needs is missing. Reload the page.")


class LiveSessionHandler(StaffHandler):
    """What the handlers of the live session share."""

    async def guide(self, stem: Any) -> Session:
        """The guide's page of a section; 404 for one that the course does not have."""
        try:
            return await self.site.run(read_session, self.site.course, str(stem))
        except KeyError as unknown:
            raise HTTPError(404, Sentence("The course has no such section.")) from unknown
        except ContentError as error:
            raise HTTPError(422, NO_GUIDE) from error

    async def tell(self, status: int, live: Live | None, **more: Any) -> None:
        """Answer with the session as facilitators see it, and the section that is next."""
        told = await self.site.run(led, self.site, live) if live else None
        ahead = await self.site.run(to_come, self.site, self.visit.cohort)
        self.answer_with(
            status, session=told, now=moment(self.site.store.now()), next=ahead[0] if ahead else None, **more
        )

    async def tell_stale(self, stale: Stale, words: Sentence) -> None:
        """Answer somebody who was not the first, with the session as it stands and who has changed it."""
        live = stale.live
        name = await self.site.run(keeping.who_changed, self.site.store, live) if live else ""
        said = Sentence(words.message, name=name) if live else ENDED
        await self.tell(409, live, message=self.site.say(said))


class StartHandler(LiveSessionHandler):
    """`/course/api/staff/session`: the session that runs, and the start of one."""

    @authenticated
    async def get(self) -> None:
        """The running session (null: none), the sections that one can be begun of, and what is open in each."""
        cohort = self.visit.cohort
        live = await self.site.run(keeping.running, self.site.store, cohort)
        await self.tell(200, live, sections=await self.site.run(self._sections, cohort), spans=SPANS)

    @authenticated
    async def post(self) -> None:
        """Takes {"section", "minutes"}; 409 when one runs already, with that one."""
        body, visit = self.body(), self.visit
        if body.get("minutes") not in SPANS:
            raise HTTPError(422, Sentence("Choose the short session or the long one."))
        guide = await self.guide(body.get("section"))
        plan = make_plan(guide.blocks, body["minutes"])
        try:
            live = await self.site.run(keeping.start, self.site.store, visit.cohort, guide, plan, visit.person)
        except Stale as stale:
            await self.tell_stale(stale, RUNS_ALREADY)
            return
        await self.site.announce(visit.cohort, "now", "session")
        await self.tell(201, live)

    def _sections(self, cohort: str) -> list[dict[str, Any]]:
        states, closed = self.site.store.sections(cohort), activities.closed(self.site.store, cohort)
        return [
            {
                "section": section.section,
                "title": f"{section.number}. {section.title}",
                "open": self.site.is_open(states, section.section),
                "activities": [
                    {
                        "activity": f"{section.section}.{one.key}",
                        "title": one.title,
                        "open": f"{section.section}.{one.key}" not in closed,
                        "closes": activities.can_close(one),
                    }
                    for one in section.activities
                ],
            }
            for section in self.site.course.sections
        ]


class ActHandler(LiveSessionHandler):
    """`/course/api/staff/session/acts`: what a facilitator does to the running session."""

    @authenticated
    async def post(self) -> None:
        """Takes an Act; 409 when the session stands otherwise than the page showed, 422 when it allows no such act."""
        visit = self.visit
        try:
            act = Act.model_validate(self.body())
        except ValidationError as wrong:
            raise HTTPError(422, UNKNOWN_ACT) from wrong
        acting = await self._acting(act)
        if act.act == "end":
            await note_present(self.site, visit.cohort)
        seen = (act.session, act.version)
        try:
            live = await self.site.run(keeping.change, self.site.store, visit.cohort, seen, visit.person, acting)
        except Stale as stale:
            await self.tell_stale(stale, MOVED_ON)
            return
        except Refused as refused:
            raise HTTPError(422, refused.args[0]) from refused
        await self.site.announce(visit.cohort, "now", "session")
        await self.tell(200, None if live.ended_at else live)

    async def _acting(self, act: Act) -> Acting:
        """The act with the guide of the session that is running."""
        live = await self.site.run(keeping.running, self.site.store, self.visit.cohort)
        if live is None:
            raise HTTPError(409, ENDED)
        keys = [one.key for one in self.site.course.section(live.section).activities]
        return Acting(act, await self.guide(live.section), keys)


class ProposalHandler(LiveSessionHandler):
    """`/course/api/staff/session/plan`: a proposal for the rest of the session; nothing is changed by asking."""

    @authenticated
    async def post(self) -> None:
        """Takes {"more"}, minutes to stay longer; 422 when nothing fits, with the minutes that are missing."""
        more = self.body().get("more", 0)
        if isinstance(more, bool) or not isinstance(more, int) or not 0 <= more <= 240:
            raise HTTPError(422, Sentence("Say by how many minutes the room stays longer, from 0 to 240."))
        live = await self.site.run(keeping.running, self.site.store, self.visit.cohort)
        if live is None:
            raise HTTPError(409, ENDED)
        guide = await self.guide(live.section)
        try:
            change = propose(guide, live.clock, self.site.store.now(), more)
        except Refused as refused:
            raise HTTPError(422, refused.args[0]) from refused
        except Impossible as short:
            self.answer_with(422, message=self.site.say(short.args[0]), missing=short.missing)
            return
        self.answer_with(200, session=live.id, version=live.version, **_proposal(change))


def _proposal(change: Change) -> dict[str, Any]:
    return {
        "late": change.late,
        "plan": [[slot.block.key, slot.minutes] for slot in change.after.slots],
        "before": change.before.total,
        "after": change.after.total,
        "cut": [block.key for block in change.cut],
        "shorter": [[block.key, was, now] for block, was, now in change.shorter],
    }
