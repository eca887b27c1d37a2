"""A backup made while people write holds all of it, proves so, and comes back into either kind of database."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import inspect, text
from typer.testing import CliRunner

from mentorcourse import backups, people
from mentorcourse.backups import making, rows
from mentorcourse.cli import app
from mentorcourse.people import sign_ins
from mentorcourse.server.daily_backup import DailyBackup
from mentorcourse.store import Store, open_store, tables
from tests.loops import finish
from tests.review_samples import Team, make_team
from tests.stores import Desk, new_schema


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort with something in most tables: answers, a link, a browser signed in, a reflection submitted."""
    team = make_team(store)
    store.save(team.writer, team.cohort, "s.a", {"life": "patience 🙂", "none": None}, 0, lambda values: (1, 2))
    store.save(team.writer, team.cohort, "s.a", {"life": "patience, mostly"}, 1, lambda values: (1, 2))
    store.set_section(team.cohort, "s", False, team.trainer)
    people.issue_link(store, team.writer, team.cohort)
    sign_ins.start(store, team.writer, team.cohort)
    team.submit()
    return team


@pytest.fixture(params=["into sqlite", "into postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database, once of each kind, to restore into."""
    if request.param == "into sqlite":
        with closing(open_store(tmp_path / "empty" / "course.db")) as store:
            yield store
        return
    with new_schema(request.getfixturevalue("postgres_url")) as url, closing(open_store(url)) as store:
        yield store


def holds(store: Store) -> rows.Fingerprints:
    """What a database holds, without sign-ins, which end when it is restored, and the record, which tells of that."""
    with store.reading() as session:
        return {
            name: held for name, held in rows.fingerprints(session).items() if name not in ("sign_ins", "audit_acts")
        }


def put_back(made: backups.Backup, store: Store, **how: Any) -> int:
    with backups.opened(made.path) as backup:
        return backups.restore(backup, store, **how)


def test_a_backup_of_either_database_comes_back_into_either(team: Team, empty: Store, tmp_path: Path) -> None:
    made = backups.back_up(team.store, tmp_path / "backups")
    assert put_back(made, empty) == 4
    assert holds(empty) == holds(team.store)
    assert holds(empty)["revisions"][0] == 3


def test_people_go_on_writing_after_a_restore(team: Team, empty: Store, tmp_path: Path) -> None:
    put_back(backups.back_up(team.store, tmp_path / "backups"), empty)
    saved = empty.save(team.writer, team.cohort, "s.a", {"life": "and humor"}, 2, lambda values: (1, 2))
    assert (saved.revision, len(empty.history(team.writer, team.cohort, "s.a"))) == (3, 3)
    people.add_person(empty, team.cohort, "Participant 9", "nine@example.org", ["participant"])


def test_everyone_signs_in_again_after_a_restore(team: Team, empty: Store, tmp_path: Path) -> None:
    token = sign_ins.start(team.store, team.writer, team.cohort).token
    put_back(backups.back_up(team.store, tmp_path / "backups"), empty)
    empty.now = team.clock
    assert sign_ins.who(team.store, token)
    assert sign_ins.who(empty, token) is None


def test_every_table_of_the_database_is_in_a_backup(store: Store) -> None:
    command = "import mentorcourse.backups.rows as rows; print(*[table.name for table in rows.every_table()])"
    known = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.split()
    assert {*known} == {*inspect(store.engine).get_table_names()} - {"alembic_version"}


def test_a_backup_holds_one_moment_while_people_write(desk: Desk, tmp_path: Path) -> None:
    stop, begun = Event(), Event()

    def write() -> None:
        for number in range(10_000):
            desk.store.save(desk.person, desk.cohort, "s.a", {"a": number, "b": number}, number, lambda values: (1, 1))
            begun.set()
            if stop.is_set():
                return

    writer = Thread(target=write)
    writer.start()
    begun.wait()
    try:
        made = [backups.back_up(desk.store, tmp_path) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for one in made:
        with backups.opened(one.path) as backup:
            answer = backup.answer(desk.person, desk.cohort, "s.a")
            assert answer.values["a"] == answer.values["b"] == answer.revision - 1


def test_only_the_account_that_made_a_backup_can_read_it(team: Team, tmp_path: Path) -> None:
    made = backups.back_up(team.store, tmp_path / "backups")
    assert (made.path.stat().st_mode & 0o777, made.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_newest_backups_stay_and_other_files_are_left_alone(team: Team, tmp_path: Path) -> None:
    (tmp_path / "course-notes.backup").touch()
    made = []
    for _ in range(4):
        made.append(backups.back_up(team.store, tmp_path, keep=2).path)
        team.clock.go_on(days=1)
    assert [one.path for one in backups.backups_in(tmp_path)] == [made[3], made[2]]
    assert sorted(path.name for path in tmp_path.iterdir() if "notes" in path.name) == ["course-notes.backup"]


def test_two_backups_in_one_second_are_two_files(team: Team, tmp_path: Path) -> None:
    assert len({backups.back_up(team.store, tmp_path).path for _ in range(3)}) == 3


def test_what_a_killed_backup_left_goes_after_a_day(team: Team, tmp_path: Path) -> None:
    old, new = tmp_path / ".unfinished-old", tmp_path / ".unfinished-new"
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (0, 0))
    backups.back_up(team.store, tmp_path)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_backup_that_does_not_hold_everything_is_refused_and_leaves_no_file(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(path: Path, *, create: bool = True) -> Store:
        found = open_store(path, create=create)
        with found.writing() as session:
            session.execute(text("DELETE FROM revisions WHERE number = 2"))
        return found

    monkeypatch.setattr(making, "open_store", lossy)
    with pytest.raises(backups.BackupError, match=r"\(revisions\): make it again"):
        backups.back_up(team.store, tmp_path)
    assert list(tmp_path.glob("*backup*")) == list(tmp_path.glob(".unfinished*")) == []


def test_a_folder_that_cannot_be_made_is_named(team: Team, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(backups.BackupError, match="Name another folder"):
        backups.back_up(team.store, tmp_path / "file" / "backups")


def test_a_database_with_people_in_it_is_not_overwritten_silently(team: Team, empty: Store, tmp_path: Path) -> None:
    made = backups.back_up(team.store, tmp_path)
    cohort = people.add_cohort(empty, "Autumn").id
    people.add_person(empty, cohort, "Participant 7", None, ["participant"])
    before = holds(empty)
    with pytest.raises(backups.NotEmpty, match="--replace"):
        put_back(made, empty)
    assert holds(empty) == before
    assert put_back(made, empty, replace=True) == 4
    assert holds(empty) == holds(team.store)


@pytest.mark.parametrize("damage", ["not a database", "cut off", "empty"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(team: Team, tmp_path: Path, damage: str) -> None:
    made = backups.back_up(team.store, tmp_path)
    whole = made.path.read_bytes()
    broken = {"not a database": b"Dear diary", "cut off": whole[: len(whole) // 2], "empty": b""}
    made.path.write_bytes(broken[damage])
    before = holds(team.store)
    with pytest.raises(backups.BackupError, match="take another one"):
        put_back(made, team.store, replace=True)
    assert holds(team.store) == before


def test_a_backup_of_a_newer_version_is_refused(team: Team, empty: Store, tmp_path: Path) -> None:
    made = backups.back_up(team.store, tmp_path)
    with closing(open_store(made.path)) as newer, newer.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(backups.BackupError, match="newer version"):
        put_back(made, empty)


# The commands, as in the drill that docs describe.


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*words])
    return result.exit_code, result.output


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with four people in it."""
    with closing(open_store(tmp_path / "data/course.db")) as store:
        make_team(store)
    return tmp_path / "data"


def test_the_drill_of_losing_a_data_folder_and_restoring_it(data: Path, tmp_path: Path) -> None:
    code, told = run("backup", "--data", str(data), "--to", str(tmp_path / "safe"), "--json")
    assert code == 0, told
    made = json.loads(told)["backup"]
    code, told = run("restore", made, "--data", str(tmp_path / "new"))
    assert (code, "4 people" in told, "signs in again" in told) == (0, True, True)
    assert "No erased.json was found beside it" in told
    with closing(open_store(data / "course.db")) as old, closing(open_store(tmp_path / "new/course.db")) as new:
        assert holds(old) == holds(new)


def test_replacing_backs_up_first_what_was_there(data: Path) -> None:
    run("backup", "--data", str(data))
    first = backups.backups_in(data / "backups")[0].path
    with closing(open_store(data / "course.db")) as store:
        people.add_person(store, people.cohorts(store)[0].id, "Participant 3", None, ["participant"])
    assert run("restore", str(first), "--data", str(data))[0] == 1
    code, told = run("restore", str(first), "--data", str(data), "--replace")
    assert (code, "4 people" in told) == (0, True)
    newest = backups.backups_in(data / "backups")[0].path
    assert newest != first
    assert f"What was there before is in {newest}" in told.replace("\n", "")
    with backups.opened(newest) as before, before.reading() as session:
        assert session.query(tables.Person).count() == 5


def test_restoring_something_else_says_so_and_stops(data: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear mentor", encoding="utf-8")
    code, told = run("restore", str(tmp_path / "letter.txt"), "--data", str(data), "--replace")
    assert (code, "is not a backup" in told.replace("\n", " ")) == (1, True)


# The daily backup of a server that runs.


def test_a_running_server_backs_up_once_a_day(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    team.store.now = lambda: datetime.now(UTC)
    daily = DailyBackup(team.store, folder)
    finish(daily.look())
    assert len(backups.backups_in(folder)) == 1
    assert not daily.is_due()
    team.store.now = lambda: datetime.now(UTC) + timedelta(hours=23)
    assert not daily.is_due()
    team.store.now = lambda: datetime.now(UTC) + timedelta(hours=25)
    assert daily.is_due()


def test_a_daily_backup_that_fails_is_logged_and_due_again(
    team: Team, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    failing = [sys.executable, "-c", "raise SystemExit('the disk is full')"]
    daily = DailyBackup(team.store, tmp_path / "backups", failing)
    with caplog.at_level(logging.ERROR, "mentorcourse"):
        finish(daily.look())
    assert "the daily backup failed: the disk is full" in caplog.text
    assert daily.is_due()
