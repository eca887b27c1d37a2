"""Copy every row of every table from one database into another, and tell whether two hold the same."""

from __future__ import annotations

import hashlib

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from mentorcourse.agreements import tables as agreements
from mentorcourse.pairs import tables as pairs
from mentorcourse.people import hub_accounts, walk_in_tables, ways_in
from mentorcourse.privacy import tables as privacy
from mentorcourse.review import tables as reviews
from mentorcourse.sessions import tables as sessions
from mentorcourse.sharing import tables as sharing
from mentorcourse.store import tables

# Every table is known once the modules that declare them are imported.
DECLARED = (tables, ways_in, reviews, agreements, sessions, hub_accounts, pairs, walk_in_tables, sharing, privacy)
AT_ONCE = 1000

Fingerprints = dict[str, tuple[int, str]]


class BackupError(Exception):
    """A backup could not be made or put back; the message says why, and what to do."""


def every_table() -> list[Table]:
    """The tables in an order in which rows only refer to rows already there."""
    return list(tables.Table.metadata.sorted_tables)


def copy_rows(old: Session, new: Session) -> Fingerprints:
    """Add each row of `old` to `new`, whose tables are empty; return what was copied, by table."""
    return {table.name: _read(table, old, new) for table in every_table()}


def fingerprints(session: Session) -> Fingerprints:
    """For each table, how many rows it holds and a hash of them all."""
    return {table.name: _read(table, session) for table in every_table()}


def delete_rows(session: Session) -> None:
    """Empty every table."""
    for table in reversed(every_table()):
        session.execute(delete(table))


def _read(table: Table, session: Session, copy_to: Session | None = None) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    ordered = select(table).order_by(*table.primary_key.columns)
    for rows in session.execute(ordered, execution_options={"yield_per": AT_ONCE}).partitions():
        count += len(rows)
        for row in rows:
            digest.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
        if copy_to:
            copy_to.execute(insert(table), [dict(row._mapping) for row in rows])
    if copy_to:
        _continue_numbering(table, copy_to)
    return count, digest.hexdigest()


def _continue_numbering(table: Table, session: Session) -> None:
    """PostgreSQL numbers new rows by a counter of its own, which copied rows do not move."""
    key = table.autoincrement_column
    if key is None or session.get_bind().dialect.name != "postgresql":
        return
    highest = session.scalar(select(func.max(key)))
    if highest is not None:
        session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, key.name), highest)))
