"""What is lost when things go wrong: people save all the time while the server is killed, its disk fills and so on."""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.relay import Relay
from mentorcourse.content import read_course
from mentorcourse.store import Store, open_store
from tests.caller import Caller
from tests.workshop import Workshop

SECTION = "02_what_you_bring"
ACTIVITY = next(one for one in read_course().section(SECTION).activities if one.kind == "journal")
ADDRESS, FIELDS = f"{SECTION}.{ACTIVITY.key}", [key for key, _ in ACTIVITY.list_fields()]
PAUSE_SECONDS = 0.02
LOCKED_SECONDS = 6.0  # longer than a save waits


@dataclass
class Writer:
    """Somebody who saves one numbered text after the other, and repeats each until it is acknowledged."""

    caller: Caller
    person: str
    cohort: str
    acknowledged: list[tuple[int, int]] = field(default_factory=list)  # (number of the text, its revision)
    refusals: Counter[str] = field(default_factory=Counter)
    revision: int = 0

    def write(self, stop: threading.Event) -> None:
        """Save until told to stop."""
        number = 0
        while not stop.wait(PAUSE_SECONDS):
            number += self._saved(number)

    def _saved(self, number: int) -> bool:
        body = {"base_revision": self.revision, "values": {FIELDS[number % len(FIELDS)]: f"text {number}"}}
        try:
            reply = self.caller.ask(f"/course/api/answers/{ADDRESS}", "PATCH", body)
            told = reply.json
        except (OSError, HTTPException, ValueError) as cut:  # no connection, or an answer cut off half-way
            self.refusals[type(cut).__name__] += 1
            return False
        if reply.status != 200:
            self.refusals[f"status {reply.status}"] += 1
            return False
        self.revision = told["revision"]
        self.acknowledged.append((number, self.revision))
        return True

    def lost(self, store: Store) -> list[int]:
        """The acknowledged texts that the store does not hold at their revision, or holds out of order."""
        kept = {one.revision: one for one in map(_Kept.of, store.history(self.person, self.cohort, ADDRESS))}
        wrong = [number for number, revision in self.acknowledged if kept.get(revision, _NOTHING).number != number]
        numbers = [kept[revision].number for revision in sorted(kept)]
        return wrong + [after for before, after in pairwise(numbers) if after <= before]


@dataclass(frozen=True)
class _Kept:
    revision: int
    number: int

    @classmethod
    def of(cls, found: Any) -> _Kept:
        (said,) = found.values.values()
        return cls(found.number, int(str(said).removeprefix("text ")))


_NOTHING = _Kept(0, -1)


class Harness:
    """One workshop, some writers behind a relay, and what can go wrong."""

    def __init__(self, folder: Path, people: int, settings: dict[str, str] | None = None) -> None:
        self.orders, self.done = folder / "orders.json", Counter[str]()
        own = {"BENCH_FAULTS": str(self.orders), **(settings or {})}
        self.workshop = Workshop(folder / "data", program=("-m", "bench.faulty_server"), settings=own)
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

    def order(self, **orders: Any) -> None:
        """Tell the server what is to go wrong; without anything, all is well again."""
        fresh = self.orders.with_suffix(".new")
        fresh.write_text(json.dumps(orders), encoding="utf-8")
        fresh.replace(self.orders)

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
        self.let_all_save()
        time.sleep(chance.random() * 0.2)
        getattr(self, f"fault_{fault}")()
        self.let_all_save()
        self.done[fault] += 1

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

    def fault_full(self) -> None:
        """Let the database's file grow no more, until somebody was refused."""
        self._until_refused(full=True)

    def fault_read_only(self) -> None:
        """Let nothing be written, until somebody was refused."""
        self._until_refused(read_only=True)

    def fault_clock(self) -> None:
        """Put the server's clock an hour back for a while."""
        self.order(seconds_back=3600)
        self.let_all_save()
        self.order()

    def fault_lock(self) -> None:
        """Hold the database locked, longer than a save waits."""
        with closing(sqlite3.connect(self.workshop.folder / "course.db", isolation_level=None, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(LOCKED_SECONDS)
            other.execute("ROLLBACK")

    def fault_network(self) -> None:
        """Cut every connection, some of them while an answer is on its way."""
        self.relay.cut(0.5)

    def _until_refused(self, **orders: Any) -> None:
        before, by = self.refusals(), time.monotonic() + 60
        self.order(**orders)
        while self.refusals() == before and time.monotonic() < by:
            time.sleep(0.05)
        self.order()

    def close(self) -> None:
        """Let the writers finish, and stop the server."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self.relay.close()
        self.workshop.stop()

    def lost(self) -> int:
        """How many acknowledged saves are missing or out of order."""
        with closing(open_store(self.workshop.folder / "course.db")) as store:
            return sum(len(one.lost(store)) for one in self.writers)

    def refusals(self) -> Counter[str]:
        """What came back in place of an acknowledgement, and how often."""
        return sum((one.refusals for one in self.writers), Counter[str]())

    def table(self) -> str:
        """What happened, as a table."""
        saved = sum(len(one.acknowledged) for one in self.writers)
        rows = [f"| {name} | {count} |" for name, count in sorted(self.done.items())]
        counted = f"{len(self.writers)} people, {saved} saves acknowledged, {self.lost()} lost or out of order"
        repeated = f"Not acknowledged, and repeated: {dict(self.refusals().most_common())}"
        return "\n".join(["| fault | rounds |", "|---|---|", *rows, "", counted, repeated])


FAULTS = [name.removeprefix("fault_") for name in vars(Harness) if name.startswith("fault_")]


def rounds(harness: Harness, faults: list[str], count: int, chance: random.Random, say: Callable[[str], None]) -> None:
    """Let each fault happen in turn, `count` rounds in all."""
    for number in range(count):
        fault = faults[number % len(faults)]
        harness.go_wrong(fault, chance)
        say(f"{number + 1}/{count} {fault}")


def main() -> int:
    """Run the rounds asked for, print the table, and fail when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=len(FAULTS))
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--faults", nargs="+", choices=FAULTS, default=FAULTS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        harness = Harness(Path(folder), asked.people)
        try:
            rounds(harness, asked.faults, asked.rounds, random.Random(asked.seed), lambda line: print(line, flush=True))
        finally:
            harness.close()
        print(harness.table())
        return 1 if harness.lost() else 0


if __name__ == "__main__":
    sys.exit(main())
