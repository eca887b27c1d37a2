"""The picture of duties: who answers for what, with the mentor's own ratings."""

from __future__ import annotations

import re

from mentorcourse import figures
from mentorcourse.figures.duties import THE_MENTEES
from tests.figure_samples import DUTIES


def duties(values: dict[str, object]) -> figures.Picture:
    return figures.draw("duties", DUTIES.definition, values)


def test_the_duties_say_what_is_rated_highest_and_lowest_and_how_much_is_rated():
    said = duties(DUTIES.some).alternative
    assert "3 duties that you answer for as a mentor, 2 of them rated" in said
    assert "highest 4 of 5 (“Give undivided time”), lowest 2 of 5 (“Stay open”)" in said
    assert "the 10 that your mentee answers for" in said


def test_a_duty_without_a_rating_is_said_to_have_none():
    details = duties(DUTIES.some).details
    assert '<th scope="row">Keep the contact alive</th><td>not answered</td>' in details
    assert '<th scope="row">Give undivided time</th><td>4</td>' in details
    assert "<td>5 Nearly always</td>" in duties({"open_mind.now": 5}).details


def test_the_mentees_ten_stand_in_words_below_the_mentors():
    mentor, mentee = duties(DUTIES.some).details.split("</table>")[:2]
    assert len(re.findall(r'<th scope="row">', mentor)) == 3
    assert re.findall(r'<th scope="row">(.*?)</th>', mentee) == list(THE_MENTEES)
    assert len(THE_MENTEES) == 10


def test_another_rating_changes_the_drawing_and_not_only_the_words():
    def moved(values: dict[str, object]) -> str:
        return re.sub(r'm[0-9a-f]{7}-|aria-label="[^"]*"', "", duties(values).svg)

    assert moved({"open_mind.now": 1}) == moved({"open_mind.now": 1})
    assert moved({"open_mind.now": 1}) != moved({"open_mind.now": 2})
