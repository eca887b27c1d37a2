"""Know every table that says something of people: which rows a person can take, and what an erasure does with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select

from mentorcourse.store import tables

SIDE = "side"  # in a path: the rows of the person's own side of an agreement

# A way from a row to its person: a column with the person's id, or (column, table) for a row that belongs to one of
# that table's rows which are the person's. (column, table, SIDE) takes the person's own side only.
Path = str | tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True)
class Held:
    """One table. `shown` leads to the rows that a person's export has, `gone` to those that an erasure deletes.

    `blank` are the values that columns get in rows that stay, which `kept` leads to. Where nothing is shown, or
    something stays, `why` says so. `hidden` columns are secrets, or nobody's business.
    """

    table: str
    shown: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    blank: dict[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    why: str = ""


def _theirs(table: str, *paths: Path, hidden: tuple[str, ...] = ()) -> Held:
    """A table whose rows are the person's own, to take and to erase."""
    return Held(table, shown=paths, gone=paths, hidden=hidden)


_REFERENCE = "what was done stays with the cohort; the name behind it is gone"
_SUBMISSION = ("submission_id", "submissions")

HELD: tuple[Held, ...] = (
    Held("people", shown=("id",), hidden=("passphrase_hash",), why="a row without a name stays: the tombstone"),
    _theirs("memberships", "person_id"),
    _theirs("answers", "person_id"),
    _theirs("revisions", ("answer_id", "answers")),
    Held("section_states", shown=("changed_by",), kept=("changed_by",), why=_REFERENCE),
    _theirs("invitations", "person_id", hidden=("secret_hash", "device_hash")),
    _theirs("sign_ins", "person_id", hidden=("id",)),
    _theirs("hub_accounts", "person_id"),
    # Reflections: what was submitted, and what came back. A trainer's released feedback stays with its reader.
    _theirs("submissions", "person_id"),
    Held("openings", (_SUBMISSION, "trainer_id"), (_SUBMISSION,), ("trainer_id",), why="its writer keeps it"),
    _theirs("claims", _SUBMISSION, "trainer_id"),
    Held("reviews", ("trainer_id",), (_SUBMISSION,), why="what was released stays with its reader; drafts go"),
    Held("replies", (_SUBMISSION, "author_id"), (_SUBMISSION,), ("author_id",), why="an answer stays with its reader"),
    Held("review_rules", ("lead_id",), kept=("lead_id",), why=_REFERENCE),
    Held(
        "checks", ("trainer_id",), (_SUBMISSION, "trainer_id"), ("checker_id",), {"note": ""},
        why="what a colleague was told about their review stays, without the note",
    ),
    Held("second_readings", ("reader_id",), (_SUBMISSION, "trainer_id", "reader_id"), why="a colleague’s own ratings"),
    Held("exclusions", ("person_id",), ("person_id", "trainer_id")),
    Held("recusals", ("trainer_id",), ("person_id", "trainer_id")),
    _theirs("bank_comments", "trainer_id"),
    _theirs("calibrations", "trainer_id"),
    _theirs("exchange_feedback", _SUBMISSION),
    # Agreements: each takes their own side and what both have signed; what both have signed stays with the other.
    Held("agreements", ("mentor_id", "mentee_id"), why="the other of the two keeps theirs, without the name"),
    _theirs("agreement_revisions", ("agreement_id", "agreements", SIDE)),
    _theirs("agreement_initials", ("agreement_id", "agreements", SIDE)),
    Held("agreement_comments", (("agreement_id", "agreements"),), (("agreement_id", "agreements", SIDE),)),
    Held("agreement_versions", (("agreement_id", "agreements"),), why="the other’s copy of what both have signed"),
    Held(
        "agreement_events", (("agreement_id", "agreements"),), kept=(("agreement_id", "agreements"),),
        why="the other keeps what happened, without the name",
    ),
    Held("agreement_links", why="the mentee’s way in, of which a hash is kept; it goes with the mentee"),
    Held("agreement_check_ins", (("agreement_id", "agreements"),), why="the other’s calendar, while there is another"),
    _theirs("agreement_look_backs", ("agreement_id", "agreements", SIDE)),
    # The live hour: who led what stays with the cohort, counts that were shown stay as they were shown.
    Held("live_sessions", ("changed_by",), kept=("changed_by",), blank={"message": None}, why=_REFERENCE),
    _theirs("live_attendance", "person_id"),
    Held("activity_states", ("changed_by",), kept=("changed_by",), why=_REFERENCE),
    Held("pair_exclusions", ("asked_by",), ("one_id", "other_id", "asked_by"), why="what somebody else asked for"),
    Held("pair_rounds", ("made_by",), kept=("made_by", "about_id"), why=_REFERENCE),
    Held("pair_seats", ("person_id",), kept=("person_id",), why="who sat with whom stays, without the name"),
    Held("join_codes", ("opened_by",), kept=("opened_by",), why=_REFERENCE),
    Held("walk_ins", ("person_id",), ("person_id",), ("decided_by",), hidden=("secret_hash",), why=_REFERENCE),
    _theirs("pulses", "person_id"),
    _theirs("tallied", "person_id"),
    Held("reveals", ("revealed_by",), kept=("revealed_by",), why=_REFERENCE),
    Held("shared_sentences", ("person_id",), ("person_id",), ("decided_by",), why=_REFERENCE),
    # This room's own.
    _theirs("consents", "person_id"),
    Held("audit_acts", ("actor_id", "about_id"), kept=("actor_id", "about_id"), why="who did what, without the name"),
    Held("erasures", ("person_id", "asked_by"), kept=("person_id", "asked_by"), why="the tombstone"),
)  # fmt: skip


def held() -> list[tuple[Held, Table]]:
    """Each of them with its table, in an order in which rows only refer to rows before."""
    known = {one.table: one for one in HELD}
    ordered = tables.Table.metadata.sorted_tables
    return [(known[table.name], table) for table in ordered if table.name in known]


def rows_of(table: Table, paths: tuple[Path, ...], person: str) -> ColumnElement[bool]:
    """The condition that a row of `table` is reached by one of the paths from this person (by id)."""
    return or_(*(_reached(table, path, person) for path in paths))


def _reached(table: Table, path: Path, person: str) -> ColumnElement[bool]:
    if isinstance(path, str):
        return table.c[path] == person
    column, name = path[0], path[1]
    parent = tables.Table.metadata.tables[name]
    (key,) = parent.primary_key.columns
    if len(path) == 3:
        mentors, mentees = (select(key).where(parent.c[f"{side}_id"] == person) for side in ("mentor", "mentee"))
        mine = and_(table.c.side == "mentor", table.c[column].in_(mentors))
        return or_(mine, and_(table.c.side == "mentee", table.c[column].in_(mentees)))
    shown = next(one for one in HELD if one.table == name).shown
    return table.c[column].in_(select(key).where(rows_of(parent, shown, person)))


def tables_about_people() -> set[str]:
    """Every table from whose rows a person can be reached."""
    found = {"people"}
    while True:
        more = {
            table.name
            for table in tables.Table.metadata.sorted_tables
            if any(reference.column.table.name in found for reference in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def uncovered() -> set[str]:
    """Tables that say something of people and of which nobody has said what becomes of them."""
    return tables_about_people() - {one.table for one in HELD}
