"""Make a backup while the course runs, and prove it by putting it back into a scratch database."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from mentorcourse.privacy.erased_list import remember
from mentorcourse.privacy.erasure import erased
from mentorcourse.settings import data_folder
from mentorcourse.store import Store, open_store

from .folder import Backup, name_at, thin_out
from .rows import BackupError, Fingerprints, copy_rows, fingerprints

DAY_SECONDS = 86400


def default_folder(store: Store, data: Path | None = None) -> Path:
    """Where backups go unless somebody says otherwise: `backups` beside the SQLite file, else in the data folder."""
    is_file = store.url.get_backend_name() == "sqlite" and store.url.database
    return (Path(str(store.url.database)).parent if is_file else data_folder(data)).resolve() / "backups"


def back_up(store: Store, folder: Path, keep: int | None = None) -> Backup:
    """Copy everything at one moment into a new file in `folder`, check it, then let all but the `keep` newest go.

    Nobody who uses the course has to wait. Raises BackupError, with no file left behind, when the disk refuses or the
    copy does not hold what the database held; StorageUnavailable when the database cannot be read.
    """
    moment = store.now()
    with _scratch(folder) as scratch:
        copy, again = scratch / "copy.db", scratch / "again.db"
        with closing(open_store(copy)) as backup, store.reading() as old, backup.writing() as new:
            copied = copy_rows(old, new)
        _check(copy, again, copied)
        while (path := folder / name_at(moment)).exists():
            moment += timedelta(seconds=1)
        copy.replace(path)
    remember(folder, erased(store))
    thin_out(folder, keep)
    return Backup(path, moment.replace(microsecond=0), path.stat().st_size)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder of our own beside the backups, so that the finished one only needs a new name; gone afterwards."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_left_over(folder)
        scratch = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
    except OSError as refused:
        raise BackupError(
            f"No backup can be written to {folder}: {refused.strerror}. Name another folder, or mend this one."
        ) from refused
    try:
        yield scratch
    except OSError as refused:
        raise BackupError(f"The backup could not be finished in {folder}: {refused.strerror}.") from refused
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _remove_left_over(folder: Path) -> None:
    """Delete what a backup left that was killed; one that is under way now is younger than a day."""
    for path in folder.glob(".unfinished-*"):
        if time.time() - path.stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _check(copy: Path, again: Path, copied: Fingerprints) -> None:
    with closing(open_store(copy, create=False)) as backup, closing(open_store(again)) as restored:
        with backup.reading() as old, restored.writing() as new:
            copy_rows(old, new)
        with restored.reading() as session:
            found = fingerprints(session)
    wrong = sorted(table for table in copied if found[table] != copied[table])
    if wrong:
        raise BackupError(f"The backup does not hold what the database holds ({', '.join(wrong)}): make it again.")
