"""Freeze ratings five people at a time, so that nobody's can be read off the difference of two reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from mentorcourse.reports import SMALLEST_GROUP

THEN, NOW, BACK = "then", "now", "back"


class Rating(NamedTuple):
    """What one save made of one rating; `value` is None where it was taken back."""

    person: str
    moment: str
    value: int | None


@dataclass(frozen=True)
class Batch:
    """Five people's ratings at the moment when the fifth had both; `back` is empty until all five have looked back."""

    pairs: tuple[tuple[int, int], ...]
    back: tuple[int, ...]


def batches(saves: Iterable[Rating]) -> list[Batch]:
    """Whole batches in the order in which they were complete; `saves` are of one statement, oldest first.

    A batch stays what it was: who rates again later, or takes a rating back, changes nothing in it. Whoever waits for
    a batch may still do both.
    """
    latest: dict[tuple[str, str], int | None] = {}
    waiting: dict[str, None] = {}
    closed: list[tuple[list[str], list[tuple[int, int]]]] = []
    settled: dict[str, int] = {}
    backs: dict[int, tuple[int, ...]] = {}
    for save in saves:
        latest[save.person, save.moment] = save.value
        if save.person not in settled:
            pair = _pair(latest, save.person)
            _ = waiting.setdefault(save.person) if pair else waiting.pop(save.person, None)
        if len(waiting) == SMALLEST_GROUP:
            settled |= dict.fromkeys(waiting, len(closed))
            closed.append((list(waiting), [pair for one in waiting if (pair := _pair(latest, one))]))
            waiting.clear()
        number = settled.get(save.person, -1)
        if number >= 0 and number not in backs:
            looked = [latest.get((one, BACK)) for one in closed[number][0]]
            if None not in looked:
                backs[number] = tuple(one for one in looked if one is not None)
    return [Batch(tuple(pairs), backs.get(number, ())) for number, (_, pairs) in enumerate(closed)]


def _pair(latest: dict[tuple[str, str], int | None], person: str) -> tuple[int, int] | None:
    then, now = latest.get((person, THEN)), latest.get((person, NOW))
    return None if then is None or now is None else (then, now)
