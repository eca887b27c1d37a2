"""A running formgrader for tests: started as people start it, on a free port, over a workshop's data."""

from __future__ import annotations

import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.caller import Caller
from tests.workshop import Workshop

START_SECONDS = 120


class FormgraderProcess:
    """`mentorcourse formgrader` over one data folder."""

    def __init__(self, folder: Path, course_url: str, environment: dict[str, str] | None = None) -> None:
        self.folder, self.course_url, self.port = folder, course_url, free_port()
        self._environment = environment or {}
        self.output: list[str] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def gradebooks(self) -> Path:
        """Where it keeps trainers' gradebooks while it runs."""
        return self.folder / "nbgrader" / f"formgrader-{self.port}"

    def start(self) -> None:
        """Start it, and wait until it says where trainers find it."""
        command = [sys.executable, "-m", "mentorcourse.cli", "formgrader", "--data", str(self.folder)]
        command += ["--port", str(self.port), "--public-url", self.course_url]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
        self._process = subprocess.Popen(
            command, env={**kept, **self._environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(lines,), daemon=True)
        self._reader.start()
        while True:
            line = lines.get(timeout=START_SECONDS)
            assert line is not None, f"formgrader stopped:\n{''.join(self.output)}"
            if line.startswith("Trainers find formgrader at"):
                return

    def _read(self, lines: queue.Queue[str | None]) -> None:
        for line in self._process.stdout or ():
            self.output.append(line)
            lines.put(line)
        lines.put(None)

    def stop(self) -> None:
        """Ask it to stop, and wait for it."""
        self._process.terminate()
        self._process.wait(timeout=60)
        self._reader.join(timeout=60)
        if self._process.stdout:
            self._process.stdout.close()

    def here(self, link: str) -> str:
        """A personal link to the course, with this port in place of the course's."""
        return link.replace(self.course_url, self.url)

    def caller(self, link: str = "") -> Caller:
        """Somebody without a browser, signed in by their personal link if there is one."""
        caller = Caller(self.port)
        if link:
            assert caller.enter(link).status == 302
        return caller


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def formgrader(workshop: Workshop) -> Iterator[FormgraderProcess]:
    """One formgrader beside the one workshop."""
    running = FormgraderProcess(workshop.folder, workshop.url)
    running.start()
    yield running
    running.stop()
