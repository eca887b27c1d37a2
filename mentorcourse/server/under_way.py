"""The requests that change something and are not answered yet: a server that is asked to stop answers them first."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class UnderWay:
    """A set of such requests, and a way to wait until it is empty; for one event loop."""

    def __init__(self) -> None:
        self._requests: set[object] = set()
        self._one_has_ended = asyncio.Event()

    def add(self, request: object) -> None:
        """A request has come."""
        self._requests.add(request)

    def discard(self, request: object) -> None:
        """It is answered, or has come to nothing."""
        self._requests.discard(request)
        self._one_has_ended.set()

    async def ended(self, within_seconds: float) -> None:
        """Return when none is under way any more, or when the time is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_seconds):
                while self._requests:
                    self._one_has_ended.clear()
                    await self._one_has_ended.wait()
