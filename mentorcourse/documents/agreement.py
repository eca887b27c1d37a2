"""The Mentorship Agreement as a document to sign and keep: its facts in, its texts as people read them out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, TypedDict

from .blocks import Document, Paper, printable, runs_right_to_left
from .drafts import Days

State = Literal["draft", "in agreement", "final", "ended"]
# A row with less text than this is kept on one page; a longer one goes on overleaf.
WHOLE_ROW_CHARACTERS = 1500
LINE_CHARACTERS = 40


class Initialled(TypedDict):
    """Somebody's initials under a row, and when they set them (ISO 8601)."""

    initials: str
    at: str


class BothInitials(TypedDict):
    """Initials under a row, None for whoever has not set theirs under its present text."""

    mentee: Initialled | None
    mentor: Initialled | None


class AgreementRow(TypedDict):
    """One row, in the course's wording and in that of the two."""

    label: str
    help: str
    mentee: str
    mentor: str
    initials: BothInitials


class AgreementPaper(TypedDict):
    """One version of an agreement between two people; moments are ISO 8601, None for what has not come to pass.

    `language` is that of the course's texts in it (a BCP 47 tag), `hash` the SHA-256 of this version in hexadecimal.
    """

    title: str
    language: str
    mentor: str
    mentee: str
    cohort_name: str
    institution: str
    state: State
    number: int
    started: str | None
    finalised: str | None
    ended: str | None
    rows: list[AgreementRow]
    hash: str
    made: str


class Side(TypedDict):
    """One person's half of a row: what they wrote, their initials and the day in words ("" when not initialled)."""

    text: str
    rtl: bool
    initials: str
    on: str


class Row(TypedDict):
    """A row ready to be set; `whole` when no page may end within it."""

    label: str
    help: str
    mentee: Side
    mentor: Side
    whole: bool


class Agreement(Document):
    """An agreement ready to be set: its texts are as people read them."""

    title: str
    course_language: str
    mentee: str
    mentor: str
    state: State
    stamp: str
    facts: list[tuple[str, str]]
    rows: list[Row]
    to_sign: bool
    version: str
    fingerprint: str


def agreement(paper: AgreementPaper, days: Days, size: Paper = "letter") -> Agreement:
    """The agreement as plain dictionaries of text; as long as a row lacks initials it has lines to sign on."""
    words, made = days.words, datetime.fromisoformat(paper["made"])
    rows = [_row(row, days) for row in paper["rows"]]
    stamp = words[f"state_{paper['state'].replace(' ', '_')}"]
    both = words["between_two"].format(title=paper["title"], mentee=paper["mentee"], mentor=paper["mentor"])
    whole: Agreement = {
        "document": "agreement",
        "language": days.language,
        "paper": size,
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": both,
        "words": words,
        "title": paper["title"],
        "course_language": paper["language"],
        "mentee": paper["mentee"],
        "mentor": paper["mentor"],
        "state": paper["state"],
        "stamp": stamp,
        "facts": _facts(paper, days),
        "rows": rows,
        "to_sign": paper["state"] != "ended" and not all(side["on"] for row in rows for side in _sides(row)),
        "version": words["version_of"].format(number=paper["number"], state=stamp, day=days.of(made)),
        "fingerprint": words["fingerprint"].format(hash=paper["hash"]),
    }
    return printable(whole)


def _facts(paper: AgreementPaper, days: Days) -> list[tuple[str, str]]:
    """What there is to say of the whole, as (name, value)."""
    moments = {"started": paper["started"], "finalised": paper["finalised"], "ended": paper["ended"]}
    dated = [(name, days.of(datetime.fromisoformat(at))) for name, at in moments.items() if at]
    facts = [("cohort", paper["cohort_name"]), ("institution", paper["institution"]), *dated]
    return [(days.words[name], value) for name, value in facts if value]


def _row(row: AgreementRow, days: Days) -> Row:
    room = max(len(text) + LINE_CHARACTERS * text.count("\n") for text in (row["mentee"], row["mentor"]))
    return {
        "label": row["label"],
        "help": row["help"],
        "mentee": _side(row["mentee"], row["initials"]["mentee"], days),
        "mentor": _side(row["mentor"], row["initials"]["mentor"], days),
        "whole": room <= WHOLE_ROW_CHARACTERS,
    }


def _side(text: str, initialled: Initialled | None, days: Days) -> Side:
    on = days.of(datetime.fromisoformat(initialled["at"])) if initialled else ""
    initials = initialled["initials"] if initialled else ""
    return {"text": text, "rtl": runs_right_to_left(text), "initials": initials, "on": on}


def _sides(row: Row) -> tuple[Side, Side]:
    return row["mentee"], row["mentor"]
