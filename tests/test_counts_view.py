"""The counts that facilitators see: a chart with words and a table, drawn from what the server sends alone."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from mentorcourse.content import definition, read_course
from mentorcourse.counts_view import CountsView
from mentorcourse.figures import cohort_counts
from mentorcourse.sharing.counts import counted_fields

COURSE = read_course()
CASE, RATING = "02_what_you_bring.case_worked_for_me", "01_introduction.self_rating"


def counts_of(address: str) -> dict[str, dict[str, int]]:
    """Six answers, all to the first option of each field."""
    fields = counted_fields(COURSE.activity(address))
    return {name: {option: 6 if option == options[0] else 0 for option in options} for name, options in fields.items()}


def asked(address: str, language: str = "en") -> dict[str, Any]:
    return definition(COURSE.activity(address), address.split(".")[0], language)


def row(address: str, shown: int = 6) -> dict[str, Any]:
    """An activity as the server tells it once it is revealed."""
    section = COURSE.section(address.split(".")[0])
    return {
        "activity": address,
        "section": section.section,
        "section_title": section.title,
        "title": COURSE.activity(address).title,
        "revealed_at": "2027-03-01T10:00:00Z",
        "shown": shown,
        "counts": counts_of(address) if shown else {},
    }


def test_a_chart_of_a_case_says_its_numbers_in_words():
    picture = cohort_counts.draw(asked(CASE), counts_of(CASE), 6)
    assert ElementTree.fromstring(picture.svg).attrib["viewBox"].startswith("0 0 380 ")
    assert picture.alternative.startswith("Counts of 6 answers. Answer the question you were asked: 6.")


def test_a_chart_of_ratings_has_a_table_of_every_line_and_point():
    tables = cohort_counts.numbers(asked(RATING), counts_of(RATING))
    assert tables.count("<table>") == 2
    assert tables.count('<th scope="row">') == 20
    assert tables.count("<td>6</td>") == 20
    assert cohort_counts.draw(asked(RATING), counts_of(RATING), 6).svg


@pytest.mark.parametrize("address", [CASE, RATING])
def test_without_counts_a_kind_sentence_stands_there_that_does_not_say_how_many_there_are(address: str):
    picture = cohort_counts.draw(asked(address), {}, 0)
    assert (picture.svg, picture.alternative) == ("", "Counts show from 5 answers on; there are fewer so far.")
    assert cohort_counts.numbers(asked(address), {}) == ""


@pytest.mark.parametrize("address", [CASE, RATING])
def test_a_chart_is_drawn_in_the_course_s_language(address: str):
    assert "6 respuestas" in cohort_counts.draw(asked(address, "es"), counts_of(address), 6).alternative


def test_before_anything_is_revealed_the_view_says_so():
    view = CountsView(COURSE)
    view._data.value = {"now": "", "activities": [row(CASE) | {"revealed_at": None}]}
    assert "Nothing is revealed yet." in view._shown.value


def test_while_nobody_knows_yet_the_view_says_nothing():
    assert CountsView(COURSE)._shown.value == ""


def test_the_view_shows_what_was_revealed_last_and_first_what_the_room_works_on():
    view = CountsView(COURSE)
    view._data.value = {"now": "", "activities": [row(RATING)]}
    assert view._chosen.value == RATING
    view._data.value = {"now": CASE, "activities": [row(RATING), row(CASE)]}
    assert view._chosen.value == CASE
    assert re.search(r'aria-label="Counts of 6 answers\. Answer the question', view._shown.value)
    view._chosen.value = RATING
    view._data.value = {"now": CASE, "activities": [row(RATING), row(CASE, shown=0)]}
    assert view._chosen.value == RATING
    view._chosen.value = CASE
    assert "there are fewer so far" in view._shown.value


def test_what_the_course_has_no_longer_does_not_break_the_view():
    view = CountsView(COURSE)
    view._data.value = {"now": "", "activities": [row(CASE) | {"activity": f"{CASE}_gone"}]}
    assert "Nothing is revealed yet." in view._shown.value


def test_what_went_wrong_is_said():
    view = CountsView(COURSE)
    view._data.error = "The course cannot be reached. <b>"
    assert view._shown.value == "<p>The course cannot be reached. &lt;b&gt;</p>"
