"""The questions, rubric and due days of reflections are read from files, and refused in words where they are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentorcourse.content import BadAnswers, ContentError
from mentorcourse.review.assignments import Assignments, exercises_folder, read_assignments, with_reflections
from mentorcourse.review.source import check_reflections, write_source
from mentorcourse.review.wording import clean_review, clean_text, missing, scores
from tests.review_samples import ASKED, ASSIGNMENTS, COURSE, KEYS, RUBRIC, SECTION, WORDS, written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reflections, beside an empty folder of notebooks."""
    shutil.copytree(exercises_folder(COURSE), tmp_path / "exercises")
    return tmp_path / "exercises" / "reflections"


def read(folder: Path) -> Assignments:
    return read_assignments(COURSE.model_copy(update={"folder": folder.parents[1] / "notebooks"}))


def spoil(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What is said about a file in which the first `old` has become `new`."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as wrong:
        read(folder)
    return wrong.value.mistakes


def test_every_section_has_a_reflection_with_three_to_five_questions() -> None:
    assert [*ASSIGNMENTS.by_section] == [section.section for section in COURSE.sections]
    assert {3, 4, 5} >= {len(one.questions) for one in ASSIGNMENTS.by_section.values()}


def test_no_question_repeats_a_prompt_of_the_journal() -> None:
    prompts = {
        field.label for _, _, one in COURSE.activities() if one.kind == "journal" for _, field in one.list_fields()
    }
    assert not prompts & {question.label for one in ASSIGNMENTS.by_section.values() for question in one.questions}


def test_every_level_of_every_criterion_has_words_of_its_own() -> None:
    words = [text for criterion in RUBRIC.criteria for text in criterion.levels.values()]
    assert len(words) == len(set(words)) == 12


def test_a_course_without_exercises_has_no_reflections(tmp_path: Path) -> None:
    assert read(tmp_path / "exercises" / "reflections") == Assignments()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("rubric.yaml", "      solid: It", "      solidd: It", "rubric.yaml"),
        ("rubric.yaml", "not_yet: It speaks", "notyet: It speaks", "needs a descriptor for each of not_yet"),
        (f"{SECTION}.yaml", "label: Where", "labels: Where", f"{SECTION}.yaml: questions.0.label"),
        (f"{SECTION}.yaml", "key: lesson", "key: shared", "the key shared stands twice"),
        ("07_ethics.yaml", "{institution.reporting_office}", "{institution.nowhere}", "has no nowhere"),
        ("settings.yaml", "  10_culture", "  99_nowhere", "settings.yaml: due_after.99_nowhere"),
        ("settings.yaml", "10_culture: 14", "10_culture: soon", "settings.yaml: due_after.10_culture"),
        ("settings.yaml", "10_culture: 14", "10_culture: 0", "settings.yaml: due_after.10_culture"),
    ],
)
def test_a_mistake_is_named_with_its_file(folder: Path, file: str, old: str, new: str, said: str) -> None:
    if file == "rubric.yaml" and "solidd" in new:
        old, new = "solid: You say", "solidd: You say"
    assert any(said in mistake for mistake in spoil(folder, file, old, new))


def test_the_draft_stands_last_among_a_sections_activities() -> None:
    whole = with_reflections(COURSE, ASSIGNMENTS)
    for before, after in zip(COURSE.sections, whole.sections, strict=True):
        assert after.activities[:-1] == before.activities
        assert (after.activities[-1].key, after.activities[-1].audience) == ("reflection", "trainers")


def test_a_stale_source_assignment_is_named_and_written_anew(folder: Path) -> None:
    course = COURSE.model_copy(update={"folder": folder.parents[1] / "notebooks"})
    assert check_reflections(course) == []
    path = folder / f"{SECTION}.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("label: Where do your", "label: Where does your"), encoding="utf-8"
    )
    (said,) = check_reflections(course)
    assert "run mentorcourse reflections source" in said
    assert len(write_source(read(folder), folder.parent / "source")) == 1
    assert check_reflections(course) == []


def test_a_review_is_kept_without_what_says_nothing() -> None:
    raw = {"levels": {KEYS[0]: {"honesty": None}, KEYS[1]: {}}, "comments": {KEYS[0]: "  "}, "overall": "Yes\r\nno\0"}
    assert clean_review(raw, ASKED, RUBRIC) == {"levels": {}, "comments": {}, "overall": "Yes\nno"}


def test_a_review_needs_each_criterion_once_and_some_words_to_be_released() -> None:
    assert missing(WORDS, RUBRIC) == {}
    assert set(missing({**WORDS, "levels": {}}, RUBRIC)) == {"honesty", "link", "next_step"}
    assert set(missing({**WORDS, "comments": {}, "overall": " "}, RUBRIC)) == {"overall"}


def test_points_are_the_mean_of_a_questions_levels() -> None:
    words = {"levels": {KEYS[0]: {"honesty": "exemplary", "link": "solid"}, KEYS[1]: {"next_step": "not_yet"}}}
    answers = {**written("x"), KEYS[3]: " "}
    found = scores(words, answers, RUBRIC)
    assert found == {KEYS[0]: 2.5, KEYS[1]: 0.0, KEYS[2]: pytest.approx(5 / 3), KEYS[3]: 0.0}


@pytest.mark.parametrize("text", [None, "", " \n", 3, ["x"], "x" * 2001])
def test_a_text_that_says_nothing_or_too_much_is_refused(text: object) -> None:
    with pytest.raises(BadAnswers):
        clean_text(text)
