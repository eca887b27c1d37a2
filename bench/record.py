"""The record of one run: what is measured is in a file at once, so that an interrupted run can be taken up again."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "results" / "run.json"
Found = dict[str, Any]


def _say(line: str) -> None:
    print(line, flush=True)


class Record:
    """What a run has found, by the name of the measurement: numbers, lists and dicts of them as JSON."""

    def __init__(self, file: Path, machine: str, goes_on: bool = False, say: Callable[[str], None] = _say) -> None:
        self._file, self._say = file, say
        self.machine, self.begun = machine, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        self.found: Found = {}
        if goes_on and file.exists():
            kept = json.loads(file.read_text(encoding="utf-8"))
            self.machine, self.begun, self.found = kept["machine"], kept["begun"], kept["found"]

    def once(self, name: str, measure: Callable[[], Any]) -> Any:
        """What `measure` finds, or what it found before the run was interrupted."""
        if name not in self.found:
            self._say(f"{datetime.now(UTC):%H:%M:%S}  {name} …")
            begun = time.monotonic()
            self.found[name] = measure()
            self._keep()
            self._say(f"{datetime.now(UTC):%H:%M:%S}  {name}: {time.monotonic() - begun:.0f} s")
        return self.found[name]

    def _keep(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        whole = {"machine": self.machine, "begun": self.begun, "found": self.found}
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(whole, indent=1), encoding="utf-8")
        new.replace(self._file)
