"""Tables in Markdown, and the two numbers that stand for many waits: the median and the 95th percentile."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; "" where there is no row."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines]) if lines else ""


def median(waits: Sequence[float]) -> float:
    """The middle one; not a number where nobody came so far."""
    return statistics.median(waits) if waits else math.nan


def late(waits: Sequence[float]) -> float:
    """The 95th percentile: a twentieth waits so long or longer; not a number where nobody came so far."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.95))] if waits else math.nan


def number(value: float | None, places: int = 3) -> str:
    """A number with so many decimal places; a dash for none."""
    return "–" if value is None or math.isnan(value) else f"{value:,.{places}f}"
