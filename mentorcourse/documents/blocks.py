"""What documents are made of: plain dictionaries of text, which PDF and DOCX set each in its own way."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal, TypedDict, TypeVar

T = TypeVar("T")

# What no document can hold: control characters but tab and line feed, lone surrogates, noncharacters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


DocumentKind = Literal["workbook", "agreement", "worksheet", "card", "programme", "certificates", "pack"]
Paper = Literal["letter", "a4"]
PAPERS: tuple[Paper, ...] = ("letter", "a4")


class Document(TypedDict):
    """What every document says of itself; `language` is its reader's, `made` a moment in ISO 8601 (UTC)."""

    document: DocumentKind
    language: str
    paper: Paper
    made: str
    document_title: str
    words: dict[str, str]


class Entry(TypedDict):
    """One text that somebody wrote, and what follows from it; `rtl` when it runs from right to left."""

    text: str
    then: str
    rtl: bool


class Cell(TypedDict):
    """The answer to one field; `then_label` names what follows from an entry, `changed` is a day in words or "".

    `lines` are those to write on, where there is no answer and a pen shall give one.
    """

    entries: list[Entry]
    listed: bool
    then_label: str
    changed: str
    lines: int


class Answer(Cell):
    """An answer with its question, and what helps to answer it ("" where it is answered)."""

    block: Literal["answer"]
    label: str
    help: str


class Heading(TypedDict):
    """Names a part of an activity."""

    block: Literal["heading"]
    text: str


class Passage(TypedDict):
    """A text of the course's that the answers below it refer to."""

    block: Literal["passage"]
    text: str


class Row(TypedDict):
    """One line of a table, with None for each cell that is not answered."""

    label: str
    help: str
    cells: list[Cell | None]


class Table(TypedDict):
    """Answers in rows and columns; `head` names the rows and then each column.

    `share` is how wide the rows' own column is, as a multiple of the others.
    """

    block: Literal["table"]
    head: list[str]
    rows: list[Row]
    share: float
    note: str


class Mark(TypedDict):
    """Something ticked or starred, with what was written beside it."""

    mark: str
    label: str
    changed: str
    below: list[Answer]


class Marks(TypedDict):
    """A list of what was ticked or starred."""

    block: Literal["marks"]
    marks: list[Mark]


class Draft(TypedDict):
    """A text that was drafted from the answers."""

    block: Literal["draft"]
    title: str
    text: str
    rtl: bool


Block = Answer | Heading | Passage | Table | Marks | Draft


class ActivityPart(TypedDict):
    """One activity of a workbook."""

    title: str
    saved: str
    blocks: list[Block]


class SectionPart(TypedDict):
    """One section of a workbook; its number is 0 where it has none, `language` is that of the course's texts in it."""

    number: int
    title: str
    language: str
    activities: list[ActivityPart]


class Workbook(Document):
    """A whole workbook, ready to be set: its texts are as people read them."""

    course: str
    person: str
    cohort: str
    made_on: str
    sections: list[SectionPart]


def heading(text: str) -> Heading:
    """A heading block."""
    return {"block": "heading", "text": text}


def passage(text: str) -> Passage:
    """A passage block."""
    return {"block": "passage", "text": text}


def entry(text: str, then: str = "") -> Entry:
    """One entry; its direction is that of its first letter."""
    return {"text": text, "then": then, "rtl": runs_right_to_left(text or then)}


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((one in ("R", "AL") for one in directions if one in ("L", "R", "AL")), False)


def printable(value: T) -> T:
    """Every text within `value` without characters that no document can hold, and with tabs as spaces."""
    plain: Any = value
    if isinstance(value, str):
        plain = _IMPOSSIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", "    ")
    elif isinstance(value, list):
        plain = [printable(one) for one in value]
    elif isinstance(value, dict):
        plain = {key: printable(one) for key, one in value.items()}
    return plain
