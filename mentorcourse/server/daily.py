"""Run a command once a day in a process of its own, so that nobody waits for it, and in one replica alone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from mentorcourse.privacy import daily
from mentorcourse.store import StorageUnavailable, Store

from .failures import log

LOOK_EVERY = timedelta(minutes=10)  # the first look is that long after the start


class DailyCommand:
    """One command; what kind of work it does is known to all replicas of the store."""

    def __init__(self, store: Store, kind: daily.Kind, command: Sequence[str]) -> None:
        self._store, self._kind, self._command = store, kind, command
        self._process: asyncio.subprocess.Process | None = None

    def stop(self) -> None:
        """End it if it is under way."""
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    async def run(self, again: bool = False) -> bool:
        """Run it if no replica has today (`again`: even so), or does just now; whether it ran, and well.

        A failure is logged, and the work stays due.
        """
        went_well = False
        try:
            if not await asyncio.to_thread(daily.begin, self._store, self._kind, again):
                return False
            try:
                went_well = await self._ran()
            finally:  # when the server stops, too: another replica need not wait
                daily.end(self._store, self._kind, went_well)
        except StorageUnavailable as error:
            log.error("%s", error)
        return went_well

    async def _ran(self) -> bool:
        address = self._store.url.render_as_string(hide_password=False)
        surroundings = {**os.environ, "MENTORCOURSE_DATABASE": address}
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            *self._command, env=surroundings, stdin=nothing, stdout=nothing, stderr=pipe
        )
        _, said = await self._process.communicate()
        if self._process.returncode:
            log.error("the daily %s failed: %s", self._kind, said.decode(errors="replace").strip()[-500:])
        return not self._process.returncode
