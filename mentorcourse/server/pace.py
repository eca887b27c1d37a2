"""How often somebody may press a button that others see: often enough for people, not for a script."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from tornado.web import HTTPError

from mentorcourse.language import Sentence

PRESSES = RateLimitItemPerMinute(30)
SENTENCES = RateLimitItemPerMinute(6, 10)


class Pace:
    """Remembers, for one server's life, how often each person has done each thing."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def keep(self, most: RateLimitItemPerMinute, person: str) -> None:
        """Count one more; 429 beyond `most`."""
        if not self._limiter.hit(most, person):
            raise HTTPError(429, Sentence("That was very often in a short time. Wait a minute, then try again."))
