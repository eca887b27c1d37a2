"""How long a save waits until it is on disk and acknowledged, with a whole cohort writing, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bench.record import Found, Record
from bench.table import late, median, number, table
from bench.writers import ADDRESS, FIELDS
from mentorcourse import people
from mentorcourse.privacy import consent
from mentorcourse.store import open_store
from tests.caller import Caller
from tests.postgres import running_postgres
from tests.workshop import Workshop, running_workshop

EVERY_SECONDS = 2.0
DURABLE = ""  # PostgreSQL's own defaults: a commit waits for the disk
SIDES = ("SQLite", "PostgreSQL")
HEAD = ("a save", "people", "database", "median", "95th", "saves a second", "refused")
PACED, AIM_MS = "every 2 seconds", 50
_NAMED = "saves: "


@dataclass
class Waits:
    """Seconds that saves waited for their acknowledgement, and how long all of it took."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    took: float = 0.0


async def write(caller: Caller, number: int, count: int, until: float, waits: Waits, every: float) -> None:
    """Save as a browser does while somebody types: every two seconds, or (0) without a pause.

    Each keeps to moments of their own: whoever had to wait once does not save in step with others from then on.
    """
    client, revision, saved = AsyncHTTPClient(), 0, 0
    due = time.perf_counter() + every * number / count
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        begun = time.perf_counter()
        body = {"base_revision": revision, "values": {FIELDS[0]: f"What I think so far, number {saved}"}}
        headers = {"Cookie": caller.cookie_line, "X-XSRFToken": caller.cookies.get("_xsrf", "")}
        url = f"http://127.0.0.1:{caller.port}/course/api/answers/{ADDRESS}"
        request = HTTPRequest(url, "PATCH", headers, json.dumps(body), request_timeout=60)
        reply = await client.fetch(request, raise_error=False)
        done = time.perf_counter()
        if reply.code == 200:
            waits.seconds.append(done - begun)
            revision, saved = json.loads(reply.body)["revision"], saved + 1
        else:
            waits.refused += 1
        due = max(due + every, done)


async def all_write(callers: list[Caller], seconds: float, every: float) -> Waits:
    """Everybody writes for some seconds, not in step."""
    AsyncHTTPClient.configure(None, max_clients=len(callers))
    waits, begun = Waits(), time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(write(one, at, len(callers), until, waits, every) for at, one in enumerate(callers)))
    waits.took = time.perf_counter() - begun
    return waits


def callers(workshop: Workshop, database: str | Path, count: int) -> list[Caller]:
    """People signed in, in a cohort of their own, who have read the privacy notice."""
    made = []
    with closing(open_store(database)) as store:
        cohort = people.add_cohort(store, f"Cohort of {count} {time.monotonic_ns()}").id
        for number in range(count):
            person = people.add_person(store, cohort, f"Person {number}", None, ["participant"]).id
            consent.agree(store, person, workshop.notice)
            made.append(f"{workshop.url}/course/enter/{people.issue_link(store, person, cohort)}")
    return [_entered(workshop, link) for link in made]


def _entered(workshop: Workshop, link: str) -> Caller:
    caller = workshop.caller(link)
    caller.ask("/course/api/me")
    return caller


@contextmanager
def _side(name: str) -> Iterator[tuple[Workshop, str | Path]]:
    """A workshop on that kind of database."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if name == "SQLite":
            with running_workshop(data) as workshop:
                yield workshop, data / "course.db"
            return
        with running_postgres(DURABLE) as server:
            with closing(open_store(server)) as store:
                people.make_example(store)
            with running_workshop(data, settings={"MENTORCOURSE_DATABASE": server}) as workshop:
                yield workshop, server


def measure(record: Record, counts: list[int], seconds: float) -> None:
    """Everybody saves every two seconds, then as fast as acknowledgements come."""
    for side in SIDES:
        for count in counts:
            record.once(f"{_NAMED}{count} people on {side}", partial(_both, side, count, seconds))


def _both(side: str, count: int, seconds: float) -> dict[str, Any]:
    with _side(side) as (workshop, database):
        writers = callers(workshop, database, count)
        paced = asyncio.run(all_write(writers, seconds, EVERY_SECONDS))
        hasty = asyncio.run(all_write(callers(workshop, database, count), seconds, 0.0))
        return {PACED: asdict(paced), "without a pause": asdict(hasty)}


def shown(found: Found) -> str:
    """The table, in milliseconds, and whether it asks for group commit (several people's saves in one flush)."""
    rows, slowest = [], 0.0
    for name, both in found.items():
        if name.startswith(_NAMED):
            count, _, side = name.removeprefix(_NAMED).partition(" people on ")
            slowest = max(slowest, late(both[PACED]["seconds"]) * 1000)
            for how, one in both.items():
                waits = [number(value * 1000, 0) for value in (median(one["seconds"]), late(one["seconds"]))]
                rate = number(len(one["seconds"]) / one["took"], 0)
                rows.append([how, count, side, *waits, rate, str(one["refused"])])
    if not rows:
        return ""
    asks = "is not asked for" if slowest <= AIM_MS else "is asked for"
    told = f"the slowest twentieth waits {slowest:.0f} ms at most; the aim is {AIM_MS}"
    said = f"Group commit {asks}: with a save {PACED}, {told}."
    return f"{table(HEAD, sorted(rows, key=lambda row: row[0]))}\n\n{said}"
