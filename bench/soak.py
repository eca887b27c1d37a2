"""An hour of a session with sixty people in ten minutes: are memory and latency flat, is any kernel left behind."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bench.follow import CourseVisit
from bench.machine import cpu_seconds, kernels, private_megabytes
from bench.peers import open_first
from bench.record import Found, Record
from bench.table import late, number, table
from bench.visit import STEM
from tests.caller import Caller
from tests.workshop import Workshop, running_workshop

NAME = "soak"
MINUTES_OF_A_SESSION, PARTS = 60, 12
HEARD_SECONDS = 10.0  # a message that a page has not heard by then is counted as unheard
IDLE_MINUTES = 1.0  # after which an unused kernel is let go
# Seconds of the session between two of one person's.
PAUSES = {"save": 30.0, "picture": 90.0, "page": 600.0, "message": 60.0}
WAITED = {"open": "page opened", "save": "save", "picture": "picture", "message": "message heard"}
# A minute of the session is shorter here, so an unused kernel is let go after a shorter while, too.
SHORT_MINUTES = """
from mentorcourse.server.kernels import CourseKernels
CourseKernels.idle_seconds = {seconds}
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""


@dataclass
class Soak:
    """The people, what they waited in each twelfth of the session, and what the server held at its end."""

    workshop: Workshop
    callers: list[Caller]
    leader: Caller
    seconds: float
    waits: dict[str, defaultdict[int, list[float]]] = field(
        default_factory=lambda: {what: defaultdict(list) for what in WAITED}
    )
    unheard: int = 0
    memory: list[float] = field(default_factory=list)
    forked: list[int] = field(default_factory=list)
    pages: set[CourseVisit] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.begun, self.chance = time.perf_counter(), random.Random(1)
        self.part = self.seconds / PARTS

    @property
    def ends(self) -> float:
        """When the hour has passed."""
        return self.begun + self.seconds

    def next(self, what: str) -> float:
        """When somebody does it again, if the hour has not passed by then."""
        usual = PAUSES[what] * self.seconds / (60 * MINUTES_OF_A_SESSION)
        return time.perf_counter() + usual * self.chance.uniform(0.5, 1.5)

    async def timed(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do it, and note the wait where it began."""
        begun = time.perf_counter()
        await work()
        self.note(what, begun, time.perf_counter())

    def note(self, what: str, begun: float, ended: float) -> None:
        """One wait."""
        self.waits[what][min(PARTS - 1, int((begun - self.begun) / self.part))].append(ended - begun)

    def told(self) -> dict[str, Any]:
        """What was found, by twelfths, as JSON."""
        late_ones = {
            what: [late(parts[at]) if parts[at] else None for at in range(PARTS)] for what, parts in self.waits.items()
        }
        counts = {what: sum(map(len, parts.values())) for what, parts in self.waits.items()}
        return {
            "unheard": self.unheard,
            "memory": self.memory,
            "kernels": self.forked,
            "late": late_ones,
            "counts": counts,
        }


async def take_part(soak: Soak, caller: Caller, number: int) -> None:
    """One person: opens the page, writes, looks at pictures, leaves and comes again, until the hour is over."""
    await asyncio.sleep(soak.part * number / len(soak.callers))
    while time.perf_counter() < soak.ends:
        visit = CourseVisit(f"{soak.workshop.url}/course/sections/{STEM}", caller.cookie_line)
        await soak.timed("open", partial(_opened, visit))
        soak.pages.add(visit)
        ends = min(soak.ends, soak.next("page"))
        doings = {"save": visit.save, "picture": visit.draw}
        await asyncio.gather(*(_again(soak, what, work, ends) for what, work in doings.items()))
        await _until(ends)
        soak.pages.discard(visit)
        await visit.leave()


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))


async def _opened(visit: CourseVisit) -> None:
    await visit.load()
    await asyncio.gather(visit.connect(), visit.follow())


async def _again(soak: Soak, what: str, work: Callable[[], Awaitable[None]], ends: float) -> None:
    while (moment := soak.next(what)) < ends:
        await _until(moment)
        await soak.timed(what, work)


async def lead(soak: Soak) -> None:
    """The facilitator tells everybody something now and then; each open page hears it."""
    session = await _post(soak, "", {"section": STEM, "minutes": 60})
    numbers = iter(range(10**6))
    while (moment := soak.next("message")) < soak.ends:
        await _until(moment)
        words, open_then, begun = f"Message {next(numbers)}", set(soak.pages), time.perf_counter()
        act = {"act": "say", "session": session["session"], "version": session["version"], "text": words}
        session = await _post(soak, "/acts", act)
        deadline = time.perf_counter() + HEARD_SECONDS
        # Pages may close meanwhile, so there is no one event to wait for.
        while any(words not in page.heard for page in soak.pages & open_then) and time.perf_counter() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        for page in open_then:
            if words in page.heard:
                soak.note("message", begun, page.heard[words])
            elif page in soak.pages:
                soak.unheard += 1


async def _post(soak: Soak, path: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Cookie": soak.leader.cookie_line, "X-XSRFToken": soak.leader.cookies["_xsrf"]}
    url = f"{soak.workshop.url}/course/api/staff/session{path}"
    reply = await AsyncHTTPClient().fetch(HTTPRequest(url, "POST", headers, json.dumps(body)))
    session: dict[str, Any] = json.loads(reply.body)["session"]
    return session


async def watch(soak: Soak) -> None:
    """Count memory and kernels at the end of every twelfth."""
    for at in range(PARTS):
        await asyncio.sleep(max(0.0, soak.begun + soak.part * (at + 1) - time.perf_counter()))
        soak.memory.append(private_megabytes(soak.workshop.pid))
        soak.forked.append(kernels(soak.workshop.pid))


async def _all(soak: Soak) -> None:
    AsyncHTTPClient.configure(None, max_clients=len(soak.callers) * 8)
    people = (take_part(soak, caller, number) for number, caller in enumerate(soak.callers))
    await asyncio.gather(lead(soak), watch(soak), *people)


def run(people: int, minutes: float) -> dict[str, Any]:
    """The whole hour; kernels that are left when all have gone are counted after the time they may be idle, twice."""
    idle = max(0.5, 60 * IDLE_MINUTES * minutes / MINUTES_OF_A_SESSION)
    program = ("-c", SHORT_MINUTES.format(seconds=idle))
    with tempfile.TemporaryDirectory() as folder, running_workshop(Path(folder) / "data", program=program) as workshop:
        callers = [workshop.member(f"Person {number}") for number in range(people)]
        leader = workshop.member("Leader", "facilitator")
        for one in (*callers, leader):
            one.ask("/course/api/me")
        open_first(workshop.url, callers[0])
        soak = Soak(workshop, callers, leader, minutes * 60)
        before = cpu_seconds(workshop.pid)
        asyncio.run(_all(soak))
        cpu = cpu_seconds(workshop.pid) - before
        deadline = time.monotonic() + max(10.0, 2 * idle)
        while kernels(workshop.pid) and time.monotonic() < deadline:
            time.sleep(0.2)
        return {"people": people, "minutes": minutes, "cpu": cpu, "left": kernels(workshop.pid), **soak.told()}


def measure(record: Record, people: int, minutes: float) -> None:
    """One soak."""
    record.once(f"{NAME}: {people} people", lambda: run(people, minutes))


def flat(values: list[float | None]) -> float | None:
    """The mean of the last third to that of the first, the first twelfth (warming up) left out of it."""
    known = [value for value in values[1:] if value is not None]
    third = len(known) // 3
    if third == 0:
        return None
    first, last = known[:third], known[-third:]
    return sum(last) / sum(first)


def shown(found: Found) -> str:
    """The table by twelfths of the session, and in words what it comes to."""
    (name, one), *_ = [*((name, one) for name, one in found.items() if name.startswith(f"{NAME}: ")), ("", None)]
    if one is None:
        return ""
    columns = {"MB": one["memory"], "kernels": one["kernels"]}
    columns |= {f"{WAITED[what]}, 95th": values for what, values in one["late"].items()}
    rows = [
        [f"{MINUTES_OF_A_SESSION // PARTS * (at + 1)}", number(one["memory"][at], 0), str(one["kernels"][at])]
        + [number(values[at]) for values in one["late"].values()]
        for at in range(PARTS)
    ]
    ratios = [number(flat(values), 2) for values in columns.values()]
    rows.append(["last third to first", ratios[0], "", *ratios[2:]])
    counted = ", ".join(f"{WAITED[what]} {many:,}" for what, many in one["counts"].items())
    said = f"{name.removeprefix(f'{NAME}: ')}, an hour in {one['minutes']:g} minutes. How often: {counted}. "
    said += f"Processor time of server and kernels: {one['cpu'] / one['people']:.1f} s a person. "
    said += f"Messages unheard: {one['unheard']}. "
    said += f"Kernels left when all had gone: {one['left']}."
    return f"{said}\n\n{table(('minute of the session', *columns), rows)}"
