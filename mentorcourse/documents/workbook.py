"""A person's workbook: everything they wrote, in course order, as a document's parts and as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mentorcourse.content import Course

from .blocks import ActivityPart, Block, Paper, SectionPart, Workbook, printable
from .drafts import Days
from .kept import Kept
from .kinds import blocks, former_blocks
from .sheet import Sheet


@dataclass(frozen=True)
class Owner:
    """Whose workbook it is, as it says on its cover."""

    name: str
    cohort: str


def workbook(
    course: Course, kept: Mapping[str, Kept], owner: Owner, made: datetime, days: Days, paper: Paper = "letter"
) -> Workbook:
    """The workbook as plain dictionaries of text: what was answered, and nothing that was not."""
    words = days.words
    whole: Workbook = {
        "document": "workbook",
        "course": course.title,
        "person": owner.name,
        "cohort": owner.cohort,
        "language": days.language,
        "paper": paper,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "made_on": words["made"].format(day=days.of(made)),
        "document_title": words["document_title"].format(course=course.title, person=owner.name),
        "sections": [*_sections(course, kept, days), *_former(course, kept, days)],
        "words": words,
    }
    return printable(whole)


def _sections(course: Course, kept: Mapping[str, Kept], days: Days) -> list[SectionPart]:
    sections: list[SectionPart] = []
    for section in course.sections:
        found = [(one, kept.get(f"{section.section}.{one.key}")) for one in section.activities]
        filled = [(one, answers, Sheet(dict(one.list_fields()), answers, days)) for one, answers in found if answers]
        parts = [_part(one.title, answers, blocks(one, sheet), days) for one, answers, sheet in filled]
        written = [part for part in parts if part["blocks"]]
        if written:
            part: SectionPart = {"number": section.number, "title": section.title, "language": section.language,
                                 "activities": written}  # fmt: skip
            sections.append(part)
    return sections


def _part(title: str, kept: Kept, told: list[Block], days: Days) -> ActivityPart:
    return {"title": title, "saved": days.words["saved"].format(day=days.of(kept.saved_at)), "blocks": told}


def _former(course: Course, kept: Mapping[str, Kept], days: Days) -> list[SectionPart]:
    """What was written in activities that the course has no longer, under their addresses."""
    known = {address for address, _, _ in course.activities()}
    parts = [
        _part(address, answers, former_blocks(answers, days), days)
        for address, answers in sorted(kept.items())
        if address not in known and not answers.is_empty
    ]
    title = days.words["former_activities"]
    return [{"number": 0, "title": title, "language": days.language, "activities": parts}] if parts else []
