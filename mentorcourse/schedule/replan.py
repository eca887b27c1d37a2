"""Propose a new plan to a session that runs late, which ends when it was meant to and keeps what must be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Block
from .plan import Plan, Slot, fill, fit, slots


@dataclass(frozen=True)
class Change:
    """A proposal: the plan as it was, to go back to, and as it would be; the same one when nothing is late."""

    before: Plan
    after: Plan
    late: int  # minutes; below nought when the session is ahead
    over: int = 0  # how many blocks are over, the first ones of both plans

    @property
    def cut(self) -> tuple[Block, ...]:
        """The blocks that the new plan leaves out and the old one had."""
        return tuple(block for block in self.after.cut if block not in self.before.cut)

    @property
    def shorter(self) -> tuple[tuple[Block, int, int], ...]:
        """Each block that gets fewer minutes than before, with both numbers; what is over already is not among them."""
        pairs = [(self.before.slot(new.block.key), new) for new in self.after.slots[self.over :]]
        return tuple((old.block, old.minutes, new.minutes) for old, new in pairs if old and new.minutes < old.minutes)


def replan(plan: Plan, done: Sequence[int], spent: int, more: int = 0) -> Change:
    """A plan for the rest of a session.

    `done` are the minutes that each finished block has taken, in order, and `spent` those of the one that is running.
    The end stays where it was, or is put off by `more` minutes. The running block keeps going; of those to come, the
    optional ones are left out in their order until the minimums fit. Raises Impossible where they do not.
    """
    if len(done) > len(plan.slots) or spent < 0 or more < 0 or any(minutes < 0 for minutes in done):
        raise ValueError("done has a number of minutes, never negative, for each finished block of the plan")
    over, rest = plan.slots[: len(done)], plan.slots[len(done) :]
    late = _late(rest, sum(done), spent)
    if not rest or (late <= 0 and not more):
        return Change(plan, plan, late)
    least = {slot.block.key: slot.block.minimum for slot in rest}
    running = rest[0].block
    least[running.key] = max(running.minimum, spent)
    left = plan.total + more - sum(done)
    kept = [running, *fit([slot.block for slot in rest[1:]], least, left - least[running.key])]
    planned = {slot.block.key: slot.minutes for slot in rest}
    levels = [[table[block.key] for block in kept] for table in (least, planned)]
    times = fill(left, *levels, [block.full for block in kept])
    after = slots([*(slot.block for slot in over), *kept], [*done, *times])
    cut = tuple(slot.block for slot in rest if slot.block not in kept)
    return Change(plan, Plan(after, (*plan.cut, *cut)), late, len(over))


def _late(rest: Sequence[Slot], gone: int, spent: int) -> int:
    """By how many minutes the running block began late, or has overrun since."""
    if not rest:
        return 0
    return gone - rest[0].starts + max(0, spent - rest[0].minutes)
