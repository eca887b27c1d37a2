"""`mentorcourse check` finds what does not fit between YAML, notebooks and the record of keys in use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.check import RECORD, check, keys_in_use
from mentorcourse.cli import app
from mentorcourse.content import read_course
from mentorcourse.translations import check_staff_pages
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


def test_a_section_begins_with_its_title_and_has_a_closing_and_its_reading(course: SmallCourse):
    notebook = course.folder / f"{STEM}.ipynb"
    whole = notebook.read_text(encoding="utf-8")
    notebook.write_text(whole.replace("# 1. A start", "# A start"), encoding="utf-8")
    assert course.mistakes() == [f"{STEM}.ipynb: title: its first cell must begin with the line “# 1. A start”"]
    notebook.write_text(whole.replace("section.reading()", "section.opening()"), encoding="utf-8")
    assert course.mistakes() == [f"{STEM}.ipynb: section.reading(): is missing: add a code cell with it"]


def test_a_field_that_has_been_used_may_not_go(course: SmallCourse):
    course.spoil("{key: moment, label: A moment}", "{key: instant, label: A moment}")
    assert course.mistakes() == [
        f"{RECORD}: {STEM}.journal: field moment has been used and is gone: bring it back, change only wording",
        f"{RECORD}: {STEM}.journal: instant not recorded yet: when all else is right, run mentorcourse check --record",
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
        "when all else is right, run mentorcourse check --record"
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


# Translations.


@pytest.fixture
def spanish(course: SmallCourse) -> SmallCourse:
    """The course with its one section, home and journal translated."""
    course.translate()
    return course


FILE = f"es/{STEM}.yaml"


def test_a_translation_in_order_has_no_mistakes(spanish: SmallCourse):
    assert spanish.mistakes() == []


def test_the_translation_is_read_where_it_is_there_and_english_elsewhere(spanish: SmallCourse):
    read = read_course(spanish.folder, language="es")
    assert (read.title, read.section(STEM).language, read.section(STEM).title) == ("Un curso", "es", "x A start")
    assert read.activity(f"{STEM}.sheet").instructions == "x Fill it in at Our hospital."
    for name in (f"es/{STEM}.yaml", f"es/{STEM}.ipynb"):
        (spanish.folder / name).unlink()
    assert read_course(spanish.folder, language="es").section(STEM).language == "en"
    assert spanish.mistakes() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("{key: moment, label: x A moment}", "{key: instant, label: x}", [
            "activities.journal.prompts.moment: is missing, and the English has it: translate it",
            "activities.journal.prompts.instant: is not in the English: remove it, or add it there"], id="a key"),
        pytest.param("kind: journal", "kind: answers", [
            "activities.journal.kind: is 'answers', and in English 'journal': use the same"], id="a kind"),
        pytest.param("audience: pair", "audience: cohort", [
            "activities.letter.audience: is 'cohort', and in English 'pair': use the same"], id="an audience"),
        pytest.param("characters: 200", "characters: 100", [
            "activities.letter.limits.characters: is 100, and in English 200: use the same"], id="a limit"),
        pytest.param("minutes: 3", "minutes: 4", [
            "activities.practice.phases.ask.minutes: is 4, and in English 3: use the same"], id="minutes"),
        pytest.param("{key: lab, label: x Lab}", "{key: ward, label: x Lab}", [
            "activities.letter.prompts.where.options.lab: is missing, and the English has it: translate it",
            "activities.letter.prompts.where.options.ward: is not in the English: remove it, or add it there"],
            id="an option"),
        pytest.param("- {key: life, label: x Life}\n      - {key: work, label: x Work}",
                     "- {key: work, label: x Work}\n      - {key: life, label: x Life}", [
            "activities.sheet.rows: the keys stand in another order: put them as in English: life, work"],
            id="another order"),
        pytest.param("5: x Always", "4: x Always", [
            "activities.rating.scales.often.points.5: is missing, and the English has it: translate it",
            "activities.rating.scales.often.points.4: is not in the English: remove it, or add it there"],
            id="a point of a scale"),
        pytest.param("fits: sponsor", "fits: mentor", [
            "activities.hats.situations.prize.fits: is 'mentor', and in English 'sponsor': use the same"],
            id="what fits"),
        pytest.param("take_away: x Begin.\n", "", [
            "take_away: is missing, and the English has it: translate it"], id="no wording"),
        pytest.param("hint: x because", 'hint: ""', [
            "activities.letter.prompts.why.hint: the wording is missing: translate it"], id="empty wording"),
        pytest.param("x Two people want one seat.", "Two people want one seat.", [
            "activities.dilemma.situation: is still the English: translate it"], id="left in English"),
        pytest.param("x I do it because {why}.", "x I do it.", [
            "activities.letter.compose.text: has other places than {why}: use the same"], id="a place for an answer"),
        pytest.param("x Fill it in at {institution.name}.", "x Fill it in.", [
            "activities.sheet.instructions: has other places than {institution.name}: use the same"],
            id="a place for the institution"),
        pytest.param("  - x Begin well\n", "  - x Begin well\n  - x Go on\n", [
            "objectives: has 2 entries, and the English 1: write as many"], id="one more objective"),
    ],
)  # fmt: skip
def test_a_translation_that_differs_names_file_key_and_mend(
    spanish: SmallCourse, old: str, new: str, expected: list[str]
):
    spanish.spoil(old, new, FILE)
    assert spanish.mistakes() == [f"{FILE}: {one}" for one in expected]


def test_a_translation_that_no_model_can_read_is_named(spanish: SmallCourse):
    spanish.spoil("label: x A moment}", "label: no}", FILE)
    assert spanish.mistakes() == [
        f"{FILE}: activities.journal.prompts.moment.label: the wording is missing: translate it"
    ]


def test_a_translated_notebook_has_the_cells_and_the_code_of_the_english(spanish: SmallCourse):
    spanish.spoil('section.form(\\"sheet\\")', 'section.form(\\"letter\\")', f"es/{STEM}.ipynb")
    spanish.spoil("# x 1. A start", "## x 1. A start", f"es/{STEM}.ipynb")
    assert spanish.mistakes() == [
        f"es/{STEM}.ipynb: cell cell-0: has other headings than the English: use the same levels, in the same order",
        f"es/{STEM}.ipynb: cell cell-2: has other code than the English: use the same",
    ]
    spanish.spoil('"cell-2"', '"cell-20"', f"es/{STEM}.ipynb")
    assert f"es/{STEM}.ipynb: cells: are not those of the English: look at cell-2, cell-20" in spanish.mistakes()


def test_prose_left_in_english_is_named(spanish: SmallCourse):
    (spanish.folder / "es/home.ipynb").write_text((spanish.folder / "home.ipynb").read_text())
    assert spanish.mistakes() == ["es/home.ipynb: cell cell-0: is still the English: translate it"]


def test_what_every_translated_course_needs_is_named(spanish: SmallCourse):
    for name in ("home.ipynb", "course.yaml"):
        (spanish.folder / "es" / name).unlink()
    assert spanish.mistakes() == [
        "es/course.yaml: the file is missing: create it, or take it out of course.yaml",
        "es/home.ipynb: the notebook is missing: create it under that name",
    ]


def test_a_translation_of_nothing_and_a_language_that_nobody_speaks_are_named(spanish: SmallCourse):
    (spanish.folder / "es/02_more.yaml").write_text("title: x")
    (spanish.folder / "xx").mkdir()
    found = spanish.mistakes()
    assert found[0] == "es/02_more.yaml: there is no 02_more.yaml in English: correct its name, or remove it"
    assert found[1].startswith("xx: the interface does not speak xx yet: choose en or es")


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
    code, _, said = run(course, "--record")
    assert (code, said.splitlines()[-1].startswith("Nothing was recorded: ")) == (1, True)
    assert (course.folder / RECORD).read_bytes() == before


def test_a_translated_staff_page_has_the_cells_and_code_of_the_english(tmp_path: Path):
    guide = tmp_path / "facilitator_guide"
    shutil.copytree(Path(__file__).parents[1] / "facilitator_guide", guide)
    assert check_staff_pages(guide) == []
    page = guide / "es" / "cohort.ipynb"
    page.write_text(page.read_text(encoding="utf-8").replace(".progress()", ".roster()"), encoding="utf-8")
    assert check_staff_pages(guide) == ["es/cohort.ipynb: cell progress: has other code than the English: use the same"]
    assert check_staff_pages(tmp_path) == []
