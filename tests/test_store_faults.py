"""A database that is locked, full, read-only, broken or away is said in words that name the mend."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, exc, text

from mentorcourse.store import StorageUnavailable, Store, database, open_store
from tests.stores import Desk


def save(desk: Desk, text: str = "patience") -> None:
    desk.store.save(desk.person, desk.cohort, "s.a", {"life": text}, 0, lambda values: (1, 1))


@pytest.fixture
def tables_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'course.db'}"


@contextmanager
def locked(store: Store) -> Iterator[None]:
    other = sqlite3.connect(store.name, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def test_a_locked_database_says_who_may_hold_it_and_saves_once_it_is_free(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE_MS", 50)
    desk.store.close()  # connections made from now on are impatient
    with locked(desk.store), pytest.raises(StorageUnavailable, match=r"course\.db is busy .*try again"):
        save(desk)
    save(desk)


def test_a_locked_database_can_still_be_read(desk: Desk) -> None:
    save(desk)
    with locked(desk.store):
        assert desk.store.answer(desk.person, desk.cohort, "s.a").values == {"life": "patience"}


def test_a_write_that_must_not_wait_gives_up_at_once_and_later_ones_wait_again(desk: Desk) -> None:
    started = desk.store.now()
    with locked(desk.store), pytest.raises(StorageUnavailable), desk.store.writing(wait=False):
        pass
    assert (desk.store.now() - started).total_seconds() < 2
    with desk.store.reading() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == database.PATIENCE_MS


def test_a_full_disk_says_to_free_space_and_keeps_what_was_there(desk: Desk) -> None:
    save(desk)
    desk.store.close()

    @event.listens_for(desk.store.engine, "connect")
    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    with pytest.raises(StorageUnavailable, match="disk is full: free some space"):
        desk.store.save(desk.person, desk.cohort, "s.a", {"life": "x" * 500_000}, 1, lambda values: (1, 1))
    assert desk.store.answer(desk.person, desk.cohort, "s.a").values == {"life": "patience"}


@contextmanager
def without_privileges() -> Iterator[None]:
    """Give up root's right to write everywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "message"),
    [
        (0o777, 0o444, "cannot be written to: let the account"),
        (0o555, 0o444, "cannot be written to: let the account"),
        (0o555, 0o000, "could not be opened: let the account"),
    ],
)
def test_a_read_only_database_says_to_give_permission(folder_mode: int, file_mode: int, message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.db"
        open_store(path).close()
        path.chmod(file_mode)
        Path(folder).chmod(folder_mode)
        with without_privileges(), pytest.raises(StorageUnavailable, match=message):
            open_store(path).set_section("c", "s", False, "p")
        Path(folder).chmod(0o700)


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageUnavailable, match=r"file/course\.db could not be made"):
        open_store(tmp_path / "file" / "course.db")


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "course.db").write_bytes(b"certainly not SQLite " * 500)
    with pytest.raises(StorageUnavailable, match="restore the last backup"):
        open_store(tmp_path / "course.db")


def test_a_postgresql_that_is_away_is_named_without_its_password() -> None:
    with pytest.raises(StorageUnavailable, match="cannot be reached") as caught:
        open_store("postgresql://course:tell-nobody@127.0.0.1:1/course")
    assert "127.0.0.1:1/course" in str(caught.value)
    assert "tell-nobody" not in str(caught.value)


def test_a_mistake_in_our_own_statements_is_not_blamed_on_the_storage(desk: Desk) -> None:
    with pytest.raises(exc.OperationalError), desk.store.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))


def test_an_error_of_the_database_does_not_repeat_what_was_written(desk: Desk) -> None:
    with pytest.raises(exc.IntegrityError) as caught:
        desk.store.save("nobody", desk.cohort, "s.a", {"life": "a secret"}, 0, lambda values: (1, 1))
    assert "nobody" not in str(caught.value)


def test_a_failing_database_is_said_in_another_language(desk: Desk) -> None:
    with locked(desk.store), pytest.raises(StorageUnavailable) as caught, desk.store.writing(wait=False):
        pass
    assert "course.db está ocupada con el trabajo de alguien más" in caught.value.args[0].said("es")
