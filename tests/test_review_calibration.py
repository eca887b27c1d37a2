"""Trainers rate the examples before they see how we read them, and learn how far they agree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mentorcourse.content import ContentError
from mentorcourse.review.assignments import exercises_folder, read_assignments
from mentorcourse.review.calibration import (
    Agreement,
    agreement,
    agreement_on_examples,
    agreement_on_submissions,
    own_ratings,
    rate_example,
)
from mentorcourse.review.examples import read_examples, shown_example
from mentorcourse.review.readers import Refused
from mentorcourse.review.reading import open_submission, release
from mentorcourse.store import Store
from tests.review_samples import ASSIGNMENTS, COURSE, RUBRIC, WORDS, Team, make_team

EXAMPLES = read_examples(COURSE, ASSIGNMENTS)
LOW, HIGH = "not_yet", "exemplary"


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort with two trainers."""
    return make_team(store)


def test_the_course_has_three_examples_that_use_every_level() -> None:
    assert len(EXAMPLES) == 3
    assert {level for one in EXAMPLES for level in one.reference.values()} == set(RUBRIC.level_keys)


def test_our_reading_is_shown_only_beside_ones_own() -> None:
    first = EXAMPLES[0]
    assert not {"reference", "because"} & set(shown_example(first, ASSIGNMENTS, None))
    assert shown_example(first, ASSIGNMENTS, {"honesty": LOW})["reference"] == first.reference


def test_a_rating_is_kept_and_not_changed_once_one_knows_ours(team: Team) -> None:
    rate_example(team.store, team.cohort, team.trainer, "agenda", {"honesty": LOW})
    with pytest.raises(Refused, match="rated this example already"):
        rate_example(team.store, team.cohort, team.trainer, "agenda", {"honesty": HIGH})
    assert own_ratings(team.store, team.cohort, team.trainer) == {"agenda": {"honesty": LOW}}
    assert own_ratings(team.store, team.cohort, team.colleague) == {}


def test_a_team_that_rates_alike_agrees_wholly(team: Team) -> None:
    for trainer in (team.trainer, team.colleague):
        for example in EXAMPLES:
            rate_example(team.store, team.cohort, trainer, example.key, example.reference)
    assert agreement_on_examples(team.store, team.cohort, RUBRIC) == Agreement(1.0, 9, 2)


def test_ratings_of_one_trainer_alone_or_all_of_one_level_tell_nothing() -> None:
    assert agreement([("a", ("x",), LOW)], RUBRIC) == Agreement(None, 0, 0)
    assert agreement([("a", ("x",), LOW), ("b", ("x",), LOW)], RUBRIC) == Agreement(None, 1, 2)


def rated(*pairs: str) -> Agreement:
    """Agreement of two raters, given as pairs of levels counted from 1."""
    levels = dict(zip("1234", RUBRIC.level_keys, strict=True))
    both = [
        (who, (str(unit),), levels[level])
        for unit, pair in enumerate(pairs)
        for who, level in zip("ab", pair, strict=True)
    ]
    return agreement(both, RUBRIC)


def test_levels_are_taken_in_their_order() -> None:
    near, far = rated("11", "22", "33", "44", "12").alpha, rated("11", "22", "33", "44", "14").alpha
    assert near is not None
    assert far is not None
    assert 0.85 < near < 1
    assert far < near - 0.1


def test_ratings_that_are_opposed_agree_less_than_chance() -> None:
    alpha = rated("14", "41", "14", "41").alpha
    assert alpha is not None
    assert alpha < 0


def test_what_two_trainers_have_released_on_one_submission_is_compared(team: Team) -> None:
    version = team.submit()
    for trainer in (team.trainer, team.colleague):
        open_submission(team.store, team.cohort, trainer, version.id)
        release(team.store, team.cohort, trainer, version.id, WORDS, 0, beside=True)
    assert agreement_on_submissions(team.store, team.cohort, RUBRIC) == Agreement(1.0, len(RUBRIC.criteria), 2)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question: ownership", "question: weather", "agenda: names a question that no reflection asks"),
        ("honesty: emerging", "honesty: fine", "agenda: a reference is one of not_yet"),
        ("{honesty: emerging, link", "{link", "agenda: needs a reference and a reason"),
        ("key: agenda", "keys: agenda", "examples.yaml: examples.0"),
    ],
)
def test_an_example_that_does_not_fit_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    shutil.copytree(exercises_folder(COURSE), tmp_path / "exercises")
    path = tmp_path / "exercises" / "reflections" / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    course = COURSE.model_copy(update={"folder": tmp_path / "notebooks"})
    with pytest.raises(ContentError, match=said):
        read_examples(course, read_assignments(course))
