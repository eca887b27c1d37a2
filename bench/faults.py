"""What is lost when things go wrong: people save all the time while the server is killed, its disk fills and so on."""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.harness import KINDS, Harness, running_harness

PAGE = Path(__file__).with_name("README.md")
HEAD = "| database | fault | rounds | saves acknowledged | found | lost or out of order |\n|---|---|---|---|---|---|\n"
TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")


class Report:
    """What several workshops have come to, and how far they are."""

    def __init__(self, database: str, rounds: int) -> None:
        self._database, self._rounds, self._begun = database, rounds, time.monotonic()
        self._lock = threading.Lock()
        self.done, self.saved, self.refusals = Counter[str](), Counter[str](), Counter[str]()
        self.lost = 0

    def round_done(self, fault: str) -> None:
        """Print that one more round is over."""
        with self._lock:
            self.done[fault] += 1
            passed = time.monotonic() - self._begun
            print(f"{self.done.total()}/{self._rounds} {fault}, {passed:.0f} s", file=sys.stderr, flush=True)

    def add(self, harness: Harness) -> None:
        """Count what one workshop's people had acknowledged, and read its database for it."""
        lost = harness.lost()
        with self._lock:
            self.saved += harness.saved  # what was saved after the last round is looked for, and not counted
            self.refusals += harness.refusals()
            self.lost += lost

    def rows(self) -> list[str]:
        """The table's lines: one for each fault, and the sum where there are several."""
        counted = [(name, self.done[name], self.saved[name]) for name in sorted(self.done)]
        if len(counted) == 1:
            (name, rounds, saved) = counted[0]
            return [f"| {self._database} | {name} | {rounds} | {saved} | {saved - self.lost} | {self.lost} |"]
        lines = [f"| {self._database} | {name} | {rounds} | {saved} | | |" for name, rounds, saved in counted]
        saved = self.saved.total()
        total = (
            f"| {self._database} | all of these | {self.done.total()} | {saved} | {saved - self.lost} | {self.lost} |"
        )
        return [*lines, total]


def run(database: str, faults: list[str], rounds: int, workshops: int, people: int, seed: int) -> Report:
    """Let the faults happen in turn, `rounds` in all, in some workshops beside each other."""
    report = Report(database, rounds)
    turns = iter([faults[number % len(faults)] for number in range(rounds)])
    lock = threading.Lock()

    def work(number: int) -> None:
        chance = random.Random(seed * 1000 + number)
        with running_harness(database, Path(folder, str(number)), people) as harness:
            while True:
                with lock:
                    fault = next(turns, "")
                if not fault:
                    break
                harness.go_wrong(fault, chance)
                report.round_done(fault)
            harness.finish()
            report.add(harness)

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workshops) as pool:
        list(pool.map(work, range(workshops)))
    return report


def written(page: str, rows: list[str]) -> str:
    """A page whose table has these rows, each in the place of the one for the same database and fault."""
    found = TABLE.search(page)
    if not found:
        raise ValueError(f"There is no table that begins with {HEAD.splitlines()[0]}")
    kept = {_key(row): row for row in found[0].removeprefix(HEAD).splitlines()}
    kept |= {_key(row): row for row in rows}
    return page[: found.start()] + HEAD + "".join(f"{row}\n" for row in kept.values()) + page[found.end() :]


def _key(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.split("|")[1:3])


def main() -> int:
    """Run the rounds asked for, print the table, and fail when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    every = sorted({fault for kind in KINDS.values() for fault in kind.faults()})
    parser.add_argument("--database", choices=KINDS, default="SQLite")
    parser.add_argument("--rounds", type=int, default=0, help="how many; one of each fault unless you say otherwise")
    parser.add_argument("--faults", nargs="+", choices=every, help="which, in turn; all that the database knows")
    parser.add_argument("--workshops", type=int, default=2, help="how many servers go wrong beside each other")
    parser.add_argument("--people", type=int, default=8, help="how many save in each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"put the rows into {PAGE.name}")
    asked = parser.parse_args()
    known = KINDS[asked.database].faults()
    faults = asked.faults or known
    if set(faults) - set(known):
        parser.error(f"{asked.database} knows {', '.join(known)}")
    report = run(asked.database, faults, asked.rounds or len(faults), asked.workshops, asked.people, asked.seed)
    print(HEAD + "\n".join(report.rows()))
    print(f"\nNot acknowledged, and repeated: {dict(report.refusals.most_common())}", file=sys.stderr)
    if asked.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), report.rows()), encoding="utf-8")
    return 1 if report.lost else 0


if __name__ == "__main__":
    sys.exit(main())
