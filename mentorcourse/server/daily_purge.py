"""Let go once a day of what was kept long enough, and carry out erasures when they are due."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence

from tornado.ioloop import PeriodicCallback

from mentorcourse.privacy import erasure
from mentorcourse.store import StorageUnavailable, Store

from .daily import LOOK_EVERY, DailyCommand
from .failures import log

COMMAND = (sys.executable, "-P", "-m", "mentorcourse.cli", "purge")


class DailyPurge:
    """Looks now and then whether a day has passed or an erasure is due; `erased` hears who (by id) is gone then."""

    def __init__(self, store: Store, erased: Callable[[str], None], command: Sequence[str] = COMMAND) -> None:
        self._store, self._erased = store, erased
        self._command = DailyCommand(store, "purge", command)
        self._clock = PeriodicCallback(self.look, LOOK_EVERY)

    def start(self) -> None:
        """Begin to look; needs the running event loop."""
        self._clock.start()

    def stop(self) -> None:
        """Look no more, and end a purge that is under way: each of its steps is done as a whole, or not at all."""
        self._clock.stop()
        self._command.stop()

    async def look(self) -> None:
        """Purge if it is time and no other replica does; the next look tries again what failed."""
        try:
            waiting = await asyncio.to_thread(erasure.due, self._store)
        except StorageUnavailable as error:
            log.error("%s", error)
            return
        if await self._command.run(again=bool(waiting)):
            for person in waiting:
                self._erased(person)
