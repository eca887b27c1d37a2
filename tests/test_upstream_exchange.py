"""nbgrader's own tests of its exchange, run against ours: what does not hold here is listed, each with the reason."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from nbgrader.tests import run_nbgrader
from nbgrader.utils import get_username
from sqlalchemy import select

from mentorcourse.review.assignments import Assignments
from mentorcourse.review.exchange import PARTS
from mentorcourse.review.exchange import over_sql as ours
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.review.pouring import notebook_text, poured
from mentorcourse.review.source import STUB, answer_id, source_notebook
from mentorcourse.review.tables import Submission
from mentorcourse.store import Store, open_store, tables
from tests.review_samples import ASSIGNMENTS, COURSE, KEYS, RUBRIC, SECTION
from tests.test_reflections_nbgrader import BIN, EXERCISES
from tests.test_reflections_nbgrader import pytestmark as nbgraders_warnings

NAMES = ["ps1", "ps2"]
COURSES = ["abc101", "abc102", "xyz200"]
STUDENTS = [get_username(), "foobar_student", "foo", "bar", "baz"]


MODULES: list[ModuleType] = []
# Flags that name folders of nbgrader's exchange, or files in them: about others than its own it would warn.
ONLY_FOR_FOLDERS = ("--Exchange.root", "--Exchange.cache", "--ExchangeSubmit.add_random_string")


def upstream(name: str) -> ModuleType:
    """One of the modules of tests in nbgrader's wheel.

    An assignment of ours has one notebook, which has the assignment's name: so has each of theirs. They wait for a
    second so that two submissions get different times; ours differ anyway. And who submits is named here, not taken
    from the account that types.
    """
    text = (files("nbgrader.tests.apps") / f"{name}.py").read_text(encoding="utf-8")
    text = re.sub(r'"(ps\d)", "p1\.ipynb"', r'"\1", "\1.ipynb"', text)
    text = re.sub(r'\bassignment, "p1\.ipynb"', 'assignment, assignment + ".ipynb"', text)
    text = re.sub(r"""(root|filename), (["'])p1\.""", r"\1, \2ps1.", text).replace("'p1.html'", "'ps1.html'")
    module = ModuleType(f"nbgrader.tests.apps.{name}")
    module.__package__ = "nbgrader.tests.apps"
    module.__file__ = f"{name}.py"
    exec(compile(text, f"nbgrader/tests/apps/{name}.py", "exec"), module.__dict__)
    if "time" in module.__dict__:
        module.__dict__["time"] = SimpleNamespace(sleep=lambda seconds: None)
    MODULES.append(module)
    return module


def mirror(store: Store, assignments: Assignments, exchange_folder: Path, cache: Path) -> None:
    """Write what our exchange holds into folders as nbgrader's would have them, for the tests to look at.

    For their owner alone: what may be read in a file system says nothing about who may read in the course.
    """
    for course in COURSES:
        held = SQLExchange(store, course, assignments)
        for name in held.released():
            write(exchange_folder / course / "outbound" / name / f"{name}.ipynb", held.notebook(name))
        with store.reading() as session:
            rows = session.scalars(select(Submission).filter_by(cohort_id=course)).all()
        for row in rows:
            stamp = row.submitted_at.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
            place = f"{row.person_id}+{row.section}+{stamp}"
            text = notebook_text(poured(json.loads(held.notebook(row.section)), row.answers))
            for folder in (exchange_folder / course / "inbound" / f"{place}+{row.id}", cache / course / place):
                write(folder / f"{row.section}.ipynb", text)
                write(folder / "timestamp.txt", stamp)


def write(path: Path, text: str) -> None:
    """A file for its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


class _Ours:
    """Where a test copies one of nbgrader's notebooks, it gets one of ours; somebody's own has something written in."""

    def _copy_file(self, src: str, dest: str) -> None:
        path = Path(dest)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not src.endswith(".ipynb"):
            path.write_bytes((files("nbgrader.tests.apps") / src).read_bytes())
            return
        path.write_text(notebook_text(source_notebook(ASSIGNMENTS.by_section[SECTION], RUBRIC)), encoding="utf-8")
        if "submitted" in src:
            write_answer(path, f"What {Path(src).stem} says")


def write_answer(path: Path, text: str) -> None:
    """Answer the first question, unless it is answered: ours takes nothing in which nothing is written."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == answer_id(KEYS[0]) and "".join(cell["source"]) == STUB:
            cell["source"] = text
            path.write_text(notebook_text(notebook), encoding="utf-8")


class TestRelease(_Ours, upstream("test_nbgrader_releaseassignment").TestNbGraderRelease):  # type: ignore[misc]
    """`nbgrader release_assignment`."""


class TestFetch(_Ours, upstream("test_nbgrader_fetch_assignment").TestNbGraderFetch):  # type: ignore[misc]
    """`nbgrader fetch_assignment`."""


class TestSubmit(_Ours, upstream("test_nbgrader_submit").TestNbGraderSubmit):  # type: ignore[misc]
    """`nbgrader submit`."""


class TestCollect(_Ours, upstream("test_nbgrader_collect").TestNbGraderCollect):  # type: ignore[misc]
    """`nbgrader collect`."""


class TestList(_Ours, upstream("test_nbgrader_list").TestNbGraderList):  # type: ignore[misc]
    """`nbgrader list`."""


class TestReleaseFeedback(_Ours, upstream("test_nbgrader_releasefeedback").TestNbGraderReleaseFeedback):  # type: ignore[misc]
    """`nbgrader release_feedback`."""


class TestFetchFeedback(_Ours, upstream("test_nbgrader_fetchfeedback").TestNbGraderFetchFeedback):  # type: ignore[misc]
    """`nbgrader fetch_feedback`."""


WAITS = "it submits again at once: here a version waits for its trainer before the next, so nothing is sent by accident"
RECORD = "it removes from the exchange: here submissions are a record, and only their writers withdraw them"
RIGHTS = "it looks at a file's owner and rights: here the course says who reads what, and files are their owner's alone"
ONE_FILE = "it counts on any files being taken along: here the text of the answers is all that is taken"
BY_HAND = "it puts submissions into the course's folder by hand: here feedback goes to what came through the exchange"
EXPECTED = {
    "TestRelease::test_permissions[False]": RIGHTS,
    "TestRelease::test_permissions[True]": RIGHTS,
    "TestSubmit::test_submit": WAITS,
    "TestSubmit::test_submit_missing": "it submits without its notebook: here that would be no reflection at all",
    "TestSubmit::test_submit_readonly": RIGHTS,
    "TestSubmit::test_submit_max_file_size": ONE_FILE,
    "TestSubmit::test_submit_max_dir_size": ONE_FILE,
    "TestCollect::test_collect": WAITS,
    "TestCollect::test_owner_check": RIGHTS,
    "TestCollect::test_permissions[False]": RIGHTS,
    "TestCollect::test_permissions[True]": RIGHTS,
    "TestCollect::test_collect_before_due_date[yes]": WAITS,
    "TestCollect::test_collect_before_due_date[no]": WAITS,
    "TestList::test_list_remove_outbound": RECORD,
    "TestList::test_list_inbound": WAITS,
    "TestList::test_list_inbound_no_random_string": WAITS,
    "TestList::test_list_cached": WAITS,
    "TestList::test_list_remove_inbound": RECORD,
    "TestList::test_list_remove_cached": RECORD,
    "TestList::test_list_feedback_inbound": WAITS,
    "TestList::test_list_feedback_cached": WAITS,
    "TestReleaseFeedback::test_single_file": BY_HAND,
    "TestReleaseFeedback::test_single_student": BY_HAND,
    "TestReleaseFeedback::test_student_id_exclude": BY_HAND,
    "TestReleaseFeedback::test_permissions[False]": BY_HAND,
    "TestReleaseFeedback::test_permissions[True]": BY_HAND,
}
# Each of nbgrader's commands is a process of its own; our tests of the plugin are in test_reflections_exchange.py.
pytestmark = [*nbgraders_warnings, pytest.mark.long]


def test_every_test_that_is_expected_to_fail_is_there_and_most_are_not() -> None:
    classes = [TestRelease, TestFetch, TestSubmit, TestCollect, TestList, TestReleaseFeedback, TestFetchFeedback]
    found = {f"{one.__name__}::{name}" for one in classes for name in dir(one) if name.startswith("test_")}
    expected = {name.split("[")[0] for name in EXPECTED}
    assert (expected - found, len(found) > 2 * len(expected)) == (set(), True)


@pytest.fixture(autouse=True)
def expectation(request: pytest.FixtureRequest) -> None:
    """What is expected to fail must fail: an unexpected pass is a failure too."""
    name = f"{request.node.parent.name}::{request.node.name}"
    if name in EXPECTED:
        request.applymarker(pytest.mark.xfail(reason=EXPECTED[name], strict=True))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the courses and students that the tests name."""
    path = tmp_path_factory.mktemp("upstream") / "course.db"
    with closing(open_store(path)) as store:
        fill(store)
    return path


@pytest.fixture
def filled(tmp_path: Path, prepared: Path) -> Iterator[Store]:
    """A copy of it for one test."""
    shutil.copy(prepared, tmp_path / "course.db")
    with closing(open_store(tmp_path / "course.db")) as store:
        yield store


def fill(store: Store) -> None:
    """Cohorts and people whose ids are those in nbgrader's tests."""
    now = store.now()
    with store.writing() as session:
        session.add_all(tables.Cohort(id=course, name=course, created_at=now) for course in COURSES)
        session.add_all(tables.Person(id=student, name=student, created_at=now) for student in STUDENTS)
        session.flush()
        session.add_all(
            tables.Membership(person_id=student, cohort_id=course, role="participant", added_at=now)
            for student in STUDENTS
            for course in COURSES
        )


@pytest.fixture(autouse=True)
def temp_cwd(tmp_path: Path, filled: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """The working folder: nbgrader's settings there name our exchange, and who types."""
    monkeypatch.setattr(os, "environ", os.environ)  # nbgrader's runner puts a dict in its place
    monkeypatch.setenv("USER", get_username())
    monkeypatch.setenv("PATH", os.pathsep.join([str(BIN), os.environ["PATH"]]))
    asked = dict.fromkeys(NAMES, ASSIGNMENTS.by_section[SECTION])
    assignments = Assignments(rubric=RUBRIC, by_section=asked)
    monkeypatch.setattr(ours, "read_assignments", lambda course: assignments)
    monkeypatch.setattr(ours, "read_course", lambda folder: COURSE)
    for folder in ("cwd", "course", "exchange", "cache"):
        (tmp_path / folder).mkdir()
    lines = [
        (EXERCISES / "nbgrader_config.py").read_text(encoding="utf-8"),
        f"c.CourseDirectory.root = {str(tmp_path / 'course')!r}",
        "c.CourseDirectory.course_id = ''",
        f"c.CourseExchange.database = {filled.url.render_as_string(hide_password=False)!r}",
        *(f"c.ExchangeFactory.{part} = {name!r}" for part, name in PARTS.items()),
    ]
    (tmp_path / "cwd" / "nbgrader_config.py").write_text("\n".join(lines) + "\n")

    def run_and_look(words: list[str], **more: Any) -> str:
        own = ["submit", "fetch_feedback"]
        who = [f"--student={get_username()}"] if words[0] in own and "--student" not in " ".join(words) else []
        kept = [word for word in words if not word.startswith(ONLY_FOR_FOLDERS)]
        try:
            said: str = run_nbgrader([*kept, *who], **more)
        finally:
            for path in Path().glob("**/ps?/ps?.ipynb"):
                write_answer(path, "What I think")
            mirror(filled, assignments, tmp_path / "exchange", tmp_path / "cache")
        return said

    for module in MODULES:
        monkeypatch.setitem(module.__dict__, "run_nbgrader", run_and_look)
    monkeypatch.chdir(tmp_path / "cwd")
    return str(tmp_path / "cwd")


@pytest.fixture
def course_dir(tmp_path: Path) -> str:
    """The course's folder."""
    return str(tmp_path / "course")


@pytest.fixture
def exchange(tmp_path: Path) -> str:
    """Where tests look for what the exchange holds."""
    return str(tmp_path / "exchange")


@pytest.fixture
def cache(tmp_path: Path) -> str:
    """Where they look for what was submitted before."""
    return str(tmp_path / "cache")


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A gradebook's address."""
    return f"sqlite:///{tmp_path / 'gradebook.db'}"


@pytest.fixture
def fake_home_dir(tmp_path: Path) -> str:
    """A home folder without settings."""
    return str(tmp_path)
