"""What administrators may do for people: read the record, take a copy for somebody, erase in two steps."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mentorcourse.cli import app
from mentorcourse.privacy import audit, erasure
from mentorcourse.store import open_store
from tests.confided import EMAIL, MARK, NAME, confide, kept_text

Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which somebody has words everywhere."""
    with closing(open_store(tmp_path / "course.db")) as store:
        confide(store)
    return tmp_path


@pytest.fixture
def run(data: Path) -> Run:
    """Run a command over it."""
    return lambda *words: CliRunner().invoke(app, [*words, "--data", str(data)], env={"MENTORCOURSE_DATABASE": ""})


def test_the_record_is_printed_for_one_person_or_for_all(run: Run) -> None:
    told = json.loads(run("audit", "--about", EMAIL, "--json").output)
    assert {"link made", "reflection opened", "notice read"} <= {line["did"] for line in told}
    assert {line["about"] for line in told} == {NAME}
    everybody = run("audit")
    assert (everybody.exit_code, "Trainer 1  link made" in everybody.output) == (0, True)
    head, first, *_ = everybody.output.splitlines()
    assert head.startswith("when (UTC)  ")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d  ", first), first
    assert MARK not in everybody.output


def test_somebody_who_is_not_there_is_said_so(run: Run) -> None:
    for command in (["audit", "--about"], ["erase"]):
        refused = run(*command, "nobody@example.org")
        assert (refused.exit_code, "Nobody has the e-mail address" in refused.output) == (1, True)


def test_a_copy_for_somebody_is_written_for_its_owner_alone_and_recorded(run: Run, data: Path) -> None:
    target = data / "copy.zip"
    assert run("export", EMAIL, "--into", str(target)).exit_code == 0
    assert target.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        assert MARK in archive.read("everything.json").decode()
        assert "It is confidential" in archive.read("README.txt").decode()
    (line,) = [line for line in json.loads(run("audit", "--json").output) if line["did"] == "exported"]
    assert line["by"] == "an administrator of the server"


def test_erasing_says_first_what_would_go_then_waits_and_can_be_undone(run: Run, data: Path) -> None:
    told = run("erase", EMAIL)
    assert (told.exit_code, "4  saved entries in worksheets" in told.output, "Add --yes" in told.output) == (
        0,
        True,
        True,
    )
    assert "can be undone until then" in run("erase", EMAIL, "--yes").output
    assert "will not be erased" in run("erase", EMAIL, "--undo").output
    again = run("erase", EMAIL, "--undo")
    assert (again.exit_code, "No erasure of" in again.output) == (0, True)
    with closing(open_store(data / "course.db")) as store:
        assert erasure.confirmed(store) == {}
        assert MARK in kept_text(store)


def test_an_administrator_need_not_wait(run: Run, data: Path) -> None:
    assert "Erased." in run("erase", EMAIL, "--yes", "--now").output
    with closing(open_store(data / "course.db")) as store:
        assert [word for word in (MARK, NAME, EMAIL) if word in kept_text(store)] == []


def test_backups_links_and_people_added_by_a_command_are_recorded_as_an_administrator_s(run: Run, data: Path) -> None:
    roster = data / "roster.csv"
    roster.write_text("name,email,role\nNew Person,new@example.org,participant\n", encoding="utf-8")
    assert run("people", "import", str(roster), "--cohort", "Spring").exit_code == 0
    assert run("people", "link", "new@example.org").exit_code == 0
    assert run("people", "link", "new@example.org", "--revoke").exit_code == 0
    assert run("backup").exit_code == 0
    assert run("backup", "--daily").exit_code == 0
    lines = json.loads(run("audit", "--json").output)
    done = [(line["by"], line["did"], line["about"]) for line in lines if line["about"] != NAME]
    admin, new = "an administrator of the server", "New Person"
    assert done == [
        ("the course itself", "backed up", None), (admin, "backed up", None), (admin, "links revoked", new),
        (admin, "link made", new), (admin, "link made", new), (admin, "person added", new),
    ]  # fmt: skip
    assert audit.ADMINISTRATOR == "administrator"
