"""Pairs over the real server: facilitators see all of them, participants their own partner and nobody's wishes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.schedule import make_plan, read_session
from mentorcourse.sessions import keeping
from tests.caller import Caller
from tests.workshop import Workshop, closing_store

STAFF = "/course/api/staff/pairs"
FIRST, FOURTH = "01_introduction", "04_trust"
_numbers = count(1)


@dataclass(frozen=True)
class Course:
    """A cohort of its own: a facilitator, and participants by name."""

    workshop: Workshop
    cohort: str
    facilitator: Caller
    participants: dict[str, Caller]

    def act(self, path: str = "", method: str = "GET", body: Any = None, status: int = 200) -> Any:
        """What the facilitator is told."""
        reply = self.facilitator.ask(STAFF + path, method, body)
        assert reply.status == status, reply.text
        return reply.json

    def make(self, first: str = FIRST) -> Any:
        """Work the rota out."""
        return self.act("/rota", "POST", {"first": first})

    def own(self, name: str) -> Any:
        """What a participant's page hears of partners."""
        return self.participants[name].ask("/course/api/state").json["state"]["partner"]

    def ids(self) -> dict[str, str]:
        """Everybody's id by name."""
        return {one["name"]: one["person"] for one in self.act()["people"]}

    def groups(self, section: str) -> list[list[str]]:
        """A section's groups, by name."""
        shown = next(one for one in self.act()["sections"] if one["section"] == section)
        return [[one["name"] for one in group["people"]] for group in shown["groups"]]


def a_course(workshop: Workshop, size: int) -> Course:
    """A cohort with so many participants."""
    cohort = f"Pairs {next(_numbers)}"
    names = [f"{cohort} P{number}" for number in range(size)]
    facilitator = workshop.member(f"{cohort} F", "facilitator", cohort=cohort)
    return Course(workshop, cohort, facilitator, {name: workshop.member(name, cohort=cohort) for name in names})


@pytest.fixture
def four(workshop: Workshop) -> Course:
    """Four participants."""
    return a_course(workshop, 4)


@pytest.fixture(scope="module")
def unchanged(workshop: Workshop) -> Course:
    """Two participants, for tests in which nothing is changed."""
    return a_course(workshop, 2)


def test_each_participant_hears_their_own_partner_and_role_in_every_section_and_nobody_else_s(four: Course) -> None:
    four.make()
    for group in four.groups(FOURTH):
        for name, other in (group, group[::-1]):
            told = four.own(name)["sections"][FOURTH]
            assert told["partners"] == [other]
            assert (told["number"], told["away"]) == (4, False)
        heard = four.participants[group[0]].ask("/course/api/state").text
        assert not any(
            name in heard for name in set(four.participants) - {other for g in four.groups(FOURTH) for other in g}
        )
    first, second = four.groups(FOURTH)[0]
    assert four.own(first)["sections"][FOURTH]["roles"]["questions"] == "You ask first."
    assert four.own(second)["sections"][FOURTH]["roles"]["questions"] == "You answer first."
    # Whoever began in one block does not begin in the next.
    assert four.own(first)["sections"][FOURTH]["roles"]["aloud"] == "You answer as the mentee first."
    assert four.facilitator.ask("/course/api/state").json["state"]["partner"] is None


def test_the_rota_says_where_people_meet_again(four: Course) -> None:
    shown = four.make()
    again = [any(group["again"] for group in one["groups"]) for one in shown["sections"]]
    assert again == [False] * 3 + [True] * 7
    assert (shown["note"], shown["stale"], shown["next"]) == (None, None, FIRST)


def test_a_day_s_change_reaches_the_one_who_was_left_alone_and_can_be_undone(four: Course) -> None:
    four.make()
    before = four.groups(FIRST)
    gone, left = before[0]
    shown = four.act(f"/{FIRST}/people/{four.ids()[gone]}", "PUT", {"here": False})
    assert shown["undo"] == f"section 1 without {gone}"
    assert set(four.own(left)["sections"][FIRST]["partners"]) == set(before[1])
    assert four.own(gone)["sections"][FIRST]["away"]
    four.act("/undo", "POST", {})
    assert four.groups(FIRST) == before


def test_whoever_joins_later_is_missed_in_the_sections_to_come_until_the_rota_is_made_anew(four: Course) -> None:
    four.make()
    late = four.workshop.member(f"{four.cohort} late", cohort=four.cohort)
    assert late.ask("/course/api/state").json["state"]["partner"]["sections"] == {}
    shown = four.act()
    assert "have joined or left" in shown["stale"]
    assert [one["name"] for one in shown["sections"][0]["new"]] == [f"{four.cohort} late"]
    assert four.make(FOURTH)["sections"][2]["groups"] == shown["sections"][2]["groups"]
    assert len(late.ask("/course/api/state").json["state"]["partner"]["sections"]) == 7


def test_a_wish_keeps_two_apart_and_neither_facilitators_nor_the_other_learn_whose_it_is(four: Course) -> None:
    four.make()
    asking, other = four.groups(FOURTH)[0]
    wishes = f"/course/api/pairs/wishes/{four.ids()[other]}"
    reply = four.participants[asking].ask(wishes, "PUT", {})
    assert [one["name"] for one in reply.json["wishes"]] == [other]
    assert all({asking, other} != set(group) for section in (FIRST, FOURTH) for group in four.groups(section))
    (kept,) = four.act()["exclusions"]
    assert set(kept) == {"one", "other", "is_set"}
    assert {kept["one"]["name"], kept["other"]["name"]} == {asking, other}
    pair = {"one": kept["one"]["person"], "other": kept["other"]["person"]}
    refused = four.act("/exclusions", "DELETE", pair, status=422)
    assert "only they can take it back" in refused["message"]
    assert four.participants[other].ask("/course/api/pairs/wishes").json["wishes"] == []
    assert four.participants[asking].ask(wishes, "DELETE").json["wishes"] == []
    assert four.act()["exclusions"] == []


def test_a_facilitator_keeps_two_apart_and_hears_which_sections_have_changed(four: Course) -> None:
    four.make()
    one, other = (four.ids()[name] for name in four.groups(FOURTH)[0])
    shown = four.act("/exclusions", "POST", {"one": one, "other": other})
    assert 4 in shown["parted"]
    assert shown["exclusions"][0]["is_set"]
    assert four.act("/exclusions", "DELETE", {"one": other, "other": one})["exclusions"] == []


def test_exclusions_that_cannot_be_met_are_refused_with_the_mend(four: Course) -> None:
    ids = list(four.ids().values())
    for other in ids[1:]:
        four.act("/exclusions", "POST", {"one": ids[0], "other": other})
    refused = four.act("/rota", "POST", {"first": FIRST}, status=422)
    assert "may not be with 3 of the others: take one of these exclusions back" in refused["message"]


@pytest.mark.parametrize(
    ("size", "note"),
    [(0, "Nobody takes part yet"), (1, "nobody to be paired with yet"), (2, "Two people"), (3, "Three people")],
)
def test_a_very_small_cohort_is_told_what_that_means(workshop: Workshop, size: int, note: str) -> None:
    course = a_course(workshop, size)
    shown = course.make()
    assert note in shown["note"]
    assert all(len(one["groups"]) == (1 if size > 1 else 0) for one in shown["sections"])


@pytest.mark.parametrize(
    ("path", "method", "body", "status", "words"),
    [
        ("/rota", "POST", {"first": "99_none"}, 422, "no such section"),
        ("/rota", "POST", {}, 422, "no such section"),
        ("/undo", "POST", {}, 422, "nothing to undo"),
        ("/exclusions", "POST", {"one": 1, "other": None}, 422, "two people of the cohort"),
        ("/exclusions", "POST", {"one": "x", "other": "y"}, 422, "Only participants of this cohort"),
        ("/99_none/people/00000000-0000-4000-8000-000000000000", "PUT", {"here": True}, 404, "no such section"),
        (f"/{FIRST}/people/00000000-0000-4000-8000-000000000000", "PUT", {"here": "yes"}, 422, "true or false"),
        (f"/{FIRST}/people/00000000-0000-4000-8000-000000000000", "PUT", {"here": True}, 422, "Only participants"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    unchanged: Course, path: str, method: str, body: Any, status: int, words: str
) -> None:
    assert words in unchanged.act(path, method, body, status)["message"]


def begin(four: Course, section: str) -> None:
    """The section's session runs from now on."""
    with closing_store(four.workshop) as store:
        cohort = people.find_cohort(store, four.cohort)
        assert cohort is not None
        by = people.members(store, cohort.id)[0].person.id
        guide = read_session(read_course(), section)
        keeping.start(store, cohort.id, guide, make_plan(guide.blocks, 60), by)


def test_the_section_that_is_next_follows_the_sessions_that_were_held(four: Course) -> None:
    four.make()
    begin(four, FOURTH)
    shown = four.act()
    assert shown["next"] == FOURTH
    assert [one["held"] for one in shown["sections"]] == [True] * 3 + [False] * 7
    assert four.own(next(iter(four.participants)))["next"] == FOURTH


def test_pairs_are_made_for_the_session_that_runs_only_where_it_has_none_yet(four: Course) -> None:
    begin(four, FOURTH)
    assert four.act()["first"] == FOURTH
    made = four.make(FOURTH)
    assert (made["runs"], made["first"]) == (True, "05_coaching_skills")
    assert len(four.groups(FOURTH)) == 2
    assert four.own(next(iter(four.participants)))["sections"][FOURTH]["partners"]
