"""Work out the rota: the groups of every session to come, with repeats as late and as rarely as possible."""

from __future__ import annotations

import random
from collections.abc import Sequence

from .grouping import Barred, Groups, History, cost_of, grouped, meetings

# Another order of the people may keep everybody apart longer where there are few; with many, the first is good enough.
ORDERS = 6
FEW = 16


def rota(people: Sequence[str], sessions: int, past: Sequence[Groups], barred: Barred) -> list[Groups]:
    """The groups of so many sessions to come, after those of the `past`; raises Impossible.

    The same people with the same past and exclusions get the same rota.
    """
    best: tuple[list[int], list[Groups]] | None = None
    most = _sessions_without_repeat(people, past, barred)
    for order in _orders(people):
        made, costs = _greedy(order, sessions, past, barred)
        if best is None or costs < best[0]:
            best = (costs, made)
        if costs[: min(most, sessions)] == [0] * min(most, sessions):
            break
    return best[1] if best else []


def _orders(people: Sequence[str]) -> list[Sequence[str]]:
    if len(people) > FEW:
        return [people]
    shuffling = random.Random(0)  # noqa: S311  (the same orders every time; nothing here is secret)
    return [people, *(shuffling.sample(list(people), len(people)) for _ in range(ORDERS - 1))]


def _greedy(
    people: Sequence[str], sessions: int, past: Sequence[Groups], barred: Barred
) -> tuple[list[Groups], list[int]]:
    history, made, costs = History(past), list[Groups](), list[int]()
    for _ in range(sessions):
        groups = grouped(people, history, barred)
        costs.append(cost_of(groups, history))
        made.append(groups)
        history.add(groups)
    return made, costs


def _sessions_without_repeat(people: Sequence[str], past: Sequence[Groups], barred: Barred) -> int:
    """A bound: in no rota can more sessions than these pass before somebody meets somebody again."""
    if len(people) < 2:
        return 0
    met = {pair for groups in past for group in groups for pair in meetings(group)} | barred
    new = {one: sum(frozenset((one, other)) not in met for other in people if other != one) for one in people}
    in_one = len(people) // 2 if len(people) % 2 == 0 else (len(people) + 3) // 2
    return min(min(new.values()), sum(new.values()) // 2 // in_one)
