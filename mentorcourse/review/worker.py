"""Start nbgrader's process when something has changed, one at a time, so that nobody in the course waits for it."""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mentorcourse.settings import data_folder
from mentorcourse.store import Store

NO_NBGRADER = 3
ABSENT = "nbgrader is not installed, so its gradebook is not kept; the course runs. Install it: pip install nbgrader"
COMMAND = (sys.executable, "-P", "-m", "mentorcourse.review")
SECONDS = 600.0
# Pages and saves go first; not by more than this, since a command that somebody waits for waits for this process, too.
NICENESS = 5
PAUSE = 3.0  # what follows within this time is done together

log = logging.getLogger("mentorcourse")


class NotKept(Exception):
    """The gradebook could not be brought in step; the message says why, never what anybody wrote."""


def gradebook_folder(store: Store, cohort: str, data: Path | None = None) -> Path:
    """Where a cohort's nbgrader course lies: beside the SQLite file, else in the data folder."""
    is_file = store.url.get_backend_name() == "sqlite" and store.url.database
    base = Path(str(store.url.database)).parent if is_file else data_folder(data)
    return base.resolve() / "nbgrader" / cohort


def bring_in_step(
    store: Store, cohort: str, notebooks: Path, data: Path | None = None, command: Sequence[str] = COMMAND
) -> dict[str, int]:
    """Run nbgrader's process once and return what it did; raises NotKept."""
    process = _start(command)
    return _finish(process, task(store, cohort, notebooks, data))


def task(store: Store, cohort: str, notebooks: Path, data: Path | None = None, niceness: int = 0) -> dict[str, Any]:
    """What the process is told; it goes by a pipe, because others can see the arguments of a command."""
    return {
        "database": store.url.render_as_string(hide_password=False),
        "cohort": cohort,
        "notebooks": str(notebooks),
        "folder": str(gradebook_folder(store, cohort, data)),
        "niceness": niceness,
    }


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    needed = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_SMTP_")}
    return subprocess.Popen(list(command), env=needed, **pipes)  # type: ignore[call-overload]  # noqa: S603


def _finish(process: subprocess.Popen[bytes], told: dict[str, Any]) -> dict[str, int]:
    with process:
        try:
            made, said = process.communicate(json.dumps(told).encode(), SECONDS)
        except subprocess.TimeoutExpired as late:
            process.kill()
            raise NotKept(f"nbgrader was not ready after {SECONDS:.0f} seconds") from late
    if process.returncode == NO_NBGRADER:
        raise NotKept(ABSENT)
    if process.returncode:
        last = said.decode(errors="replace").strip().splitlines()[-12:]
        raise NotKept("nbgrader failed: " + "\n".join(line for line in last if line.startswith(("  File", "    "))))
    done: dict[str, int] = json.loads(made.splitlines()[-1])
    return done


class GradebookWorker:
    """Keeps the gradebooks of a server's cohorts in step; starts nothing before the first change."""

    def __init__(self, store: Store, notebooks: Path, command: Sequence[str] = COMMAND, pause: float = PAUSE) -> None:
        self._store, self._notebooks, self._command, self._pause = store, notebooks, command, pause
        self._waiting: set[str] = set()
        self._lock, self._closed = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._has_told = ""
        atexit.register(self.close)

    def changed(self, cohort: str) -> None:
        """Something was submitted, withdrawn or released in this cohort."""
        with self._lock:
            self._waiting.add(cohort)
            if self._thread is None and not self._closed.is_set():
                # Not waited for at the end: what is not done then is done after the next change, or by a command.
                self._thread = threading.Thread(target=self._work, name="gradebook", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop the process that runs, and start none any more."""
        self._closed.set()
        if self._process:
            self._process.kill()

    def _work(self) -> None:
        while not self._closed.wait(self._pause):
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                cohort = self._waiting.pop()
            self._sync(cohort)

    def _sync(self, cohort: str) -> None:
        try:
            self._process = _start(self._command)
            _finish(self._process, task(self._store, cohort, self._notebooks, niceness=NICENESS))
            self._has_told = ""
        except (NotKept, OSError, ValueError, IndexError) as failed:
            if not self._closed.is_set() and str(failed) != self._has_told:
                self._has_told = str(failed)
                log.warning("%s", failed)
        finally:
            self._process = None
