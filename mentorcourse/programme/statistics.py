"""Paired change in a small group: mean, interval and effect size, each by a method that the report names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from mentorcourse.reports import SMALLEST_GROUP

LEVEL = 0.95


@dataclass(frozen=True)
class Change:
    """From `first` to `second`, both means over the same `n` people.

    `low` and `high` bound the mean change with 95 % confidence (t distribution, n - 1 degrees of freedom); `g_av` is
    Hedges' g_av, the mean change divided by the average of the two standard deviations, corrected for small groups.
    None where the ratings do not differ enough to tell.
    """

    n: int
    first: float
    second: float
    change: float
    low: float | None
    high: float | None
    g_av: float | None


def paired_change(first: Sequence[float], second: Sequence[float]) -> Change | None:
    """The change between two ratings of the same people, in the same order; None for fewer than five of them.

    Sources: Cumming (2012), Understanding the New Statistics, chapter 11; Lakens (2013), Frontiers in Psychology 4:863.
    """
    n = len(first)
    if n < SMALLEST_GROUP or n != len(second):
        return None
    changes = [after - before for before, after in zip(first, second, strict=True)]
    low, high = _interval(changes)
    return Change(n, mean(first), mean(second), mean(changes), low, high, _g_av(first, second))


def _interval(changes: Sequence[float]) -> tuple[float | None, float | None]:
    from scipy import stats

    spread = stdev(changes)
    if not spread:
        return None, None
    low, high = stats.t.interval(LEVEL, len(changes) - 1, loc=mean(changes), scale=spread / sqrt(len(changes)))
    return float(low), float(high)


def _g_av(first: Sequence[float], second: Sequence[float]) -> float | None:
    average = (stdev(first) + stdev(second)) / 2
    freedom = len(first) - 1
    return (1 - 3 / (4 * freedom - 1)) * (mean(second) - mean(first)) / average if average else None
