"""Who takes part in a rehearsal: roles without anybody's name, each with a way of their own, the same for each seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

Way = Literal["steady", "slow", "stuck", "unprepared", "leaves", "joins late"]

LEAVES_AT, JOINS_AT = 25, 40  # minutes of the session
FEWEST, MOST = 3, 60

FIELDS = (
    "anesthesiology", "cardiology", "dermatology", "emergency medicine", "family medicine", "geriatrics", "hematology",
    "infectious diseases", "internal medicine", "neurology", "nursing", "obstetrics", "oncology", "ophthalmology",
    "orthopedics", "palliative care", "pathology", "pediatrics", "pharmacy", "physical therapy", "psychiatry",
    "public health", "radiology", "surgery", "urology",
)  # fmt: skip


@dataclass(frozen=True)
class Role:
    """One synthetic participant: what they are called, and what they do to the session."""

    number: int
    name: str
    email: str
    way: Way


def cast(people: int, seed: int) -> list[Role]:
    """So many roles: one leaves, one joins late, some are slow, stuck or unprepared, and most are steady."""
    chance = Random(f"cast {seed}")  # noqa: S311  (nothing here is secret)
    several = max(1, people // 8)
    some: tuple[Way, ...] = ("stuck", "slow", "unprepared")
    special: list[Way] = ["leaves", "joins late", *(way for way in some for _ in range(several))]
    steady: list[Way] = ["steady"]
    ways = [*special[:people], *steady * max(0, people - len(special))]
    chance.shuffle(ways)
    fields = [chance.choice(FIELDS) for _ in ways]
    return [
        Role(number, f"Participant {number:02} ({field})", f"participant-{number:02}@rehearsal.invalid", way)
        for number, (field, way) in enumerate(zip(fields, ways, strict=True), 1)
    ]
