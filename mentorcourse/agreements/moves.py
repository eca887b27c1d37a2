"""Say what either of the two may do with an agreement at any moment: pure functions from one state to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from . import wording

Side = Literal["mentee", "mentor"]
# mentee: the mentee drafts. mentor: the mentor answers. together: both revise, and initial. final: both have initialled
# every row. ended: one of them has ended it.
Stage = Literal["mentee", "mentor", "together", "final", "ended"]
SIDES: tuple[Side, Side] = ("mentee", "mentor")
LETTERS = 6  # what fits as initials


class Refused(ValueError):
    """Something cannot be done now; the message says why and what can."""


class Stale(Refused):
    """Initials were given to words that have changed since they were seen."""


@dataclass(frozen=True)
class Initials:
    """One person's initials on one row, and the mark of the words that they stand for."""

    letters: str
    seen: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """What both wrote on one subject, and who has initialled it as it stands."""

    mentee: str = ""
    mentor: str = ""
    initials: Mapping[Side, Initials] = field(default_factory=dict)

    def text(self, side: Side) -> str:
        """What one of the two wrote."""
        return self.mentee if side == "mentee" else self.mentor


@dataclass(frozen=True)
class State:
    """An agreement as the rules see it: how far it is, and its rows in their order."""

    stage: Stage
    rows: Mapping[str, Row]
    ended_by: Side | None = None


def other(side: Side) -> Side:
    """The other of the two."""
    return "mentor" if side == "mentee" else "mentee"


def begin(rows: list[str]) -> State:
    """A new agreement: nothing is written, and the mentee begins."""
    return State("mentee", {key: Row() for key in rows})


def mark(key: str, row: Row) -> str:
    """What identifies the words of a row: sha256, hex; any other letter makes another mark."""
    return hashlib.sha256(json.dumps([key, row.mentee, row.mentor]).encode()).hexdigest()


def may_write(state: State, side: Side) -> bool:
    """Whether this person's column takes changes now."""
    return state.stage in (side, "together", "final")


def write(state: State, side: Side, key: str, text: str) -> State:
    """Change one's own words in a row: its initials are void, and a final agreement is open again in that row."""
    row = _row(state, key)
    if state.stage == "ended":
        raise Refused(wording.ENDED)
    if not may_write(state, side):
        raise Refused(wording.NOT_YOUR_TURN[side])
    if text == row.text(side):
        return state
    changed = replace(row, mentee=text, initials={}) if side == "mentee" else replace(row, mentor=text, initials={})
    stage: Stage = "together" if state.stage == "final" else state.stage
    return replace(state, stage=stage, rows={**state.rows, key: changed})


def hand_over(state: State, side: Side) -> State:
    """Give the page to the other: the mentee sends the draft, the mentor returns it with answers."""
    if state.stage == "ended":
        raise Refused(wording.ENDED)
    if state.stage != side:
        raise Refused(wording.NOTHING_TO_HAND_OVER)
    if not any(row.text(side).strip() for row in state.rows.values()):
        raise Refused(wording.NOTHING_WRITTEN)
    return replace(state, stage="mentor" if side == "mentee" else "together")


def initial(state: State, side: Side, key: str, letters: str, seen: str, at: datetime) -> State:
    """Put one's initials on a row, if `seen` is the mark of its words as they are; the last ones make it final."""
    row = _row(state, key)
    if state.stage == "ended":
        raise Refused(wording.ENDED)
    if state.stage not in ("together", "final"):
        raise Refused(wording.TOO_EARLY)
    letters = " ".join(letters.split())
    if not 1 <= len(letters) <= LETTERS:
        raise Refused(wording.LETTERS)
    if seen != mark(key, row):
        raise Stale(wording.STALE)
    if side in row.initials:
        return state
    given = {**row.initials, side: Initials(letters, seen, at)}
    rows = {**state.rows, key: replace(row, initials=given)}
    return replace(state, rows=rows, stage="final" if is_agreed(rows) else "together")


def is_agreed(rows: Mapping[str, Row]) -> bool:
    """Whether every row has the initials of both, on its words as they are."""
    return all(
        side in row.initials and row.initials[side].seen == mark(key, row)
        for key, row in rows.items()
        for side in SIDES
    )


def end(state: State, side: Side) -> State:
    """End it: either may, at any time, and owes no reason. What was written stays as it is."""
    return state if state.stage == "ended" else replace(state, stage="ended", ended_by=side)


def turns(state: State, side: Side) -> list[str]:
    """The rows that still wait for this person's initials, in their order."""
    waits: Callable[[Row], bool] = lambda row: side not in row.initials  # noqa: E731
    return [key for key, row in state.rows.items() if waits(row)] if state.stage == "together" else []


def _row(state: State, key: str) -> Row:
    if key not in state.rows:
        raise Refused(wording.NO_SUCH_ROW)
    return state.rows[key]
