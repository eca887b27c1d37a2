"""A database is made by migrations, and one of another version is refused."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from mentorcourse.store import (
    NewerSchema,
    OldSchema,
    StorageUnavailable,
    Store,
    open_store,
    schema,
    tables,
    upgrade,
)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store just made by the migrations."""
    store = open_store(store_url)
    yield store
    store.close()


def set_revision(store: Store, revision: str) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def test_the_migrations_make_exactly_the_declared_tables(store: Store) -> None:
    with store.reading() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, tables.Table.metadata) == []


def test_the_comparison_would_see_a_forgotten_column(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("ALTER TABLE people ADD COLUMN nickname VARCHAR"))
    with store.reading() as session:
        assert compare_metadata(MigrationContext.configure(session.connection()), tables.Table.metadata)


def test_a_database_is_opened_again_as_it_was(store_url: str) -> None:
    first = open_store(store_url)
    with first.writing() as session:
        session.add(tables.Cohort(id="c", name="Spring", created_at=first.now()))
    first.close()
    again = open_store(store_url, create=False)
    with again.reading() as session:
        cohort = session.get_one(tables.Cohort, "c")
        assert (cohort.name, cohort.created_at.utcoffset() is not None) == ("Spring", True)
    again.close()


def test_a_new_database_may_be_opened_four_times_at_once(store_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [store_url] * 4))
    for store in stores:
        store.close()


def test_an_old_database_is_refused_by_naming_the_command_that_upgrades_it(
    store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_head", lambda: "later")
    with pytest.raises(OldSchema, match="mentorcourse upgrade"):
        open_store(store_url)


def test_upgrade_brings_a_database_to_this_version(store_url: str) -> None:
    upgrade(store_url)
    open_store(store_url, create=False).close()


def test_a_newer_database_is_refused_and_not_touched(store: Store, store_url: str) -> None:
    set_revision(store, "9999")
    for touch in (open_store, upgrade):
        with pytest.raises(NewerSchema, match="newer version of mentorcourse: install that version"):
            touch(store_url)
    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_an_empty_database_is_only_filled_when_it_may_be_created(store_url: str) -> None:
    with pytest.raises(StorageUnavailable, match="mentorcourse workshop"):
        open_store(store_url, create=False)


def test_a_sqlite_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "course.db"
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o664)
    open_store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sqlite_flushes_every_commit_and_keeps_its_references(tmp_path: Path) -> None:
    store = open_store(tmp_path / "course.db")
    with store.reading() as session:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [session.scalar(text(f"PRAGMA {pragma}")) for pragma in pragmas]
    store.close()
    assert found == ["wal", 2, 1, 5000]


def test_the_store_does_not_load_pandas_until_a_frame_is_asked_for() -> None:
    code = "import sys, mentorcourse.store; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_time_between_earlier_saves_is_worked_out_when_a_database_is_upgraded(store: Store) -> None:
    earlier = datetime(2026, 3, 2, 10, tzinfo=UTC)
    saves = [("a", 0), ("a", 5), ("b", 12), ("b", 40), ("b", 41)]  # minutes; 28 of them are a pause
    with store.writing() as session:
        session.add(tables.Cohort(id="c", name="Spring", created_at=earlier))
        session.add(tables.Person(id="p", name="Somebody", created_at=earlier))
        session.flush()
        for number, activity in enumerate("ab", 1):
            key = {"id": number, "person_id": "p", "cohort_id": "c", "activity": activity}
            session.add(tables.Answer(**key, revision=3, answered=1, total=1, saved_at=earlier))
        session.flush()
        for number, (activity, minute) in enumerate(saves):
            for name in ("one", "two"):
                key = {"answer_id": "ab".index(activity) + 1, "field": name, "number": number}
                saved = earlier + timedelta(minutes=minute)
                session.add(tables.Revision(**key, value="words", base_revision=number, saved_at=saved))
    step = import_module("mentorcourse.store.migrations.versions.0012_seconds_of_work")
    with store.writing() as session:
        step.work_out(session.connection())
        found = dict(session.execute(select(tables.Answer.activity, tables.Answer.seconds)).all())
    assert found == {"a": 5 * 60, "b": (7 + 1) * 60}
