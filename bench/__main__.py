"""All measurements as one run with one report: `make bench`; `--write` puts the report into bench/README.md."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from bench import browser, goals, join, loaded, report, save, sizing, soak
from bench.goals import BROWSER
from bench.machine import described
from bench.peers import PEERS_BIN
from bench.record import FILE, Record

PAGE = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- The report of `make bench ARGS=--write` -->", "<!-- End of the report -->"
PARTS = ("join", "browser", "loaded", "report", "save", "soak")
LIBRARIES = ("voila", "jupyter_server", "ipykernel", "ipywidgets", "tornado", "sqlalchemy")
PEERS = ("voila", "ipywidgets", "solara-server")


def main() -> None:
    """Measure the parts asked for, print the report, and write it where asked."""
    asked = _asked()
    record = Record(FILE, described(*LIBRARIES) + _peers(), goes_on=asked.goes_on)
    parts: dict[str, Callable[[], object]] = {
        "join": lambda: join.measure(record, asked.people, asked.beyond, asked.idle_at),
        "browser": lambda: record.once(BROWSER, lambda: [asdict(row) for row in browser.measure(asked.times)]),
        "loaded": lambda: loaded.measure(record, [*asked.people, *asked.beyond]),
        "report": lambda: report.measure(record, asked.revisions),
        "save": lambda: save.measure(record, asked.writers, asked.seconds),
        "soak": lambda: soak.measure(record, asked.soakers, asked.minutes),
    }
    failed = [name for name in (PARTS if asked.only is None else asked.only) if not _done(parts[name])]
    told = whole(record)
    print(f"\n{told}")
    if asked.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
    if failed:
        sys.exit(f"\nNot finished: {', '.join(failed)}. `make bench ARGS=--continue` goes on with what is missing.")


def _done(measure: Callable[[], object]) -> bool:
    """Whether a part could be measured; one that could not keeps none of the others from it."""
    try:
        measure()
    except KeyboardInterrupt:
        sys.exit(f"\nInterrupted. What is measured is kept in {FILE.name}: `make bench ARGS=--continue` goes on.")
    except Exception:
        traceback.print_exc()
        return False
    return True


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--only", nargs="*", choices=PARTS, help="these parts; with none named, only the report is made"
    )
    parser.add_argument("--continue", dest="goes_on", action="store_true", help="keep what the last run has measured")
    parser.add_argument("--write", action="store_true", help=f"put the report into {PAGE.name}")
    parser.add_argument("--people", type=int, nargs="+", default=[10, 30, 60], help="how many come within ten seconds")
    parser.add_argument("--beyond", type=int, nargs="*", default=[100, 200], help="the same, more than must be")
    parser.add_argument("--idle-at", type=int, nargs="*", default=[60], help="where idle memory is waited for")
    parser.add_argument("--times", type=int, default=15, help="how often the browser opens each page")
    parser.add_argument("--revisions", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--writers", type=int, nargs="+", default=[30, 100, 200], help="how many save at once")
    parser.add_argument("--seconds", type=float, default=12, help="how long they save")
    parser.add_argument("--soakers", type=int, default=60, help="how many take part in the session of an hour")
    parser.add_argument("--minutes", type=float, default=10, help="in how many minutes that hour passes")
    return parser.parse_args()


def _peers() -> str:
    """The versions in the peers' own environment."""
    code = f"from importlib.metadata import version; print(', '.join(f'{{n}} {{version(n)}}' for n in {PEERS}))"
    found = subprocess.run([PEERS_BIN / "python", "-c", code], capture_output=True, text=True, check=True)
    return f"; the peers' environment: {found.stdout.strip()}"


def whole(record: Record) -> str:
    """The report, without the parts that were not measured."""
    found = record.found
    forms = [browser.Row(**row) for row in found.get(BROWSER, [])]
    parts = {
        "Must reach": goals.shown(found),
        "Joining": join.shown(found),
        "Writing": browser.table(forms) if forms else "",
        "A real browser among all the others": loaded.shown(found),
        "Growing": report.shown(found),
        "Saving": save.shown(found),
        "An hour with everybody": soak.shown(found),
        "How many participants a machine is enough for": sizing.shown(found),
    }
    shown = [f"### {title}\n\n{text}" for title, text in parts.items() if text]
    return "\n\n".join([f"{record.machine}. Begun {record.begun}.", *shown])


def written(page: str, told: str) -> str:
    """A page with this report in the place of the one that it has."""
    place = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not place.search(page):
        raise ValueError(f"There is no line {BEGIN} … {END}")
    return place.sub(lambda _: f"{BEGIN}\n\n{told}\n\n{END}", page)


if __name__ == "__main__":
    main()
