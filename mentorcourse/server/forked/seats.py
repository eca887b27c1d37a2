"""Every visitor's seat: bounded for each person, its kernel let go when unused, given up when nobody comes."""

from __future__ import annotations

import time
from collections.abc import Callable

from tornado.ioloop import PeriodicCallback

from .pages import Page
from .seat import Seat

SEATS_PER_PERSON = 24
# How long a seat is kept that no page is connected to: closed, asleep with its computer, or never begun by a bot.
KEPT_SECONDS = 3600
# The same where its kernel cannot be replaced, for somebody has clicked in it.
KEPT_AWAKE_SECONDS = 300


class Seats:
    """The seats by their kernel's id.

    A kernel that is unused for `idle_seconds` is let go; `on_end` hears of seats that are given up.
    """

    def __init__(self, kernels_per_person: int, idle_seconds: float, on_end: Callable[[str, str], None]):
        self._kernels_per_person, self._idle_seconds, self._on_end = kernels_per_person, idle_seconds, on_end
        self._seats: dict[str, Seat] = {}
        self._sweeping = PeriodicCallback(self._sweep, idle_seconds * 1000 / 6)

    def reserve(self, person: str, page: Page) -> str:
        """A new seat's id, for its owner alone; no kernel is started."""
        if not self._sweeping.is_running():
            self._sweeping.start()
        own = sorted(self._of(person), key=_dispensable)
        for seat in own[: max(0, len(own) + 1 - SEATS_PER_PERSON)]:
            self._give_up(seat)
        seat = Seat(person, page, self._make_room, self._give_up)
        self._seats[seat.kernel_id] = seat
        return seat.kernel_id

    def find(self, kernel_id: str) -> Seat | None:
        """The seat with this id."""
        return self._seats.get(kernel_id)

    def drop(self, kernel_id: str) -> None:
        """Give a seat up, for its page has closed."""
        self._give_up(self._seats[kernel_id])

    def close(self) -> None:
        """End every kernel; the server stops."""
        self._sweeping.stop()
        for seat in self._seats.values():
            seat.end()
        self._seats.clear()

    def _of(self, person: str) -> list[Seat]:
        return [seat for seat in self._seats.values() if seat.person == person]

    def _make_room(self, newcomer: Seat) -> None:
        """Let kernels of the newcomer's owner go, so that they do not have too many with the one to come."""
        others = [seat for seat in self._of(newcomer.person) if seat.is_awake and seat is not newcomer]
        for seat in sorted(others, key=_dispensable)[: max(0, len(others) + 1 - self._kernels_per_person)]:
            if seat.may_sleep:
                seat.let_go()
            else:
                self._give_up(seat)

    def _give_up(self, seat: Seat) -> None:
        seat.end()
        self._seats.pop(seat.kernel_id, None)
        self._on_end(seat.person, seat.kernel_id)

    def _sweep(self) -> None:
        for seat in list(self._seats.values()):
            idle = time.monotonic() - seat.used_at
            if seat.may_sleep and idle > self._idle_seconds:
                seat.let_go()
            elif not seat.connections and idle > (KEPT_AWAKE_SECONDS if seat.is_awake else KEPT_SECONDS):
                self._give_up(seat)


def _dispensable(seat: Seat) -> tuple[bool, bool, float]:
    """Sorts first whom nobody is connected to, then those whose kernel can be replaced, then the longest unused."""
    return seat.connections > 0, not seat.may_sleep, seat.used_at
