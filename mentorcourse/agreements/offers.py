"""Offer a mentor what they wrote earlier in the course, for the rows of an agreement where it could be of use."""

from __future__ import annotations

from dataclasses import dataclass

from mentorcourse.content import Course
from mentorcourse.store import Store

GROUND_RULES, BEFORE = "03_ground_rules", "02_what_you_bring.before_i_say_yes"
REHEARSAL, JOURNAL, DUTIES = f"{GROUND_RULES}.agreement", f"{GROUND_RULES}.journal", f"{GROUND_RULES}.duty_focus"

# Where the course asks for something that belongs into an agreement, and into which rows: limits and what is off
# limits, what one needs, one's habits and what irritates one, and the duties one wants to work on.
SOURCES: list[tuple[str, str, tuple[str, ...]]] = [
    (BEFORE, "need_and_want", ("duration", "logistics")),
    (BEFORE, "limits", ("off_limits", "other")),
    (JOURNAL, "hours", ("logistics",)),
    (JOURNAL, "habits", ("off_limits", "other")),
    (JOURNAL, "standards", ("obligations", "check_ins")),
    (JOURNAL, "nature", ("goals", "other")),
    (DUTIES, "first_step_one", ("obligations",)),
    (DUTIES, "first_step_other", ("obligations",)),
]


@dataclass(frozen=True)
class Offer:
    """Something that one wrote: where it may go, what had been asked, and the words."""

    rows: tuple[str, ...]
    asked: str
    text: str


def offers(store: Store, course: Course, person: str, cohort: str, rows: list[str]) -> list[Offer]:
    """What the person has written so far that fits into one of these rows; nothing is copied by this."""
    rehearsed = [(REHEARSAL, f"{row}.mentor", (row,)) for row in rows]
    found = [_offer(store, course, person, cohort, *source) for source in [*rehearsed, *SOURCES]]
    return [offer for offer in found if offer]


def _offer(
    store: Store, course: Course, person: str, cohort: str, address: str, field: str, rows: tuple[str, ...]
) -> Offer | None:
    try:
        activity = course.activity(address)
    except KeyError:
        return None
    asked = dict(activity.list_fields()).get(field)
    text = store.answer(person, cohort, address).values.get(field)
    if asked is None or not isinstance(text, str) or not text.strip():
        return None
    return Offer(rows, f"{activity.title}: {asked.label}", text)
