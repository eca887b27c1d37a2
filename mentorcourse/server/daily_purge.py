"""Let go once a day of what was kept long enough, and carry out erasures when they are due, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from tornado.ioloop import PeriodicCallback

from mentorcourse.privacy import erasure
from mentorcourse.store import StorageUnavailable, Store

from .daily_backup import DAY, LOOK_EVERY
from .failures import log

COMMAND = (sys.executable, "-P", "-m", "mentorcourse.cli", "purge")


class DailyPurge:
    """Looks now and then whether a day has passed or an erasure is due; `erased` hears who (by id) is gone then."""

    def __init__(self, store: Store, erased: Callable[[str], None], command: Sequence[str] = COMMAND) -> None:
        self._store, self._erased, self._command = store, erased, command
        self._done_at: datetime | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._clock = PeriodicCallback(self.look, LOOK_EVERY)

    def start(self) -> None:
        """Begin to look; needs the running event loop."""
        self._clock.start()

    def stop(self) -> None:
        """Look no more, and end a purge that is under way: each of its steps is done as a whole, or not at all."""
        self._clock.stop()
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    async def look(self) -> None:
        """Purge if it is time; a failure is logged, and the next look tries again."""
        try:
            waiting = await asyncio.to_thread(erasure.due, self._store)
        except StorageUnavailable as error:
            log.error("%s", error)
            return
        now = self._store.now()
        if not waiting and self._done_at is not None and now - self._done_at < DAY:
            return
        address = self._store.url.render_as_string(hide_password=False)
        surroundings = {**os.environ, "MENTORCOURSE_DATABASE": address}
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env=surroundings, stdin=nothing, stdout=nothing, stderr=pipe
        )
        _, said = await self._process.communicate()
        if self._process.returncode:
            log.error("the daily purge failed: %s", said.decode(errors="replace").strip()[-500:])
            return
        self._done_at = now
        for person in waiting:
            self._erased(person)
