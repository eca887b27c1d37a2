"""The course as the administrator runs it: commands over a data folder, the server, and a mail server beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

from tests.test_mail import Inbox, free_port, serving

from .clock import FILE, Clock

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "tests.journey.clock")
START_SECONDS = 120


@dataclass
class Course:
    """A data folder, and what is done with it by command."""

    folder: Path
    clock: Clock
    mail_port: int
    port: int = 0
    output: deque[str] = field(default_factory=lambda: deque(maxlen=400))

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *words: str, fails: bool = False) -> str:
        """Run a `mentorcourse` command; what it says."""
        command = [*PROGRAM, *words, "--data", str(self.folder)]
        done = subprocess.run(command, env=self._environment(), cwd=ROOT, capture_output=True, text=True)
        assert fails or done.returncode == 0, f"{' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout + (done.stderr if fails else "")

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
        mail = {"HOST": "127.0.0.1", "PORT": str(self.mail_port), "SECURITY": "none", "SENDER": "course@example.org"}
        own = {FILE: str(self.clock.file), "PYTHONPATH": str(ROOT)}
        return {**kept, **own, **{f"MENTORCOURSE_SMTP_{name}": value for name, value in mail.items()}}

    @contextmanager
    def served(self) -> Iterator[str]:
        """The running server, stopped at the end; the link for the facilitator that it prints."""
        self.port = self.port or free_port()
        command = [*PROGRAM, "workshop", "--no-browser", "--port", str(self.port), "--data", str(self.folder)]
        process = subprocess.Popen(
            command, env=self._environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        lines: Queue[str | None] = Queue()
        reader = threading.Thread(target=self._read, args=(process, lines), daemon=True)
        reader.start()
        try:
            yield self._facilitators_link(lines)
        finally:
            process.terminate()
            process.wait(timeout=60)
            reader.join(timeout=60)

    def _read(self, process: subprocess.Popen[str], lines: Queue[str | None]) -> None:
        for line in process.stdout or ():
            self.output.append(line)
            lines.put(line)
        lines.put(None)

    def _facilitators_link(self, lines: Queue[str | None]) -> str:
        while True:
            line = lines.get(timeout=START_SECONDS)
            assert line is not None, f"the server stopped:\n{''.join(self.output)}"
            found = re.search(r"http\S+/course/enter/\S+", line)
            if found:
                return found[0]


@contextmanager
def letters() -> Iterator[tuple[Inbox, int]]:
    """A mail server on this machine: what has arrived, and its port."""
    inbox, port = Inbox(), free_port()
    with serving(inbox, port=port):
        yield inbox, port
