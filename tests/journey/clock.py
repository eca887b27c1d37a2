"""The journey's clock, which stands still until the journey puts it forward, and the `mentorcourse` command on it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

FILE = "MENTORCOURSE_JOURNEY_CLOCK"  # read by this program alone: the product has no such setting


@dataclass(frozen=True)
class Clock:
    """Tells the time that stands in a file, so that the server and every command have the same."""

    file: Path

    def __call__(self) -> datetime:
        """The moment that it is on the journey, in UTC."""
        return datetime.fromisoformat(self.file.read_text(encoding="utf-8"))

    def set(self, moment: datetime) -> None:
        """Put the clock to a moment; it never goes back."""
        assert not self.file.exists() or moment >= self()
        new = self.file.with_suffix(".new")
        new.write_text(moment.isoformat(), encoding="utf-8")
        new.replace(self.file)

    def forward(self, **by: float) -> datetime:
        """Put the clock forward (`by` as timedelta takes it); the moment that it is then."""
        self.set(self() + timedelta(**by))
        return self()


def morning() -> datetime:
    """Nine o'clock on the day on which the journey is made."""
    return datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)


def main() -> None:
    """Run the command as it is, with every store on the journey's clock."""
    from mentorcourse.cli import app, data
    from mentorcourse.store import open_store

    data.open_store = partial(open_store, now=Clock(Path(os.environ[FILE])))  # type: ignore[attr-defined]
    app()


if __name__ == "__main__":
    main()
