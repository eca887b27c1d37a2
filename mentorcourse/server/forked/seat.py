"""A visitor's seat at a page: it has a kernel while the page needs one, and remembers what the page has said."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from .birth import Parts, update
from .lines import Line, PageGone

if TYPE_CHECKING:
    from .pages import Page

log = logging.getLogger("mentorcourse")

DELIMITER = b"<IDS|MSG>"
MOST_REMEMBERED = 2_000_000  # bytes
MOST_WAITING = 200  # messages


class Connection(Protocol):
    """A page that is connected to its seat."""

    name: bytes

    def send(self, channel: str, message: Parts) -> None:
        """Deliver a kernel's message."""


class Said:
    """The last that a page has said of each of its widgets: what a new kernel has to be told."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, bytes]] = {}
        self.is_all = True  # False: more was done than can be told again

    @property
    def is_nothing(self) -> bool:
        """Whether a new kernel would be as the last one was."""
        return self.is_all and not self._values

    def keep(self, message: Parts) -> None:
        """Keep what a message to the kernel, which does more than ask, says of a widget."""
        comm, state = _change(message)
        self.is_all = self.is_all and bool(comm)
        self._values.setdefault(comm, {}).update((name, json.dumps(value).encode()) for name, value in state.items())
        kept = [len(name) + len(value) for traits in self._values.values() for name, value in traits.items()]
        if sum(kept) > MOST_REMEMBERED:
            self.is_all = False
            self._values.clear()

    def again(self, following: list[Parts]) -> list[Parts]:
        """Messages that say all of it once more, but for what the messages that follow say anew."""
        newer = [_change(message) for message in following]
        known = {(comm, name) for comm, state in newer for name in state}
        messages = []
        for comm, traits in self._values.items():
            state = {name: json.loads(value) for name, value in traits.items() if (comm, name) not in known}
            if state:
                messages.append(update(comm, state))
        return messages


def _change(message: Parts) -> tuple[str, dict[str, Any]]:
    """Comm and new state, where a message tells a widget's; ("", {}) for any other."""
    content = json.loads(message[3])
    data = content.get("data") or {}
    is_update = data.get("method") == "update" and len(message) == 4 and isinstance(data.get("state"), dict)
    return (str(content["comm_id"]), data["state"]) if is_update else ("", {})


class Seat:
    """One visit to a page. `make_room` is called before a kernel is forked, `on_end` when there can be none."""

    def __init__(self, person: str, page: Page, make_room: Callable[[Seat], None], on_end: Callable[[Seat], None]):
        self.kernel_id, self.person = str(uuid4()), person
        self.used_at = time.monotonic()
        self._page, self._make_room, self._on_end = page, make_room, on_end
        self._said = Said()
        self._connections: dict[bytes, Connection] = {}
        self._line: Line | None = None
        self._waking: asyncio.Task[None] | None = None
        self._waiting: list[tuple[bytes, Parts]] = []
        self._unanswered = 0
        self._is_over = False

    @property
    def connections(self) -> int:
        """How many pages are connected: one, or none, or two while a lost one has not been noticed."""
        return len(self._connections)

    @property
    def is_awake(self) -> bool:
        """Whether there is a kernel, or will be in a moment."""
        return bool(self._line or self._waking)

    @property
    def may_sleep(self) -> bool:
        """Whether another kernel could take the place of the one that there is."""
        return bool(self._line) and self._said.is_all and self._unanswered == 0

    def join(self, connection: Connection) -> None:
        """A page has connected."""
        self._connections[connection.name] = connection
        self._page.visitors += 1
        self.used_at = time.monotonic()

    def leave(self, connection: Connection) -> None:
        """A page has gone, for now or for good."""
        if self._connections.pop(connection.name, None):
            self._page.visitors -= 1
        self.used_at = time.monotonic()

    def take(self, connection: Connection, message: Parts) -> None:
        """Do what a page asks for, with a kernel if it takes one."""
        self.used_at = time.monotonic()
        if self._is_over:
            return
        if self._line:
            self._pass_on(self._line, connection.name, message)
            return
        answers = None if self._waking else self._page.at_birth.answers(message, self._said.is_nothing)
        if answers is not None:
            for answer in answers:
                connection.send(*answer)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append((connection.name, message))
            self._waking = self._waking or asyncio.create_task(self._wake())

    async def _wake(self) -> None:
        """Have a kernel forked, bring it to where the last one was, and pass on what waits."""
        self._make_room(self)
        line = Line(self._heard)
        try:
            await self._page.fork(f"kernel-{self.kernel_id[:8]}", line)
        except (PageGone, OSError) as error:
            log.warning("a kernel could not be forked (%r); its page says so, and has an ordinary one anew.", error)
            self._on_end(self)
            return
        line.reading.add_done_callback(lambda _: self._lost(line))
        if self._is_over:
            line.close()
            return
        waiting, self._waiting, self._waking, self._line = self._waiting, [], None, line
        for message in self._said.again([message for _, message in waiting]):
            self._post(line, b"", message)
        for name, message in waiting:
            self._pass_on(line, name, message)

    def _pass_on(self, line: Line, name: bytes, message: Parts) -> None:
        if not self._page.at_birth.only_asks(message):
            self._said.keep(message)
        self._post(line, name, message)

    def _post(self, line: Line, name: bytes, message: Parts) -> None:
        self._unanswered += 1
        if line.is_choked and not self._is_over:
            self._on_end(self)
            return
        with suppress(PageGone):  # `_lost` hears of that, too
            line.post({"do": "handle"}, [name, DELIMITER, b"", *message])

    def _heard(self, head: dict[str, Any], parts: Parts) -> None:
        """Deliver a kernel's message to the page that asked, or to all where it is news."""
        self.used_at = time.monotonic()
        at = parts.index(DELIMITER)
        message = parts[at + 2 :]
        if head["channel"] == "iopub":
            if b'"idle"' in message[3] and json.loads(message[0])["msg_type"] == "status":
                self._unanswered -= 1
            for connection in list(self._connections.values()):
                connection.send("iopub", message)
        elif parts[0] in self._connections:
            self._connections[parts[0]].send("shell", message)

    def _lost(self, line: Line) -> None:
        """The kernel's process has ended; unless it was let go, or another can take its place, that is the end."""
        if line is not self._line:
            return
        if self.may_sleep:
            self.let_go()
        else:
            self._on_end(self)

    def let_go(self) -> None:
        """End the kernel; the next one that is needed is told what this one was."""
        line, self._line = self._line, None
        self._unanswered = 0
        if line:
            line.close()

    def end(self) -> None:
        """Give the seat up: no kernel any more, not even one that is just being forked."""
        self._is_over = True
        self.let_go()
