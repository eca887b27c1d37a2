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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from mentorcourse import people
from mentorcourse.cli.check_run import Visitor
from mentorcourse.content import read_course
from mentorcourse.privacy import consent
from mentorcourse.privacy.notice import Notice, read_notice
from mentorcourse.store import Store, open_store
from tests.caller import Caller

START_SECONDS = 90


class Workshop:
    """One server process over one data folder; it can be killed and started again on the same port.

    `program` is what Python runs in place of the `mentorcourse` command, `settings` more of its environment.
    """

    def __init__(
        self,
        folder: Path,
        notebooks: Path | None = None,
        program: Sequence[str] = ("-m", "mentorcourse.cli"),
        settings: Mapping[str, str] | None = None,
    ):
        self.folder, self.notebooks, self.port = folder, notebooks, 0
        self._program, self._settings = program, settings or {}
        self._first_links: dict[str, str] = {}
        self.output: deque[str] = deque(maxlen=400)

    @property
    def url(self) -> str:
        """The address that links begin with."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *flags: str) -> None:
        """Start the server, and wait until it prints its links."""
        command = [sys.executable, *self._program, "workshop", "--no-browser"]
        command += ["--port", str(self.port), "--data", str(self.folder), *flags]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
        own = {"MENTORCOURSE_NOTEBOOKS": str(self.notebooks)} if self.notebooks else {}
        self._process = subprocess.Popen(
            command, env={**kept, **own, **self._settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=(lines,), daemon=True)
        self._reader.start()
        is_first = not self._first_links
        self._wait_for_links(lines)
        if is_first:
            self._agree_for_all()

    @cached_property
    def notice(self) -> Notice:
        """The privacy notice of this workshop's course."""
        return read_notice(read_course(self.notebooks))

    def _agree_for_all(self) -> None:
        """Everybody in the example cohort has read the privacy notice already."""
        with closing_store(self) as store:
            for cohort in people.cohorts(store):
                for member in people.members(store, cohort.id):
                    consent.agree(store, member.person.id, self.notice)

    def _read(self, lines: queue.Queue[str | None]) -> None:
        for line in self._process.stdout or ():
            self.output.append(line)
            lines.put(line)
        lines.put(None)

    def _wait_for_links(self, lines: queue.Queue[str | None]) -> None:
        links: dict[str, str] = {}
        is_new = not self._first_links and "MENTORCOURSE_DATABASE" not in self._settings
        while "Facilitator" not in links or (is_new and len(links) < 9):
            line = lines.get(timeout=START_SECONDS)
            assert line is not None, f"the server stopped:\n{''.join(self.output)}"
            found = re.match(r"  (\S.*?)(?: \(.*\))?\s+(http\S+/course/enter/\S+)", line)
            if found:
                links[found[1]] = found[2]
                port = re.search(r":(\d+)/", found[2])
                self.port = int(port[1]) if port else self.port
        self._first_links = self._first_links or links

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """How the server ended; None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ask the server to stop, and wait for it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server without a chance to say goodbye."""
        self._end(signal.SIGKILL)

    def _end(self, how: int) -> None:
        self._process.send_signal(how)
        self._process.wait(timeout=60)
        self._reader.join(timeout=60)  # it reads until the last kernel, too, has let go of the output
        if self._process.stdout:
            self._process.stdout.close()

    def processes(self, beginning: str) -> dict[int, str]:
        """The processes that have come from this workshop's whose name begins so, by number."""
        command = ["ps", "-ww", "-eo", "pid=,ppid=,comm=,args="]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        lines = [line.split(None, 3) for line in listed]
        parents = {int(pid): int(parent) for pid, parent, *_ in lines}
        named = {
            int(pid): "ipykernel " + args if "ipykernel_launcher" in args else name for pid, _, name, args in lines
        }
        own = {pid: name for pid, name in named.items() if self.pid in _ancestors(pid, parents)}
        return {pid: name for pid, name in own.items() if name.startswith(beginning)}

    def kernels(self) -> dict[int, str]:
        """The processes of this workshop's kernels: number, and name (of forked ones) or command line (of others)."""
        return self.processes("kernel-") | self.processes("ipykernel ")

    def kill_kernels(self) -> None:
        """End every kernel without warning, as a machine short of memory would."""
        for pid in self.kernels():
            os.kill(pid, signal.SIGKILL)

    def store(self) -> Store:
        """The store of this workshop, opened beside the server."""
        return open_store(self._settings.get("MENTORCOURSE_DATABASE") or self.folder / "course.db")

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

    def new_person(self, name: str, *roles: str, cohort: str = "", agreed: bool = True) -> str:
        """Add somebody to a cohort, made if there is none of that name, by default to the example cohort; their link.

        They are a participant when no role is named, and have read the privacy notice unless `agreed` is False.
        """
        with closing_store(self) as store:
            place = people.cohorts(store)[0] if not cohort else people.find_cohort(store, cohort)
            place = place or people.add_cohort(store, cohort)
            person = people.add_person(store, place.id, name, email_of(name), roles or ("participant",))
            if agreed:
                consent.agree(store, person.id, self.notice)
            return f"{self.url}/course/enter/{people.issue_link(store, person.id, place.id)}"

    def visitor(self, link: str) -> Visitor:
        """Somebody signed in by `link`, without a browser."""
        visitor = Visitor()
        visitor.enter(link)
        return visitor

    def caller(self, link: str = "") -> Caller:
        """Somebody without manners, signed in by `link` if there is one."""
        caller = Caller(self.port)
        if link:
            assert caller.enter(link).status == 302
        return caller

    def member(self, name: str, *roles: str, cohort: str = "") -> Caller:
        """Somebody new, as new_person takes them, signed in."""
        return self.caller(self.new_person(name, *roles, cohort=cohort))


def _ancestors(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    while pid := parents.get(pid, 0):
        yield pid


def email_of(name: str) -> str:
    """The address of somebody whom a test has added."""
    return f"{name.lower().replace(' ', '-')}@example.org"


@contextmanager
def closing_store(workshop: Workshop) -> Iterator[Store]:
    """The workshop's store, closed afterwards."""
    store = workshop.store()
    try:
        yield store
    finally:
        store.close()


@contextmanager
def running_workshop(folder: Path, notebooks: Path | None = None, *flags: str, **more: Any) -> Iterator[Workshop]:
    """A workshop (`more` as Workshop takes it) that is stopped at the end, unless the test has ended it."""
    workshop = Workshop(folder, notebooks, **more)
    workshop.start(*flags)
    try:
        yield workshop
    finally:
        if workshop._process.poll() is None:
            workshop.stop()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """One workshop for all tests that only add people of their own and do not hinder others.

    Without nbgrader, whose gradebook would be made anew for the cohort of each test; a test of it has its own workshop.
    """
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "nbgrader.py").write_text("raise ImportError('it is not installed here')\n", encoding="utf-8")
    with running_workshop(folder / "data", settings={"PYTHONPATH": str(folder)}) as running:
        yield running


@pytest.fixture
def own_workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A workshop for one test, which may kill it."""
    with running_workshop(tmp_path / "data") as running:
        yield running
