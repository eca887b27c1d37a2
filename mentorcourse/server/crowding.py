"""How many WebSockets somebody may have open, and how much they may send: whoever floods is let go, others go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

# Of one person, all pages together. A page opens two WebSockets and says less than ten things as it does.
OPENED_A_MINUTE = 300
SENT_A_MINUTE = 3000
BYTES_FOR_ONE = 20_000  # a longer message counts as several
LIVE_FOR_A_PERSON = 40
CHANNELS_FOR_A_KERNEL = 4  # one, and what is left of it after interruptions
TOO_MANY = 4429  # the code by which a WebSocket is closed; server/static/live.js knows it


class Closable(Protocol):
    """A WebSocket that can be closed."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close it, and say why."""


class Crowd:
    """Counts what people's pages open and send."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._open: defaultdict[str, list[Closable]] = defaultdict(list)

    def may_open(self, person: str) -> bool:
        """Whether `person` may open one more WebSocket in this minute."""
        return self._limiter.hit(RateLimitItemPerMinute(OPENED_A_MINUTE), "open", person)

    def may_send(self, person: str, size: int) -> bool:
        """Whether `person` may send one more message, of `size` bytes or characters, in this minute."""
        cost = 1 + size // BYTES_FOR_ONE
        return self._limiter.hit(RateLimitItemPerMinute(SENT_A_MINUTE), "send", person, cost=cost)

    @contextmanager
    def place(self, page: Closable, whose: str, most: int) -> Iterator[None]:
        """A place for one WebSocket among the `most` that a person or a kernel may have: the oldest give way."""
        own = self._open[whose]
        own.append(page)
        for oldest in own[: max(0, len(own) - most)]:
            own.remove(oldest)
            oldest.close(TOO_MANY, "Too many are open.")
        try:
            yield
        finally:
            if page in own:
                own.remove(page)
            if not own:
                self._open.pop(whose, None)
