"""Tell the other processes that serve the same course, through PostgreSQL, what their open pages must hear."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from mentorcourse.store import Store

from .failures import log

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CHANNEL = "mentorcourse"
# PostgreSQL takes less than 8,000 bytes in one notification; a name in a presence list is 12 letters long.
NAMES_IN_ONE = 400
PULSE = timedelta(seconds=20)  # how often a replica says who is there, so that one that has died is missed
SILENCE = timedelta(seconds=70)  # after which its people count as gone
RETRY_SECONDS = 2.0

Message = dict[str, Any]
Names = dict[str, set[str]]  # by place


@dataclass
class Elsewhere:
    """Who has which place (a cohort, an agreement) open at one other replica, and when that was last said."""

    places: Names
    heard_at: float


class Replicas:
    """The other replicas of this process. On SQLite there are none: nothing is sent and nothing heard.

    `hear` takes what another replica tells, `missed` is called when messages may have been lost (the connection to the
    database was), and `open_here` says who has what open here. All of it belongs to one event loop.
    """

    def __init__(
        self, store: Store, hear: Callable[[Message], None], missed: Callable[[], None], open_here: Callable[[], Names]
    ):
        self._hear, self._missed, self._open_here = hear, missed, open_here
        self._address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.is_alone = store.url.get_backend_name() != "postgresql"
        self._me = uuid4().hex
        self._others: dict[str, Elsewhere] = {}
        self._outbox: asyncio.Queue[Message] = asyncio.Queue(10_000)
        self.tasks: list[asyncio.Task[None]] = []  # none before `start()`

    def start(self) -> None:
        """Begin to listen and to speak; needs the running event loop."""
        if not self.is_alone:
            self.tasks = [asyncio.create_task(work()) for work in (self._listen, self._speak, self._pulse)]

    def tell(self, message: Message) -> None:
        """Tell all other replicas; what cannot be sent now is sent when the database is back, in the same order."""
        if self.tasks:
            with suppress(asyncio.QueueFull):  # nobody has heard for so long that they will catch up from the state
                self._outbox.put_nowait(message)

    def elsewhere(self, place: str) -> set[str]:
        """Who has `place` open at the other replicas."""
        oldest = time.monotonic() - SILENCE.total_seconds()
        return {
            who for other in self._others.values() if other.heard_at > oldest for who in other.places.get(place, ())
        }

    def tell_presence(self, place: str) -> None:
        """Tell who has `place` open here."""
        for message in _presence(place, self._open_here().get(place, set())):
            self.tell(message)

    def stop(self) -> None:
        """Say no more and listen no more; the others will miss this one's people within a minute."""
        for task in self.tasks:
            task.cancel()

    async def _pulse(self) -> None:
        while True:
            self.tell({"alive": True})
            for place in self._open_here():
                self.tell_presence(place)
            await asyncio.sleep(PULSE.total_seconds())

    async def _speak(self) -> None:
        import psycopg

        message = await self._outbox.get()
        while True:
            with suppress(psycopg.OperationalError):
                async with await self._connected() as connection:
                    while True:
                        text = json.dumps({**message, "from": self._me}, separators=(",", ":"))
                        await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, text))
                        message = await self._outbox.get()
            await asyncio.sleep(RETRY_SECONDS)

    async def _connected(self) -> AsyncConnection[Any]:
        import psycopg

        return await psycopg.AsyncConnection.connect(self._address, autocommit=True)

    async def _listen(self) -> None:
        import psycopg

        is_again = False
        while True:
            try:
                async with await self._connected() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if is_again:
                        self._missed()
                    is_again = True
                    async for notice in connection.notifies():
                        self._take(notice.payload)
            except psycopg.OperationalError:
                log.error("the database is gone, so replicas do not hear each other until it is back")
            await asyncio.sleep(RETRY_SECONDS)

    def _take(self, text: str) -> None:
        message: Message = json.loads(text)
        sender = message.pop("from")
        if sender == self._me:
            return
        now = time.monotonic()
        other = self._others.setdefault(sender, Elsewhere({}, now))
        other.heard_at = now
        if "place" in message:
            _note(other.places, message)
        if "alive" not in message:
            self._hear(message)


def _presence(place: str, names: set[str]) -> Iterator[Message]:
    """Who has `place` open, in messages that are short enough."""
    ordered = sorted(names)
    for start in range(0, len(ordered) or 1, NAMES_IN_ONE):
        yield {"place": place, "names": ordered[start : start + NAMES_IN_ONE], "more": start > 0}


def _note(places: Names, message: Message) -> None:
    names = set(message["names"]) | (places.get(message["place"], set()) if message["more"] else set())
    if names:
        places[message["place"]] = names
    else:
        places.pop(message["place"], None)
