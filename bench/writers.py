"""People who save one numbered text after the other, and can say afterwards which of them are missing."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import pairwise
from typing import Any

from mentorcourse.content import read_course
from mentorcourse.store import Store
from tests.caller import Caller

SECTION = "02_what_you_bring"
ACTIVITY = next(one for one in read_course().section(SECTION).activities if one.kind == "journal")
ADDRESS, FIELDS = f"{SECTION}.{ACTIVITY.key}", [key for key, _ in ACTIVITY.list_fields()]
PAUSE_SECONDS, PAUSE_AFTER_REFUSAL = 0.02, 0.1


@dataclass
class Writer:
    """Somebody who saves one numbered text after the other, and repeats each until it is acknowledged."""

    caller: Caller
    person: str
    cohort: str
    acknowledged: list[tuple[int, int]] = field(default_factory=list)  # (number of the text, its revision)
    refusals: Counter[str] = field(default_factory=Counter)
    revision: int = 0

    def write(self, stop: threading.Event) -> None:
        """Save until told to stop."""
        number, is_saved = 0, True
        while not stop.wait(PAUSE_SECONDS if is_saved else PAUSE_AFTER_REFUSAL):
            is_saved = self._saved(number)
            number += is_saved

    def _saved(self, number: int) -> bool:
        body = {"base_revision": self.revision, "values": {FIELDS[number % len(FIELDS)]: f"text {number}"}}
        try:
            reply = self.caller.ask(f"/course/api/answers/{ADDRESS}", "PATCH", body)
            told = reply.json
        except (OSError, HTTPException, ValueError) as cut:  # no connection, or an answer cut off half-way
            self.refusals[type(cut).__name__] += 1
            return False
        if reply.status != 200:
            self.refusals[f"status {reply.status}"] += 1
            return False
        self.revision = told["revision"]
        self.acknowledged.append((number, self.revision))
        return True

    def lost(self, store: Store) -> list[int]:
        """The acknowledged texts that the store does not hold at their revision, or holds out of order."""
        acknowledged = list(self.acknowledged)  # before the store is read, for more may come meanwhile
        kept = {one.revision: one for one in map(_Kept.of, store.history(self.person, self.cohort, ADDRESS))}
        wrong = [number for number, revision in acknowledged if kept.get(revision, _NOTHING).number != number]
        numbers = [kept[revision].number for revision in sorted(kept)]
        return wrong + [after for before, after in pairwise(numbers) if after <= before]


@dataclass(frozen=True)
class _Kept:
    revision: int
    number: int

    @classmethod
    def of(cls, found: Any) -> _Kept:
        (said,) = found.values.values()
        return cls(found.number, int(str(said).removeprefix("text ")))


_NOTHING = _Kept(0, -1)
