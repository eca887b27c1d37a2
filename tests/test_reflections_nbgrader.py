"""nbgrader takes part: its own commands work in the course, and its gradebook holds what our tables say."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator

from mentorcourse import people
from mentorcourse.review.assignments import exercises_folder
from mentorcourse.review.course_folder import CourseFolder
from mentorcourse.review.due import move_due_day
from mentorcourse.review.example import make_example_reflection
from mentorcourse.review.feedback import feedback_page, without_points
from mentorcourse.review.gradebook import Synced, sync
from mentorcourse.review.ids import Unsafe, safe
from mentorcourse.review.pouring import as_text, poured, taken_out
from mentorcourse.review.reading import open_submission, release
from mentorcourse.review.source import answer_id, source_files
from mentorcourse.review.submissions import Version, withdraw
from mentorcourse.review.worker import (
    ABSENT,
    NICENESS,
    NO_NBGRADER,
    GradebookWorker,
    NotKept,
    bring_in_step,
    gradebook_folder,
)
from mentorcourse.store import Store
from tests.review_samples import ASSIGNMENTS, COURSE, KEYS, SECTION, WORDS, Team, make_team

EXERCISES = exercises_folder(COURSE)
BIN = Path(sys.executable).parent
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> [go](javascript:alert(3)) ![x](https://far.example/x) "
    "```` ``` <iframe srcdoc='<script>alert(4)</script>'> $$\\href{javascript:alert(5)}{x}$$\n> > > > > >\n# Big"
)

pytestmark = [
    pytest.mark.timeout(300),
    # nbgrader 0.9 was written for older releases of what it stands on.
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning", "ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort without submissions."""
    return make_team(store)


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An nbgrader course in which every assignment is released."""
    folder = tmp_path_factory.mktemp("nbgrader")
    CourseFolder(folder, EXERCISES, "cohort").release(ASSIGNMENTS.by_section)
    return folder


@pytest.fixture
def course(team: Team, released_course: Path, tmp_path: Path) -> CourseFolder:
    """A copy of it for the team's cohort."""
    shutil.copytree(released_course, tmp_path / "nbgrader")
    return CourseFolder(tmp_path / "nbgrader", EXERCISES, team.cohort)


def nbgrader(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's command as its documentation tells, in a course's folder."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    settings = {**os.environ, "PATH": path, "HOME": str(folder), "JUPYTER_NO_CONFIG": "", "PYTHONWARNINGS": "ignore"}
    del settings["JUPYTER_NO_CONFIG"]
    command = [str(BIN / "nbgrader"), *words]
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


def do_sync(team: Team, course: CourseFolder) -> Synced:
    return sync(team.store, team.cohort, ASSIGNMENTS, course)


def release_it(team: Team, version: Version, words: Any = WORDS) -> None:
    open_submission(team.store, team.cohort, team.trainer, version.id)
    team.clock.go_on(hours=1)
    release(team.store, team.cohort, team.trainer, version.id, words, 0)
    team.clock.go_on(hours=1)


@pytest.fixture
def gradebook(course: CourseFolder) -> Iterator[Any]:
    """The cohort's gradebook as nbgrader opens it."""
    with Gradebook(course.database) as opened:
        yield opened


# The source assignments.


def test_the_source_assignments_are_those_of_the_questions() -> None:
    kept = {str(path.relative_to(EXERCISES / "source")): path for path in (EXERCISES / "source").rglob("*.ipynb")}
    wanted = source_files(ASSIGNMENTS)
    assert len(wanted) == 10
    stale = [name for name in {*kept, *wanted} if name not in kept or kept[name].read_text() != wanted.get(name)]
    assert not stale, "run .venv/bin/mentorcourse reflections source"


@pytest.mark.parametrize("section", sorted(ASSIGNMENTS.by_section))
def test_a_source_assignment_is_valid_and_asks_each_question_once(section: str) -> None:
    notebook = nbformat.read(EXERCISES / "source" / section / f"{section}.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    answers = [cell for cell in notebook.cells if cell.metadata.nbgrader.solution]
    asked = [question.key for question in ASSIGNMENTS.by_section[section].questions]
    assert [cell.metadata.nbgrader.grade_id for cell in answers] == [answer_id(key) for key in asked]
    assert 3 <= len(asked) <= 5
    assert {cell.cell_type for cell in notebook.cells} == {"markdown"}
    assert all(cell.metadata.nbgrader.schema_version == 3 for cell in notebook.cells)


def test_nbgraders_own_commands_generate_and_validate_the_assignments(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(EXERCISES, folder)
    for section in (SECTION, "07_ethics"):
        made = nbgrader(folder, "generate_assignment", section)
        assert made.returncode == 0, made.stderr
        checked = nbgrader(folder, "validate", f"source/{section}/{section}.ipynb")
        assert (checked.returncode, "Success" in checked.stdout) == (0, True), checked.stdout + checked.stderr
        released = (folder / "release" / section / f"{section}.ipynb").read_text(encoding="utf-8")
        assert released.count("YOUR ANSWER HERE") == len(ASSIGNMENTS.by_section[section].questions)
    listed = nbgrader(folder, "db", "assignment", "list")
    assert SECTION in listed.stdout + listed.stderr


# Pouring.


@given(st.text())
def test_a_text_is_poured_as_text_and_comes_out_as_it_went_in(text: str) -> None:
    asked = dict.fromkeys(KEYS, "?")
    released = json.loads(source_files(ASSIGNMENTS)[f"{SECTION}/{SECTION}.ipynb"])
    notebook = poured(released, {KEYS[0]: text})
    (before, after) = ([{**cell, "source": ""} for cell in one["cells"]] for one in (released, notebook))
    assert before == after
    assert taken_out(notebook, asked)[KEYS[0]] == (text if text.strip() else "")
    assert [taken_out(notebook, asked)[key] for key in KEYS[1:]] == [""] * len(KEYS[1:])


@given(st.text(alphabet="`~ \n<a"))
def test_no_text_ends_the_fence_around_it(text: str) -> None:
    from markdown_it import MarkdownIt

    (block,) = MarkdownIt("commonmark").parse(as_text(text))
    assert (block.type, block.content) == ("fence", f"{text}\n")


@pytest.mark.parametrize("key", ["../../evil", "", "a/b", "a+b", "*", "x" * 65, "ä", ".", "a b"])
def test_an_id_that_could_lead_elsewhere_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(Unsafe):
        safe(key)
    with pytest.raises(Unsafe):
        CourseFolder(tmp_path / "course", EXERCISES, key)


# The gradebook.


def test_the_gradebook_holds_a_submission_that_needs_to_be_read(
    team: Team, course: CourseFolder, gradebook: Any
) -> None:
    team.submit()
    assert do_sync(team, course) == Synced(1, 1, 0, 0)
    held = gradebook.find_submission(SECTION, team.writer)
    assert (held.needs_manual_grade, held.student.last_name) == (True, "Participant 1")
    assert do_sync(team, course) == Synced(1, 0, 0, 0)


def test_released_levels_and_comments_clear_what_needs_to_be_read(
    team: Team, course: CourseFolder, gradebook: Any
) -> None:
    version = team.submit()
    do_sync(team, course)
    release_it(team, version)
    assert do_sync(team, course) == Synced(1, 1, 0, 1)
    held = gradebook.find_submission(SECTION, team.writer)
    assert (held.needs_manual_grade, held.score, held.max_score) == (False, len(KEYS) * 1.0, len(KEYS) * 3.0)
    comment = gradebook.find_comment(answer_id(KEYS[0]), SECTION, SECTION, team.writer)
    assert comment.comment == "Overall: Thank you.\n\nThis is frank."


def test_a_second_version_takes_the_place_of_the_first_without_its_comments(
    team: Team, course: CourseFolder, gradebook: Any
) -> None:
    release_it(team, team.submit())
    do_sync(team, course)
    team.submit("Second thoughts")
    assert do_sync(team, course) == Synced(1, 1, 0, 0)
    held = gradebook.find_submission(SECTION, team.writer)
    assert (held.needs_manual_grade, held.score) == (True, 0.0)
    assert gradebook.find_comment(answer_id(KEYS[0]), SECTION, SECTION, team.writer).comment is None
    text = (course.place("autograded", team.writer, SECTION) / f"{SECTION}.ipynb").read_text(encoding="utf-8")
    assert ("Second thoughts" in text, "First thoughts" in text) == (True, False)


def test_the_gradebook_knows_the_day_that_the_cohort_has_set(team: Team, course: CourseFolder, gradebook: Any) -> None:
    team.submit()
    for day, kept in [(date(2027, 2, 15), "2027-02-16 11:59:59"), (None, "None")]:
        move_due_day(team.store, team.cohort, SECTION, day)
        do_sync(team, course)
        gradebook.db.expire_all()
        assert str(gradebook.find_assignment(SECTION).duedate) == kept


def test_a_withdrawn_version_leaves_the_gradebook(team: Team, course: CourseFolder, gradebook: Any) -> None:
    version = team.submit()
    do_sync(team, course)
    withdraw(team.store, team.cohort, team.writer, version.id)
    assert do_sync(team, course) == Synced(0, 0, 1, 0)
    assert gradebook.assignment_submissions(SECTION) == []
    assert not course.place("submitted", team.writer, SECTION).exists()


def test_a_gradebook_that_was_deleted_is_made_anew_with_all_that_was_in_it(team: Team, course: CourseFolder) -> None:
    release_it(team, team.submit())
    team.submit(person=team.other)
    do_sync(team, course)
    (course.folder / "gradebook.db").unlink()
    shutil.rmtree(course.folder / "feedback")
    assert do_sync(team, course) == Synced(2, 2, 0, 1)
    with Gradebook(course.database) as opened:
        scores = {one.student.id: (one.score, one.needs_manual_grade) for one in opened.assignment_submissions(SECTION)}
    assert scores == {team.writer: (4.0, False), team.other: (0.0, True)}


def test_nbgrader_export_shows_the_same_submissions_and_scores(team: Team, course: CourseFolder) -> None:
    release_it(team, team.submit())
    team.submit(person=team.other)
    do_sync(team, course)
    done = nbgrader(course.folder, "export", "--to", "grades.csv")
    assert done.returncode == 0, done.stderr
    with (course.folder / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == SECTION]
    scores = {row["student_id"]: (row["raw_score"], row["timestamp"][:10]) for row in rows}
    assert scores == {team.writer: ("4.0", "2027-01-04"), team.other: ("0.0", "2027-01-04")}


def test_feedback_is_nbgraders_page_with_what_people_wrote_as_text(team: Team, course: CourseFolder) -> None:
    version = team.submit(HOSTILE)
    release_it(team, version, {**WORDS, "overall": HOSTILE})
    do_sync(team, course)
    page = feedback_page(team.store, version.id)
    assert page
    assert page.count("alert(1)") == len(KEYS) + 1
    live = re.findall(r"<(script|iframe|img|a)\b[^>]*>", page.split("<body", 1)[1])
    assert [tag for tag in live if tag != "a"] == []
    assert not re.search(r"(?:href|src)\s*=\s*[\"']?\s*(?:javascript:|https?:)", page, re.IGNORECASE)
    assert page == (course.place("feedback", team.writer, SECTION) / f"{SECTION}.html").read_text(encoding="utf-8")


def test_the_page_that_the_course_shows_has_no_points_and_every_word(team: Team, course: CourseFolder) -> None:
    version = team.submit("Score: 3.0 / 3.0, I thought")
    release_it(team, version, {**WORDS, "overall": "Score: none"})
    do_sync(team, course)
    page = feedback_page(team.store, version.id)
    assert page
    shown = without_points(page)
    assert (page.count("Score:") - shown.count("Score:"), "(Score:" in shown) == (2 * len(KEYS) + 1, False)
    for words in ("Score: 3.0 / 3.0, I thought", "Overall: Score: none", "This is frank."):
        assert words in shown
    assert shown.count("<div") == shown.count("</div>")


def test_what_two_trainers_released_is_signed_and_their_scores_are_averaged(
    team: Team, course: CourseFolder, gradebook: Any
) -> None:
    version = team.submit()
    release_it(team, version)
    higher = {"levels": {KEYS[0]: {"honesty": "exemplary"}}, "comments": {}, "overall": "And mine."}
    release(team.store, team.cohort, team.colleague, version.id, higher, 0, beside=True)
    do_sync(team, course)
    assert gradebook.find_submission(SECTION, team.writer).score == len(KEYS) * 2.0
    comment = gradebook.find_comment(answer_id(KEYS[0]), SECTION, SECTION, team.writer).comment
    assert [line.split(":")[0] for line in comment.split("\n\n")] == ["Trainer 1", "Trainer 1", "Trainer 2"]


def test_the_example_cohort_holds_a_submission_that_nbgrader_exports(store: Store, tmp_path: Path) -> None:
    made = {person.name: person.id for _, person, _ in people.make_example(store)}
    make_example_reflection(store, ASSIGNMENTS)
    (cohort,) = people.cohorts(store)
    place = CourseFolder(tmp_path / "nbgrader", EXERCISES, cohort.id)
    sync(store, cohort.id, ASSIGNMENTS, place)
    assert nbgrader(place.folder, "export", "--to", "grades.csv").returncode == 0
    with (place.folder / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["timestamp"]]
    assert [(row["assignment"], row["student_id"]) for row in rows] == [("01_introduction", made["Participant 6"])]


# The process of its own.


def test_the_process_brings_a_cohort_in_step(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path))
    team.submit()
    done = bring_in_step(team.store, team.cohort, COURSE.folder)
    folder = gradebook_folder(team.store, team.cohort)
    assert (done["submissions"], folder) == (1, tmp_path / "nbgrader" / team.cohort)
    assert (folder.stat().st_mode & 0o077, (folder / "gradebook.db").stat().st_mode & 0o777) == (0, 0o600)


def test_without_nbgrader_the_worker_says_what_is_missing(team: Team) -> None:
    absent = (sys.executable, "-c", f"import sys; sys.stdin.read(); sys.exit({NO_NBGRADER})")
    with pytest.raises(NotKept, match="pip install nbgrader"):
        bring_in_step(team.store, team.cohort, COURSE.folder, command=absent)


def test_the_process_does_not_learn_the_mail_servers_password(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORCOURSE_SMTP_PASSWORD", "secret of mail")
    program = (
        "import json, os, sys; sys.stdin.read(); print(json.dumps({'known': 'secret of mail' in str(os.environ)}))"
    )
    told = bring_in_step(team.store, team.cohort, COURSE.folder, command=(sys.executable, "-c", program))
    assert told == {"known": False}


def test_only_the_process_that_nobody_waits_for_lets_pages_and_saves_go_first(team: Team, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    echo = (sys.executable, "-c", f"import pathlib, sys; pathlib.Path({str(told)!r}).write_text(sys.stdin.read())")
    heard = []
    for ask in (waited_for, in_the_background):
        ask(team, echo)
        heard.append(json.loads(told.read_text(encoding="utf-8"))["niceness"])
    assert heard == [0, NICENESS]


def waited_for(team: Team, command: tuple[str, ...]) -> None:
    with pytest.raises(IndexError):  # it says nothing in reply
        bring_in_step(team.store, team.cohort, COURSE.folder, command=command)


def in_the_background(team: Team, command: tuple[str, ...]) -> None:
    worker = GradebookWorker(team.store, COURSE.folder, command, pause=0.0)
    worker.changed(team.cohort)
    thread = worker._thread
    assert thread
    thread.join(60)


def test_a_server_without_nbgrader_logs_it_once_and_goes_on(team: Team, caplog: pytest.LogCaptureFixture) -> None:
    absent = (sys.executable, "-c", f"import sys; sys.stdin.read(); sys.exit({NO_NBGRADER})")
    worker = GradebookWorker(team.store, COURSE.folder, absent, pause=0.0)
    for _ in range(2):
        worker.changed(team.cohort)
        thread = worker._thread
        assert thread
        thread.join(60)
    assert [record.getMessage() for record in caplog.records if record.name == "mentorcourse"] == [ABSENT]
