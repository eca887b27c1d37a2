"""A workshop that people save in all the time, and what can go wrong with it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.orders import PROGRAM, Orders
from bench.relay import Relay
from bench.writers import SECTION, Writer
from mentorcourse import people
from mentorcourse.store import Store, open_store
from tests.caller import Caller
from tests.postgres import Cluster, running_cluster
from tests.workshop import Workshop

_making = threading.Lock()  # tables are made by one thread of a process at a time


class Harness:
    """One workshop, some writers behind a relay, and what can go wrong whatever the database is."""

    database = ""

    def __init__(self, folder: Path, people: int, settings: dict[str, str] | None = None) -> None:
        self._orders = Orders(folder)
        self.done, self.saved = Counter[str](), Counter[str]()
        own = {**self._orders.settings, **(settings or {})}
        self.workshop = Workshop(folder / "data", program=PROGRAM, settings=own)
        self.workshop.start()
        self.relay = Relay(self.workshop.port)
        self.writers = [self._writer(number) for number in range(people)]
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=one.write, args=(self._stop,)) for one in self.writers]
        for thread in self._threads:
            thread.start()

    def _writer(self, number: int) -> Writer:
        name = f"Writer {number}"
        link = self.workshop.new_person(name)
        caller = Caller(self.relay.port)
        caller.enter(link)
        caller.ask("/course/api/me")
        return Writer(caller, *self.workshop.person(name))

    @classmethod
    def faults(cls) -> list[str]:
        """The names of what can go wrong."""
        return [name.removeprefix("fault_") for name in dir(cls) if name.startswith("fault_")]

    def let_all_save(self, times: int = 2, seconds: float = 120) -> None:
        """Wait until everyone has had some more saves acknowledged."""
        wanted = [len(one.acknowledged) + times for one in self.writers]
        by = time.monotonic() + seconds
        while any(len(one.acknowledged) < count for one, count in zip(self.writers, wanted, strict=True)):
            if time.monotonic() > by:
                raise TimeoutError(f"nothing is saved any more: {[one.refusals for one in self.writers]}")
            time.sleep(0.01)

    def go_wrong(self, fault: str, chance: random.Random) -> None:
        """Bring about one fault, at a moment that nobody chose, and wait until all save again."""
        self.let_all_save(1)
        time.sleep(chance.random() * 0.2)
        getattr(self, f"fault_{fault}")()
        self.let_all_save(1)
        self.done[fault] += 1
        self.saved[fault] += self.acknowledged() - self.saved.total()

    def fault_kill(self) -> None:
        """End the server's process without warning, and start it again."""
        self.workshop.kill()
        self.workshop.start()

    def fault_stop(self) -> None:
        """Ask the server to stop, as an update would, and start it again."""
        self.workshop.stop()
        self.workshop.start()

    def fault_kernels(self) -> None:
        """End every kernel."""
        caller = self.writers[0].caller
        with suppress(OSError):
            found = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', caller.ask(f"/course/sections/{SECTION}").text)
            if found:
                caller.ask(f"/api/kernels/{found[1]}")
        self.workshop.kill_kernels()

    def fault_clock(self) -> None:
        """Put the server's clock an hour back for a while."""
        self._orders.give(seconds_back=3600)
        self.let_all_save()
        self._orders.give()

    def fault_network(self) -> None:
        """Cut every connection, some of them while an answer is on its way."""
        self.relay.cut(0.5)

    def until_refused(self) -> None:
        """Wait until somebody's save was refused."""
        before, by = self.refusals(), time.monotonic() + 60
        while self.refusals() == before and time.monotonic() < by:
            time.sleep(0.02)

    def finish(self) -> None:
        """Let the writers finish what they save just now, and save no more."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def close(self) -> None:
        """Stop the writers, and the server."""
        self.finish()
        self.relay.close()
        self.workshop.stop()

    def store(self) -> Store:
        """The database, opened beside the server."""
        return self.workshop.store()

    def acknowledged(self) -> int:
        """How many saves were acknowledged."""
        return sum(len(one.acknowledged) for one in self.writers)

    def lost(self) -> int:
        """How many acknowledged saves are missing or out of order."""
        with closing(self.store()) as store:
            return sum(len(one.lost(store)) for one in self.writers)

    def refusals(self) -> Counter[str]:
        """What came back in place of an acknowledgement, and how often."""
        return sum((one.refusals for one in self.writers), Counter[str]())


class OnSQLite(Harness):
    """A course whose database is a file."""

    database = "SQLite"
    locked_seconds = 30.0

    def fault_full(self) -> None:
        """Let the database's file grow no more, until somebody was refused."""
        self._until_refused(full=True)

    def fault_read_only(self) -> None:
        """Let nothing be written, until somebody was refused."""
        self._until_refused(read_only=True)

    def fault_lock(self) -> None:
        """Hold the database locked, longer than any save waits."""
        with closing(sqlite3.connect(self.workshop.folder / "course.db", isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(self.locked_seconds)
            other.execute("ROLLBACK")

    def _until_refused(self, **orders: Any) -> None:
        self._orders.give(**orders)
        self.until_refused()
        self._orders.give()


class OnPostgreSQL(Harness):
    """A course whose database is a PostgreSQL server of its own."""

    database = "PostgreSQL"

    def __init__(self, folder: Path, people: int, cluster: Cluster) -> None:
        self._cluster = cluster
        super().__init__(folder, people, {"MENTORCOURSE_DATABASE": cluster.url})

    def fault_crash(self) -> None:
        """End PostgreSQL without a chance to write anything down, and start it again."""
        self._cluster.stop("immediate")
        self._cluster.start()

    def fault_restart(self) -> None:
        """Restart PostgreSQL, as an update would: what is under way is broken off."""
        self._cluster.stop("fast")
        self._cluster.start()

    def fault_away(self) -> None:
        """Stop PostgreSQL until somebody was refused, then start it."""
        self._cluster.stop("fast")
        self.until_refused()
        self._cluster.start()

    def fault_cut(self) -> None:
        """End every connection to the database, again and again, many of them in the midst of a save."""
        for _ in range(20):
            self._cluster.cut()
            time.sleep(0.02)


@contextmanager
def running_harness(database: str, folder: Path, count: int, settings: str = "") -> Iterator[Harness]:
    """A harness on SQLite or PostgreSQL (`settings`: of its server), with `count` people, closed afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    if database == OnSQLite.database:
        with _making:
            harness: Harness = OnSQLite(folder, count)
        yield from _closed(harness)
        return
    with running_cluster(settings) as cluster:
        with _making:
            make_course(cluster)
            harness = OnPostgreSQL(folder, count, cluster)
        yield from _closed(harness)


def make_course(cluster: Cluster) -> None:
    """Make the tables and the example cohort."""
    with closing(open_store(cluster.url)) as store:
        people.make_example(store)


def _closed(harness: Harness) -> Iterator[Harness]:
    try:
        yield harness
    finally:
        harness.close()


KINDS: dict[str, type[Harness]] = {kind.database: kind for kind in (OnSQLite, OnPostgreSQL)}
