"""Everything of one session on paper: for leading it, for its participants and for the wall, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from mentorcourse.content import AnyActivity, Course, Section, kinds
from mentorcourse.language import Sentence, said
from mentorcourse.schedule import SPANS, Row, read_session, run_of_show

from .blocks import Document, Paper, printable
from .drafts import Days
from .guide import SPAN, nodes, session_text
from .guide import WORDS as GUIDE
from .kept import Kept
from .kinds import plain_words
from .worksheet import worksheet

EMPTY_LINES = 24  # on the sign-in sheet, those with names included

WORDS = {
    "pack": Sentence("Pack for a session on paper"),
    "pack_subject": Sentence("Run of show, worksheets, cards, pages for the wall and a sign-in sheet"),
    "pack_about": Sentence(
        "Print it on one side. Behind the run of show, which is yours, each part says what it is for."
    ),
    "for_you": Sentence("For you: the run of show"),
    "to_sign": Sentence("Sign-in sheet"),
    "sign_help": Sentence("Pass it round, collect it again, and destroy it once you have noted who was there."),
    "here": Sentence("Here"),
    "number": Sentence("No."),
    "for_each": Sentence("For everybody, one each: {title}"),
    "after_choice": Sentence("Hand out when everybody has chosen: {title}"),
    "to_mentee": Sentence("For the mentee"),
    "to_mentor": Sentence("For the mentor"),
    "to_others": Sentence("For others"),
    "debrief_title": Sentence("Debrief"),
    "for_pairs": Sentence("For pairs, one card each, to cut out: {title}"),
    "for_wall": Sentence("For the wall or the projector: {title}"),
    "next_up": Sentence("Block {number} of {count}"),
    "own_sheet": Sentence("On your sheet: {title}"),
    "minutes_short": Sentence("{minutes} min"),
}


class Pack(Document):
    """A session's pack ready to be set; `session` is what the guide says, `span` the session's length in words."""

    course: str
    course_language: str
    institution: str
    session: dict[str, Any]
    span: str
    people: list[str]
    lines: int
    sheets: list[dict[str, Any]]
    choices: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    walls: list[dict[str, Any]]


def pack(
    course: Course, stem: str, minutes: int, days: Days, made: datetime, *, people: Sequence[str] = (),
    paper: Paper = "letter",
) -> Pack:  # fmt: skip
    """The pack of the section `stem` for a session of so many `minutes`, one of SPANS.

    `people` are names for the sign-in sheet, which has empty lines besides. Raises ContentError when the guide has
    mistakes, KeyError when there is no such section.
    """
    section, session = course.section(stem), read_session(course, stem)
    rows = [Row(row.block, row.activity, (slot,)) for row, slot in _placed(run_of_show(session, section), minutes)]
    held = [row for row in rows if row.slots[0]]
    used = list({row.activity.key: row.activity for row in held if row.activity}.values())
    title = f"{session.number}. {session.title}"
    whole: Pack = {
        "document": "pack",
        "language": days.language,
        "paper": paper,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": f"{say_all(WORDS['pack'], days)}: {title}",
        "words": {**say_all({**GUIDE, **WORDS}, days), **days.words},
        "course": course.title,
        "course_language": section.language,
        "institution": course.institution.settings.get("name", ""),
        "session": say_all(session_text(section, session, rows), days),
        "span": say_all(Sentence(SPAN, minutes=minutes), days),
        "people": list(people),
        "lines": max(6, EMPTY_LINES - len(people)),
        "sheets": [_sheet(activity, course, section, days, made) for activity in used],
        "choices": [_choices(activity) for activity in used if isinstance(activity, kinds.Case)],
        "cards": [_card(row) for row in held if row.block.kind == "pairs"],
        "walls": [say_all(_wall(row), days) for row in held],
    }
    return printable(whole)


def _placed(rows: list[Row], minutes: int) -> list[tuple[Row, Any]]:
    place = SPANS.index(minutes)
    return [(row, row.slots[place]) for row in rows]


def say_all(value: Any, days: Days) -> Any:
    """Every sentence of the interface within `value` in the reader's language."""
    if isinstance(value, dict):
        return {key: say_all(one, days) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [say_all(one, days) for one in value]
    return said(value, days.language) if isinstance(value, str) else value


def _sheet(activity: AnyActivity, course: Course, section: Section, days: Days, made: datetime) -> dict[str, Any]:
    """A blank worksheet, as it prints by itself."""
    blank = worksheet(
        activity, Kept(activity.key, []), days, made, course=course.title, section=section.title,
        course_language=section.language, owner=None,
    )  # fmt: skip
    return {key: blank[key] for key in ("title", "instructions", "blocks")}


def _choices(case: kinds.Case) -> dict[str, Any]:
    """What the page shows of a case study to whoever has committed to a choice."""
    return {
        "title": case.title,
        "options": [_consequences(option) for option in case.options],
        "debrief": nodes(case.debrief),
    }


def _consequences(option: kinds.CaseOption) -> dict[str, Any]:
    people = {key: plain_words(getattr(option.consequences, key)) for key in ("mentee", "mentor", "others")}
    return {"label": option.label, **people}


def _card(row: Row) -> dict[str, Any]:
    """What two people need to know who work alone: the words that opened the block, and an exercise's phases."""
    phases = row.activity.phases if isinstance(row.activity, kinds.Exercise) else ()
    told = [{"title": one.title, "minutes": one.minutes, "text": nodes(one.instructions)} for one in phases]
    return {"title": row.block.title, "text": nodes(row.block.say.replace("> ", "")), "phases": told}


def _wall(row: Row) -> dict[str, Any]:
    """A block in letters that can be read across a room."""
    slot, activity = row.slots[0], row.activity
    return {
        "title": row.block.title,
        "instruction": row.block.instruction,
        "minutes": slot.minutes if slot else 0,
        "sheet": activity.title if activity else "",
        "question": row.question,
        "options": [label for label, _ in row.points] if row.question else [],
    }
