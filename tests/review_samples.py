"""A cohort with reflections in it, for tests of submitting and reviewing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.review.assignments import Rubric, read_assignments
from mentorcourse.review.submissions import Version, submit
from mentorcourse.store import Store

COURSE = read_course()
ASSIGNMENTS = read_assignments(COURSE)
assert ASSIGNMENTS.rubric
RUBRIC: Rubric = ASSIGNMENTS.rubric
SECTION = "02_what_you_bring"
ASKED = ASSIGNMENTS.by_section[SECTION].asked()
KEYS = [question["key"] for question in ASKED]
WORDS = {"levels": {KEYS[0]: {"honesty": "solid", "link": "emerging", "next_step": "not_yet"}},
         "comments": {KEYS[0]: "This is frank."}, "overall": "Thank you."}  # fmt: skip


def written(text: str) -> dict[str, str]:
    """Answers to the sample's questions that differ by this text."""
    return {key: f"{text}, on {key}" for key in KEYS}


@dataclass
class Clock:
    """Time as a test wants it."""

    at: datetime = field(default_factory=lambda: datetime(2027, 1, 4, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Team:
    """A store with one cohort, two participants and two trainers, by id."""

    store: Store
    clock: Clock
    cohort: str
    writer: str
    other: str
    trainer: str
    colleague: str

    def submit(self, text: str = "First thoughts", person: str = "", section: str = SECTION, **more: Any) -> Version:
        """Submit a reflection as the writer, or as somebody else."""
        return submit(self.store, self.cohort, person or self.writer, section, ASKED, written(text), False, **more)


def make_team(store: Store) -> Team:
    """Fill an empty store; its clock stands still until a test moves it."""
    clock = Clock()
    store.now = clock
    cohort = people.add_cohort(store, "Spring").id
    made = [
        people.add_person(store, cohort, name, f"{name.lower().replace(' ', '')}@example.org", [role]).id
        for name, role in [("Participant 1", "participant"), ("Participant 2", "participant"),
                           ("Trainer 1", "trainer"), ("Trainer 2", "trainer")]
    ]  # fmt: skip
    return Team(store, clock, cohort, *made)
