"""The picture of a person's change between two self-ratings, and its redrawing when either arrives."""

from __future__ import annotations

from typing import Any

import pytest
import traitlets

from mentorcourse import figures
from mentorcourse.figures.live import live
from tests.figure_samples import THEN_AND_NOW

THEN = {"attention.often": 4, "attention.confidence": 6}
NOW = {"attention.often": 2, "attention.confidence": 7}


def picture(then: Any = THEN, now: Any = NOW) -> figures.Picture:
    return figures.draw("then_and_now", THEN_AND_NOW.definition, {"then": then, "now": now})


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({}, {}, "as soon as you have rated yourself above"),
        (THEN, {}, "Your self-rating from section 1 is here"),
        ({}, NOW, "no self-rating of yours from section 1 to compare with"),
        (None, NOW, "no self-rating of yours from section 1"),
        ({"attention.often": 9}, {"attention.often": "3"}, "as soon as you have rated yourself above"),
    ],
    ids=["neither", "no closing rating", "no first rating", "not fetched", "outside the scale"],
)
def test_a_missing_rating_is_named_and_nothing_is_drawn(then: Any, now: Any, said: str):
    assert picture(then, now).svg == ""
    assert said in picture(then, now).alternative


@pytest.mark.parametrize(
    ("scale", "then", "now", "said"),
    [
        ("often", 4, 2, "1 less often"),
        ("often", 2, 4, "1 more often"),
        ("often", 3, 3, "1 as before"),
        ("confidence", 0, 10, "1 surer"),
        ("confidence", 6, 5, "1 less sure"),
    ],
)
def test_the_direction_of_a_change_is_said_in_the_words_of_its_scale(scale: str, then: int, now: int, said: str):
    drawn = picture({f"attention.{scale}": then}, {f"attention.{scale}": now})
    assert f"{said}." in drawn.alternative
    assert f"{said.removeprefix('1 ')}</td>" in drawn.details


def test_a_line_rated_once_has_one_mark_and_no_direction():
    drawn = figures.draw("then_and_now", THEN_AND_NOW.definition, THEN_AND_NOW.some)
    assert "to compare on 2 of 3 lines" in drawn.alternative
    assert "1 less often and 1 as before." in drawn.alternative
    assert drawn.alternative.endswith("On 2 lines one of the two ratings is missing.")
    assert "<td>then 3, now not answered</td>" in drawn.details
    assert "<td>then not answered, now 5</td>" in drawn.details


def test_a_change_brings_an_arrow_and_the_same_rating_does_not():
    often = "attention.often"
    # A rating that stayed the same has its marks too, but no arrow's head.
    changed, same = picture({often: 2}, {often: 4}).svg, picture({often: 2}, {often: 2}).svg
    only_now = picture({**THEN, "listening.often": 1}, {"growth.often": 4}).svg
    assert heads(changed) == heads(same) + 1
    assert heads(only_now) == heads(same)


def heads(svg: str) -> int:
    """How many filled triangles, which are the heads of arrows, a picture has (the legend has one)."""
    return sum(path.count("L ") == 2 and "z" in path for path in svg.split("<path")[1:])


def test_ratings_that_share_no_line_are_drawn_without_a_comparison():
    drawn = picture({"attention.often": 4}, {"listening.often": 2})
    assert "<svg" in drawn.html()
    assert "How often is this me? nothing to compare yet." in drawn.alternative


def test_ten_lines_rated_twice_stay_small():
    items = [{"key": f"item{number}", "label": "a long label with many words " * 30} for number in range(10)]
    scales = THEN_AND_NOW.definition["layout"]["scales"]
    both = [{f"{item['key']}.{scale['key']}": at for item in items for scale in scales} for at in (2, 4)]
    drawn = figures.draw(
        "then_and_now", {"layout": {"items": items, "scales": scales}}, dict(zip(("then", "now"), both, strict=True))
    )
    assert len(drawn.svg.encode()) < 200_000


class Source(traitlets.HasTraits):
    """What a picture needs of a form or of data that the page fetches."""

    definition = traitlets.Dict()
    value = traitlets.Dict()


def test_a_live_comparison_follows_the_form_and_the_earlier_answers():
    form, before = Source(definition=THEN_AND_NOW.definition), Source()
    shown = live("then_and_now", form, before)
    assert "rated yourself above" in shown.value
    form.value = NOW
    assert "no self-rating of yours from section 1" in shown.value
    before.value = {"activity": "01_introduction.self_rating", "revision": 2, "values": THEN}
    assert "1 less often" in shown.value
    form.value = {}
    assert "is here" in shown.value


def test_a_live_picture_without_earlier_answers_draws_from_the_form_alone():
    form = Source(definition=THEN_AND_NOW.definition, value=NOW)
    assert "answers for 1 of 3 lines" in live("self_rating", form).value
