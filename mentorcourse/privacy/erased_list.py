"""Keep beside the backups who has been erased, so that an old backup that is put back does not bring them back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

NAME = "erased.json"


def remembered(*folders: Path) -> set[str]:
    """The ids of everybody whom the lists in these folders name; an id by itself tells nobody who it was."""
    found: set[str] = set()
    for folder in folders:
        path = folder / NAME
        if path.is_file():
            found |= set(json.loads(path.read_text(encoding="utf-8")))
    return found


def remember(folder: Path, people: Iterable[str]) -> None:
    """Add people (by id) to the list in this folder; the file is replaced as a whole, or not at all."""
    wanted = remembered(folder) | set(people)
    if wanted == remembered(folder):
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{NAME}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(sorted(wanted), file, indent=0)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(folder / NAME)
