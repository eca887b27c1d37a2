"""The pictures of a relationship's phases: the idea, and the participant's own three."""

from __future__ import annotations

import re
from itertools import pairwise

from mentorcourse import figures
from mentorcourse.figures import three_phases
from tests.figure_samples import PHASES

LONG = ["a long entry with many words in it " * 30] * 12
FIELDS = [f"{row}.{column}" for row in ("context", "actions", "watch") for column in ("early", "mid", "late")]


def phases(values: dict[str, object]) -> figures.Picture:
    return figures.draw("phases", PHASES.definition, values)


def test_directing_only_falls_while_asking_and_independence_only_rise():
    times = [step / 20 for step in range(21)]
    for share, rises in (
        (three_phases._directing, False),
        (three_phases._asking, True),
        (three_phases._independence, True),
    ):
        assert all((later > earlier) is rises for earlier, later in pairwise(map(share, times)))
        assert all(0 < share(time) < 1 for time in times)
    assert three_phases._directing(0) > three_phases._asking(0) > three_phases._independence(0)
    assert three_phases._independence(1) > three_phases._asking(1) > three_phases._directing(1)


def test_the_three_phases_are_told_in_words_and_in_order():
    picture = figures.draw("three_phases")
    assert re.findall(r'<th scope="row">(\w+)</th>', picture.details) == ["Early", "Mid", "Late"]
    for line in ("your directing", "your asking", "your mentee’s independence"):
        assert line in picture.alternative


def test_the_three_lines_differ_without_their_colors():
    svg = figures.draw("three_phases").svg
    assert svg.count("stroke-dasharray") == 1
    assert len(set(re.findall(r"stroke-width: ([\d.]+)", svg))) >= 3


def test_own_phases_say_what_is_filled_and_what_is_open():
    said = phases(PHASES.some).alternative
    assert "4 places of 9 filled: Early 3, Mid 1 and Late 0." in said
    assert "Nothing yet: Late." in said
    assert said.endswith("Still open: Mid, Mentee’s context; Mid, Watch out for.")


def test_only_a_phase_without_a_word_is_dashed():
    assert phases(PHASES.some).svg.count("stroke-dasharray") == 1
    assert "stroke-dasharray" not in phases({**PHASES.some, "watch.late": "Her old nickname"}).svg


def test_one_text_and_a_list_of_one_are_the_same_picture():
    assert phases({"context.early": "Needs time"}) == phases({"context.early": ["Needs time"]})


def test_own_phases_are_whole_in_words_and_small_in_the_picture():
    picture = phases(dict.fromkeys(FIELDS, LONG))
    assert picture.details.count(LONG[0].strip()) == 108
    assert len(picture.svg.encode()) < 200_000
    assert "Nothing yet" not in picture.alternative


def test_phases_without_a_word_invite_the_first_entry():
    assert phases({"context.early": [" "], "watch.late": ""}).svg == ""
