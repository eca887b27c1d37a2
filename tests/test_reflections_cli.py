"""`mentorcourse reflections` writes the source assignments and brings the gradebook in step."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.cli import app
from mentorcourse.review import worker
from mentorcourse.store import open_store
from tests.review_samples import make_team


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["reflections", *words])
    return result.exit_code, result.output


def test_source_says_when_there_is_nothing_to_write() -> None:
    assert run("source") == (0, "Every source assignment was up to date.\n")


@pytest.mark.timeout(300)
def test_sync_makes_a_gradebook_for_every_cohort_and_says_where(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "course.db")) as store:
        team = make_team(store)
        team.submit()
    code, told = run("sync", "--data", str(tmp_path), "--json")
    assert code == 0, told
    done = json.loads(told)["Spring"]
    assert (done["submissions"], Path(done["folder"])) == (1, tmp_path / "nbgrader" / team.cohort)
    assert (tmp_path / "nbgrader" / team.cohort / "gradebook.db").exists()


def test_sync_refuses_a_cohort_that_there_is_not(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "course.db")) as store:
        make_team(store)
    code, told = run("sync", "--data", str(tmp_path), "--cohort", "Autumn")
    assert (code, "no cohort named “Autumn”" in told) == (1, True)


def test_sync_without_nbgrader_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*rest: object) -> dict[str, int]:
        raise worker.NotKept(worker.ABSENT)

    monkeypatch.setattr("mentorcourse.cli.reflections.bring_in_step", refuse)
    with closing(open_store(tmp_path / "course.db")) as store:
        make_team(store)
    code, told = run("sync", "--data", str(tmp_path))
    assert (code, "pip install nbgrader" in told) == (1, True)
