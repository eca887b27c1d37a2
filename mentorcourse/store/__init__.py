"""Keep people, sign-ins and every version of every answer in one SQL database."""

from contextlib import closing
from pathlib import Path

from .answers import Answer as Answer
from .answers import Conflict as Conflict
from .answers import Progress as Progress
from .answers import Revision as Revision
from .answers import Store as Store
from .answers import UnknownRevision as UnknownRevision
from .database import Clock as Clock
from .database import Database
from .database import StorageUnavailable as StorageUnavailable
from .database import utc_now as utc_now
from .migrations import schema as schema
from .migrations.schema import NewerSchema as NewerSchema
from .migrations.schema import OldSchema as OldSchema


def open_store(url_or_path: str | Path, *, create: bool = True, now: Clock = utc_now) -> Store:
    """Open the database at a path, sqlite:/// or postgresql:// URL; an empty one gets its tables if `create`.

    Raises OldSchema, NewerSchema or StorageUnavailable, each with a message that names the mend.
    """
    store = Store(url_or_path, now)
    try:
        if create:
            store.make_file()
        schema.require_current(store, create=create)
    except BaseException:
        store.close()
        raise
    return store


def upgrade(url_or_path: str | Path) -> None:
    """Bring an older database to this version, keeping what is in it; raises NewerSchema for a newer one."""
    with closing(Database(url_or_path)) as database:
        database.make_file()
        schema.migrate(database)
