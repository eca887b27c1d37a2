"""The questions that somebody starred, and their own, as cards to cut out and carry in a pocket."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from typing import Literal, TypedDict

from mentorcourse.content import kinds

from .blocks import Document, Paper, printable, runs_right_to_left
from .drafts import Days
from .kept import Kept

# A card holds about three texts of this length; a longer one goes on, on the next card if need be.
LONGEST = 300


class NothingOnCard(Exception):
    """No question is starred yet, and none of one's own is written."""


class Item(TypedDict):
    """A line of a card: the title of a group, or a question."""

    item: Literal["group", "question"]
    text: str
    rtl: bool


class Card(Document):
    """Cards ready to be set, as many as the questions need."""

    course_language: str
    title: str
    items: list[Item]


def card(
    activity: kinds.Questions, kept: Kept, days: Days, made: datetime, course_language: str, paper: Paper = "letter"
) -> Card:
    """The cards as plain dictionaries of text; raises NothingOnCard."""
    items = [item for group in activity.groups for item in _group(group, kept)]
    if not items:
        raise NothingOnCard
    whole: Card = {
        "document": "card",
        "language": days.language,
        "paper": paper,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": days.words["card_title"].format(title=activity.title),
        "words": days.words,
        "course_language": course_language,
        "title": activity.title,
        "items": items,
    }
    return printable(whole)


def _group(group: kinds.Group, kept: Kept) -> list[Item]:
    starred = [one.label for one in group.questions if kept.has(one.key)]
    own = kept.values.get(f"own.{group.key}")
    pieces = [piece for text in [*starred, *(own if isinstance(own, list) else [])] for piece in _pieces(str(text))]
    questions = [_item("question", piece) for piece in pieces]
    return [_item("group", group.title), *questions] if questions else []


def _item(kind: Literal["group", "question"], text: str) -> Item:
    return {"item": kind, "text": text, "rtl": runs_right_to_left(text)}


def _pieces(text: str) -> list[str]:
    """A text on one line, in pieces that each fit on a card."""
    return textwrap.wrap(text, LONGEST, break_on_hyphens=False)
