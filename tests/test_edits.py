"""An edit of the course's YAML is noticed at once, and looking for one costs next to nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mentorcourse.server.edits import Edits


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course's folder with a translation in it."""
    (tmp_path / "es").mkdir()
    for name in ("course.yaml", "01_start.yaml", "es/course.yaml", "home.ipynb"):
        (tmp_path / name).write_text("title: One\n", encoding="utf-8")
        os.utime(tmp_path / name, (1, 1))
    for place in (tmp_path, tmp_path / "es"):
        os.utime(place, (1, 1))
    return tmp_path


@pytest.fixture
def edits(folder: Path) -> Edits:
    """One that has looked before."""
    edits = Edits(folder)
    assert edits.since()
    assert not edits.since()
    return edits


@pytest.mark.parametrize("name", ["course.yaml", "es/course.yaml"])
def test_an_edited_file_is_noticed_once(folder: Path, edits: Edits, name: str) -> None:
    (folder / name).write_text("title: Two\n", encoding="utf-8")
    assert edits.since()
    assert not edits.since()


@pytest.mark.parametrize("name", ["02_more.yaml", "es/01_start.yaml", "de/course.yaml"])
def test_a_file_that_comes_or_goes_is_noticed(folder: Path, edits: Edits, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("title: New\n", encoding="utf-8")
    assert edits.since()
    (folder / name).unlink()
    assert edits.since()
    assert not edits.since()


def test_a_file_that_is_replaced_is_noticed(folder: Path, edits: Edits) -> None:
    (folder / "new").write_text("title: Two\n", encoding="utf-8")
    (folder / "new").replace(folder / "course.yaml")
    assert edits.since()


def test_nobody_walks_the_folder_while_nothing_changes(edits: Edits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rglob", lambda *_: pytest.fail("the folder was walked"))
    assert not edits.since()
