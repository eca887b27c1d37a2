"""nbgrader's own commands release, fetch, submit, collect and give feedback over the course's database."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentorcourse.review.course_folder import CourseFolder
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.review.pouring import taken_out
from mentorcourse.review.readers import Refused, Unknown
from mentorcourse.review.reading import open_submission, release
from mentorcourse.review.source import answer_id
from mentorcourse.review.submissions import versions
from mentorcourse.store import Store
from tests.review_samples import ASSIGNMENTS, COURSE, KEYS, SECTION, WORDS, Team, make_team
from tests.test_reflections_nbgrader import EXERCISES, nbgrader, pytestmark, released_course

__all__ = ["pytestmark", "released_course"]
ASKED = dict.fromkeys(KEYS, "")


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort without submissions."""
    return make_team(store)


@pytest.fixture
def exchange(team: Team) -> SQLExchange:
    """The cohort's exchange, with the sample assignment released."""
    found = SQLExchange(team.store, team.cohort, ASSIGNMENTS)
    found.release(SECTION, (EXERCISES / "source" / SECTION / f"{SECTION}.ipynb").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def course(team: Team, released_course: Path, tmp_path: Path) -> CourseFolder:
    """The cohort's nbgrader course."""
    shutil.copytree(released_course, tmp_path / "nbgrader")
    url = team.store.url.render_as_string(hide_password=False)
    return CourseFolder(tmp_path / "nbgrader", EXERCISES, team.cohort, url)


def filled(notebook: str, text: str) -> str:
    """A notebook with this answer to the first question, and things that are nobody's business."""
    read: dict[str, Any] = json.loads(notebook)
    for cell in read["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == answer_id(KEYS[0]):
            cell["source"] = text
    read["cells"].append({"cell_type": "code", "id": "evil", "metadata": {}, "source": "import os", "outputs": [],
                          "execution_count": 1})  # fmt: skip
    return json.dumps(read)


def succeed(folder: Path, *words: str) -> str:
    """Run one of nbgrader's commands; what it said."""
    done = nbgrader(folder, *words)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def test_the_whole_life_of_a_submission_by_nbgraders_own_commands(
    team: Team, course: CourseFolder, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    shutil.copy(course.folder / "nbgrader_config.py", desk)
    (student,) = [f"--student={team.writer}"]
    succeed(course.folder, "release_assignment", SECTION)
    assert SECTION in succeed(desk, "list")
    succeed(desk, "fetch_assignment", SECTION)
    mine = desk / SECTION / f"{SECTION}.ipynb"
    mine.write_text(filled(mine.read_text(encoding="utf-8"), "Written in JupyterLab"), encoding="utf-8")
    succeed(desk, "submit", SECTION, student)
    assert team.writer in succeed(course.folder, "list", "--inbound")
    succeed(course.folder, "collect", SECTION)
    collected = (course.place("submitted", team.writer, SECTION) / f"{SECTION}.ipynb").read_text(encoding="utf-8")
    assert ("Written in JupyterLab" in collected, "import os" in collected) == (True, False)
    succeed(course.folder, "autograde", SECTION, "--create")
    succeed(course.folder, "generate_feedback", SECTION)
    succeed(course.folder, "release_feedback", SECTION)
    succeed(desk, "fetch_feedback", SECTION, student)
    (page,) = (desk / SECTION / "feedback").glob(f"*/{SECTION}.html")
    assert "Written in JupyterLab" in page.read_text(encoding="utf-8")
    refused = nbgrader(course.folder, "list", "--cached", "--remove")
    assert (refused.returncode != 0, "are not removed by nbgrader" in refused.stderr) == (True, True)
    (kept,) = versions(team.store, team.cohort, team.writer)
    assert kept.answers == {**ASKED, KEYS[0]: "Written in JupyterLab"}


# The store behind it.


def test_only_the_text_of_answer_cells_is_taken(team: Team, exchange: SQLExchange) -> None:
    exchange.submit(team.writer, SECTION, filled(exchange.notebook(SECTION), "Mine"))
    (kept,) = versions(team.store, team.cohort, team.writer)
    assert kept.answers == {**ASKED, KEYS[0]: "Mine"}
    assert taken_out(json.loads(exchange.submitted(team.writer, SECTION)), ASKED) == kept.answers


def test_what_is_submitted_by_nbgrader_is_read_and_answered_in_the_course(team: Team, exchange: SQLExchange) -> None:
    exchange.submit(team.writer, SECTION, filled(exchange.notebook(SECTION), "Mine"))
    (held,) = exchange.submissions(SECTION)
    assert (held.student, held.has_feedback) == (team.writer, False)
    (kept,) = versions(team.store, team.cohort, team.writer)
    open_submission(team.store, team.cohort, team.trainer, kept.id)
    release(team.store, team.cohort, team.trainer, kept.id, WORDS, 0)
    exchange.release_feedback(team.writer, SECTION, "<p>Well</p>")
    assert exchange.feedback(team.writer, SECTION) == "<p>Well</p>"
    assert [one.has_feedback for one in exchange.submissions(student=team.writer)] == [True]


def broken(act: str) -> Callable[[SQLExchange, Team], object]:
    """Something that the exchange refuses."""
    return {
        "no notebook": lambda exchange, team: exchange.submit(team.writer, SECTION, "{"),
        "a list": lambda exchange, team: exchange.submit(team.writer, SECTION, "[]"),
        "strange cells": lambda exchange, team: exchange.submit(team.writer, SECTION, '{"cells": [3]}'),
        "an untouched one": lambda exchange, team: exchange.submit(team.writer, SECTION, exchange.notebook(SECTION)),
        "a huge one": lambda exchange, team: exchange.submit(team.writer, SECTION, " " * 500_000),
        "too long an answer": lambda exchange, team: exchange.submit(
            team.writer, SECTION, filled(exchange.notebook(SECTION), "x" * 6000)
        ),
        "a trainer": lambda exchange, team: exchange.submit(team.trainer, SECTION, exchange.notebook(SECTION)),
        "nobody": lambda exchange, team: exchange.submit("../../evil", SECTION, exchange.notebook(SECTION)),
        "no such assignment": lambda exchange, team: exchange.release("../../evil", "{}"),
        "not released": lambda exchange, team: exchange.notebook("07_ethics"),
        "nothing submitted": lambda exchange, team: exchange.submitted(team.other, SECTION),
        "no such course": lambda exchange, team: SQLExchange(team.store, "nowhere", ASSIGNMENTS),
    }[act]


@pytest.mark.parametrize(
    "act",
    [
        "no notebook", "a list", "strange cells", "an untouched one", "a huge one", "too long an answer", "a trainer",
        "nobody", "no such assignment", "not released", "nothing submitted", "no such course",
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(team: Team, exchange: SQLExchange, act: str) -> None:
    with pytest.raises((Refused, Unknown)):
        broken(act)(exchange, team)
    assert exchange.submissions() == []


def test_the_course_has_one_assignment_for_each_section() -> None:
    assert [*ASSIGNMENTS.by_section] == [section.section for section in COURSE.sections]
