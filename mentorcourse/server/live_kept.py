"""How a cohort stands, kept for a moment: pages that open together ask the store once, not each for itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import live_parts

if TYPE_CHECKING:
    from .site import Site

KEPT_SECONDS = 1.0


@dataclass(frozen=True)
class State:
    """What everybody of a cohort hears, what each hears of their own, and when it began to be read."""

    everybody: dict[str, Any]
    own: dict[str, dict[str, Any]]
    since: float

    def knows(self, person: str) -> bool:
        """Whether this person belonged to the cohort already, and had something of their own to hear."""
        return any(person in values for values in self.own.values())


class KeptStates:
    """The whole state of each cohort, as it was read at most a second ago and not before the last announcement."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, State] = {}
        self._forgotten = 0

    async def message(self, site: Site, cohort: str, person: str) -> dict[str, Any]:
        """All that `person` is to hear, who may have come to the cohort just now."""
        kept = self._kept.get(cohort)
        if kept is None or self._clock() - kept.since >= KEPT_SECONDS or not kept.knows(person):
            kept = await self._read(site, cohort)
        everybody = {**kept.everybody, **live_parts.fresh(site, cohort)}
        return live_parts.for_person(person, everybody, kept.own)

    def forget(self, cohort: str) -> None:
        """Something has changed: what was read before now is not told again, nor what is being read just now."""
        self._forgotten += 1
        self._kept.pop(cohort, None)

    def forget_all(self) -> None:
        """Something may have changed anywhere."""
        self._forgotten += 1
        self._kept.clear()

    async def _read(self, site: Site, cohort: str) -> State:
        since, forgotten = self._clock(), self._forgotten
        read = State(*await site.run(live_parts.state, site, cohort), since)
        if forgotten == self._forgotten:
            self._kept[cohort] = read
        return read
