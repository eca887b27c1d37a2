"""The facilitators' API for a session that runs late: a new plan is proposed, and nothing is kept."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ValidationError
from tornado.web import HTTPError, authenticated

from mentorcourse.content import ContentError
from mentorcourse.content.models import Key, Model, Whole
from mentorcourse.language import Sentence
from mentorcourse.schedule import Change, Impossible, Plan, Session, read_session, replan
from mentorcourse.schedule.plan import slots

from .answers import CourseHandler

MINUTES = Annotated[Whole, Field(ge=0, le=600)]
UNFIT = Sentence(
    "This plan does not fit the guide any longer. Stop the clock, reload the page and start the clock again."
)


class Standing(Model):
    """Where a session stands: its plan as block and minutes, what finished blocks took, and the running one so far."""

    plan: tuple[tuple[Key, MINUTES], ...] = Field(min_length=1, max_length=60)
    done: tuple[MINUTES, ...] = ()
    spent: MINUTES = 0
    more: MINUTES = 0


class PlanHandler(CourseHandler):
    """`/course/api/guide/<section>/plan`: a proposal for the rest of a session."""

    @authenticated
    async def post(self, stem: str) -> None:
        """The new plan with what is cut and shorter; 422 when nothing fits, with the minutes that are missing."""
        try:
            session = await self.site.run(read_session, self.site.course, stem)
            standing = Standing.model_validate(self.body())
            change = replan(_plan(session, standing), standing.done, standing.spent, standing.more)
        except KeyError as unknown:
            raise HTTPError(404, Sentence("The course has no such section.")) from unknown
        except (ContentError, ValidationError, ValueError) as unfit:
            raise HTTPError(422, UNFIT) from unfit
        except Impossible as short:
            self.answer_with(422, message=self.site.say(short.args[0]), missing=short.missing)
            return
        self.answer_with(200, **_proposal(change))


def _plan(session: Session, standing: Standing) -> Plan:
    """The plan that the page has; ValueError when it is none of this session's."""
    known = {block.key: block for block in session.blocks}
    keys = [key for key, _ in standing.plan]
    if [key for key in known if key in keys] != keys or any(
        block.is_kept and block.key not in keys for block in known.values()
    ):
        raise ValueError("not the blocks of this session, in their order")
    times = [minutes for _, minutes in standing.plan]
    if any(known[key].minimum > minutes for key, minutes in standing.plan[len(standing.done) :]):
        raise ValueError("a block to come has less than its minimum")
    cut = tuple(block for block in session.blocks if block.key not in keys)
    return Plan(slots([known[key] for key in keys], times), cut)


def _proposal(change: Change) -> dict[str, Any]:
    return {
        "late": change.late,
        "plan": [[slot.block.key, slot.minutes] for slot in change.after.slots],
        "cut": [block.key for block in change.cut],
        "shorter": [[block.key, was, now] for block, was, now in change.shorter],
    }
