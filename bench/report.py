"""How long progress, counts, a report, an answer and a save take as revisions grow from ten thousand to a million."""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from bench.filling import COURSE, Filling
from mentorcourse.programme.gather import gather
from mentorcourse.reports import cohort_progress
from mentorcourse.sharing.counts import catch_up, counted_fields
from mentorcourse.store import Store, open_store
from tests.postgres import running_postgres

CASE = next(address for address, _, activity in COURSE.activities() if activity.kind == "case")
FIELDS = counted_fields(COURSE.activity(CASE))
REPEATS = 15


def median_ms(work: Callable[[], object]) -> float:
    """The median time of some repeats, in milliseconds; a first one is not counted."""
    work()
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


def measure(store: Store, filled: Filling) -> dict[str, float]:
    """Median milliseconds of what people wait for."""
    cohort, person = filled.cohort, filled.person
    named = [(person, "Somebody")]
    numbers = iter(range(10**9))

    def save() -> None:
        base = store.answer(person, cohort, CASE).revision
        store.save(person, cohort, CASE, {"reasons": f"text {next(numbers)}"}, base, lambda values: (1, 1))

    return {
        "cohort's progress": median_ms(lambda: cohort_progress(COURSE, named, store.progress(cohort))),
        "own progress": median_ms(lambda: store.progress(cohort, person)),
        "counts of a case": median_ms(lambda: catch_up(store, cohort, CASE, FIELDS)),
        "one answer": median_ms(lambda: store.answer(person, cohort, CASE)),
        "one save": median_ms(save),
        "every answer of a cohort": median_ms(lambda: store.frame(cohort)),
        "facts of a program report": median_ms(lambda: gather(store, COURSE, cohort)),
    }


def compare(side: str, url: Callable[[], str], sizes: list[int], deep: bool) -> None:
    """Print a table for one kind of database."""
    found: dict[int, dict[str, float]] = {}
    for size in sizes:
        with closing(open_store(url())) as store:
            filled = Filling(store, size, deep)
            with store.writing() as session:
                session.execute(text("ANALYZE"))
            found[filled.revisions] = measure(store, filled)
    grown = "saving again and again" if deep else "more cohorts"
    print(f"\n{side}, {grown}; medians in milliseconds\n")
    print("| | " + " | ".join(f"{size:,} revisions" for size in found) + " | last to first |")
    print("|---|" + "---|" * (len(found) + 1))
    first, last = found[min(found)], found[max(found)]
    for what in first:
        times = " | ".join(f"{one[what]:.1f}" for one in found.values())
        print(f"| {what} | {times} | {last[what] / first[what]:.1f} |", flush=True)


def main() -> None:
    """Print a table for each kind of database and of growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--revisions", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    sizes = parser.parse_args().revisions
    with tempfile.TemporaryDirectory() as folder, running_postgres() as server:
        for deep in (False, True):
            compare("SQLite", lambda: str(Path(folder) / f"{uuid4().hex}.db"), sizes, deep)
            compare("PostgreSQL", lambda: _fresh(server), sizes, deep)


def _fresh(server: str) -> str:
    from sqlalchemy import create_engine, make_url

    name = f"bench_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


if __name__ == "__main__":
    main()
