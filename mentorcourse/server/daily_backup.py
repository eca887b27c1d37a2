"""Back everything up once a day while the server runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tornado.ioloop import PeriodicCallback

from mentorcourse.backups import backups_in
from mentorcourse.privacy.daily import DAY
from mentorcourse.store import Store

from .daily import LOOK_EVERY, DailyCommand

COMMAND = (sys.executable, "-P", "-m", "mentorcourse.cli", "backup", "--daily", "--to")


class DailyBackup:
    """Looks now and then whether the newest backup in `folder` is a day old, and then makes one."""

    def __init__(self, store: Store, folder: Path, command: Sequence[str] = COMMAND) -> None:
        self._store, self._folder = store, folder
        self._command = DailyCommand(store, "backup", [*command, str(folder)])
        self._clock = PeriodicCallback(self.look, LOOK_EVERY)

    def start(self) -> None:
        """Begin to look; needs the running event loop."""
        self._clock.start()

    def stop(self) -> None:
        """Look no more, and end a backup that is under way: an unfinished one leaves no file."""
        self._clock.stop()
        self._command.stop()

    def is_due(self) -> bool:
        """Whether there is no backup here yet, or none from the last day."""
        made = backups_in(self._folder)
        return not made or self._store.now() - made[0].made_at >= DAY

    async def look(self) -> None:
        """Make a backup if one is due and no other replica has made it; the next look tries again what failed."""
        if self.is_due():
            await self._command.run()
