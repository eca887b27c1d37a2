"""The pictures of mentoring teams: who gives what, and where the participant's own team has gaps."""

from __future__ import annotations

import re

from mentorcourse import figures
from tests.figure_samples import TEAM_MAP

LONG = ["a long entry with many words in it " * 30] * 12
FULL: dict[str, object] = {
    f"{row}.{column}": LONG for row in ("content", "career", "peer", "life") for column in ("internal", "external")
}


def team_map(values: dict[str, object]) -> figures.Picture:
    return figures.draw("team_map", TEAM_MAP.definition, values)


def test_the_matrix_names_its_source_and_five_levels_from_the_center_outward():
    picture = figures.draw("mentoring_matrix")
    assert "Byington et al., Acad Med 2016;91:497-502" in picture.caption
    levels = re.findall(r'<th scope="row">(.*?)</th>', picture.details)
    assert levels == ["Self", "Senior mentors", "Scientific mentors", "Peer mentors", "Staff mentors"]
    said = picture.alternative.lower()
    places = [said.index(word) for word in ("self", "senior", "scientific", "peer", "staff")]
    assert places == sorted(places)


def test_each_of_the_four_kinds_gives_something_of_its_own():
    picture = figures.draw("kinds_of_mentor")
    given = dict(re.findall(r'<th scope="row">(.*?)</th><td>(\w+):', picture.details))
    assert list(given) == ["Content mentor", "Career or professional mentor", "Peer mentor", "Life mentor"]
    assert len(set(given.values())) == 4
    assert all(word in picture.alternative for word in given.values())


def test_the_team_map_counts_each_place_and_names_the_gaps():
    said = team_map(TEAM_MAP.some).alternative
    assert "Team map with 5 entries. Content mentors: 2 internal and 1 external. Career mentors: 1 internal" in said
    assert "Nobody at all: Life mentors." in said
    assert "Nobody on one side: Career mentors (external) and Peer mentors (internal)." in said


def test_the_team_map_dashes_a_gap_and_nothing_else():
    assert team_map(TEAM_MAP.some).svg.count("stroke-dasharray") == 4
    full = team_map({field: ["K."] for field in FULL})
    assert "stroke-dasharray" not in full.svg
    assert full.alternative.endswith("No place is empty.")


def test_the_team_map_says_the_same_in_words():
    details = team_map(TEAM_MAP.some).details
    assert "<strong>Life mentors</strong><ul><li>Internal: none yet</li><li>External: none yet</li></ul>" in details
    assert "two from the national course" in details


def test_a_crowded_team_map_stays_small_and_lists_everybody():
    picture = team_map(FULL)
    assert len(picture.svg.encode()) < 200_000
    assert picture.details.count(LONG[0].strip()) == 96


def test_an_empty_team_map_invites_the_first_entry():
    assert team_map({"content.internal": ["  "], "peer.external": 3}).svg == ""
