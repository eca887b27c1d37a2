"""Back everything up once a day while the server runs, in a process of its own, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from tornado.ioloop import PeriodicCallback

from mentorcourse.backups import backups_in
from mentorcourse.store import Store

from .failures import log

DAY = timedelta(days=1)
LOOK_EVERY = timedelta(minutes=10)  # the first look is that long after the start
COMMAND = (sys.executable, "-P", "-m", "mentorcourse.cli", "backup", "--daily", "--to")


class DailyBackup:
    """Looks now and then whether the newest backup in `folder` is a day old, and then makes one."""

    def __init__(self, store: Store, folder: Path, command: Sequence[str] = COMMAND) -> None:
        self._store, self._folder, self._command = store, folder, command
        self._process: asyncio.subprocess.Process | None = None
        self._clock = PeriodicCallback(self.look, LOOK_EVERY)

    def start(self) -> None:
        """Begin to look; needs the running event loop."""
        self._clock.start()

    def stop(self) -> None:
        """Look no more, and end a backup that is under way: an unfinished one leaves no file."""
        self._clock.stop()
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()

    def is_due(self) -> bool:
        """Whether there is no backup yet, or none from the last day."""
        made = backups_in(self._folder)
        return not made or self._store.now() - made[0].made_at >= DAY

    async def look(self) -> None:
        """Make a backup if one is due; a failure is logged, and the next look tries again."""
        if not self.is_due():
            return
        address = self._store.url.render_as_string(hide_password=False)
        surroundings = {**os.environ, "MENTORCOURSE_DATABASE": address}
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        command = [*self._command, str(self._folder)]
        self._process = await asyncio.create_subprocess_exec(
            *command, env=surroundings, stdin=nothing, stdout=nothing, stderr=pipe
        )
        _, said = await self._process.communicate()
        if self._process.returncode:
            log.error("the daily backup failed: %s", said.decode(errors="replace").strip()[-500:])
