"""Say an agreement as the facts that its document is made from, with a mark of exactly these words and initials."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from mentorcourse.store.tables import Cohort, Person

from .moves import Initials, Side, State
from .tables import Agreement

STATES = {"mentee": "draft", "mentor": "draft", "together": "in agreement", "final": "final", "ended": "ended"}


@dataclass(frozen=True)
class Heading:
    """What stands above an agreement of this course: its title, its language (a BCP 47 tag) and the institution."""

    title: str
    language: str
    institution: str


def paper_of(
    session: Session, head: Agreement, state: State, heading: Heading, number: int, made: datetime,
    hidden: Side | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The agreement as it is, as documents.agreement takes it; a `hidden` column stays out of it."""
    mentor = session.get_one(Person, head.mentor_id).name
    mentee = session.get_one(Person, head.mentee_id).name if head.mentee_id else head.mentee_name
    paper = {
        "title": heading.title,
        "language": heading.language,
        "mentor": mentor,
        "mentee": mentee,
        "cohort_name": session.get_one(Cohort, head.cohort_id).name,
        "institution": heading.institution,
        "state": STATES[state.stage],
        "number": number,
        "started": _iso(head.started_at),
        "finalised": _iso(head.finalised_at),
        "ended": _iso(head.ended_at),
        "rows": [_row(row, state, hidden) for row in head.rows],
    }
    return {**paper, "hash": fingerprint(paper), "made": _iso(made)}


def fingerprint(paper: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of all that a paper says, besides this mark itself and when the file was made."""
    said = {name: value for name, value in paper.items() if name not in ("hash", "made")}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _row(row: Mapping[str, str], state: State, hidden: Side | None) -> dict[str, Any]:
    there = state.rows[row["key"]]
    return {
        "key": row["key"],
        "label": row["label"],
        "help": row["help"],
        "mentee": "" if hidden == "mentee" else there.mentee,
        "mentor": "" if hidden == "mentor" else there.mentor,
        "initials": {side: _initials(there.initials.get(side)) for side in ("mentee", "mentor")},
    }


def _initials(given: Initials | None) -> dict[str, str | None] | None:
    return {"initials": given.letters, "at": _iso(given.at)} if given else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
