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

from sqlalchemy import insert, text

from mentorcourse.content import read_course
from mentorcourse.programme.gather import gather
from mentorcourse.reports import cohort_progress
from mentorcourse.sharing.counts import catch_up, counted_fields
from mentorcourse.store import Store, open_store, tables
from tests.postgres import running_postgres

COURSE = read_course()
ACTIVITIES = [(address, [key for key, _ in activity.list_fields()]) for address, _, activity in COURSE.activities()]
CASE = next(address for address, _, activity in COURSE.activities() if activity.kind == "case")
NUMBERS = {
    key for _, _, activity in COURSE.activities() for key, asked in activity.list_fields() if asked.takes == "number"
}
FIELDS = counted_fields(COURSE.activity(CASE))
ONCE = ("choice", "committed")  # what is committed does not change
PEOPLE = 30
REPEATS = 15
AT_ONCE = 5000


class Filling:
    """Cohorts of thirty people who have answered everything, until there are enough revisions.

    `deep` lets one cohort save ever again instead of letting more cohorts come.
    """

    def __init__(self, store: Store, revisions: int, deep: bool) -> None:
        self._store, self._chance, self._now = store, random.Random(1), store.now() - timedelta(days=30)
        self._rows: list[dict[str, object]] = []
        self._head = 0
        once = PEOPLE * sum(len(fields) for _, fields in ACTIVITIES)
        rounds, cohorts = (max(1, round(revisions / once)), 1) if deep else (1, max(1, round(revisions / once)))
        for number in range(cohorts):
            self._cohort(number, rounds)
        self.revisions = once * rounds * cohorts

    def _cohort(self, number: int, rounds: int) -> None:
        cohort = str(uuid4())
        people = [str(uuid4()) for _ in range(PEOPLE)]
        with self._store.writing() as session:
            session.add(tables.Cohort(id=cohort, name=f"Cohort {number}", created_at=self._now))
            named = [{"id": key, "name": f"Person {key[:4]}", "created_at": self._now} for key in people]
            session.execute(insert(tables.Person), named)
            member = {"cohort_id": cohort, "role": "participant", "added_at": self._now}
            session.execute(insert(tables.Membership), [{**member, "person_id": key} for key in people])
            heads = [self._head_of(key, cohort, address, rounds) for key in people for address, _ in ACTIVITIES]
            session.execute(insert(tables.Answer), heads)
            for rows in self._revisions(rounds):
                session.execute(insert(tables.Revision), rows)
        self.cohort, self.person = cohort, people[0]

    def _head_of(self, person: str, cohort: str, activity: str, rounds: int) -> dict[str, object]:
        self._head += 1
        key = {"id": self._head, "person_id": person, "cohort_id": cohort, "activity": activity}
        return {**key, "revision": rounds, "answered": 1, "total": 1, "saved_at": self._now}

    def _revisions(self, rounds: int) -> Iterator[list[dict[str, object]]]:
        rows: list[dict[str, object]] = []
        first = self._head - PEOPLE * len(ACTIVITIES)
        for person in range(PEOPLE):
            for number, (_, fields) in enumerate(ACTIVITIES):
                head = first + person * len(ACTIVITIES) + number + 1
                for revision in range(1, rounds + 1):
                    again = [field for field in fields if revision == 1 or field not in ONCE]
                    rows += [self._revision(head, field, revision) for field in again]
                if len(rows) > AT_ONCE:
                    yield rows
                    rows = []
        yield rows

    def _revision(self, head: int, field: str, number: int) -> dict[str, object]:
        value: object = "option" if field == "choice" else True if field == "committed" else "some words of it " * 6
        value = 3 if field in NUMBERS else value
        key = {"answer_id": head, "field": field, "number": number, "value": value}
        return {**key, "base_revision": number - 1, "saved_at": self._now}


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
