"""How long people wait who open the same page within ten seconds: this course beside stock Voilà, same notebook."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.session import Session
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from mentorcourse.content import notebooks_folder
from tests.workshop import running_workshop

STEM = "02_what_you_bring"
WITHIN_SECONDS = 10.0
PATIENCE_SECONDS = 300


@dataclass
class Result:
    """One side's waits in seconds and costs per open page: CPU seconds, private memory in MB."""

    side: str
    html: list[float] = field(default_factory=list)
    widgets: list[float] = field(default_factory=list)
    cpu: float = 0.0
    memory: float = 0.0

    def row(self) -> str:
        """A line of the table."""
        shown = [statistics.median(self.html), statistics.median(self.widgets), _late(self.widgets)]
        return f"| {self.side} | {' | '.join(f'{one:.3f}' for one in [*shown, self.cpu])} | {self.memory:.1f} |"


def _late(waits: list[float]) -> float:
    """The 95th percentile."""
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * 0.95))]


async def open_page(url: str, cookies: str, result: Result) -> None:
    """Open the page as a browser does: its HTML, then the state of its widgets."""
    begun, client = time.perf_counter(), AsyncHTTPClient()
    request = HTTPRequest(url, headers={"Cookie": cookies}, request_timeout=PATIENCE_SECONDS)
    html = (await client.fetch(request)).body.decode()
    result.html.append(time.perf_counter() - begun)
    config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert config, "the page names no kernel"
    kernel = json.loads(config[1])["kernelId"]
    place = re.match(r"http://([^/]+)", url)
    assert place
    channels = f"ws://{place[1]}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    await _widget_state(HTTPRequest(channels, headers={"Cookie": cookies}, request_timeout=PATIENCE_SECONDS))
    result.widgets.append(time.perf_counter() - begun)


async def _widget_state(request: HTTPRequest) -> None:
    """Ask for all widgets' state, as Voilà's widget manager does first, and wait until it has come."""
    connection, session = await websocket_connect(request), Session(username="")
    comm = uuid.uuid4().hex
    opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
    for kind, content in (
        ("comm_open", opening),
        ("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}),
    ):
        message = {**session.msg(kind, content=content, metadata={"version": "1.0.0"}), "channel": "shell"}
        await connection.write_message(json.dumps({**message, "buffers": []}, default=str))
    while (frame := await connection.read_message()) is not None:
        if b"update_states" in (frame if isinstance(frame, bytes) else frame.encode()):
            return
    raise AssertionError("the kernel's connection was closed")


async def join(side: str, urls: list[tuple[str, str]], root: int) -> Result:
    """Everybody opens the page, evenly spread over ten seconds; pages stay open to the end."""
    AsyncHTTPClient.configure(None, max_clients=len(urls))
    result, before = Result(side), cpu_seconds(root)

    async def come(number: int, url: str, cookies: str) -> None:
        await asyncio.sleep(number * WITHIN_SECONDS / len(urls))
        await open_page(url, cookies, result)

    empty = private_megabytes(root)
    await asyncio.gather(*(come(number, *one) for number, one in enumerate(urls)))
    result.cpu = (cpu_seconds(root) - before) / len(urls)
    result.memory = (private_megabytes(root) - empty) / len(urls)
    return result


def _tree(root: int) -> list[int]:
    """A process and all that have come from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def cpu_seconds(root: int) -> float:
    """Processor time that a process, its living descendants and those it has waited for have used."""
    ticks = 0
    for pid in _tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(one) for one in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def private_megabytes(root: int) -> float:
    """Memory of a process and its descendants that they share with nobody."""
    kilobytes = 0
    for pid in _tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += sum(int(found[1]) for found in re.finditer(r"Private_\w+:\s+(\d+)", rollup))
    return kilobytes / 1024


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


def main() -> None:
    """Print a table for each number of people."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 30, 60], help="how many come within ten seconds")
    for people in parser.parse_args().people:
        sides = [ours(people), stock(people)]
        late = [_late(side.widgets) for side in sides]
        print(f"\n{people} people within {WITHIN_SECONDS:.0f} seconds; waits in seconds\n")
        print("| side | HTML, median | widgets, median | widgets, 95th percentile | CPU a page | private MB a page |")
        print("|---|---|---|---|---|---|")
        print("\n".join(side.row() for side in sides))
        print(f"\nStock Voilà's 95th percentile is {late[1] / late[0]:.0f} times ours.", flush=True)


if __name__ == "__main__":
    main()
