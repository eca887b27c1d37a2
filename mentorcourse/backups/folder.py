"""Name backups by when they were made, find them again, and let the oldest go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

KEPT = 14
_NAME = re.compile(r"course-(\d{8}T\d{6})Z\.backup")


@dataclass(frozen=True)
class Backup:
    """A finished, checked backup: its file, when it was made (UTC) and its size in bytes."""

    path: Path
    made_at: datetime
    size: int


def name_at(moment: datetime) -> str:
    """The file name of a backup made at this moment."""
    return f"course-{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z.backup"


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first; other files are left alone."""
    found = [(path, _NAME.fullmatch(path.name)) for path in folder.glob("course-*.backup")]
    made = [Backup(path, _moment(match[1]), path.stat().st_size) for path, match in found if match]
    return sorted(made, key=lambda one: one.made_at, reverse=True)


def _moment(digits: str) -> datetime:
    return datetime.strptime(digits, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def thin_out(folder: Path, keep: int | None) -> None:
    """Delete all but the `keep` newest backups; None keeps all."""
    for old in backups_in(folder)[keep:] if keep else []:
        old.path.unlink()
