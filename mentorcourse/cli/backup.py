"""`mentorcourse backup` and `mentorcourse restore`: copies of everything that is kept, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse import backups
from mentorcourse.privacy import audit
from mentorcourse.privacy.erased_list import remembered
from mentorcourse.rehearsal import is_rehearsal
from mentorcourse.store import Store

from .data import DataOption, JsonOption, opened

FolderOption = Annotated[
    Path | None, typer.Option("--to", help="Where backups go; `backups` in the data folder.", file_okay=False)
]
KeepOption = Annotated[int, typer.Option(help="How many backups stay there; older ones are deleted.", min=1)]
DailyOption = Annotated[bool, typer.Option("--daily", help="Say in the record that nobody asked for it.", hidden=True)]
BackupFile = Annotated[Path, typer.Argument(help="The backup's file.", exists=True, dir_okay=False)]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace what the database holds now, after a backup of it.")
]


def backup(
    data: DataOption = None,
    to: FolderOption = None,
    keep: KeepOption = backups.KEPT,
    as_json: JsonOption = False,
    daily: DailyOption = False,
) -> None:
    """Back everything up while the course runs, and check the backup by restoring it into a scratch database."""
    with opened(data) as store, _plain_refusals():
        _refuse_a_rehearsal(store)
        made = backups.back_up(store, to or backups.default_folder(store, data), keep)
        audit.note(store, "backed up", by=audit.COURSE if daily else audit.ADMINISTRATOR)
    typer.echo(json.dumps({"backup": str(made.path), "bytes": made.size}) if as_json else _told(made))


def restore(
    backup: BackupFile, data: DataOption = None, replace: ReplaceOption = False, as_json: JsonOption = False
) -> None:
    """Put a backup back. Stop the course first; afterward everyone signs in again."""
    with opened(data) as store, _plain_refusals(), backups.opened(backup) as kept:
        if replace:
            before = backups.back_up(store, backups.default_folder(store, data))
            typer.echo(f"What was there before is in {before.path}", err=True)
        gone = remembered(backups.default_folder(store, data), backup.parent)
        people = backups.restore(kept, store, replace=replace, erased=gone)
        audit.note(store, "restored", by=audit.ADMINISTRATOR)
    told = f"Restored, with {people} people. Everyone signs in again."
    told += "" if gone else " No erased.json was found beside it: whoever was erased after it was made is back."
    typer.echo(json.dumps({"people": people}) if as_json else told)


def _refuse_a_rehearsal(store: Store) -> None:
    """A backup carries no mark: put back into a real folder, nobody's answers would look like somebody's."""
    if is_rehearsal(store):
        raise backups.BackupError("This folder holds a rehearsal, with nobody's answers: there is nothing to back up.")


def _told(made: backups.Backup) -> str:
    return f"Backed up to {made.path} ({made.size / 1e6:.1f} MB), and checked. Guard it like the data folder itself."


@contextmanager
def _plain_refusals() -> Iterator[None]:
    try:
        yield
    except backups.BackupError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
