"""The pictures of four ways to help a career: the plane itself, and a participant's choices on it."""

from __future__ import annotations

from typing import Any

import pytest

from mentorcourse import figures
from tests.figure_samples import WHICH_HAT


def hats(values: dict[str, object]) -> figures.Picture:
    return figures.draw("which_hat", WHICH_HAT.definition, values)


@pytest.mark.parametrize(
    ("name", "driver", "manner"),
    [
        ("Mentoring", "the person offering", "questions"),
        ("Sponsoring", "the person offering", "answers"),
        ("Coaching", "the person seeking", "questions"),
        ("Advising", "the person seeking", "answers"),
    ],
)
def test_each_relationship_leans_toward_a_driver_and_a_manner(name: str, driver: str, manner: str):
    picture = figures.draw("four_relationships")
    assert f"{name} leans toward {driver} as the driver and toward {manner};" in picture.alternative
    (mine,) = [part for part in picture.details.split("<strong>") if part.startswith(name)]
    assert driver in mine
    assert f">{manner}</span>" in mine


def test_the_choices_are_counted_by_hat_and_on_both_axes():
    said = hats({"deadline": "advising", "empty_seat": "sponsoring", "two_roads": "mentoring"}).alternative
    assert "A hat chosen for 3 of 3 situations" in said
    assert "Mentoring: 1 (situation 3). Sponsoring: 1 (situation 2). Coaching: 0. Advising: 1 (situation 1)." in said
    assert "by the person offering 2, by the person seeking 1; by questions 1, by answers 2." in said
    assert said.endswith("Each hat fits well.")


def test_a_hat_that_fits_less_well_is_named_and_is_a_ring():
    said = hats(WHICH_HAT.some).alternative
    assert "A hat chosen for 2 of 3 situations" in said
    assert "Advising: 2 (situations 1 and 3)" in said
    assert said.endswith("Another hat may fit better in situation 3.")
    purple = "fill: var(--mc-figure-purple"
    tinted = hats({"two_roads": "coaching"}).svg.count(purple)
    assert hats({"deadline": "sponsoring"}).svg.count(purple) == tinted
    assert hats({"empty_seat": "sponsoring"}).svg.count(purple) == tinted + 1


def test_the_choices_stand_in_words_with_the_beginning_of_each_situation():
    details = hats(WHICH_HAT.some).details
    assert "1. The form is due &amp; nobody knows it.</th><td>Advising</td><td>fits well</td>" in details
    assert "2. A speaker has withdrawn.</th><td>not chosen yet</td><td></td>" in details
    assert "<td>another hat may fit better</td>" in details


@pytest.mark.parametrize("wrong", ["unknown", 3, ["coaching"], None, True])
def test_a_choice_that_is_no_hat_counts_as_not_chosen(wrong: object):
    assert hats({"deadline": wrong}).svg == ""


def test_a_crowded_corner_makes_room_for_all_its_situations():
    hat_keys = ["mentoring", "sponsoring", "coaching", "advising"]
    situations: list[dict[str, Any]] = [
        {"key": f"s{number}", "text": "<p>x</p>", "fits": hat_keys} for number in range(12)
    ]
    definition = {"layout": WHICH_HAT.definition["layout"] | {"situations": situations}}
    crowded = figures.draw("which_hat", definition, {one["key"]: "coaching" for one in situations})
    spread = figures.draw("which_hat", definition, {f"s{number}": hat_keys[number % 4] for number in range(12)})
    assert "Coaching: 12 (situations 1, 2, 3" in crowded.alternative
    assert height(crowded.svg) > height(spread.svg)


def height(svg: str) -> float:
    return float(svg.split('viewBox="')[1].split('"')[0].split()[3])
