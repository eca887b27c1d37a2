"""A cohort may ask for a second reader, or the lead trainer, before a review is released."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mentorcourse import people
from mentorcourse.review import checking
from mentorcourse.review.calibration import agreement_on_submissions
from mentorcourse.review.checking import Look
from mentorcourse.review.queue import queue
from mentorcourse.review.readers import Refused, Unknown, readers, recuse, set_excluded
from mentorcourse.review.reading import open_submission, release, save_draft
from mentorcourse.review.rule import BY, Rule, for_writer, rule, set_rule
from mentorcourse.review.submissions import Version, versions
from mentorcourse.store import Store
from tests.review_samples import KEYS, RUBRIC, WORDS, Team, make_team
from tests.stores import together

LEVELS = {KEYS[0]: {"honesty": "solid", "link": "solid", "next_step": "not_yet"}}
MORE = {**WORDS, "overall": "Thank you, and one question."}


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort that asks for a second reader."""
    team = make_team(store)
    set_rule(store, team.cohort, "second reader")
    return team


def third(team: Team) -> str:
    return people.add_person(team.store, team.cohort, "Trainer 3", "trainer3@example.org", ["trainer"]).id


def act(team: Team, work: Callable[..., Any], who: str, version: Version, *rest: Any) -> Any:
    return work(team.store, team.cohort, who, version.id, *rest)


def look(team: Team, who: str, version: Version) -> Look:
    found: Look = act(team, checking.look, who, version)
    return found


def opened(team: Team) -> Version:
    """A submission that the trainer is reading."""
    version = team.submit()
    act(team, open_submission, team.trainer, version)
    return version


def asked(team: Team) -> Version:
    """The same, after the trainer has asked for a check of their review."""
    version = opened(team)
    act(team, checking.ask, team.trainer, version, WORDS, 0)
    return version


def state(team: Team, who: str) -> tuple[str, bool]:
    (row,) = queue(team.store, team.cohort, who)
    return row.state, row.elsewhere


# The rule.


def test_nobody_checks_until_a_cohort_asks_for_it(store: Store) -> None:
    team = make_team(store)
    assert rule(store, team.cohort) == Rule("nobody", None)
    version = opened(team)
    assert look(team, team.trainer, version) == Look("nobody", None, None)
    with pytest.raises(Refused, match="needs no check"):
        act(team, checking.ask, team.trainer, version, WORDS, 0)
    act(team, release, team.trainer, version, WORDS, 0)


def test_the_rule_is_one_of_three_and_the_lead_a_trainer_of_the_cohort(team: Team) -> None:
    for wrong in [("everybody", None), ("lead", None), ("lead", team.writer)]:
        with pytest.raises(Refused):
            set_rule(team.store, team.cohort, *wrong)
    assert set_rule(team.store, team.cohort, "lead", team.colleague) == rule(team.store, team.cohort)
    assert set_rule(team.store, team.cohort, "nobody", team.colleague) == Rule("nobody", None)
    assert {"nobody", "second reader", "lead"} == set(BY)


# A second reader.


def test_a_review_is_not_released_before_somebody_else_has_read(team: Team) -> None:
    version = opened(team)
    assert look(team, team.trainer, version).needed == "second reader"
    with pytest.raises(Refused, match="a second reader looks at a review"):
        act(team, release, team.trainer, version, WORDS, 0)
    assert versions(team.store, team.cohort, team.writer)[0].feedback == []


def test_a_second_reader_rates_blind_sees_the_difference_and_sends_it_back(team: Team) -> None:
    version = asked(team)
    waiting = look(team, team.colleague, version).waiting
    assert waiting
    assert (waiting.name, waiting.units) == ("Trainer 1", {KEYS[0]: ["honesty", "link", "next_step"]})
    assert (waiting.draft, waiting.levels) == (None, None)
    act(team, checking.rate, team.colleague, version, team.trainer, LEVELS)
    waiting = look(team, team.colleague, version).waiting
    assert waiting
    assert (waiting.draft, waiting.own, waiting.levels) == (WORDS, LEVELS, WORDS["levels"])
    own = look(team, team.trainer, version).asked
    assert own
    assert (own.state, own.readings) == ("asked", ())
    act(team, checking.send_back, team.colleague, version, team.trainer, 1, "Say when.", True)
    found = look(team, team.trainer, version)
    assert found.asked
    assert (found.needed, found.asked.note, found.asked.checker) == ("nobody", "Say when.", "Trainer 2")
    assert [(one.name, one.levels) for one in found.asked.readings] == [("Trainer 2", LEVELS)]
    act(team, release, team.trainer, version, MORE, 1)
    (seen,) = versions(team.store, team.cohort, team.writer)
    assert ([name for name, _ in seen.opened], seen.feedback[0].words) == (["Trainer 1"], MORE)


def test_a_review_is_seen_only_by_a_second_reader_who_has_rated(team: Team) -> None:
    version = asked(team)
    with pytest.raises(Refused, match="Rate by yourself first"):
        act(team, checking.send_back, team.colleague, version, team.trainer, 1, "", True)
    for partly in ({}, {KEYS[0]: {"honesty": "solid"}}, {KEYS[1]: LEVELS[KEYS[0]]}):
        with pytest.raises(Refused, match="Rate everything that is asked for"):
            act(team, checking.rate, team.colleague, version, team.trainer, partly)
    with pytest.raises(Refused, match="Nobody waits"):
        act(team, checking.rate, team.trainer, version, team.trainer, LEVELS)


def test_the_first_blind_rating_counts(team: Team) -> None:
    version = asked(team)
    act(team, checking.rate, team.colleague, version, team.trainer, LEVELS)
    act(team, checking.rate, team.colleague, version, team.trainer, WORDS["levels"])
    waiting = look(team, team.colleague, version).waiting
    assert waiting
    assert waiting.own == LEVELS


def test_a_review_does_not_change_while_it_is_read_and_can_be_taken_back(team: Team) -> None:
    version = asked(team)
    with pytest.raises(Refused, match="Take it back first"):
        act(team, save_draft, team.trainer, version, MORE, 1)
    act(team, checking.take_back, team.trainer, version)
    assert act(team, save_draft, team.trainer, version, MORE, 1).version == 2
    with pytest.raises(Refused, match="has come back already"):
        act(team, checking.take_back, team.trainer, version)
    with pytest.raises(Refused, match="a second reader looks"):
        act(team, release, team.trainer, version, MORE, 2)


def test_what_waits_for_a_second_reader_is_on_the_queue_of_those_who_may_be_it(team: Team) -> None:
    version = asked(team)
    assert state(team, team.trainer) == ("second reading", True)
    assert state(team, team.colleague) == ("second reading", False)
    act(team, checking.rate, team.colleague, version, team.trainer, LEVELS)
    act(team, checking.send_back, team.colleague, version, team.trainer, 1, "", True)
    assert state(team, team.trainer) == ("checked", False)
    assert state(team, team.colleague) == ("in review", False)


def test_of_two_second_readers_the_first_sends_it_back_and_both_ratings_count(team: Team) -> None:
    version, other = asked(team), third(team)
    results = together(
        *[lambda who=who: act(team, checking.rate, who, version, team.trainer, LEVELS)
          for who in (team.colleague, other)]
    )  # fmt: skip
    assert results == [None, None]
    results = together(
        *[lambda who=who: act(team, checking.send_back, who, version, team.trainer, 1, "", True)
          for who in (team.colleague, other)]
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "Refused"]
    asked_for = look(team, team.trainer, version).asked
    assert asked_for
    assert len(asked_for.readings) == 2
    assert agreement_on_submissions(team.store, team.cohort, RUBRIC).raters == 3


def test_agreement_is_told_from_what_each_rated_before_seeing_the_other(team: Team) -> None:
    version = asked(team)
    act(team, checking.rate, team.colleague, version, team.trainer, LEVELS)
    before = agreement_on_submissions(team.store, team.cohort, RUBRIC)
    assert before.alpha is not None
    assert (before.alpha < 1, before.units) == (True, 3)
    act(team, checking.send_back, team.colleague, version, team.trainer, 1, "", True)
    act(team, release, team.trainer, version, {**WORDS, "levels": LEVELS}, 1)
    assert agreement_on_submissions(team.store, team.cohort, RUBRIC) == before


def test_who_is_excluded_or_has_stepped_back_is_no_second_reader(team: Team) -> None:
    other = third(team)
    version = asked(team)
    set_excluded(team.store, team.cohort, team.writer, team.colleague, True)
    recuse(team.store, team.cohort, other, version.id, "mentee")
    for who in (team.colleague, other):
        with pytest.raises(Unknown):
            act(team, checking.rate, who, version, team.trainer, LEVELS)
    act(team, checking.take_back, team.trainer, version)
    seen = look(team, team.trainer, version)
    assert (seen.needed, seen.left_out) == ("nobody", True)
    act(team, release, team.trainer, version, WORDS, 1)


def test_no_check_is_left_out_that_nobody_asks_for_or_somebody_can_make(team: Team) -> None:
    version = team.submit()
    assert look(team, team.trainer, version).left_out is False, "a colleague can read it"
    set_rule(team.store, team.cohort, "lead", team.trainer)
    set_excluded(team.store, team.cohort, team.writer, team.colleague, True)
    assert look(team, team.trainer, version).left_out is False, "the lead’s own needs none"
    set_rule(team.store, team.cohort, "nobody")
    assert look(team, team.trainer, version).left_out is False


def test_a_review_by_somebody_who_may_no_longer_read_waits_for_nobody(team: Team) -> None:
    asked(team)
    set_excluded(team.store, team.cohort, team.writer, team.trainer, True)
    assert state(team, team.colleague) == ("in review", False)


def test_without_the_rule_a_review_that_waits_can_be_released_at_once(team: Team) -> None:
    version = asked(team)
    set_rule(team.store, team.cohort, "nobody")
    act(team, release, team.trainer, version, WORDS, 1)


# The lead.


@pytest.fixture
def led(team: Team) -> Team:
    """The same cohort, where the colleague is the lead."""
    set_rule(team.store, team.cohort, "lead", team.colleague)
    return team


def test_the_lead_sees_the_review_at_once_and_approves_it(led: Team) -> None:
    version, other = asked(led), third(led)
    assert (state(led, led.colleague), state(led, other)) == (("lead check", False), ("lead check", True))
    waiting = look(led, led.colleague, version).waiting
    assert waiting
    assert waiting.draft == WORDS
    with pytest.raises(Refused, match="does not rate it"):
        act(led, checking.rate, led.colleague, version, led.trainer, LEVELS)
    with pytest.raises(Refused, match="Nobody waits"):
        act(led, checking.send_back, other, version, led.trainer, 1, "", True)
    act(led, checking.send_back, led.colleague, version, led.trainer, 1, "", True)
    act(led, release, led.trainer, version, WORDS, 1)


def test_the_lead_returns_a_review_with_a_note_and_sees_it_again(led: Team) -> None:
    version = asked(led)
    with pytest.raises(Refused, match="Write what should change"):
        act(led, checking.send_back, led.colleague, version, led.trainer, 1, "", False)
    act(led, checking.send_back, led.colleague, version, led.trainer, 1, "Kinder, please.", False)
    found = look(led, led.trainer, version)
    assert found.asked
    assert (found.needed, found.asked.state, found.asked.note) == ("lead", "returned", "Kinder, please.")
    assert state(led, led.trainer) == ("returned", False)
    with pytest.raises(Refused, match="the lead trainer looks"):
        act(led, release, led.trainer, version, MORE, 1)
    act(led, checking.ask, led.trainer, version, MORE, 1)
    with pytest.raises(Refused, match="has changed since this page showed it"):
        act(led, checking.send_back, led.colleague, version, led.trainer, 1, "", True)
    act(led, checking.send_back, led.colleague, version, led.trainer, 2, "", True)
    act(led, release, led.trainer, version, MORE, 2)


def test_what_the_lead_approved_is_what_is_released(led: Team) -> None:
    version = asked(led)
    act(led, checking.send_back, led.colleague, version, led.trainer, 1, "", True)
    with pytest.raises(Refused, match="as it is then"):
        act(led, release, led.trainer, version, MORE, 1)
    act(led, release, led.trainer, version, WORDS, 1)


def test_the_lead_releases_their_own_review(led: Team) -> None:
    version = led.submit()
    act(led, release, led.colleague, version, WORDS, 0)


def test_where_the_lead_does_not_read_a_second_reader_does(led: Team) -> None:
    other = third(led)
    set_excluded(led.store, led.cohort, led.writer, led.colleague, True)
    version = asked(led)
    assert (state(led, other), queue(led.store, led.cohort, led.colleague)) == (("second reading", False), [])
    act(led, checking.rate, other, version, led.trainer, LEVELS)
    act(led, checking.send_back, other, version, led.trainer, 1, "", True)
    act(led, release, led.trainer, version, WORDS, 1)


def test_a_writer_is_told_of_no_check_by_somebody_who_does_not_read_them(led: Team) -> None:
    def told() -> str:
        return for_writer(rule(led.store, led.cohort), readers(led.store, led.cohort, led.writer))

    assert told() == "lead"
    set_excluded(led.store, led.cohort, led.writer, led.colleague, True)
    assert told() == "nobody", "only one is left to read"
    third(led)
    assert told() == "second reader"
    set_rule(led.store, led.cohort, "nobody")
    assert told() == "nobody"


def test_checks_of_another_cohort_are_not_there(team: Team) -> None:
    version, elsewhere = asked(team), people.add_cohort(team.store, "Autumn").id
    with pytest.raises(Unknown):
        checking.look(team.store, elsewhere, team.colleague, version.id)
