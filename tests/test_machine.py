"""What the tests need is found where it is, and its absence is said in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import machine


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that is all of the PATH; what was found before is forgotten, before and after."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machine, "BROWSER_PATHS", ())
    monkeypatch.setattr(machine, "POSTGRES_FOLDERS", ())
    monkeypatch.setattr(machine, "ASK_PLAYWRIGHT", "raise SystemExit(1)")
    machine.find_browser.cache_clear()
    machine.find_postgres.cache_clear()
    yield tmp_path
    machine.find_browser.cache_clear()
    machine.find_postgres.cache_clear()


def put_command(folder: Path, name: str, exit_code: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / name
    command.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    command.chmod(0o755)
    return command


def test_a_browser_that_does_not_run_is_passed_over(commands: Path) -> None:
    put_command(commands, "google-chrome", exit_code=1)
    chromium = put_command(commands, "chromium")
    assert machine.find_browser() == chromium


def test_without_an_installed_browser_playwrights_own_is_used(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = put_command(commands / "playwright", "chrome")
    monkeypatch.setattr(machine, "ASK_PLAYWRIGHT", f"print({str(own)!r})")
    assert machine.find_browser() == own


def test_of_playwrights_own_the_one_without_windows_comes_first(
    commands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = put_command(commands / "chromium-1187" / "chrome-linux", "chrome")
    put_command(commands / "chromium_headless_shell-1170" / "chrome-linux", "headless_shell")
    light = put_command(commands / "chromium_headless_shell-1187" / "chrome-linux", "headless_shell")
    monkeypatch.setattr(machine, "ASK_PLAYWRIGHT", f"print({str(full)!r})")
    assert machine.find_browser() == light


def test_an_installed_browser_without_windows_comes_before_one_with_them(commands: Path) -> None:
    put_command(commands, "chromium")
    light = put_command(commands, "chromium-headless-shell")
    assert machine.find_browser() == light


@pytest.mark.usefixtures("commands")
def test_a_missing_browser_is_said_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match="install Google Chrome or Chromium"):
        machine.find_browser()


def test_the_newest_postgres_is_found(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("9", "15", "13"):
        for program in ("initdb", "pg_ctl", "postgres"):
            put_command(commands / version / "bin", program)
    monkeypatch.setattr(machine, "POSTGRES_FOLDERS", (f"{commands}/*/bin",))
    assert machine.find_postgres() == commands / "15" / "bin"


def test_a_postgres_client_alone_is_not_a_server(commands: Path) -> None:
    put_command(commands, "initdb")
    with pytest.raises(FileNotFoundError, match="install PostgreSQL"):
        machine.find_postgres()
