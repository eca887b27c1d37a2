"""How long people wait who open the same page within ten seconds: this course beside its peers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.websocket import WebSocketClosedError

from bench.follow import CourseVisit
from bench.machine import cpu_seconds, free_megabytes, kernels, private_megabytes
from bench.peers import OURS, SIDES, Side
from bench.record import Found, Record
from bench.table import late, median, number, table
from bench.visit import Visit

WITHIN_SECONDS = 10.0
IDLE_PATIENCE_SECONDS = 120
TURNS = 3
PATIENCE_SECONDS = 120.0  # after which a page, or a picture on it, counts as not come
SPARE_MEGABYTES = 2000  # left to everything else on the machine
LONGEST_SECONDS = 480  # what a peer may take for one burst, so that the whole run stays short
NEVER_CAME = (TimeoutError, ConnectionError, HTTPClientError, WebSocketClosedError)
HEAD = (
    *("people", "side", "HTML", "widgets", "widgets, 95th", "picture, 95th"),
    *("CPU an open", "CPU a picture", "MB active", "MB idle"),
)


@dataclass
class Result:
    """One side's waits in seconds, and its costs per page: CPU seconds, and private memory in MB."""

    html: list[float] = field(default_factory=list)
    widgets: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    lost: int = 0  # pages whose widgets never came; `widgets` has how long was waited for them
    missing: int = 0  # pictures that never came on the others; `pictures` has how long was waited for them
    cpu: float = 0.0
    picture_cpu: float = 0.0
    empty: float = 0.0
    active: float = 0.0
    idle: float | None = None
    took: float = 0.0


async def spread(visits: list[Visit], step: Callable[[Visit], Awaitable[object]]) -> None:
    """Everybody does the same, evenly spread over ten seconds, whether or not those before have done (an open loop)."""

    async def come(number: int, visit: Visit) -> None:
        await asyncio.sleep(number * WITHIN_SECONDS / len(visits))
        await step(visit)

    await asyncio.gather(*(come(number, visit) for number, visit in enumerate(visits)))


async def open_page(visit: Visit, result: Result) -> None:
    """Open a page with all that its scripts ask for, and note when HTML and widgets' state were there."""
    begun = time.perf_counter()
    await visit.load()
    result.html.append(time.perf_counter() - begun)
    following = asyncio.create_task(visit.follow()) if isinstance(visit, CourseVisit) else None
    await visit.connect()
    result.widgets.append(time.perf_counter() - begun)
    if following:
        await following


async def patiently(doing: Awaitable[None]) -> bool:
    """Whether it came to its end within our patience, before its kernel was gone, and not with a server's error."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await doing
    except NEVER_CAME:
        return False
    return True


async def arrive(visit: Visit, result: Result) -> bool:
    """Open a page; whether it came. One that did not counts as if it had come when our patience ended."""
    if await patiently(open_page(visit, result)):
        return True
    result.lost += 1
    result.widgets.append(PATIENCE_SECONDS)
    return False


async def join(side: Side, with_idle: bool) -> Result:
    """Everybody opens the page, then everybody answers a question, then nobody does anything; pages stay open."""
    AsyncHTTPClient.configure(None, max_clients=len(side.visits) * 8)
    result, count, begun = Result(), len(side.visits), time.monotonic()
    there: list[Visit] = []

    async def come(visit: Visit) -> None:
        if await arrive(visit, result):
            there.append(visit)

    async def draw(visit: Visit) -> None:
        asked = time.perf_counter()
        result.missing += not await patiently(visit.draw())
        result.pictures.append(time.perf_counter() - asked)

    result.empty, before = private_megabytes(side.pid), cpu_seconds(side.pid)
    await spread(side.visits, come)
    opened = cpu_seconds(side.pid)
    await spread(there, draw)
    result.cpu, result.picture_cpu = (opened - before) / count, (cpu_seconds(side.pid) - opened) / count
    result.active = (private_megabytes(side.pid) - result.empty) / count
    result.took = time.monotonic() - begun
    if with_idle:
        deadline = time.monotonic() + IDLE_PATIENCE_SECONDS
        while kernels(side.pid):
            assert time.monotonic() < deadline, "kernels are not let go"
            await asyncio.sleep(1)
        result.idle = (private_megabytes(side.pid) - result.empty) / count
    return result


def measure(record: Record, people: list[int], beyond: list[int], idle_at: list[int]) -> None:
    """All sides with so many people, and with more; a peer where it would fit this machine and run.

    Where goals are set, `idle_at`, all sides take turns: what else the machine does for some minutes falls on each.
    """
    for count in [*people, *beyond]:
        for turn in range(1, 1 + (TURNS if count in idle_at else 1)):
            for name in SIDES:
                record.once(named(count, name, turn), partial(_one, record.found, count, name, idle_at))


def named(count: int, side: str, turn: int = 1) -> str:
    """What a measurement is called in the record."""
    return f"join: {count} people, {side}" + (f", turn {turn}" if turn > 1 else "")


def joined(found: Found, count: int, side: str) -> dict[str, Any] | None:
    """What was found for so many people: all turns' waits, and of costs their medians; None where nothing was."""
    turns = [one for turn in range(1, TURNS + 1) if (one := found.get(named(count, side, turn)))]
    if len(turns) < 2 or any("left out" in one for one in turns):
        return turns[0] if turns else None
    return {key: _together(key, [one[key] for one in turns]) for key in turns[0]}


def _together(key: str, values: list[Any]) -> Any:
    if isinstance(values[0], list):
        return [wait for waits in values for wait in waits]
    if key in ("lost", "missing"):
        return sum(values)
    there = [value for value in values if value is not None]
    return median(there) if there else None


def _one(found: Found, count: int, name: str, idle_at: list[int]) -> dict[str, Any]:
    if why := left_out(found, count, name, free_megabytes()):
        return {"left out": why}
    with SIDES[name](count) as side:
        return asdict(asyncio.run(join(side, name != OURS or count in idle_at)))


def left_out(found: Found, count: int, side: str, free: float) -> str:
    """Why a peer is not measured with so many people, reckoned from the largest burst before; "" where it is."""
    before = [number for number in _sizes(found) if "cpu" in found.get(named(number, side), {}) and number < count]
    if side == OURS or not before:
        return ""
    last = found[named(before[-1], side)]
    wanted, seconds = last["active"] * count, last["took"] * count / before[-1]
    if wanted > free - SPARE_MEGABYTES:
        return f"left out: {count} pages need about {wanted / 1000:.0f} GB, {free / 1000:.0f} are free"
    if seconds > LONGEST_SECONDS:
        return f"left out: would take about {seconds / 60:.0f} minutes"
    return ""


def _sizes(found: Found) -> list[int]:
    return sorted({int(name.split()[1]) for name in found if name.startswith("join: ")})


def rows(found: Found) -> list[list[str]]:
    """The lines of the table."""
    listed = []
    for count in _sizes(found):
        for side in SIDES:
            one = joined(found, count, side)
            if one is None:
                continue
            if "left out" in one:
                listed.append([str(count), f"{side} ({one['left out']})", *["–"] * (len(HEAD) - 2)])
                continue
            waits = [median(one["html"]), median(one["widgets"]), late(one["widgets"]), late(one["pictures"])]
            told = [number(value) for value in (*waits, one["cpu"], one["picture_cpu"])]
            for place, never in ((2, one["lost"]), (3, one["missing"])):
                told[place] += f" ({never} never came)" if never else ""
            listed.append([str(count), side, *told, number(one["active"], 1), number(one["idle"], 2)])
    return listed


def shown(found: Found) -> str:
    """The table."""
    return table(HEAD, rows(found))
