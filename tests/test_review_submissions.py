"""A participant submits on purpose, withdraws until it is opened, revises, and every version is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mentorcourse.review.readers import Refused, Unknown, readers, recuse, set_excluded
from mentorcourse.review.reading import open_submission, release, save_draft
from mentorcourse.review.submissions import Version, mark_read, reply, submit, versions, withdraw
from mentorcourse.store import Store
from tests.review_samples import ASKED, KEYS, SECTION, WORDS, Team, make_team, written
from tests.stores import together


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort without submissions."""
    return make_team(store)


def all_of(team: Team, person: str = "") -> list[Version]:
    return versions(team.store, team.cohort, person or team.writer)


def release_as(team: Team, trainer: str, version: Version) -> None:
    open_submission(team.store, team.cohort, trainer, version.id)
    release(team.store, team.cohort, trainer, version.id, WORDS, 0)


def test_what_was_submitted_is_kept_with_its_questions_and_time(team: Team) -> None:
    made = team.submit()
    assert all_of(team) == [made]
    assert (made.number, made.state, made.late) == (1, "submitted", False)
    assert (made.questions, made.answers) == (ASKED, written("First thoughts"))
    assert made.submitted_at == team.clock.at


def test_a_late_version_is_accepted_and_marked(team: Team) -> None:
    made = submit(team.store, team.cohort, team.writer, SECTION, ASKED, written("Late"), True)
    assert made.late


def test_nothing_written_is_nothing_to_submit(team: Team) -> None:
    with pytest.raises(Refused, match="nothing written yet"):
        submit(team.store, team.cohort, team.writer, SECTION, ASKED, {KEYS[0]: "  \n"}, False)
    assert all_of(team) == []


def test_a_second_version_waits_until_the_first_has_come_back(team: Team) -> None:
    first = team.submit()
    with pytest.raises(Refused, match="waiting for a trainer already"):
        team.submit("Second thoughts")
    open_submission(team.store, team.cohort, team.trainer, first.id)
    with pytest.raises(Refused, match="is reading your version now"):
        team.submit("Second thoughts")


def test_two_clicks_at_once_submit_one_version(team: Team) -> None:
    results = together(*[lambda: team.submit()] * 4)
    assert sum(isinstance(one, Version) for one in results) == 1
    assert [type(one) for one in results if not isinstance(one, Version)] == [Refused] * 3
    assert len(all_of(team)) == 1


def test_a_version_is_withdrawn_until_a_trainer_has_opened_it(team: Team) -> None:
    first = team.submit()
    assert withdraw(team.store, team.cohort, team.writer, first.id).state == "withdrawn"
    assert withdraw(team.store, team.cohort, team.writer, first.id).state == "withdrawn"
    second = team.submit()
    assert second.number == 2
    open_submission(team.store, team.cohort, team.trainer, second.id)
    with pytest.raises(Refused, match="opened this version already"):
        withdraw(team.store, team.cohort, team.writer, second.id)


def test_a_withdrawn_version_is_gone_for_trainers_and_kept_for_its_writer(team: Team) -> None:
    first = team.submit()
    withdraw(team.store, team.cohort, team.writer, first.id)
    with pytest.raises(Unknown):
        open_submission(team.store, team.cohort, team.trainer, first.id)
    assert [version.answers for version in all_of(team)] == [written("First thoughts")]


def test_withdrawing_and_opening_at_once_have_one_outcome(team: Team) -> None:
    first = team.submit()
    results = together(
        lambda: withdraw(team.store, team.cohort, team.writer, first.id),
        lambda: open_submission(team.store, team.cohort, team.trainer, first.id),
    )
    assert sum(isinstance(one, Refused) for one in results) == 1


def test_the_same_words_are_not_submitted_twice(team: Team) -> None:
    release_as(team, team.trainer, team.submit())
    with pytest.raises(Refused, match="the words of the version that you submitted before"):
        team.submit()
    team.clock.go_on(days=1)
    assert [version.number for version in [team.submit("Second thoughts"), *all_of(team)]] == [2, 2, 1]


def test_feedback_is_seen_with_its_trainer_only_once_it_is_released(team: Team) -> None:
    first = team.submit()
    open_submission(team.store, team.cohort, team.trainer, first.id)
    save_draft(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    (seen,) = all_of(team)
    assert (seen.state, seen.feedback) == ("in review", [])
    assert seen.opened == [("Trainer 1", team.clock.at)]
    release(team.store, team.cohort, team.trainer, first.id, WORDS, 1)
    (seen,) = all_of(team)
    assert [(said.name, said.words, said.read_at) for said in seen.feedback] == [("Trainer 1", WORDS, None)]


def test_feedback_that_was_read_is_no_longer_news(team: Team) -> None:
    first = team.submit()
    release_as(team, team.trainer, first)
    team.clock.go_on(hours=1)
    mark_read(team.store, team.cohort, team.other, first.id)
    assert all_of(team)[0].feedback[0].read_at is None
    mark_read(team.store, team.cohort, team.writer, first.id)
    assert all_of(team)[0].feedback[0].read_at == team.clock.at


def test_a_reply_follows_feedback_and_only_its_receiver_writes_it(team: Team) -> None:
    first = team.submit()
    with pytest.raises(Refused, match="no feedback to answer yet"):
        reply(team.store, team.cohort, team.writer, first.id, "Thank you")
    release_as(team, team.trainer, first)
    reply(team.store, team.cohort, team.writer, first.id, "Thank you")
    with pytest.raises(Unknown):
        reply(team.store, team.cohort, team.other, first.id, "And me?")
    assert [(one.name, one.text) for one in all_of(team)[0].replies] == [("Participant 1", "Thank you")]


def other_persons(act: str) -> Callable[[Team, str], object]:
    """Something that one person could try with another's version."""
    return {
        "withdraw": lambda team, key: withdraw(team.store, team.cohort, team.other, key),
        "reply": lambda team, key: reply(team.store, team.cohort, team.other, key, "Hello"),
    }[act]


@pytest.mark.parametrize("act", ["withdraw", "reply"])
def test_another_persons_version_is_not_there(team: Team, act: str) -> None:
    first = team.submit()
    with pytest.raises(Unknown):
        other_persons(act)(team, first.id)
    assert all_of(team, team.other) == []


# Who reads it.


def test_a_participant_sees_every_trainer_of_the_cohort_and_excludes_one(team: Team) -> None:
    first = team.submit()
    assert [(one.name, one.reads) for one in readers(team.store, team.cohort, team.writer)] == [
        ("Trainer 1", True),
        ("Trainer 2", True),
    ]
    left = set_excluded(team.store, team.cohort, team.writer, team.trainer, True)
    assert [(one.name, one.reads) for one in left] == [("Trainer 1", False), ("Trainer 2", True)]
    with pytest.raises(Unknown):
        open_submission(team.store, team.cohort, team.trainer, first.id)
    set_excluded(team.store, team.cohort, team.writer, team.trainer, False)
    assert open_submission(team.store, team.cohort, team.trainer, first.id).version.id == first.id


def test_the_last_trainer_cannot_be_excluded(team: Team) -> None:
    first = team.submit()
    recuse(team.store, team.cohort, team.colleague, first.id, "supervisor")
    with pytest.raises(Refused, match="Nobody would be left"):
        set_excluded(team.store, team.cohort, team.writer, team.trainer, True)


def test_nobody_but_a_trainer_of_the_cohort_can_be_excluded(team: Team) -> None:
    with pytest.raises(Unknown):
        set_excluded(team.store, team.cohort, team.writer, team.other, True)


def test_an_excluded_trainers_claim_is_dropped(team: Team) -> None:
    first = team.submit()
    open_submission(team.store, team.cohort, team.trainer, first.id)
    set_excluded(team.store, team.cohort, team.writer, team.trainer, True)
    holder = open_submission(team.store, team.cohort, team.colleague, first.id).holder
    assert holder
    assert holder.name == "Trainer 2"
