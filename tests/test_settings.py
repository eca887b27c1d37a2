"""Settings come from flags, then from MENTORCOURSE_* variables, then from defaults that just work."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.cli import app
from mentorcourse.settings import course_language, data_folder, database_address


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A home folder without settings."""
    for name in ("MENTORCOURSE_DATA", "MENTORCOURSE_DATABASE", "MENTORCOURSE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


def test_without_a_setting_everything_is_kept_in_the_users_own_data_folder(tmp_path: Path):
    assert data_folder().name == "mentorcourse"
    assert tmp_path in data_folder().parents
    assert database_address() == data_folder() / "course.db"


def test_the_variable_names_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path / "spring"))
    assert data_folder() == tmp_path / "spring"
    assert database_address() == tmp_path / "spring" / "course.db"


def test_a_flag_wins_over_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path / "spring"))
    assert data_folder(tmp_path / "fall") == tmp_path / "fall"
    assert database_address(tmp_path / "fall") == tmp_path / "fall" / "course.db"


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTORCOURSE_DATA", "")
    monkeypatch.setenv("MENTORCOURSE_DATABASE", "")
    assert data_folder().name == "mentorcourse"
    assert database_address() == data_folder() / "course.db"


def test_a_database_of_its_own_is_named_by_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("MENTORCOURSE_DATABASE", "postgresql://course@db/course")
    assert database_address() == "postgresql://course@db/course"
    assert database_address(tmp_path) == "postgresql://course@db/course"
    assert data_folder(tmp_path) == tmp_path


@pytest.mark.parametrize("address", ["notaurl", "mysql://course@db/course", "course.db"])
def test_what_is_no_address_of_a_database_is_refused_and_not_made_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MENTORCOURSE_DATABASE", address)
    said = CliRunner().invoke(app, ["people", "list"])
    assert said.exit_code == 1
    assert "MENTORCOURSE_DATABASE is an address such as postgresql://" in said.output
    assert list(tmp_path.iterdir()) == []


def test_without_a_setting_the_course_says_its_language_itself(monkeypatch: pytest.MonkeyPatch):
    assert course_language() == ""
    monkeypatch.setenv("MENTORCOURSE_LANGUAGE", " es-MX ")
    assert course_language() == "es-MX"
