"""Sample answers for tests of documents: every field of every activity of the course filled in, by one person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorcourse.content import AnyActivity, Course, read_course
from mentorcourse.content.fields import Field
from mentorcourse.documents.blocks import Workbook
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.kept import Kept
from mentorcourse.documents.workbook import Owner, workbook
from mentorcourse.store import Revision

COURSE = read_course()
ACTIVITIES: dict[str, AnyActivity] = {address: activity for address, _, activity in COURSE.activities()}
OWNER = Owner("Participant 1", "Spring cohort")
FIRST_SAVE = datetime(2027, 3, 1, 18, tzinfo=UTC)
MADE = datetime(2027, 4, 30, 18, tzinfo=UTC)

Values = dict[str, Any]


def sample_values(activity: AnyActivity, word: str) -> Values:
    """An answer for every field, each text another one."""
    return {key: _sample(field, f"{word} {number}") for number, (key, field) in enumerate(activity.list_fields(), 1)}


def _sample(field: Field, text: str) -> Any:
    keys = [option["key"] for option in field.options]
    samples = {
        "texts": [f"{text}, one", f"{text}, two"],
        "pairs": [{"text": f"{text}, what", "follow_up": f"{text}, then"}],
        "option": keys[-1:] and keys[-1],
        "options": keys[:2],
        "number": field.stop - 1,
        "tick": True,
        "date": "2027-03-31",
    }
    return samples.get(field.takes, f"{text}.\nA second line of {text}.")


def kept(address: str, values: Values, *, later: Values | None = None, saved_at: datetime = FIRST_SAVE) -> Kept:
    """An answer saved once, or once more with `later` nine days after."""
    revisions = [Revision(1, saved_at, values)]
    if later:
        revisions.insert(0, Revision(2, saved_at + timedelta(days=9), later))
    return Kept(address, revisions)


def everything(word: str = "Sample") -> dict[str, Kept]:
    """Every field of every activity, answered on one day."""
    return {
        address: kept(address, sample_values(activity, f"{word} {number}"))
        for number, (address, activity) in enumerate(ACTIVITIES.items(), 1)
    }


def made(answers: Mapping[str, Kept], course: Course = COURSE, **more: Any) -> Workbook:
    """The sample person's workbook of these answers, days as in UTC."""
    return workbook(course, answers, OWNER, MADE, Days(course.language, UTC), **more)


def texts_of(part: Any) -> Iterator[str]:
    """Every text within a part of a workbook."""
    if isinstance(part, str):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from texts_of(one)


def read_as(field: Field, value: Any) -> list[str]:
    """What a person must find in a document for this value, worked out apart from the documents' own code."""
    labels = {option["key"]: option["label"] for option in field.options}
    if value is True:
        return [field.label] if field.label != "First answer committed" else ["Committed"]
    if isinstance(value, int):
        word = field.points.get(value)
        return [str(value), *([word] if word else [])]
    if field.takes == "date":
        return ["Wednesday, March 31, 2027"]
    entries = value if isinstance(value, list) else [value]
    typed: list[str] = [text for entry in entries for text in (entry.values() if isinstance(entry, dict) else [entry])]
    return [labels.get(text, text) for text in typed]


def squeezed(text: str) -> str:
    """A text without any white space, for lines break where they must."""
    return re.sub(r"\s+", "", text)
