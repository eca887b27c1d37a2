"""One file holds what the course says about a university; nobody real is invited before it is filled in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse import people
from mentorcourse.cli import app
from mentorcourse.cli.data import open_data
from mentorcourse.content import notebooks_folder
from mentorcourse.content.read import read_yaml
from mentorcourse.institutions import PLACEHOLDER, differences, unfilled
from tests.small_course import PROFILE, SmallCourse
from tests.workshop import running_workshop

UTAH, BLANK = "institutions/university_of_utah.yaml", "institutions/your_institution.yaml"
ROSTER = "name,email,role\nParticipant 1,p1@example.org,participant\n"


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    """A course with a filled-in profile."""
    folder = tmp_path / "course"
    folder.mkdir()
    return SmallCourse(folder)


@pytest.fixture
def blank(course: SmallCourse) -> SmallCourse:
    """A course whose profile is to be filled in at two places."""
    course.spoil("name: Our hospital", 'name: "FILL IN: your name"', PROFILE)
    course.spoil("label: Phone", 'label: "FILL IN: how people call you"', PROFILE)
    return course


MISSING = [
    f"{PROFILE}: settings.name: write your name",
    f"{PROFILE}: facts.support.2.label: write how people call you",
]


def run(course: SmallCourse, data: Path, *words: str) -> tuple[int, str]:
    """Exit code and stderr of a command about this course."""
    settings = {"MENTORCOURSE_NOTEBOOKS": str(course.folder), "MENTORCOURSE_DATA": str(data)}
    result = CliRunner().invoke(app, list(words), env={**settings, "MENTORCOURSE_DATABASE": ""})
    return result.exit_code, result.stderr


def test_every_value_to_fill_in_is_named_with_what_goes_there(course: SmallCourse, blank: SmallCourse):
    assert unfilled(blank.folder) == MISSING


def test_the_shipped_profile_is_filled_in_and_the_blank_one_is_all_placeholders():
    folder = notebooks_folder()
    assert unfilled(folder) == []
    settings = read_yaml(folder, BLANK)["settings"]
    assert [key for key, value in settings.items() if not value.startswith(PLACEHOLDER)] == []
    assert list(settings) == list(read_yaml(folder, UTAH)["settings"])
    assert differences(folder) == []


def test_another_university_only_names_its_own_file(tmp_path: Path):
    folder = tmp_path / "course"
    shutil.copytree(notebooks_folder(), folder)
    named = (folder / "course.yaml").read_text(encoding="utf-8")
    (folder / "course.yaml").write_text(named.replace("university_of_utah", "your_institution"), encoding="utf-8")
    assert len(unfilled(folder)) > 10
    filled = (folder / BLANK).read_text(encoding="utf-8").replace(PLACEHOLDER, "")
    (folder / BLANK).write_text(filled, encoding="utf-8")
    assert unfilled(folder) == []
    assert differences(folder) == []


def test_the_check_names_every_key_that_only_one_profile_has(course: SmallCourse):
    other = 'note: ""\nsettings:\n  name: Their hospital\n  fax: "1"\nfacts: {}\n'
    (course.folder / "institutions/their_hospital.yaml").write_text(other, encoding="utf-8")
    place = "institutions/their_hospital.yaml"
    assert course.mistakes() == [
        f"{place}: settings.phone: is missing, and {PROFILE} has it: add it here",
        f"{place}: facts.support: is missing, and {PROFILE} has it: add it here",
        f"{place}: settings.fax: is only here: add it to {PROFILE}, or remove it",
    ]


def test_the_check_names_an_address_that_no_browser_opens(course: SmallCourse):
    course.spoil(
        "  phone:", "  office_url: our office\n  rule_url: https://example.edu/rule\n  other_url: ''\n  phone:", PROFILE
    )
    assert course.mistakes() == [
        f'{PROFILE}: settings.office_url: begin it with https://, or write "" where there is none'
    ]


def test_the_check_names_a_profile_that_cannot_be_read(course: SmallCourse):
    (course.folder / "institutions/their_hospital.yaml").write_text("- a list", encoding="utf-8")
    (mistake,) = course.mistakes()
    assert mistake.startswith("institutions/their_hospital.yaml: must begin with keys")


def test_no_cohort_is_made_and_nobody_imported_while_placeholders_are_left(blank: SmallCourse, tmp_path: Path):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    for words in (("cohort", "add", "Spring"), ("people", "import", str(roster), "--cohort", "Spring")):
        code, said = run(blank, tmp_path / "data", *words)
        assert code == 1
        assert all(one in said for one in MISSING)
        assert "run mentorcourse reflections source and mentorcourse check, then give this command again." in said
    assert not (tmp_path / "data").exists()


def test_once_it_is_filled_in_the_cohort_is_made(course: SmallCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MENTORCOURSE_DATABASE", raising=False)
    assert run(course, tmp_path / "data", "cohort", "add", "Spring") == (0, "")
    store = open_data(tmp_path / "data")
    assert [one.name for one in people.cohorts(store)] == ["Spring"]
    store.close()


def test_a_course_that_cannot_be_found_is_named(course: SmallCourse, tmp_path: Path):
    (course.folder / "course.yaml").unlink()
    code, said = run(course, tmp_path / "data", "cohort", "add", "Spring")
    assert (code, "course.yaml is missing" in said) == (1, True)


def test_the_workshop_starts_with_placeholders_and_says_so(blank: SmallCourse, tmp_path: Path):
    with running_workshop(tmp_path / "data", blank.folder) as running:
        running.stop()
        said = "".join(running.output)
    assert "The institution profile is not filled in yet" in said
    assert all(one in said for one in MISSING)


def test_the_workshop_says_nothing_of_a_profile_that_is_filled_in(course: SmallCourse, tmp_path: Path):
    with running_workshop(tmp_path / "data", course.folder) as running:
        running.stop()
    assert "institution profile" not in "".join(running.output)
