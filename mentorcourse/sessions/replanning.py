"""Propose a new plan to a live session that runs late, and refuse one that its section's guide does not allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mentorcourse.language import Sentence
from mentorcourse.schedule import Change, Plan, Session, replan
from mentorcourse.schedule.plan import slots

from .clock import Clock, Planned, Refused

UNFIT = Sentence(
    "The guide of this section has changed since the session began, so there is no new plan. Go on by the one you have."
)


def propose(guide: Session, clock: Clock, now: datetime, more: int = 0) -> Change:
    """A plan for the rest that ends in time, or `more` minutes later; schedule.Impossible when nothing fits."""
    return replan(checked(guide, clock.plan, clock.place), clock.done(), clock.running_minutes(now), more)


def checked(guide: Session, planned: Sequence[Planned], place: int) -> Plan:
    """Blocks and minutes as a plan, of which `place` blocks are over; Refused when it is none of this session's."""
    known = {block.key: block for block in guide.blocks}
    keys = [key for key, _ in planned]
    kept = {block.key for block in guide.blocks if block.is_kept}
    if [key for key in known if key in keys] != keys or not kept <= set(keys):
        raise Refused(UNFIT)
    if any(known[key].minimum > minutes for key, minutes in planned[place:]):
        raise Refused(UNFIT)
    cut = tuple(block for block in guide.blocks if block.key not in keys)
    return Plan(slots([known[key] for key in keys], [minutes for _, minutes in planned]), cut)
