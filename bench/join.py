"""How long people wait who open the same page within ten seconds: this course beside stock Voilà, same notebook."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient

from bench.machine import cpu_seconds, described, kernels, private_megabytes
from bench.visit import STEM, Visit
from mentorcourse.content import notebooks_folder
from tests.workshop import running_workshop

WITHIN_SECONDS = 10.0
IDLE_PATIENCE_SECONDS = 120
HEAD = """
| side | HTML | widgets | widgets, 95th | picture, 95th | CPU an open | CPU a picture | MB active | MB idle |
|---|---|---|---|---|---|---|---|---|"""


@dataclass
class Result:
    """One side's waits in seconds, and its costs per page: CPU seconds, and private memory in MB."""

    side: str
    html: list[float] = field(default_factory=list)
    widgets: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    cpu: float = 0.0
    picture_cpu: float = 0.0
    active: float = 0.0
    idle: float = 0.0

    def row(self) -> str:
        """A line of the table."""
        waits = [statistics.median(self.html), statistics.median(self.widgets), _late(self.widgets)]
        seconds = [*waits, _late(self.pictures), self.cpu, self.picture_cpu]
        memory = f"{self.active:.1f} | {self.idle:.2f}"
        return f"| {self.side} | {' | '.join(f'{one:.3f}' for one in seconds)} | {memory} |"


def _late(waits: list[float]) -> float:
    """The 95th percentile."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.95))]


async def _spread(visits: list[Visit], step: Callable[[Visit], Awaitable[None]]) -> None:
    """Everybody does the same, evenly spread over ten seconds."""

    async def come(number: int, visit: Visit) -> None:
        await asyncio.sleep(number * WITHIN_SECONDS / len(visits))
        await step(visit)

    await asyncio.gather(*(come(number, visit) for number, visit in enumerate(visits)))


async def join(side: str, urls: list[tuple[str, str]], root: int) -> Result:
    """Everybody opens the page, then everybody answers a question, then nobody does anything; pages stay open."""
    AsyncHTTPClient.configure(None, max_clients=len(urls))
    result, visits = Result(side), [Visit(*one) for one in urls]

    async def open_page(visit: Visit) -> None:
        begun = time.perf_counter()
        await visit.load()
        result.html.append(time.perf_counter() - begun)
        await visit.connect()
        result.widgets.append(time.perf_counter() - begun)

    async def draw(visit: Visit) -> None:
        begun = time.perf_counter()
        await visit.draw()
        result.pictures.append(time.perf_counter() - begun)

    empty, before = private_megabytes(root), cpu_seconds(root)
    await _spread(visits, open_page)
    opened = cpu_seconds(root)
    await _spread(visits, draw)
    result.cpu, result.picture_cpu = ((b - a) / len(urls) for a, b in ((before, opened), (opened, cpu_seconds(root))))
    result.active = (private_megabytes(root) - empty) / len(urls)
    deadline = time.monotonic() + IDLE_PATIENCE_SECONDS
    while kernels(root):
        assert time.monotonic() < deadline, "kernels are not let go"
        await asyncio.sleep(1)
    result.idle = (private_megabytes(root) - empty) / len(urls)
    return result


def ours(people: int) -> Result:
    """The workshop as people start it; the page has been opened once before, as by its facilitator."""
    with tempfile.TemporaryDirectory() as folder, running_workshop(Path(folder) / "data") as workshop:
        callers = [workshop.member(f"Person {number}") for number in range(people)]
        url = f"{workshop.url}/course/sections/{STEM}"
        callers[0].ask(f"/course/sections/{STEM}")
        return asyncio.run(join("this course", [(url, one.cookie_line) for one in callers], workshop.pid))


@contextmanager
def stock_voila() -> Iterator[tuple[str, int]]:
    """Voilà by itself, with the same notebook."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    notebook = str(notebooks_folder() / f"{STEM}.ipynb")
    command = [sys.executable, "-m", "voila", notebook, "--no-browser", f"--port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/voila/static/voila.js", timeout=5).close())
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait(attempt: Callable[[], None]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def stock(people: int) -> Result:
    """Everybody at stock Voilà."""
    with stock_voila() as (url, pid):
        return asyncio.run(join("stock Voilà", [(url, "")] * people, pid))


def compared(own: Result, other: Result) -> str:
    """How many times as much the other side takes."""
    ratios = {
        "the wait for widgets (95th percentile)": _late(other.widgets) / _late(own.widgets),
        "CPU an open": other.cpu / own.cpu,
        "memory of an active page": other.active / own.active,
        "memory of an idle page": other.idle / max(own.idle, 0.01),
    }
    return f"{other.side}, times ours: " + ", ".join(f"{what} {ratio:.1f}" for what, ratio in ratios.items())


def main() -> None:
    """Print a table for each number of people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 30, 60], help="how many come within ten seconds")
    parser.add_argument("--alone", action="store_true", help="without stock Voilà, for which many people are too many")
    asked = parser.parse_args()
    print(described("voila", "jupyter_server", "ipykernel", "ipywidgets"))
    for people in asked.people:
        own = ours(people)
        sides = [own] if asked.alone else [own, stock(people)]
        print(f"\n{people} people within {WITHIN_SECONDS:.0f} seconds; seconds, medians where not said otherwise")
        print(HEAD, *(side.row() for side in sides), sep="\n")
        print("\n".join(compared(own, other) for other in sides[1:]), flush=True)


if __name__ == "__main__":
    main()
