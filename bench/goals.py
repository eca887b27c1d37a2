"""What must be reached, in one run: each goal with what was measured for it, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.join import joined
from bench.peers import OURS, SOLARA, STOCK
from bench.record import Found
from bench.report import WAITED_FOR, last_to_first
from bench.table import late, number, table

BROWSER = "browser"  # in the record: the rows of bench.browser, this course's first and the plain form's last
PEOPLE = 60
LEAST_IDLE_MEGABYTES = 0.01  # below, memory is counted too coarsely for a ratio


@dataclass(frozen=True)
class Goal:
    """A ratio that must be at least, or at most, `bound`; `ratio` is None where a side was not measured."""

    what: str
    bound: float
    at_least: bool
    ratio: float | None

    @property
    def verdict(self) -> str:
        """In words."""
        if self.ratio is None:
            return "not measured"
        return "reached" if (self.ratio >= self.bound if self.at_least else self.ratio <= self.bound) else "not reached"

    @property
    def row(self) -> list[str]:
        """A line of the table."""
        bound = f"{'at least' if self.at_least else 'at most'} {self.bound:g} times"
        measured = "–" if self.ratio is None else f"{number(self.ratio, 2 if self.ratio < 10 else 0)} times"
        return [self.what, bound, measured, self.verdict]


def goals(found: Found) -> Iterator[Goal]:
    """Every goal, in the order of the table."""
    ours, stock, solara = (_joined(found, side) for side in (OURS, STOCK, SOLARA))
    waits, cpu = f"{PEOPLE} joins: wait for widgets (95th) at", f"{PEOPLE} joins:"
    yield Goal(f"{waits} stock Voilà, to ours", 200, True, _ratio(stock, ours, "late"))
    yield Goal(f"{waits} Solara, to ours", 50, True, _ratio(solara, ours, "late"))
    yield Goal(f"{cpu} CPU an open at stock Voilà, to ours", 20, True, _ratio(stock, ours, "cpu"))
    yield Goal(f"{cpu} memory of an active page at stock Voilà, to ours", 5, True, _ratio(stock, ours, "active"))
    yield Goal(f"{cpu} memory of an idle page at stock Voilà, to ours", 50, True, _ratio(stock, ours, "idle"))
    forms = found.get(BROWSER)
    for which, visit in (("first", "a first visit"), ("later", "later visits")):
        ratio = forms[0][which] / forms[-1][which] if forms else None
        yield Goal(f"form usable on {visit}: this course, to a plain HTML form", 1.5, False, ratio)
    for what in WAITED_FOR:
        for name, ratio in last_to_first(found, what).items():
            yield Goal(f"a million revisions to ten thousand: {what}, {name}", 3, False, ratio)


def _joined(found: Found, side: str) -> dict[str, float]:
    one = joined(found, PEOPLE, side) or {}
    if "cpu" not in one:
        return {}
    told = {"late": late(one["widgets"]), "cpu": one["cpu"], "active": one["active"]}
    return told | ({} if one["idle"] is None else {"idle": max(one["idle"], LEAST_IDLE_MEGABYTES)})


def _ratio(peer: dict[str, float], ours: dict[str, float], what: str) -> float | None:
    return peer[what] / ours[what] if what in peer and ours.get(what) else None


def shown(found: Found) -> str:
    """The table."""
    return table(("goal", "must be", "measured", ""), [goal.row for goal in goals(found)])
