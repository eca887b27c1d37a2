"""Make the tables by alembic's migrations, and refuse a database of another version of the course."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from mentorcourse.store.database import Database, StorageUnavailable


class OldSchema(Exception):
    """The database was made by an older version and has not been upgraded yet."""


class NewerSchema(Exception):
    """The database was made by a newer version than this one."""


def require_current(database: Database, *, create: bool) -> None:
    """Return when the tables are this version's, making them first in an empty database if `create`.

    Raises OldSchema, NewerSchema, or StorageUnavailable for an empty database that may not be created.
    """
    found = _found(database)
    if found == _head():
        return
    if found is None and not create:
        raise StorageUnavailable(f"{database.name} is empty: start with `mentorcourse workshop`")
    if found is not None:
        raise OldSchema(
            f"{database.name} was made by an older version of mentorcourse: stop the course, copy its data "
            "to a safe place, then run `mentorcourse upgrade`"
        )
    migrate(database)


def migrate(database: Database) -> None:
    """Bring the tables to this version in one transaction; raises NewerSchema for a newer database."""
    _found(database)
    with database.writing() as session:
        database.lock_schema(session.connection())
        config = _config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()  # built here because an installed package has no alembic.ini
    config.set_main_option("script_location", "mentorcourse.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _head() -> str | None:
    return _scripts().get_current_head()


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())  # kept, because alembic compiles each of them when it looks


def _found(database: Database) -> str | None:
    with database.reading() as session:
        found = MigrationContext.configure(session.connection()).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchema(
            f"{database.name} was made by a newer version of mentorcourse: install that version to use it"
        )
    return found
