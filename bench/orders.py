"""What bench/faulty_server.py is told to let go wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PROGRAM = ("-m", "bench.faulty_server")


class Orders:
    """Tells a faulty server, by a file in `folder`, what goes wrong; `patience_ms` is how long its saves wait."""

    def __init__(self, folder: Path, patience_ms: int = 0) -> None:
        self._file = folder / "orders.json"
        self.settings = {"BENCH_FAULTS": str(self._file)}
        if patience_ms:
            self.settings["BENCH_PATIENCE_MS"] = str(patience_ms)

    def give(self, **orders: Any) -> None:
        """From now on these go wrong; without any, all is well again."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(orders), encoding="utf-8")
        fresh.replace(self._file)
