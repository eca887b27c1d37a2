"""A running workshop for tests: started as people start it, on a free port, with an example cohort."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentorcourse import people
from mentorcourse.cli.check_run import Visitor
from mentorcourse.store import Store, open_store

START_SECONDS = 90


class Workshop:
    """One server process over one data folder; it can be killed and started again on the same port."""

    def __init__(self, folder: Path, notebooks: Path | None = None):
        self.folder, self.notebooks, self.port = folder, notebooks, 0
        self._first_links: dict[str, str] = {}
        self.output: deque[str] = deque(maxlen=400)

    @property
    def url(self) -> str:
        """The address that links begin with."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *flags: str) -> None:
        """Start the server, and wait until it prints its links."""
        command = [sys.executable, "-m", "mentorcourse.cli", "workshop", "--no-browser"]
        command += ["--port", str(self.port), "--data", str(self.folder), *flags]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
        own = {"MENTORCOURSE_NOTEBOOKS": str(self.notebooks)} if self.notebooks else {}
        self._process = subprocess.Popen(
            command, env=kept | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()
        self._wait_for_links(lines)

    def _read(self, lines: queue.Queue[str | None]) -> None:
        for line in self._process.stdout or ():
            self.output.append(line)
            lines.put(line)
        lines.put(None)

    def _wait_for_links(self, lines: queue.Queue[str | None]) -> None:
        links: dict[str, str] = {}
        while "Facilitator" not in links or (not self._first_links and len(links) < 9):
            line = lines.get(timeout=START_SECONDS)
            assert line is not None, f"the server stopped:\n{''.join(self.output)}"
            found = re.match(r"  (\S.*?)(?: \(.*\))?\s+(http\S+/course/enter/\S+)", line)
            if found:
                links[found[1]] = found[2]
                self.port = int(re.search(r":(\d+)/", found[2])[1])
        self._first_links = self._first_links or links

    def stop(self) -> None:
        """Ask the server to stop, and wait for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server without a chance to say goodbye."""
        self._end(signal.SIGKILL)

    def _end(self, how: int) -> None:
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def store(self) -> Store:
        """The store of this workshop, opened beside the server."""
        return open_store(self.folder / "course.db")

    def person(self, name: str) -> tuple[str, str]:
        """(person, cohort): the ids of somebody in the example cohort."""
        with closing_store(self) as store:
            cohort = people.cohorts(store)[0]
            return next(m.person.id for m in people.members(store, cohort.id) if m.person.name == name), cohort.id

    def new_link(self, name: str) -> str:
        """A fresh personal link for somebody in the example cohort, for a browser of its own."""
        person, cohort = self.person(name)
        with closing_store(self) as store:
            return f"{self.url}/course/enter/{people.issue_link(store, person, cohort)}"

    def new_person(self, name: str, *roles: str) -> str:
        """Add somebody to the example cohort (a participant when no role is named); their link."""
        with closing_store(self) as store:
            cohort = people.cohorts(store)[0]
            email = f"{name.lower().replace(' ', '-')}@example.org"
            person = people.add_person(store, cohort.id, name, email, roles or ("participant",))
            return f"{self.url}/course/enter/{people.issue_link(store, person.id, cohort.id)}"

    def visitor(self, link: str) -> Visitor:
        """Somebody signed in by `link`, without a browser."""
        visitor = Visitor()
        visitor.enter(link)
        return visitor


@contextmanager
def closing_store(workshop: Workshop) -> Iterator[Store]:
    """The workshop's store, closed afterwards."""
    store = workshop.store()
    try:
        yield store
    finally:
        store.close()


@contextmanager
def running_workshop(folder: Path, notebooks: Path | None = None, *flags: str) -> Iterator[Workshop]:
    """A workshop that is stopped at the end, unless the test has ended it."""
    workshop = Workshop(folder, notebooks)
    workshop.start(*flags)
    try:
        yield workshop
    finally:
        if workshop._process.poll() is None:
            workshop.stop()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One workshop for all tests that only add people of their own and do not hinder others."""
    with running_workshop(tmp_path_factory.mktemp("workshop")) as running:
        yield running


@pytest.fixture
def own_workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A workshop for one test, which may kill it."""
    with running_workshop(tmp_path / "data") as running:
        yield running
