"""How many participants one core and one gigabyte are enough for, as it follows from what was measured."""

from __future__ import annotations

from collections.abc import Iterator

from bench.join import WITHIN_SECONDS, joined
from bench.peers import OURS
from bench.record import Found
from bench.soak import MINUTES_OF_A_SESSION, NAME
from bench.table import table

LOAD = 0.5  # of a core: busier than that, people begin to wait for each other
GIGABYTE = 1024  # MB
PEOPLE = 60


def rows(found: Found) -> Iterator[list[str]]:
    """What for, how it is reckoned, and the number of participants."""
    came = joined(found, PEOPLE, OURS) or {}
    soaked = next((one for name, one in found.items() if name.startswith(f"{NAME}: ")), None)
    if soaked:
        people, cpu = soaked["people"], soaked["cpu"]
        hour = f"half of {MINUTES_OF_A_SESSION} minutes of a core, to {cpu / people:.1f} s of it a participant uses"
        yield _row("a core, through an hour's session", hour, LOAD * MINUTES_OF_A_SESSION * 60 * people / cpu)
    if came:
        cpu, active, idle = came["cpu"], came["active"], came["idle"]
        burst = f"half of {WITHIN_SECONDS:.0f} seconds of a core, to {cpu:.3f} s an open"
        yield _row(f"a core, all coming within {WITHIN_SECONDS:.0f} seconds", burst, LOAD * WITHIN_SECONDS / cpu)
        yield _row("a GB, all having drawn within a minute", f"1,024 MB, to {active:.1f} MB a page", GIGABYTE / active)
        if idle is not None:
            least = max(idle, 0.01)
            yield _row("a GB, all reading", f"1,024 MB, to {least:.2f} MB a page", GIGABYTE / least)
        yield ["the server itself", "memory before anybody came", f"{came['empty']:,.0f} MB"]


def _row(what: str, how: str, people: float) -> list[str]:
    """Two digits are as many as such a number deserves."""
    rounded = float(f"{people:.1e}")
    return [what, how, f"{rounded:,.0f}"]


def shown(found: Found) -> str:
    """The table."""
    return table(("enough for", "reckoned as", "participants"), rows(found))
