"""Put a backup back into a database, which must be empty unless replacing what it holds was asked for."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mentorcourse.people import ways_in
from mentorcourse.privacy import erasure
from mentorcourse.privacy.tables import Erasure
from mentorcourse.store import NewerSchema, StorageUnavailable, Store, open_store, tables, upgrade

from .rows import BackupError, copy_rows, delete_rows, fingerprints


class NotEmpty(BackupError):
    """The database already holds people and their answers, and replacing them was not asked for."""


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Yield a scratch copy of the backup at `path`, brought up to this version; the file itself stays as it is.

    Raises BackupError for a file that is no backup, is damaged, or was made by a newer version.
    """
    with (
        tempfile.TemporaryDirectory(prefix="mentorcourse-") as scratch,
        closing(_opened(path, Path(scratch) / "backup.db")) as backup,
    ):
        yield backup


def restore(backup: Store, store: Store, *, replace: bool = False, erased: Collection[str] = ()) -> int:
    """Put an opened backup into `store` in one transaction, and return how many people it holds who were not erased.

    Everyone has to sign in again. Whoever is among `erased` (ids) is erased again in the same transaction.
    Raises NotEmpty or BackupError with nothing changed.
    """
    with backup.reading() as old, store.writing() as new:
        if _people(new) and not replace:
            raise NotEmpty(
                f"{store.name} already holds people and what they wrote. Restore with --replace to put the backup in "
                "its place, after another backup of it; or restore into an empty folder with --data, or into an empty "
                "database."
            )
        delete_rows(new)
        copied = copy_rows(old, new)
        if fingerprints(new) != copied:
            raise BackupError(f"{store.name} would not hold what the backup holds, so it was left as it was.")
        new.execute(update(ways_in.SignIn).filter_by(ended_at=None).values(ended_at=store.now()))
        touched, people = erasure.erase_again(store, new, erased), _with_names(new)
    if erased:
        erasure.forget_copies(store, touched)
        erasure.sweep(store)
    return people


def _opened(path: Path, copy: Path) -> Store:
    refusal = f"{path} is not a backup of the course, or it is damaged: take another one."
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise BackupError(refusal)
        shutil.copyfile(path, copy)
        upgrade(copy)
        return open_store(copy, create=False)
    except NewerSchema as newer:
        raise BackupError(f"{path} was made by a newer version of mentorcourse: install that version first.") from newer
    except StorageUnavailable as damaged:
        raise BackupError(refusal) from damaged
    except OSError as refused:
        raise BackupError(f"{path} cannot be read: {refused.strerror}.") from refused


def _people(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(tables.Person)) or 0


def _with_names(session: Session) -> int:
    """How many people have not been erased: of those who have, a row without a name is left."""
    gone = select(Erasure.person_id).filter_by(state="done")
    return session.scalar(select(func.count()).select_from(tables.Person).where(tables.Person.id.not_in(gone))) or 0
