"""The pictures of candor: four corners with a sentence each, and where a participant's own words stand."""

from __future__ import annotations

import pytest

from mentorcourse import figures
from tests.figure_samples import CANDOR

ARROW = "fill: var(--mc-figure-ink, currentColor)"


def candor(values: dict[str, object]) -> figures.Picture:
    return figures.draw("candor", CANDOR.definition, values)


@pytest.mark.parametrize(
    ("name", "dials"),
    [
        ("Radical candor", "much care and much challenge"),
        ("Ruinous empathy", "much care and little challenge"),
        ("Obnoxious aggression", "little care and much challenge"),
        ("Manipulative insincerity", "little care and little challenge"),
    ],
)
def test_each_corner_says_its_dials_and_a_sentence(name: str, dials: str):
    picture = figures.draw("candor_quadrants")
    assert f"{name}, {dials}: “" in picture.alternative
    assert f"<strong>{name}</strong>" in picture.details


@pytest.mark.parametrize(
    ("care", "challenge", "where"),
    [
        (10, 10, "Radical candor"),
        (6, 4, "Ruinous empathy"),
        (4, 6, "Obnoxious aggression"),
        (0, 0, "Manipulative insincerity"),
        (5, 9, "on a line between corners"),
        (9, 5, "on a line between corners"),
    ],
)
def test_a_version_is_said_to_stand_where_it_was_placed(care: int, challenge: int, where: str):
    picture = candor({"care": care, "challenge": challenge})
    assert f"First version: care {care}, challenge {challenge} ({where})." in picture.alternative
    assert f"<td>{care}</td><td>{challenge}</td><td>{where}</td>" in picture.details


def test_the_way_from_the_first_to_the_revised_version_is_said():
    said = candor(CANDOR.some).alternative
    assert "each from 0 to 10" in said
    assert said.endswith("From the first to the revised version: care 1 lower, challenge 5 higher.")
    same = candor(CANDOR.some | {"care_revised": 8, "challenge_revised": 2})
    assert same.alternative.endswith("care unchanged, challenge unchanged.")


def test_an_arrow_leads_from_one_version_to_the_other_only_when_there_are_two_places():
    both = inked(CANDOR.some)
    same = inked(CANDOR.some | {"care_revised": 8, "challenge_revised": 2})
    alone = inked({"care": 8, "challenge": 2})
    assert both == same + 1
    assert same > alone


def inked(values: dict[str, object]) -> int:
    """How many shapes (letters have no style of their own color) are filled with ink."""
    shapes = candor(values).svg.split("<path")
    return sum(ARROW in shape.split(">")[0] for shape in shapes)


@pytest.mark.parametrize("half", [{"care": 3}, {"challenge": 3}, {"care": 3, "challenge": 11}, {"care_revised": 0}])
def test_a_version_with_one_scale_set_is_not_drawn_yet(half: dict[str, object]):
    assert candor(half).svg == ""
    beside = candor(CANDOR.some | {"care_revised": None})
    assert "Revised version: not placed on both scales yet." in beside.alternative
    assert "<td>not placed yet</td><td>7</td><td>not placed yet</td>" in beside.details


def test_the_revised_version_can_stand_alone():
    said = candor({"care_revised": 0, "challenge_revised": 0}).alternative
    assert "First version: not placed on both scales yet." in said
    assert "Revised version: care 0, challenge 0 (Manipulative insincerity)." in said
