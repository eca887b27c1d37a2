"""Lay a session's blocks out over the minutes there are.

One rule: every block begins with its minimum. While the minimums do not fit, the optional block that is first in the
stated order is left out. The minutes that remain are shared in proportion to what each block lacks of its full time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorcourse.language import plural

from .models import Block

SPANS = (60, 90)  # the two lengths, in minutes, that every session has


class Impossible(Exception):
    """What must be done does not fit; `missing` is by how many minutes, and the message names the mends."""

    def __init__(self, missing: int, kept: Sequence[Block]) -> None:
        self.missing = missing
        names = ", ".join(block.title for block in kept if block.kind not in ("break", "closing"))
        super().__init__(
            plural(
                missing,
                "Even with every optional block left out, {count} minute is missing. Go on that much longer if the "
                "room agrees, or finish one of these after the session: {blocks}.",
                "Even with every optional block left out, {count} minutes are missing. Go on that much longer if the "
                "room agrees, or finish one of these after the session: {blocks}.",
                blocks=names,
            )
        )


@dataclass(frozen=True)
class Slot:
    """A block in its place: `starts` minutes after the session began, for so many `minutes`."""

    block: Block
    starts: int
    minutes: int


@dataclass(frozen=True)
class Plan:
    """Slots without gaps, in the order of the session, and the blocks that were left out."""

    slots: tuple[Slot, ...]
    cut: tuple[Block, ...] = ()

    @property
    def total(self) -> int:
        """Minutes from the first slot's start to the last one's end."""
        return sum(slot.minutes for slot in self.slots)

    def slot(self, key: str) -> Slot | None:
        """The slot of the block with this key; None where it was left out."""
        return next((slot for slot in self.slots if slot.block.key == key), None)


def make_plan(blocks: Sequence[Block], minutes: int) -> Plan:
    """The plan of a session of so many minutes; Impossible when the minimums do not fit."""
    kept = fit(blocks, {block.key: block.minimum for block in blocks}, minutes)
    times = fill(minutes, [block.minimum for block in kept], [block.full for block in kept])
    return Plan(slots(kept, times), tuple(block for block in blocks if block not in kept))


def fit(blocks: Sequence[Block], least: Mapping[str, int], minutes: int) -> list[Block]:
    """The blocks whose `least` minutes (by key) fit, those to be dropped first left out; Impossible when none do."""
    kept = list(blocks)
    while (missing := sum(least[block.key] for block in kept) - minutes) > 0:
        optional = [block for block in kept if not block.is_kept]
        if not optional:
            raise Impossible(missing, kept)
        kept.remove(min(optional, key=lambda block: block.drop))
    return kept


def fill(minutes: int, *levels: Sequence[int]) -> list[int]:
    """Share `minutes`: the first level for everybody, then up to each next one, in proportion to what is lacking.

    What is over after the last level is shared in proportion to what everybody has.
    """
    has = list(levels[0])
    for level in levels[1:]:
        lacking = [max(0, top - now) for top, now in zip(level, has, strict=True)]
        some = min(minutes - sum(has), sum(lacking))
        has = [now + more for now, more in zip(has, portions(some, lacking), strict=True)]
    return [now + more for now, more in zip(has, portions(minutes - sum(has), has), strict=True)]


def portions(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in whole parts in proportion to `weights`, by largest remainder; the earlier of two equals gets more."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda one: -(amount * weights[one] % whole))
    for one in by_remainder[: amount - sum(parts)]:
        parts[one] += 1
    return parts


def slots(blocks: Sequence[Block], times: Sequence[int]) -> tuple[Slot, ...]:
    """Blocks one after the other, each with its minutes."""
    return tuple(
        Slot(block, sum(times[:place]), minutes)
        for place, (block, minutes) in enumerate(zip(blocks, times, strict=True))
    )
