"""Certificates of completion as a document: a page for each person who has earned one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from mentorcourse.content import Course
from mentorcourse.documents.blocks import Document, Paper, printable
from mentorcourse.documents.drafts import Days
from mentorcourse.language import Sentence, plural, say

from .criteria import Criteria

WORDS = {
    "certificate": Sentence("Certificate of completion"),
    "awarded": Sentence("This is to certify that"),
    "completed": Sentence("has completed the course"),
    "signed": Sentence("For the course"),
    "date": Sentence("Date"),
    "subject": Sentence("A certificate that somebody has completed the course"),
}


class Certificates(Document):
    """One page for each person, ready to be set."""

    course: str
    course_language: str
    institution: str
    cohort: str
    day: str
    asked: list[str]
    sections: list[str]
    people: list[str]


def certificates(
    course: Course, criteria: Criteria, cohort: str, people: Iterable[str], days: Days, made: datetime, paper: Paper
) -> Certificates:
    """The document; `people` are names."""
    language = days.language
    words = {name: say(sentence, language) for name, sentence in WORDS.items()}
    whole: Certificates = {
        "document": "certificates",
        "language": language,
        "paper": paper,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": f"{words['certificate']}: {course.title}",
        "words": words,
        "course": course.title,
        "course_language": course.sections[0].language,
        "institution": course.institution.settings.get("name", ""),
        "cohort": cohort,
        "day": days.of(made),
        "asked": [say(one, language) for one in _asked(course, criteria)],
        "sections": [section.title for section in course.sections],
        "people": list(people),
    }
    return printable(whole)


def _asked(course: Course, criteria: Criteria) -> Iterable[Any]:
    """What everybody has done who has one."""
    yield plural(
        len(course.sections),
        "A course of {count} section, worked through in writing",
        "A course of {count} sections, worked through in writing",
    )
    if criteria.activities:
        yield Sentence("{percent}% of its activities finished, or more", percent=criteria.activities)
    if criteria.reflections:
        yield plural(
            criteria.reflections,
            "{count} reflection submitted to the trainers, or more",
            "{count} reflections submitted to the trainers, or more",
        )
