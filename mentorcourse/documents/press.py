"""Set documents in processes of their own, few at once and for a limited time, so that the server never waits."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

from mentorcourse.language import Sentence, say

from .blocks import Document, DocumentKind

Form = Literal["pdf", "docx", "xlsx", "csv"]

SECONDS = 60.0
AT_ONCE = 2
COMMAND = (sys.executable, "-P", "-m", "mentorcourse.documents")

# All that the process learns of its surroundings: no database's address, no key. One thread sets a document.
_SURROUNDINGS = [
    "PATH",
    "HOME",
    "PYTHONPATH",
    "SYSTEMROOT",
    "LOCALAPPDATA",
    "APPDATA",
    "TMPDIR",
    "TEMP",
    "XDG_DATA_DIRS",
]
_MODESTY = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}

# What each kind is called in the sentences below, as their beginning.
NAMES: dict[DocumentKind, Sentence] = {
    "workbook": Sentence("Your workbook"),
    "agreement": Sentence("The agreement"),
    "worksheet": Sentence("The worksheet"),
    "card": Sentence("Your card"),
    "programme": Sentence("The report"),
    "certificates": Sentence("The certificate"),
    "pack": Sentence("The pack"),
}
log = logging.getLogger("mentorcourse")


class NotSet(Exception):
    """A document could not be made now; the message tells its reader what to do, in their language."""


class Press:
    """Sets up to `at_once` documents at a time, each within `seconds` of being asked for, with `mark` on every page."""

    def __init__(
        self, command: Sequence[str] = COMMAND, seconds: float = SECONDS, at_once: int = AT_ONCE, *, mark: str = ""
    ) -> None:
        self._mark = mark
        self._command, self._seconds = list(command), seconds
        self._threads = ThreadPoolExecutor(at_once, "documents")  # starts none before the first document
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_closed = False

    async def make(self, form: Form, document: Document) -> bytes:
        """The document as a file in this form; NotSet when it fails or takes too long."""
        by = time.monotonic() + self._seconds
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._make, form, document, by)

    def close(self) -> None:
        """Stop what is being set, and take no more."""
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in tuple(self._running):
            process.kill()
        self._threads.shutdown(wait=True)

    def _make(self, form: Form, document: Document, by: float) -> bytes:
        environment = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ} | _MODESTY
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen([*self._command, form], env=environment, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
            self._running.add(process)
            if self._is_closed:
                process.kill()
            try:
                made, said = process.communicate(
                    json.dumps({**document, "mark": self._mark}).encode(), max(0.0, by - time.monotonic())
                )
            except subprocess.TimeoutExpired as late:
                process.kill()
                log.error("a %s as %s was not ready after %.0f seconds", document["document"], form, self._seconds)
                raise _late(document) from late
            finally:
                self._running.discard(process)
        if process.returncode or not made:
            told = said.decode(errors="replace")
            log.error("a %s as %s failed (%s): %s", document["document"], form, process.returncode, told)
            raise _failed(document)
        return bytes(made)


def _late(document: Document) -> NotSet:
    words = Sentence(
        "{document} takes longer than usual, because the server is busy. Nothing is lost: try again in a few minutes.",
        document=NAMES[document["document"]],
    )
    return NotSet(say(words, document["language"]))


def _failed(document: Document) -> NotSet:
    words = Sentence(
        "{document} could not be made this time. Nothing that was written is lost: try again in a few minutes. If it "
        "keeps failing, tell your facilitator.",
        document=NAMES[document["document"]],
    )
    return NotSet(say(words, document["language"]))
