"""A cohort in a store that has rated itself before and after, for tests of its report."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.programme.batches import BACK, NOW, THEN
from mentorcourse.programme.gather import MOMENTS, gather
from mentorcourse.store import Store

COURSE = read_course()
ADDRESSES = {moment: address for address, moment in MOMENTS.items()}
ITEMS = [one.key for one in COURSE.activity(ADDRESSES[NOW]).items]  # type: ignore[union-attr]
ABOUT = {
    "mark": "",
    "course": COURSE.title,
    "cohort": "Spring",
    "institution": "Our hospital",
    "language": "en",
    "paper": "letter",
    "made": "2027-06-01T12:00:00+00:00",
}


@dataclass
class Raters:
    """A cohort whose members rate; the clock goes on by a minute with each save."""

    store: Store
    cohort: str = ""
    at: datetime = field(default_factory=lambda: datetime(2027, 3, 1, 9, tzinfo=UTC))

    def __post_init__(self) -> None:
        self.store.now = lambda: self.at
        self.cohort = people.add_cohort(self.store, "Spring").id

    def join(self, count: int, role: str = "participant") -> list[str]:
        """That many people; their ids."""
        known = len(people.members(self.store, self.cohort))
        numbers = range(known + 1, known + count + 1)
        return [
            people.add_person(self.store, self.cohort, f"{role} {n}", f"{role}{n}@example.org", [role]).id
            for n in numbers
        ]

    def save(self, person: str, address: str, values: dict[str, Any], minutes: float = 1) -> None:
        """Save some fields."""
        self.at += timedelta(minutes=minutes)
        base = self.store.answer(person, self.cohort, address).revision
        self.store.save(person, self.cohort, address, values, base, COURSE.activity(address).progress)

    def rate(self, person: str, moment: str, often: int, confidence: int = 5, items: list[str] = ITEMS) -> None:
        """Rate statements alike on both scales."""
        scales = {"often": often} if moment == BACK else {"often": often, "confidence": confidence}
        values = {f"{item}.{scale}": value for item in items for scale, value in scales.items()}
        self.save(person, ADDRESSES[moment], values)

    def rate_at_random(self, person: str, chance: random.Random) -> None:
        """Rate each statement by chance, on the whole lower at the end, and higher looking back."""
        for moment, low, high in ((THEN, 2, 5), (NOW, 1, 4), (BACK, 3, 5)):
            often = {f"{item}.often": chance.randint(low, high) for item in ITEMS}
            sure = {f"{item}.confidence": chance.randint(low, 2 * high) for item in ITEMS} if moment != BACK else {}
            self.save(person, ADDRESSES[moment], often | sure)

    def facts(self) -> dict[str, Any]:
        """What the report is made of."""
        return gather(self.store, COURSE, self.cohort)
