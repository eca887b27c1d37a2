"""Compare what is shown with what was worked out, and gather all that differs before anything is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

NEAR = 0.00011  # the files tell four decimals


@dataclass
class Checks:
    """How many numbers were compared, and what was wrong with them."""

    compared: int = 0
    wrong: list[str] = field(default_factory=list)

    def same(self, where: str, expected: Any, found: Any) -> None:
        """One value."""
        self.compared += 1
        is_number = isinstance(expected, int | float) and isinstance(found, int | float)
        if abs(expected - found) > NEAR if is_number else expected != found:
            self.wrong.append(f"{where}: expected {expected!r}, found {found!r}")

    def table(self, where: str, heads: Sequence[str], expected: Sequence[Sequence[Any]], found: Sequence[Any]) -> None:
        """A table cell by cell, without its head; rows that are missing or too many count, too."""
        self.same(f"{where}, number of rows", len(expected), len(found))
        for number, (wanted, there) in enumerate(zip(expected, found, strict=False), start=2):
            self.same(f"{where}, row {number}, number of cells", len(wanted), len(there))
            for head, one, other in zip(heads, wanted, there, strict=False):
                self.same(f"{where}, row {number}, {head}", one, other)

    def has(self, where: str, expected: str, text: str) -> None:
        """A text that must stand somewhere."""
        self.compared += 1
        if expected not in text:
            self.wrong.append(f"{where}: expected to find {expected!r}")

    def has_not(self, where: str, unwanted: set[str], found: set[str]) -> None:
        """Runs of words of which none may stand there."""
        self.compared += 1
        for one in sorted(unwanted & found)[:3]:
            self.wrong.append(f"{where}: found what somebody has written: {one!r}")

    def settle(self) -> None:
        """Fail with all that was wrong."""
        assert not self.wrong, "\n".join([f"{len(self.wrong)} of {self.compared} are not as typed:", *self.wrong])
