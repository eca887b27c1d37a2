"""How long progress, counts, a report, an answer and a save take as revisions grow from ten thousand to a million."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from bench.filling import COURSE, Filling
from bench.record import Found, Record
from bench.table import median, number, table
from mentorcourse.programme.gather import gather
from mentorcourse.reports import cohort_progress
from mentorcourse.sharing.counts import catch_up, counted_fields
from mentorcourse.store import Store, open_store
from tests.postgres import running_postgres

CASE = next(address for address, _, activity in COURSE.activities() if activity.kind == "case")
FIELDS = counted_fields(COURSE.activity(CASE))
REPEATS = 15
SIDES = ("SQLite", "PostgreSQL")
GROWN = {"more cohorts": False, "one cohort's texts again and again": True}
WAITED_FOR = ("a cohort's progress", "one's own progress", "a program report's facts")
_NAMED = "revisions: "


def median_ms(work: Callable[[], object]) -> float:
    """The median time of some repeats, in milliseconds; a first one is not counted."""
    work()
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


def waits(store: Store, filled: Filling) -> dict[str, float]:
    """Median milliseconds of what people wait for."""
    cohort, person = filled.cohort, filled.person
    named = [(person, "Somebody")]
    numbers = iter(range(10**9))

    def save() -> None:
        base = store.answer(person, cohort, CASE).revision
        store.save(person, cohort, CASE, {"reasons": f"text {next(numbers)}"}, base, lambda values: (1, 1))

    asked: dict[str, Callable[[], object]] = {
        WAITED_FOR[0]: lambda: cohort_progress(COURSE, named, store.progress(cohort)),
        WAITED_FOR[1]: lambda: store.progress(cohort, person),
        WAITED_FOR[2]: lambda: gather(store, COURSE, cohort),
        "counts of a case": lambda: catch_up(store, cohort, CASE, FIELDS),
        "one answer": lambda: store.answer(person, cohort, CASE),
        "one save": save,
    }
    return {what: median_ms(work) for what, work in asked.items()}


def measure(record: Record, sizes: list[int]) -> None:
    """Both kinds of database, growing in both ways."""
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        for grown, deep in GROWN.items():
            for side in SIDES:
                for size in sizes:

                    def one(side: str = side, size: int = size, deep: bool = deep) -> dict[str, Any]:
                        with _fresh(side, Path(folder), server) as url:
                            return _one(url, size, deep)

                    record.once(f"{_NAMED}{size} in {side}, {grown}", one)


def _one(url: str, size: int, deep: bool) -> dict[str, Any]:
    with closing(open_store(url)) as store:
        filled = Filling(store, size, deep)
        with store.writing() as session:
            session.execute(text("ANALYZE"))
        return {"revisions": filled.revisions, "waits": waits(store, filled)}


@contextmanager
def _fresh(side: str, folder: Path, server: str) -> Iterator[str]:
    """A database of its own, gone afterwards."""
    if side == "SQLite":
        file = folder / f"{uuid4().hex}.db"
        yield str(file)
        for one in folder.glob(f"{file.name}*"):
            one.unlink()
        return
    name = f"bench_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
    finally:
        engine.dispose()


def _grown(found: Found) -> dict[str, list[dict[str, Any]]]:
    """By kind of database and of growth: what was measured, from the fewest revisions to the most."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for name, one in found.items():
        if name.startswith(_NAMED):
            lists.setdefault(name.partition(" in ")[2], []).append(one)
    return {name: sorted(ones, key=lambda one: one["revisions"]) for name, ones in lists.items()}


def last_to_first(found: Found, what: str) -> dict[str, float | None]:
    """By kind of database and of growth: how many times as long the most revisions take as the fewest."""
    lists = _grown(found) or {f"{side}, {grown}": [] for grown in GROWN for side in SIDES}
    both = {name: (ones[-1]["waits"], ones[0]["waits"]) for name, ones in lists.items() if len(ones) > 1}
    return {name: both[name][0][what] / both[name][1][what] if name in both else None for name in lists}


def shown(found: Found) -> str:
    """A table for each kind of database and of growth; medians in milliseconds."""
    tables = []
    for name, ones in _grown(found).items():
        head = [name, *(f"{one['revisions']:,}" for one in ones), "last to first"]
        rows = []
        for what in ones[0]["waits"]:
            times = [one["waits"][what] for one in ones]
            rows.append([what, *(number(one, 1) for one in times), number(times[-1] / times[0], 1)])
        tables.append(table(head, rows))
    return "\n\n".join(tables)
