"""Make an example reflection in the example cohort, so that trainers find something to try their page on."""

from __future__ import annotations

from mentorcourse import people
from mentorcourse.people.example import COHORT
from mentorcourse.store import Store

from .assignments import DRAFT, Assignments
from .submissions import submit

WRITER = "Participant 6"
SECTION = "01_introduction"
ANSWERS = {
    "why": (
        "This is an example. I say that I want to give something back, and I do. I would rather not say aloud that I "
        "also like to be the one who is asked."
    ),
    "received": (
        "My own mentor answered within a day and never once asked where I wanted to go. I will keep the first and "
        "change the second: when we meet, where you want to go comes before your papers."
    ),
    "attention": "Half an hour with our new hospitalist on the 12th; I am handing over the journal club for it.",
}


def make_example_reflection(store: Store, assignments: Assignments) -> None:
    """Submit a reflection of one of the example cohort's participants; nothing where the course asks for none."""
    assignment, cohort = assignments.by_section.get(SECTION), people.find_cohort(store, COHORT)
    if assignment is None or cohort is None:
        return
    writer = next(one.person for one in people.members(store, cohort.id) if one.person.name == WRITER)
    kept = {question.key: ANSWERS.get(question.key, "") for question in assignment.questions}
    if any(kept.values()):
        activity = assignments.activity(SECTION)
        store.save(writer.id, cohort.id, f"{SECTION}.{DRAFT}", kept, 0, activity.progress)
        submit(store, cohort.id, writer.id, SECTION, assignment.asked(), kept, late=False)
