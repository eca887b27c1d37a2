"""Open SQLite or PostgreSQL and hand out transactions; every difference between the two lives here."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Executable, create_engine, event, exc, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence

from .tables import Table

CONNECTIONS = 15  # at most, for one process
PATIENCE_MS = 5000  # how long a write waits for another one before it gives up

_BUSY = Sentence("is busy with somebody else’s work: try again in a moment, and close other programs that use it")
_UNREACHABLE = Sentence("cannot be reached: check that it exists, that its server runs and that it admits this account")
_REASONS = {
    _BUSY: "SQLITE_BUSY SQLITE_LOCKED 55P03 40P01 40001 53300",
    Sentence("cannot grow because its disk is full: free some space there, then try again"): "SQLITE_FULL 53100",
    Sentence("cannot be written to: let the account of the course use it and its folder"): "SQLITE_READONLY 25006",
    Sentence("could not be opened: let the account of the course use it and its folder"): "SQLITE_CANTOPEN SQLITE_PERM",
    Sentence("cannot be read: mend its disk, or restore the last backup"): "SQLITE_IOERR SQLITE_CORRUPT SQLITE_NOTADB",
}

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class StorageUnavailable(Exception):
    """The database cannot be used now; the message names it, the reason and the mend."""


class Database:
    """One database: its engine and its two kinds of transaction. Safe to share between threads.

    `now` tells the time (timezone-aware) wherever a row records one.
    """

    def __init__(self, url_or_path: str | Path, now: Clock = utc_now) -> None:
        self.now = now
        self.url = _url(url_or_path)
        self.name = str(self.url.database) if self._is_sqlite else self.url.render_as_string()
        # Parameters hold what people wrote, so they stay out of error messages and logs.
        # Connections stay open: to make one costs PostgreSQL a process, and more than a save.
        options: dict[str, Any] = {"hide_parameters": True, "pool_size": CONNECTIONS, "max_overflow": 0}
        if not self._is_sqlite:
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
        self.engine = create_engine(self.url, **options)
        event.listen(self.engine, "connect", _prepare_sqlite if self._is_sqlite else _prepare_postgresql)
        if self._is_sqlite:
            event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def _is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session whose queries all see the database at one moment."""
        with self._session({} if self._is_sqlite else {"isolation_level": "REPEATABLE READ"}) as session:
            yield session

    def rows(self, query: Executable, **values: Any) -> Sequence[Any]:
        """Return what one query finds: as in reading(), in half the round trips, for what every request asks."""
        options: dict[str, Any] = {} if self._is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        with self.plain_errors(), self.engine.connect().execution_options(**options) as connection:
            return connection.execute(query, values).all()

    @contextmanager
    def writing(self, wait: bool = True) -> Iterator[Session]:
        """Yield a session committed at the end, or rolled back by an exception; `wait=False` never queues."""
        with self._session({"writes": True, "wait": wait}) as session:
            yield session

    @contextmanager
    def _session(self, options: dict[str, Any]) -> Iterator[Session]:
        with self.plain_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options=options)
            yield session

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Turn a failing database into StorageUnavailable; mistakes in our own SQL stay as they are."""
        try:
            yield
        except exc.TimeoutError as error:
            raise StorageUnavailable(Sentence("The database {name} {reason}", name=self.name, reason=_BUSY)) from error
        except exc.DBAPIError as error:
            reason = _reason(error)
            if reason is None:
                raise
            raise StorageUnavailable(Sentence("The database {name} {reason}", name=self.name, reason=reason)) from error

    def make_file(self) -> None:
        """Create SQLite's file and folder for their owner alone, and close an existing file to others."""
        if not self._is_sqlite or not self.url.database:
            return
        path = Path(self.url.database)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StorageUnavailable(f"The database {path} could not be made: {error.strerror}") from error
        with suppress(OSError):  # somebody else's file, or a read-only disk: using it tells
            path.chmod(path.stat().st_mode & 0o700)

    def lock_schema(self, connection: Connection) -> None:
        """Let one process at a time change the tables, until the transaction ends."""
        if not self._is_sqlite:  # SQLite's BEGIN IMMEDIATE has done it
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7067381)")

    def insert_if_absent(self, session: Session, table: type[Table], **values: Any) -> None:
        """Insert a row, or leave the one that has the same key; concurrent inserts wait for each other."""
        insert = sqlite.insert if self._is_sqlite else postgresql.insert
        session.execute(insert(table).values(**values).on_conflict_do_nothing())

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _url(url_or_path: str | Path) -> URL:
    if "://" not in str(url_or_path):
        return URL.create("sqlite", database=str(url_or_path))
    url = make_url(str(url_or_path).replace("postgres://", "postgresql://", 1))
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions late; _begin_sqlite begins them
    for pragma in (f"busy_timeout={PATIENCE_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later could fail half-way; IMMEDIATE queues at the start.
    options = connection.get_execution_options()
    if options.get("wait", True):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={PATIENCE_MS}")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {PATIENCE_MS}; SET synchronous_commit = on")  # acknowledged is on disk
    connection.autocommit = False


def _reason(error: exc.DBAPIError) -> Sentence | None:
    name = getattr(error.orig, "sqlite_errorname", "")
    code = "_".join(name.split("_")[:2]) or getattr(error.orig, "sqlstate", None)
    for reason, codes in _REASONS.items():
        if code in codes.split():
            return reason
    is_fault = isinstance(error, exc.OperationalError | exc.InternalError) and not name
    return _UNREACHABLE if is_fault else None
