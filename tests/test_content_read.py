"""A mistake in the YAML is refused by naming the file, the key and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.content.read import read_section, read_yaml
from tests.small_course import PROFILE, STEM, SmallCourse


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    """A course without a mistake."""
    return SmallCourse(tmp_path)


def refusal(course: SmallCourse) -> list[str]:
    """The mistakes for which the course is not read at all."""
    with pytest.raises(ContentError) as caught:
        read_course(course.folder)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return caught.value.mistakes


def test_a_course_without_mistakes_is_read(course: SmallCourse):
    read = read_course(course.folder)
    section = read.section(STEM)
    assert (section.number, section.title, read.language) == (1, "A start", "en")
    assert section.reading_minutes == 1
    assert section.minutes == 1 + 9 * 5
    assert [key for key, _, _ in read.activities()] == [f"{STEM}.{one.key}" for one in section.activities]
    assert read.activity(f"{STEM}.letter").title == "Letter"


def test_the_institution_profile_is_put_in_its_place(course: SmallCourse):
    read = read_course(course.folder)
    assert read.activity(f"{STEM}.sheet").instructions == "Fill it in at Our hospital."
    assert [fact.text for fact in read.institution.facts["support"]] == ["Our hospital", "555 0100"]


def test_an_activity_or_section_that_the_course_has_not_is_a_key_error(course: SmallCourse):
    read = read_course(course.folder)
    for ask in (read.section, read.activity):
        with pytest.raises(KeyError, match="no_such"):
            ask("no_such")


def test_one_section_may_be_read_by_itself(course: SmallCourse):
    course.spoil("  - 01_start\n", "  - 02_missing\n", "course.yaml")
    assert [one.section for one in read_course(course.folder, only=STEM).sections] == [STEM]
    profile = read_yaml(course.folder, PROFILE)["settings"]
    assert read_section(course.folder, STEM, profile).title == "A start"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("kind: journal", "kind: diary", "activities.journal: kind diary is unknown: use one of 'table'",
                     id="an unknown kind"),
        pytest.param("    kind: journal\n", "", "activities.journal: kind is missing: say which kind",
                     id="no kind"),
        pytest.param("- key: letter", "- key: sheet", "activities: the key sheet stands twice: give each its own",
                     id="an activity's key twice"),
        pytest.param("key: moment, label: A moment}", "key: moment, label: A moment}\n      - {key: moment, label: B}",
                     "activities.journal.prompts: the key moment stands twice", id="a prompt's key twice"),
        pytest.param("{key: work, label: Work}", "{key: life, label: Work}",
                     "activities.sheet.rows: the key life stands twice", id="a row's key twice"),
        pytest.param("{key: lab, label: Lab}", "{key: clinic, label: Lab}",
                     "activities.letter.prompts.where.options: the key clinic stands twice",
                     id="an option's key twice"),
        pytest.param("- {key: place, label: There is a place", "- {key: time, label: There is a place",
                     "activities.steps.stages.before.items: the key time stands twice", id="an item's key twice"),
        pytest.param("      - {key: why, label: Why?", "      - {key: where, label: Why?",
                     "activities.letter.prompts: the key where stands twice", id="a key twice among prompts"),
        pytest.param("    title: Journal\n", "    title: Journal\n    title: Again\n", "the key title stands twice",
                     id="a YAML key twice"),
        pytest.param("label: A moment}", "help: A moment}", "journal.prompts.moment.label: is missing: write it",
                     id="no wording"),
        pytest.param("take_away: Begin.\n", "", "take_away: is missing: write it", id="no take-away"),
        pytest.param("label: A moment}", "label: }", "prompts.moment.label: the wording is missing: write it",
                     id="wording left open"),
        pytest.param("label: A moment}", 'label: "  "}', "prompts.moment.label: the wording is missing: write it",
                     id="wording of spaces"),
        pytest.param("label: A moment}", "label: no}", "prompts.moment.label: YAML reads a bare yes, no, on or off as "
                     "true or false: put the word in quotes", id="a bare no"),
        pytest.param("title: A start", "title: Yes", "title: YAML reads a bare yes", id="a bare Yes"),
        pytest.param("label: A moment}", "label: 2027}", "prompts.moment.label: YAML reads this as int, not as text: "
                     "put it in quotes", id="a number"),
        pytest.param("label: A moment}", "label: 2027-03-01}", "prompts.moment.label: YAML reads this as date",
                     id="a date"),
        pytest.param("label: A moment}", "label: [a]}", "prompts.moment.label: YAML reads this as list", id="a list"),
        pytest.param("hint: because", "hint: off", "prompts.why.hint: YAML reads a bare yes", id="a bare off as hint"),
        pytest.param("label: A moment}", "label: A moment, lable: x}", "prompts.moment.lable: is not a key that is "
                     "known here: correct its spelling, or remove it", id="an unknown key"),
        pytest.param("take_away: Begin.", "take_away: Begin.\nversion: 2", "version: is not a key that is known here",
                     id="an unknown key at the top"),
        pytest.param("{key: moment,", "{key: My Moment,", "prompts.My Moment.key: a key is lower-case letters",
                     id="a key with capitals"),
        pytest.param("{key: moment,", f"{{key: {'m' * 41},", "a key is lower-case letters, digits and _, begins with a "
                     "letter, 40 characters at most", id="a long key"),
        pytest.param("- Begin well", "- Begin at {institution.place}", "objectives.1: the institution profile has "
                     "no place: add it, or correct the name", id="an unknown institution key"),
        pytest.param("hint: {life: raising children}", "hint: {love: raising children}", "sheet: column plus "
                     "has a hint for love, which is no row", id="a hint for no row"),
        pytest.param("own: other", "own: elsewhere", "dilemma: own names elsewhere, which is no option: name",
                     id="own names no option"),
        pytest.param("feedback: {mentor: Hardly., sponsor: Yes.}", "feedback: {sponsor: Yes.}", "activities.hats: "
                     "situation prize needs feedback for each of mentor, sponsor", id="a choice without feedback"),
        pytest.param("fits: sponsor", "fits: coach", "activities.hats: situation prize: fits names no option",
                     id="fits names no option"),
        pytest.param("fits: sponsor", "fits: []", "activities.hats: situation prize: fits names no option",
                     id="nothing fits"),
        pytest.param("because {why}", "because {who}", "activities.letter: compose or calendar names who, which is no "
                     "field: correct it", id="compose names no field"),
        pytest.param("minutes: 3", "minutes: soon", "activities.practice.phases.ask.minutes: Input should be a valid "
                     "integer", id="minutes in words"),
        pytest.param("minutes: 3", "minutes: yes", "activities.practice.phases.ask.minutes: Input should be a valid "
                     "integer", id="minutes: yes"),
        pytest.param("from: 1, to: 5", "from: 5, to: 1", "activities.rating.scales.often: a scale runs upward",
                     id="a scale that runs down"),
        pytest.param("points: {1: Never, 5: Always}", "points: {0: Never}", "often: points stand between 1 and 5",
                     id="a point off the scale"),
        pytest.param("{key: often, label: How often?", "{label: How often?", "scales.1.key: is missing: write it",
                     id="a scale without a key"),
        pytest.param("audience: pair", "audience: everyone", "activities.letter.audience: Input should be 'private'",
                     id="an unknown audience"),
        pytest.param("      - {key: listen, label: I listen}\n", "      []\n", "activities.rating.items: has too few "
                     "entries: write 1 at least", id="a grid without items"),
        pytest.param("section: 01_start", "section: 01_beginning", "section: says 01_beginning: it must say 01_start",
                     id="another section's name"),
        pytest.param("title: A start", "title: [A start", "not YAML that can be read: ", id="broken YAML"),
        pytest.param("title: A start", "title: !!python/name:os.system", "not YAML that can be read: ",
                     id="YAML that would run code"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_section_names_file_key_and_mend(course: SmallCourse, old: str, new: str, expected: str):
    course.spoil(old, new)
    (mistake,) = refusal(course)
    assert mistake.startswith(f"{STEM}.yaml: ")
    assert expected in mistake


def test_a_field_key_that_two_parts_of_a_checklist_would_share_is_refused(course: SmallCourse):
    course.spoil("- key: before\n", "- key: time\n")
    assert refusal(course) == [f"{STEM}.yaml: activities.steps: the key time.note stands twice: give each its own"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("title: A small course\n", "", "title: is missing: write it", id="no title"),
        pytest.param("language: en", "language: no", "language: YAML reads a bare yes, no", id="Norwegian"),
        pytest.param("  - 01_start\n", "  - 01_start\n  - 01_start\n", "sections: name one section at least, and each "
                     "only once", id="a section twice"),
        pytest.param("  - 01_start\n", "  []\n", "sections: name one section at least", id="no section"),
        pytest.param("sections:\n  - 01_start\n", "", "sections: list the name of each", id="no sections"),
        pytest.param("  - 01_start\n", "  - start\n", "sections: list the name of each section's files, such as 01_",
                     id="a section without a number"),
        pytest.param("  - 01_start\n", "  - 1\n", "sections: list the name of each", id="a number for a section"),
        pytest.param("language: en", "langage: en", "langage: is not a key that is known", id="a misspelling"),
        pytest.param("institution: our_hospital\n", "", "institution: name a file of the folder institutions",
                     id="no institution"),
        pytest.param("institution: our_hospital", "institution: ../elsewhere", "institution: name a file of the folder "
                     "institutions, without its .yaml", id="an institution elsewhere"),
    ],
)  # fmt: skip
def test_a_mistake_in_course_yaml_names_key_and_mend(course: SmallCourse, old: str, new: str, expected: str):
    course.spoil(old, new, "course.yaml")
    mistakes = refusal(course)
    assert any(expected in mistake for mistake in mistakes)
    assert all(mistake.startswith("course.yaml: ") for mistake in mistakes)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param('phone: "555 0100"', "phone: 5550100", "settings.phone: YAML reads this as int", id="a number"),
        pytest.param('"{institution.name}"', '"{institution.nam}"', "facts.support.1.text: the institution profile has "
                     "no nam: add it", id="a fact that names an unknown key"),
        pytest.param("note: Check these.", "nota: Check these.", "nota: is not a key that is known",
                     id="a misspelling"),
        pytest.param("  phone:", "  Phone Number:", "a key is lower-case letters", id="a key with capitals"),
        pytest.param("settings:\n", "setting:\n", "settings: is missing: write it", id="no settings"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_institution_profile_names_file_key_and_mend(
    course: SmallCourse, old: str, new: str, expected: str
):
    course.spoil(old, new, PROFILE)
    mistakes = refusal(course)
    assert any(expected in mistake for mistake in mistakes)
    assert all(mistake.startswith(f"{PROFILE}: ") for mistake in mistakes)


def test_a_profile_that_is_not_there_is_named(course: SmallCourse):
    course.spoil("institution: our_hospital", "institution: their_hospital", "course.yaml")
    (mistake,) = refusal(course)
    assert mistake.startswith("institutions/their_hospital.yaml: the file is missing")


def test_a_missing_file_is_named(course: SmallCourse):
    course.spoil("  - 01_start\n", "  - 01_start\n  - 02_more\n", "course.yaml")
    assert refusal(course) == ["02_more.yaml: the file is missing: create it, or take it out of course.yaml"]
    (course.folder / "course.yaml").unlink()
    assert refusal(course) == ["course.yaml: the file is missing: create it, or take it out of course.yaml"]


@pytest.mark.parametrize("broken", ["{", "[]", "{}", '{"cells": [{}]}', '{"cells": [1]}'])
def test_a_notebook_that_cannot_be_read_is_named(course: SmallCourse, broken: str):
    (course.folder / f"{STEM}.ipynb").write_text(broken)
    (mistake,) = refusal(course)
    assert mistake.startswith(f"{STEM}.ipynb: not a notebook that can be read: ")
    (course.folder / f"{STEM}.ipynb").unlink()
    assert refusal(course) == [f"{STEM}.ipynb: the notebook is missing: create it under that name"]


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "words"])
def test_a_file_that_does_not_begin_with_keys_is_named(course: SmallCourse, content: str):
    (course.folder / f"{STEM}.yaml").write_text(content)
    assert refusal(course) == [f"{STEM}.yaml: must begin with keys such as section: and title:"]


def test_a_file_in_another_encoding_is_named(course: SmallCourse):
    (course.folder / f"{STEM}.yaml").write_bytes("title: Café".encode("latin-1"))
    (mistake,) = refusal(course)
    assert mistake.startswith(f"{STEM}.yaml: not YAML that can be read: 'utf-8' codec")


def test_every_mistake_is_named_at_once(course: SmallCourse):
    course.spoil("label: A moment}", "label: no}")
    course.spoil("take_away: Begin.\n", "")
    course.spoil("  - 01_start\n", "  - 01_start\n  - 02_more\n", "course.yaml")
    assert len(refusal(course)) == 3


def test_the_folder_is_the_one_that_the_setting_names(course: SmallCourse, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTORCOURSE_NOTEBOOKS", str(course.folder))
    assert notebooks_folder() == course.folder.resolve()
    monkeypatch.setenv("MENTORCOURSE_NOTEBOOKS", str(course.folder / "elsewhere"))
    with pytest.raises(ContentError, match=r"course\.yaml is missing: set MENTORCOURSE_NOTEBOOKS"):
        notebooks_folder()


def test_without_a_setting_the_course_of_this_repository_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MENTORCOURSE_NOTEBOOKS", raising=False)
    assert notebooks_folder() == Path(__file__).resolve().parents[1] / "notebooks"
    assert [section.number for section in read_course().sections][:2] == [1, 2]
