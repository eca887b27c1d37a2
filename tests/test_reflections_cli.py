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
from tests.review_samples import SECTION, make_team


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


def made(tmp_path: Path) -> list[str]:
    """A data folder with one cohort, as the command's flags name it."""
    with closing(open_store(tmp_path / "course.db")) as store:
        make_team(store)
    return ["--data", str(tmp_path), "--json"]


def test_a_day_is_moved_shown_and_taken_away(tmp_path: Path) -> None:
    data = made(tmp_path)
    moved = {"Spring": {SECTION: "2027-02-15"}}
    assert json.loads(run("due", SECTION, "2027-02-15", "--cohort", "Spring", *data)[1]) == moved
    assert json.loads(run("due", *data)[1]) == moved
    assert f"Spring: {SECTION} 2027-02-15" in run("due", "--data", str(tmp_path))[1]
    for word in ("none", "usual"):
        assert json.loads(run("due", SECTION, word, *data)[1]) == {"Spring": {}}
    assert "No reflection has a day" in run("due", "--data", str(tmp_path))[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["due", SECTION, "soon"], "soon is no day: write it like 2027-02-15"),
        (["due", "99_nowhere", "2027-02-15"], "There is no reflection 99_nowhere"),
        (["due", "--cohort", "Autumn"], "no cohort named “Autumn”"),
        (["checked-by", "everybody"], "Say who checks a review"),
        (["checked-by", "lead"], "Name the lead trainer"),
        (["checked-by", "lead", "--lead", "nobody@example.org"], "Nobody has the e-mail address"),
    ],
)
def test_a_mistake_is_said_with_its_mend(tmp_path: Path, words: list[str], said: str) -> None:
    code, told = run(*words, *made(tmp_path))
    assert (code, said in told) == (1, True), told


def test_who_checks_reviews_is_shown_and_changed(tmp_path: Path) -> None:
    data = made(tmp_path)
    assert json.loads(run("checked-by", *data)[1]) == {"Spring": "nobody"}
    assert json.loads(run("checked-by", "lead", "--lead", "trainer1@example.org", *data)[1]) == {"Spring": "lead"}
    assert json.loads(run("checked-by", "second reader", *data)[1]) == {"Spring": "second reader"}
    assert run("checked-by", "--data", str(tmp_path)) == (0, "Spring: second reader\n")
