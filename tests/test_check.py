"""`mentorcourse check` finds what does not fit between YAML, notebooks and the record of keys in use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.check import RECORD, check, keys_in_use
from mentorcourse.cli import app
from mentorcourse.content import read_course
from tests.small_course import ACTIVITIES, STEM, SmallCourse


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    """A course without a mistake."""
    return SmallCourse(tmp_path)


CALLS = [f'section.form("{key}")' for key in ACTIVITIES]


def test_a_course_in_order_has_no_mistakes(course: SmallCourse):
    assert course.mistakes() == []


def test_the_course_of_this_repository_has_no_mistakes():
    assert check() == []


def test_a_mistake_in_the_yaml_is_named(course: SmallCourse):
    course.spoil("label: A moment}", "label: no}")
    (mistake,) = course.mistakes()
    assert mistake.startswith(f"{STEM}.yaml: activities.journal.prompts.moment.label: YAML reads a bare yes, no")


def test_an_activity_shown_but_not_defined_is_named(course: SmallCourse):
    course.write_notebook(*CALLS, "section.form('jurnal')")
    assert course.mistakes() == [f"{STEM}.ipynb: jurnal: is shown but not defined: define it in {STEM}.yaml"]


def test_an_activity_defined_but_never_shown_is_named(course: SmallCourse):
    course.write_notebook(*CALLS[1:])
    assert course.mistakes() == [f'{STEM}.yaml: sheet: is defined but never shown: add section.form("sheet")']


def test_an_activity_shown_twice_is_named(course: SmallCourse):
    course.write_notebook(*CALLS, 'section.form( "sheet" )')
    assert course.mistakes() == [f"{STEM}.ipynb: sheet: is shown twice: show each activity once"]


def test_a_notebook_that_opens_another_section_is_named(course: SmallCourse):
    course.write_notebook(*CALLS, stem="02_copied")
    assert course.mistakes() == [f'{STEM}.ipynb: open_section: its first code cell must call open_section("{STEM}")']


@pytest.mark.parametrize("name", ["02_draft.yaml", "notes.yaml", "02_draft.yml"])
def test_yaml_that_the_course_does_not_list_is_named(course: SmallCourse, name: str):
    (course.folder / name).write_text("section: 02_draft\n")
    assert course.mistakes() == [f"{name}: is not in course.yaml: list it under sections, or remove the file"]


def test_a_field_that_has_been_used_may_not_go(course: SmallCourse):
    course.spoil("{key: moment, label: A moment}", "{key: instant, label: A moment}")
    assert course.mistakes() == [
        f"{RECORD}: {STEM}.journal: field moment has been used and is gone: bring it back, change only wording",
        f"{RECORD}: {STEM}.journal: instant not recorded yet: run mentorcourse check --record",
    ]


def test_an_option_that_has_been_used_may_not_go(course: SmallCourse):
    course.spoil("{key: lab, label: Lab}", "{key: ward, label: Ward}")
    assert course.mistakes()[0] == (
        f"{RECORD}: {STEM}.letter: option lab of where has been used and is gone: bring it back, change only wording"
    )


def test_an_activity_that_has_been_used_may_not_go(course: SmallCourse):
    course.spoil("- key: bank\n", "- key: questions\n")
    course.write_notebook(*(call.replace('"bank"', '"questions"') for call in CALLS))
    gone = [one for one in course.mistakes() if "gone" in one]
    assert [one.split(": ")[1:3] for one in gone] == [
        [f"{STEM}.bank", "field what has been used and is gone"],
        [f"{STEM}.bank", "field own.open has been used and is gone"],
    ]


def test_wording_may_change(course: SmallCourse):
    course.spoil("label: A moment", "label: Another wording")
    course.spoil("{key: lab, label: Lab}", "{key: lab, label: The laboratory}")
    course.spoil("title: Journal", "title: Diary")
    assert course.mistakes() == []


def test_new_keys_are_to_be_recorded(course: SmallCourse):
    more = "".join(f", {{key: extra_{number}, label: More}}" for number in range(5))
    course.spoil("      - {key: moment, label: A moment}\n", f"      [{{key: moment, label: A moment}}{more}]\n")
    (mistake,) = course.mistakes()
    assert mistake == (
        f"{RECORD}: {STEM}.journal: extra_0, extra_1, extra_2 and 2 more not recorded yet: "
        "run mentorcourse check --record"
    )


def test_a_record_that_cannot_be_read_is_named(course: SmallCourse):
    (course.folder / RECORD).write_text("{")
    (mistake,) = course.mistakes()
    assert mistake.startswith(f"{RECORD}: not JSON that can be read: ")


def test_the_record_holds_every_field_and_option(course: SmallCourse):
    recorded = json.loads((course.folder / RECORD).read_text())
    assert recorded == keys_in_use(read_course(course.folder))
    assert recorded[f"{STEM}.letter"] == ["why", "where", "where=clinic", "where=lab"]
    assert recorded[f"{STEM}.hats"] == ["prize", "prize=mentor", "prize=sponsor"]


# The command.


def run(course: SmallCourse, *flags: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `mentorcourse check`."""
    result = CliRunner().invoke(app, ["check", "--notebooks", str(course.folder), *flags])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_says_that_all_is_well(course: SmallCourse):
    assert run(course) == (0, "No mistakes found.\n", "")
    assert run(course, "--json") == (0, '{"mistakes": []}\n', "")


def test_the_command_fails_with_every_mistake_on_stderr(course: SmallCourse):
    course.write_notebook(*CALLS[2:])
    code, out, err = run(course)
    assert (code, out, err.splitlines()) == (1, "", course.mistakes())
    code, out, err = run(course, "--json")
    assert (code, json.loads(out), err) == (1, {"mistakes": course.mistakes()}, "")


def test_the_command_takes_its_folder_from_the_setting(course: SmallCourse):
    missing = {"MENTORCOURSE_NOTEBOOKS": str(course.folder / "nowhere")}
    result = CliRunner().invoke(app, ["check"], env=missing)
    assert result.exit_code == 1
    assert "course.yaml: the file is missing" in result.stderr


def test_record_keeps_new_keys_and_never_forgets_an_old_one(course: SmallCourse):
    course.spoil("      - {key: moment, label: A moment}\n", "      - {key: moment, label: A moment}\n"
                 "      - {key: next, label: Next}\n")  # fmt: skip
    assert run(course)[0] == 1
    assert run(course, "--record") == (0, "No mistakes found.\n", "")
    assert run(course)[0] == 0
    course.spoil("      - {key: next, label: Next}\n", "")
    code, _, err = run(course, "--record")
    assert (code, "field next has been used and is gone" in err) == (1, True)
    assert "next" in json.loads((course.folder / RECORD).read_text())[f"{STEM}.journal"]


def test_nothing_is_recorded_while_there_are_mistakes(course: SmallCourse):
    before = (course.folder / RECORD).read_bytes()
    course.spoil("- {key: moment,", "- {key: next, label: Next}\n      - {key: moment,")
    course.write_notebook(*CALLS[1:])
    assert run(course, "--record")[0] == 1
    assert (course.folder / RECORD).read_bytes() == before
