"""How long a save waits until it is on disk and acknowledged, with a whole cohort writing, on SQLite and PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bench.writers import ADDRESS, FIELDS
from mentorcourse import people
from mentorcourse.store import open_store
from tests.caller import Caller
from tests.postgres import running_postgres
from tests.workshop import Workshop, running_workshop

EVERY_SECONDS = 2.0
DURABLE = ""  # PostgreSQL's own defaults: a commit waits for the disk


@dataclass
class Waits:
    """Seconds that saves waited for their acknowledgement, and how long all of it took."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    took: float = 0.0

    def row(self, side: str, count: int) -> str:
        """A line of the table."""
        late = sorted(self.seconds)[int(len(self.seconds) * 0.95)] * 1000
        shown = f"{statistics.median(self.seconds) * 1000:.0f} | {late:.0f} | {len(self.seconds) / self.took:.0f}"
        return f"| {side} | {count} | {shown} | {self.refused} |"


async def write(caller: Caller, number: int, count: int, until: float, waits: Waits, every: float) -> None:
    """Save as a browser does while somebody types: every two seconds, or (0) without a pause."""
    client, revision, saved = AsyncHTTPClient(), 0, 0
    await asyncio.sleep(every * number / count)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        body = {"base_revision": revision, "values": {FIELDS[0]: f"What I think so far, number {saved}"}}
        headers = {"Cookie": caller.cookie_line, "X-XSRFToken": caller.cookies.get("_xsrf", "")}
        url = f"http://127.0.0.1:{caller.port}/course/api/answers/{ADDRESS}"
        request = HTTPRequest(url, "PATCH", headers, json.dumps(body), request_timeout=60)
        reply = await client.fetch(request, raise_error=False)
        taken = time.perf_counter() - begun
        if reply.code == 200:
            waits.seconds.append(taken)
            revision, saved = json.loads(reply.body)["revision"], saved + 1
        else:
            waits.refused += 1
        await asyncio.sleep(max(0.0, every - taken))


async def all_write(callers: list[Caller], seconds: float, every: float) -> Waits:
    """Everybody writes for some seconds, not in step."""
    AsyncHTTPClient.configure(None, max_clients=len(callers))
    waits, begun = Waits(), time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(write(one, at, len(callers), until, waits, every) for at, one in enumerate(callers)))
    waits.took = time.perf_counter() - begun
    return waits


def callers(workshop: Workshop, database: str | Path, count: int) -> list[Caller]:
    """People signed in, in a cohort of their own."""
    made = []
    with closing(open_store(database)) as store:
        cohort = people.add_cohort(store, f"Cohort of {count} {time.monotonic_ns()}").id
        for number in range(count):
            person = people.add_person(store, cohort, f"Person {number}", None, ["participant"]).id
            made.append(f"{workshop.url}/course/enter/{people.issue_link(store, person, cohort)}")
    return [_entered(workshop, link) for link in made]


def _entered(workshop: Workshop, link: str) -> Caller:
    caller = workshop.caller(link)
    caller.ask("/course/api/me")
    return caller


@contextmanager
def sides(folder: Path) -> Iterator[dict[str, tuple[Workshop, str | Path]]]:
    """A workshop on each kind of database."""
    with running_workshop(folder / "sqlite") as small, running_postgres(DURABLE) as server:
        with closing(open_store(server)) as store:
            people.make_example(store)
        with running_workshop(folder / "postgresql", settings={"MENTORCOURSE_DATABASE": server}) as large:
            yield {"SQLite": (small, folder / "sqlite" / "course.db"), "PostgreSQL": (large, server)}


def main() -> None:
    """Print a table: everybody saves every two seconds, then as fast as acknowledgements come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[30, 100, 200])
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sides(Path(folder)) as found:
        for every in (EVERY_SECONDS, 0.0):
            print(f"\n{f'A save every {every:.0f} seconds' if every else 'Saves without a pause'}; milliseconds\n")
            print(
                "| database | people | median | 95th percentile | saves a second | refused |\n|---|---|---|---|---|---|"
            )
            for count in asked.people:
                for side, (workshop, database) in found.items():
                    writers = callers(workshop, database, count)
                    print(asyncio.run(all_write(writers, asked.seconds, every)).row(side, count), flush=True)


if __name__ == "__main__":
    main()
