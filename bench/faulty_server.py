"""The course's command with faults to order: its disk fills, its database turns read-only, its clock goes back."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from mentorcourse.cli import app
from mentorcourse.store import Store, database

ORDERS = Path(os.environ["BENCH_FAULTS"])


def ordered() -> dict[str, Any]:
    """What is to go wrong just now: {full, read_only, gone, seconds_back}."""
    try:
        found: dict[str, Any] = json.loads(ORDERS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def now() -> datetime:
    """The time, as far back as ordered."""
    return datetime.now(UTC) - timedelta(seconds=ordered().get("seconds_back", 0))


def obey(connection: Connection) -> None:
    """Before each transaction, let SQLite's file grow no further, take nothing or not be there, if so ordered."""
    if connection.dialect.name == "sqlite":
        orders = ordered()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {1 if orders.get('full') else 2**30}").close()
        connection.exec_driver_sql(f"PRAGMA query_only = {int(orders.get('read_only', False))}").close()
        if orders.get("gone"):
            connection.exec_driver_sql("ATTACH '/nowhere/at/all.db' AS nowhere").close()


def with_our_clock(store: Store, *_: object) -> None:
    """Give a store the clock of the harness."""
    _made(store, *_)  # type: ignore[arg-type]
    store.now = now


_made = Store.__init__
Store.__init__ = with_our_clock  # type: ignore[method-assign,assignment]
event.listen(Engine, "begin", obey)
database.PATIENCE_MS = int(os.environ.get("BENCH_PATIENCE_MS", database.PATIENCE_MS))

if __name__ == "__main__":
    app()
