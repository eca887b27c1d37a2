"""Who has not begun a section, or is two behind, and a letter to each that says nothing of what anybody wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from mentorcourse.content import Course
from mentorcourse.language import Sentence, plural, say

BEHIND = 2
Why = Literal["not begun", "behind", "not begun at all"]


@dataclass(frozen=True)
class Nudge:
    """One person to remind: `person` as in the progress rows, and the number of the last section they have begun."""

    person: int
    why: Why
    last: int


def current(course: Course, rows: Iterable[dict[str, Any]]) -> str:
    """The section that the cohort is at: the last one that half of its people have begun, or else the first."""
    begun = _begun(rows)
    half = len(begun) / 2
    reached = [
        one.section for one in course.sections if begun and sum(one.number in has for has in begun.values()) >= half
    ]
    return reached[-1] if reached else course.sections[0].section


def nudges(course: Course, rows: Iterable[dict[str, Any]], section: str) -> list[Nudge]:
    """Everybody who has not begun `section`, in roster order."""
    number = course.section(section).number
    found = []
    for person, has in _begun(rows).items():
        if number in has:
            continue
        last = max((one for one in has if one < number), default=0)
        why: Why = "behind" if number - last >= BEHIND else "not begun"
        found.append(Nudge(person, why if has else "not begun at all", last))
    return found


def _begun(rows: Iterable[dict[str, Any]]) -> dict[int, set[int]]:
    """{person: the numbers of the sections that they have begun}, with everybody in it."""
    begun: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        numbers = begun[row["person"]]
        if row["state"] != "not begun":
            numbers.add(int(row["section"].split(".")[0]))
    return dict(begun)


def letter(course: Course, section: str, nudge: Nudge, name: str, sender: str, address: str) -> dict[str, str]:
    """Subject and text, in the course's language; plain, warm, and for the sender to change."""
    at = course.section(section)
    where = {"number": at.number, "title": at.title, "last": nudge.last}
    standing = {
        "not begun": Sentence(
            "Our cohort is at section {number} now, “{title}.” It seems that you have not begun it yet.",
            **where,
        ),
        "behind": Sentence(
            "Our cohort is at section {number} now, “{title}”, and the last one that you have begun is section {last}. "
            ""
            "Nobody needs to catch up with everything: begin where we are, and leave the rest for a quiet day.",
            **where,
        ),
        "not begun at all": Sentence(
            "Our cohort is at section {number} now, “{title}”, and we have not seen you in the course yet. Begin where "
            ""
            "we are; the earlier sections wait for you.",
            **where,
        ),
    }[nudge.why]
    step = plural(
        at.activities[0].minutes,
        "A first step takes about {count} minute, and you can stop anywhere. What you write stays yours: I see only "
        "that something is begun, never a word of it.",
        "A first step takes about {count} minutes, and you can stop anywhere. What you write stays yours: I see only "
        "that something is begun, never a word of it.",
    )
    close = Sentence("If it is a bad time, or something is in your way, write to me, and we will find a way.")
    way = [
        Sentence("If it asks you to sign in, use the personal link that you were sent, or write to me for a new one.")
    ]
    first = [Sentence("Dear {name},", name=name), standing, step, address]
    parts = [*first, *(way if nudge.why == "not begun at all" else []), close, Sentence("Warm regards"), sender]
    text = "\n\n".join(say(one, course.language) for one in parts[:-1]) + f"\n{sender}\n"
    subject = Sentence("Section {number} of {course}", number=at.number, course=course.title)
    return {"subject": say(subject, course.language), "text": text}
