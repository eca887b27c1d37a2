"""The clock of a live session: where it stands by its plan, and how each act of a facilitator changes it.

Times are moments in UTC, so that a clock change at night moves none of them. A block's minutes run out by the clock on
the wall, and its allowance grows while the session is paused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Annotated

import pydantic

from mentorcourse.content.models import Key, Model, Whole
from mentorcourse.language import Sentence

MINUTE = timedelta(minutes=1)
MOST_ADDED = 60  # minutes, in one act

Moment = Annotated[pydantic.AwareDatetime, pydantic.AfterValidator(lambda moment: moment.astimezone(UTC))]
Planned = tuple[Key, Annotated[Whole, pydantic.Field(ge=0, le=600)]]


class Refused(ValueError):
    """The clock does not allow this act now; the message says what there is to do."""


class Clock(Model):
    """A plan as blocks and minutes, the end of each finished block, and what the running one has beyond its minutes.

    `added` is what a facilitator gave the running block, `held` how long it was paused; `paused` is since when it is.
    """

    began: Moment
    plan: tuple[Planned, ...] = pydantic.Field(min_length=1)
    marks: tuple[Moment, ...] = ()
    added: timedelta = timedelta(0)
    held: timedelta = timedelta(0)
    paused: Moment | None = None
    pauses: tuple[tuple[Moment, Moment], ...] = ()

    @property
    def place(self) -> int:
        """Which block is running, counted from 0."""
        return len(self.marks)

    @property
    def block(self) -> str:
        """The running block's key."""
        return self.plan[self.place][0]

    @property
    def is_last(self) -> bool:
        """Whether the running block is the last one."""
        return self.place == len(self.plan) - 1

    @property
    def block_began(self) -> datetime:
        """When the running block began."""
        return self.marks[-1] if self.marks else self.began

    @property
    def total(self) -> int:
        """The plan's minutes."""
        return sum(minutes for _, minutes in self.plan)

    def starts(self, place: int) -> int:
        """How many minutes after the beginning the plan has a block begin."""
        return sum(minutes for _, minutes in self.plan[:place])

    @property
    def due(self) -> datetime:
        """When the plan has the running block end."""
        return self.began + self.starts(self.place + 1) * MINUTE

    def spent(self, now: datetime) -> timedelta:
        """How long the running block has been the running one, pauses included."""
        return now - self.block_began

    def allowed(self, now: datetime) -> timedelta:
        """How long it may take: its minutes, what was added, and the time it was paused."""
        pausing = now - self.paused if self.paused else timedelta(0)
        return self.plan[self.place][1] * MINUTE + self.added + self.held + pausing

    def left(self, now: datetime) -> timedelta:
        """What the running block has left; below nought when it is over its time. It stands still while paused."""
        return self.allowed(now) - self.spent(now)

    def ends_at(self, now: datetime) -> datetime:
        """When the running block's time is up, if nothing else happens; for a paused one, if it went on now."""
        return self.block_began + self.allowed(now)

    def done(self) -> list[int]:
        """Whole minutes that each finished block took; their sum follows the clock."""
        ends = [0, *(round((mark - self.began) / MINUTE) for mark in self.marks)]
        return [end - start for start, end in pairwise(ends)]

    def running_minutes(self, now: datetime) -> int:
        """Whole minutes that a new plan has to leave the running block: what it took, or what was promised to it.

        With those of the finished blocks they add up to what the clock says, so that who is behind there is late here.
        """
        promised = self.allowed(now) if self.added else timedelta(0)
        before = self.block_began - self.began
        return max(0, round((before + max(self.spent(now), promised)) / MINUTE) - sum(self.done()))


def begin(plan: Sequence[Planned], now: datetime) -> Clock:
    """The clock of a session that begins now."""
    return Clock(began=now, plan=tuple(plan))


def pause(clock: Clock, now: datetime) -> Clock:
    """Let the running block's time stand still."""
    if clock.paused:
        raise Refused(Sentence("The session is paused already."))
    return clock.model_copy(update={"paused": now})


def resume(clock: Clock, now: datetime) -> Clock:
    """Let the time go on."""
    if not clock.paused:
        raise Refused(Sentence("The session is running already."))
    return _going(clock, now)


def add(clock: Clock, now: datetime, minutes: int) -> Clock:
    """Give the running block more minutes; one that is over its time gets them from now on."""
    over = max(timedelta(0), -clock.left(now))
    return clock.model_copy(update={"added": clock.added + over + minutes * MINUTE})


def go_on(clock: Clock, now: datetime) -> Clock:
    """End the running block and begin the next one; a pause ends with its block."""
    if clock.is_last:
        raise Refused(Sentence("This is the last block. End the session instead."))
    rest = {"marks": (*clock.marks, now), "added": timedelta(0), "held": timedelta(0)}
    return _going(clock, now).model_copy(update=rest)


def use_plan(clock: Clock, now: datetime, plan: Sequence[Planned]) -> Clock:
    """Go on by another plan, whose running block has its pauses and additions among its minutes."""
    counted = _going(clock, now).model_copy(update={"plan": tuple(plan), "added": timedelta(0), "held": timedelta(0)})
    return counted.model_copy(update={"paused": now}) if clock.paused else counted


def _going(clock: Clock, now: datetime) -> Clock:
    """The clock without its pause, which is noted and makes up for itself."""
    if not clock.paused:
        return clock
    noted = (*clock.pauses, (clock.paused, now))
    return clock.model_copy(update={"held": clock.held + (now - clock.paused), "paused": None, "pauses": noted})
