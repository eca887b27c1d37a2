"""A trainer opens, claims, drafts and releases; two of them do not lose a word to each other."""

from __future__ import annotations

import pytest

from mentorcourse import people
from mentorcourse.review import bank
from mentorcourse.review.queue import queue, waiting
from mentorcourse.review.readers import Refused, Unknown, recusals, recuse, undo_recusal
from mentorcourse.review.reading import (
    Draft,
    Elsewhere,
    ReleasedBefore,
    answer,
    claim,
    open_submission,
    release,
    save_draft,
)
from mentorcourse.review.submissions import reply, versions
from mentorcourse.store import Store
from tests.review_samples import SECTION, WORDS, Team, make_team
from tests.stores import together

MORE = {**WORDS, "overall": "Thank you, and one question."}


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort without submissions."""
    return make_team(store)


def states(team: Team, trainer: str = "") -> list[tuple[str, str]]:
    rows = queue(team.store, team.cohort, trainer or team.trainer)
    return [(row.name, row.state) for row in rows]


def test_the_queue_lists_what_waits_longest_first(team: Team) -> None:
    team.submit(person=team.other)
    team.clock.go_on(days=3)
    team.submit()
    assert states(team) == [("Participant 2", "new"), ("Participant 1", "new")]
    rows = queue(team.store, team.cohort, team.trainer)
    assert waiting(rows, team.clock.at) == [{"section": SECTION, "waiting": 2, "days": 3}]


def test_a_submission_goes_from_new_to_released_to_revised(team: Team) -> None:
    first = team.submit()
    assert states(team) == [("Participant 1", "new")]
    open_submission(team.store, team.cohort, team.trainer, first.id)
    assert states(team) == [("Participant 1", "in review")]
    release(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    assert states(team) == [("Participant 1", "released")]
    reply(team.store, team.cohort, team.writer, first.id, "May I ask?")
    assert states(team) == [("Participant 1", "answered")]
    answer(team.store, team.cohort, team.trainer, first.id, "Please do.")
    assert states(team) == [("Participant 1", "released")]
    team.clock.go_on(days=1)
    team.submit("Second thoughts")
    assert states(team) == [("Participant 1", "revised")]


def test_a_revised_version_is_opened_with_the_earlier_one_and_its_review(team: Team) -> None:
    first = team.submit()
    open_submission(team.store, team.cohort, team.trainer, first.id)
    release(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    team.clock.go_on(days=1)
    second = team.submit("Second thoughts")
    opened = open_submission(team.store, team.cohort, team.colleague, second.id)
    assert [version.number for version in opened.versions] == [2, 1]
    assert (opened.version.number, opened.versions[1].feedback[0].words) == (2, WORDS)
    assert opened.own == Draft({"levels": {}, "comments": {}, "overall": ""}, 0, None, None)


def test_opening_claims_what_nobody_has_claimed(team: Team) -> None:
    first = team.submit()
    opened = open_submission(team.store, team.cohort, team.trainer, first.id)
    assert opened.holder
    assert (opened.holder.name, opened.holder.present) == ("Trainer 1", True)
    team.clock.go_on(minutes=10)
    seen = open_submission(team.store, team.cohort, team.colleague, first.id).holder
    assert seen
    assert (seen.name, seen.present) == ("Trainer 1", False)
    open_submission(team.store, team.cohort, team.trainer, first.id)
    seen = open_submission(team.store, team.cohort, team.colleague, first.id).holder
    assert seen
    assert (seen.name, seen.present) == ("Trainer 1", True)


def test_a_claim_is_taken_over_given_to_a_colleague_and_put_back(team: Team) -> None:
    first = team.submit()
    open_submission(team.store, team.cohort, team.trainer, first.id)
    for by, to, holder in [
        (team.colleague, team.colleague, "Trainer 2"),
        (team.colleague, team.trainer, "Trainer 1"),
        (team.trainer, None, None),
    ]:
        opened = claim(team.store, team.cohort, by, first.id, to)
        assert (opened.holder and opened.holder.name) == holder


def test_a_claim_is_given_only_to_somebody_who_may_read(team: Team) -> None:
    first = team.submit()
    with pytest.raises(Refused, match="does not read reflections of this person"):
        claim(team.store, team.cohort, team.trainer, first.id, team.other)
    recuse(team.store, team.cohort, team.colleague, first.id, "mentee")
    with pytest.raises(Refused, match="does not read reflections of this person"):
        claim(team.store, team.cohort, team.trainer, first.id, team.colleague)


def test_a_draft_is_kept_apart_for_each_trainer(team: Team) -> None:
    first = team.submit()
    save_draft(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    save_draft(team.store, team.cohort, team.colleague, first.id, MORE, 0)
    owns = [open_submission(team.store, team.cohort, one, first.id).own for one in (team.trainer, team.colleague)]
    assert [(own.words, own.version) for own in owns] == [(WORDS, 1), (MORE, 1)]


def test_a_draft_changed_in_another_window_is_not_overwritten(team: Team) -> None:
    first = team.submit()
    save_draft(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    with pytest.raises(Elsewhere) as caught:
        save_draft(team.store, team.cohort, team.trainer, first.id, MORE, 0)
    assert (caught.value.own.words, caught.value.own.version) == (WORDS, 1)
    assert save_draft(team.store, team.cohort, team.trainer, first.id, MORE, 1).version == 2


def test_a_draft_sent_again_because_its_answer_was_lost_changes_nothing(team: Team) -> None:
    first = team.submit()
    once = save_draft(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    assert save_draft(team.store, team.cohort, team.trainer, first.id, WORDS, 0) == once


def test_of_two_trainers_who_release_at_once_the_second_is_told_and_loses_nothing(team: Team) -> None:
    first = team.submit()
    words = {team.trainer: WORDS, team.colleague: MORE}
    results = together(
        *[lambda who=who: release(team.store, team.cohort, who, first.id, words[who], 0) for who in words]
    )
    (told,) = [one for one in results if isinstance(one, ReleasedBefore)]
    (won,) = [one for one in results if isinstance(one, Draft)]
    assert {str(told.own.words), str(won.words)} == {str(WORDS), str(MORE)}
    (version,) = versions(team.store, team.cohort, team.writer)
    assert [said.words for said in version.feedback] == [won.words]
    second = next(who for who in words if words[who] == told.own.words)
    release(team.store, team.cohort, second, first.id, told.own.words, told.own.version, beside=True)
    assert len(versions(team.store, team.cohort, team.writer)[0].feedback) == 2


def test_a_released_review_no_longer_changes(team: Team) -> None:
    first = team.submit()
    release(team.store, team.cohort, team.trainer, first.id, WORDS, 0)
    with pytest.raises(Refused, match="You have released this review"):
        save_draft(team.store, team.cohort, team.trainer, first.id, MORE, 1)


def test_a_trainer_who_recuses_themselves_sees_nothing_of_that_person_any_more(team: Team) -> None:
    first, _ = team.submit(), team.submit(person=team.other)
    recuse(team.store, team.cohort, team.trainer, first.id, "report")
    assert states(team) == [("Participant 2", "new")]
    assert recusals(team.store, team.cohort, team.trainer) == [(team.writer, "Participant 1", "report")]
    with pytest.raises(Unknown):
        open_submission(team.store, team.cohort, team.trainer, first.id)
    undo_recusal(team.store, team.cohort, team.trainer, team.writer)
    assert len(states(team)) == 2


def test_nobody_reviews_themselves_or_another_cohort(team: Team) -> None:
    first = team.submit()
    people.add_person(team.store, team.cohort, "Participant 1", "participant1@example.org", ["trainer"])
    assert states(team, team.writer) == []
    elsewhere = people.add_cohort(team.store, "Autumn").id
    assert queue(team.store, elsewhere, team.trainer) == []
    with pytest.raises(Unknown):
        open_submission(team.store, elsewhere, team.trainer, first.id)


def test_the_comment_bank_holds_own_sentences_and_those_that_colleagues_share(team: Team) -> None:
    place = (team.store, team.cohort)
    bank.add_sentence(*place, team.trainer, "What did you feel then?", False)
    bank.add_sentence(*place, team.colleague, "With whom, and when?", True)
    bank.add_sentence(*place, team.colleague, "For myself.", False)
    seen = bank.sentences(*place, team.trainer)
    assert [(one.text, one.by) for one in seen] == [
        ("What did you feel then?", ""),
        ("With whom, and when?", "Trainer 2"),
    ]
    for sentence in seen:
        bank.remove_sentence(*place, team.trainer, sentence.id)
    assert [one.text for one in bank.sentences(*place, team.trainer)] == ["With whom, and when?"]


def test_a_sentence_kept_twice_is_in_the_bank_once(team: Team) -> None:
    for shared in (False, True):
        bank.add_sentence(team.store, team.cohort, team.trainer, "And then?", shared)
    assert [one.shared for one in bank.sentences(team.store, team.cohort, team.trainer)] == [True]
