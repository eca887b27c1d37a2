"""One activity as a worksheet to print: with somebody's answers, or blank to write on by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from mentorcourse.content import AnyActivity, kinds
from mentorcourse.content.fields import Field
from mentorcourse.content.models import Labeled

from .blocks import Answer, Block, Cell, Document, Entry, Mark, Paper, entry, heading, passage, printable
from .drafts import Days
from .kept import Kept
from .kinds import STAR, TICK, blocks, plain_words
from .sheet import Sheet
from .workbook import Owner

# How many lines there are to write on, by what a field takes; in a cell of a table as many, and each is shorter.
LINES = {"text": 4, "texts": 4, "pairs": 4, "date": 1}
OPEN_SIGN = {TICK: "☐", STAR: "☆"}
MARKED_SIGN = {TICK: "☑", STAR: STAR}


class Worksheet(Document):
    """A worksheet ready to be set; without an owner it has a line for the name. `saved` is "" when it is blank."""

    course: str
    course_language: str
    section: str
    title: str
    person: str
    cohort: str
    saved: str
    instructions: str
    blocks: list[Block]


def worksheet(
    activity: AnyActivity, kept: Kept, days: Days, made: datetime, *, course: str, section: str, course_language: str,
    owner: Owner | None, paper: Paper = "letter",
) -> Worksheet:  # fmt: skip
    """The worksheet as plain dictionaries of text; `kept` without revisions makes it blank.

    What stands among the course's own texts is in their language, `course_language`; all around it, in the reader's.
    """
    words, own = days.words, replace(days, language=course_language)
    sheet = OpenSheet(dict(activity.list_fields()), kept, own, _helps(activity))
    whole: Worksheet = {
        "document": "worksheet",
        "language": days.language,
        "paper": paper,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": words["worksheet_title"].format(title=activity.title, section=section),
        "words": words,
        "course": course,
        "course_language": course_language,
        "section": section,
        "title": activity.title,
        "person": owner.name if owner else "",
        "cohort": owner.cohort if owner else "",
        "saved": words["saved"].format(day=days.of(kept.saved_at)) if kept.revisions else "",
        "instructions": plain_words(activity.instructions),
        "blocks": [*_opening(activity, own.words), *blocks(activity, sheet)],
    }
    return printable(whole)


@dataclass(frozen=True)
class OpenSheet(Sheet):
    """An activity on paper: what is answered, every choice there is, and lines for what is still to be written."""

    helps: Mapping[str, str] = field(default_factory=dict)

    def help(self, key: str) -> str:
        """What the course says to help with a field or a row."""
        return self.fields[key].help if key in self.fields else self.helps.get(key, "")

    def cell(self, key: str) -> Cell | None:
        """The answer to one field without its date, or room for it."""
        found = super().cell(key)
        if key not in self.fields:
            return found
        asked = self.fields[key]
        if asked.options or asked.takes == "number":
            entries = self._choices(asked, self.kept.values.get(key))
        else:
            entries = found["entries"] if found else []
        listed, lines = bool(found and found["listed"] and not asked.options), 0 if entries else LINES[asked.takes]
        return {"entries": entries, "listed": listed, "then_label": asked.follow_up, "changed": "", "lines": lines}

    def mark(self, sign: str, key: str, label: str, below: Iterable[Answer] = ()) -> list[Mark]:
        """One thing to tick or to star."""
        signs = MARKED_SIGN if self.kept.has(key) else OPEN_SIGN
        return [{"mark": signs[sign], "label": label, "changed": "", "below": list(below)}]

    def _choices(self, asked: Field, value: Any) -> list[Entry]:
        """Every option or number there is, with the chosen ones marked."""
        chosen = value if isinstance(value, list) else [value]
        if asked.takes == "number":
            points = [_point(asked, number, number in chosen) for number in range(asked.start, asked.stop + 1)]
            return [entry(("\n" if len(asked.points) == len(points) else "   ").join(points))]
        boxes = {True: MARKED_SIGN[TICK], False: OPEN_SIGN[TICK]}
        return [entry(f"{boxes[option['key'] in chosen]} {option['label']}") for option in asked.options]


def _point(asked: Field, number: int, chosen: bool) -> str:
    box = (MARKED_SIGN if chosen else OPEN_SIGN)[TICK]
    return f"{box}\u00a0{number} {asked.points.get(number, '')}".rstrip()


def _helps(activity: AnyActivity) -> dict[str, str]:
    """The help that belongs to a row rather than to a field."""
    rows: Iterable[Labeled] = ()
    if isinstance(activity, kinds.Table):
        rows = activity.rows
    elif isinstance(activity, kinds.Ratings):
        rows = activity.items
    elif isinstance(activity, kinds.Case):
        rows = activity.options
    return {row.key: row.help for row in rows}


def _opening(activity: AnyActivity, words: Mapping[str, str]) -> list[Block]:
    """What an exercise has one do before there is anything to write."""
    if not isinstance(activity, kinds.Exercise):
        return []
    told: list[Block] = []
    for phase in activity.phases:
        title = words["phase"].format(title=phase.title, minutes=phase.minutes)
        told += [heading(title), passage(plain_words(phase.instructions))]
    return told
