"""The clock of a rehearsal: it begins where it was left, and its minutes may pass faster than real ones."""

from __future__ import annotations

import time
from datetime import datetime, timedelta


class RehearsalClock:
    """Tells the rehearsal's time when called; it never goes back, whatever is done to the machine's own clock."""

    def __init__(self, begins: datetime, speed: float) -> None:
        self.speed = speed
        self._begins, self._since = begins, time.monotonic()

    def __call__(self) -> datetime:
        """The moment that it is in the rehearsal, in UTC."""
        return self._begins + timedelta(seconds=(time.monotonic() - self._since) * self.speed)
