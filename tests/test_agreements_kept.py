"""What is kept of an agreement on SQLite and PostgreSQL: every save, every signature, and who came by which link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from mentorcourse import people
from mentorcourse.agreements import keeping, moves, parties, reading
from mentorcourse.agreements.keeping import Unknown
from mentorcourse.agreements.moves import Refused, Stale
from mentorcourse.agreements.paper import fingerprint
from mentorcourse.agreements.parties import NotInvited, SignInFirst
from mentorcourse.people.cohorts import remove_membership
from mentorcourse.store import Conflict, Store, UnknownRevision
from tests.agreement_pairs import DEVICE, HEADING, ROWS, Pair, pair_of
from tests.stores import Desk, together


@pytest.fixture
def pair(desk: Desk) -> Pair:
    """A new agreement of two."""
    return pair_of(desk)


def test_a_page_goes_from_the_first_draft_to_a_signed_version(pair: Pair) -> None:
    pair.meet().initial_all()
    seen = pair.see()
    assert (seen.state.stage, seen.moments["finalised"] is not None) == ("final", True)
    (version,) = seen.versions
    paper = reading.signed(pair.store, pair.mentee, pair.id, 1)
    assert paper
    assert paper["hash"] == version.hash == fingerprint(paper)
    assert (paper["mentee"], paper["state"], paper["number"]) == ("A mentee", "final", 1)
    assert paper["rows"][0]["mentor"] == "By March?"
    assert paper["rows"][0]["initials"]["mentee"]["initials"] == "MENT"


def test_nothing_of_a_column_is_seen_by_the_other_until_it_is_handed_over(pair: Pair) -> None:
    pair.write("mentee", goals="A first thought")
    assert pair.see("mentor").shared == {"mentee": False, "mentor": False}
    paper = reading.present(pair.store, pair.mentor, pair.id, HEADING)
    assert "A first thought" not in str(paper)
    pair.hand_over("mentee")
    assert "A first thought" in str(reading.present(pair.store, pair.mentor, pair.id, HEADING))


def test_a_change_keeps_the_signed_version_and_makes_another(pair: Pair) -> None:
    pair.meet().initial_all()
    first = reading.signed(pair.store, pair.mentor, pair.id, 1)
    pair.write("mentor", goals="By May")
    seen = pair.see("mentee")
    assert (seen.state.stage, moves.turns(seen.state, "mentee")) == ("together", ["goals"])
    assert [one.text for one in seen.news][-1:] == ["reopened"]
    for side in moves.SIDES:
        pair.initial(side, "goals")
    assert [one.number for one in pair.see().versions] == [1, 2]
    assert reading.signed(pair.store, pair.mentor, pair.id, 1) == first
    second = reading.signed(pair.store, pair.mentor, pair.id, 2)
    assert second
    assert second["rows"][0]["mentor"] == "By May"
    assert second["hash"] != (first or {})["hash"]


def test_every_save_of_one_s_own_column_is_kept(pair: Pair) -> None:
    for text in ("One", "Two", "Three"):
        pair.write("mentee", goals=text)
    saves = keeping.history(pair.store, pair.mentee, pair.id)
    kept = [(number, values["goals"]) for number, _, values in saves]
    assert kept == [(3, "Three"), (2, "Two"), (1, "One")]
    assert keeping.history(pair.store, pair.mentor, pair.id) == []


def test_two_windows_that_change_different_cells_merge_and_the_same_cell_is_a_conflict(pair: Pair) -> None:
    pair.write("mentee", goals="One")
    pair.write("mentee", base=0, other="Beside it")
    with pytest.raises(Conflict) as conflict:
        pair.write("mentee", base=0, goals="Another")
    assert conflict.value.fields == {"goals": {"yours": "Another", "theirs": "One"}}
    assert conflict.value.answer.values == {"goals": "One", "other": "Beside it"}
    with pytest.raises(UnknownRevision):
        keeping.save(pair.store, pair.mentee, pair.id, {"goals": "x"}, 9, HEADING)


def test_two_who_initial_the_last_row_in_the_same_second_make_one_final_version(pair: Pair) -> None:
    pair.meet()
    for row in ROWS[:-1]:
        for side in moves.SIDES:
            pair.initial(side, row["key"])
    results = together(*(lambda side=side: pair.initial(side, "other") for side in moves.SIDES))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert (pair.see().state.stage, len(pair.see().versions)) == ("final", 1)


def test_a_row_that_changes_in_the_second_it_is_initialled_is_never_final_with_other_words(pair: Pair) -> None:
    pair.meet()
    mark = moves.mark("goals", pair.see().state.rows["goals"])
    results = together(
        lambda: pair.initial("mentee", "goals", mark), lambda: pair.write("mentor", goals="Changed at that moment")
    )
    assert all(not isinstance(one, Exception) or isinstance(one, Stale) for one in results)
    row = pair.see().state.rows["goals"]
    assert (row.mentor, dict(row.initials)) == ("Changed at that moment", {})


def test_only_the_two_reach_it(pair: Pair, desk: Desk) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: reading.see(pair.store, desk.other, pair.id),
        lambda: reading.present(pair.store, desk.other, pair.id, HEADING),
        lambda: reading.signed(pair.store, desk.other, pair.id, 1),
        lambda: keeping.own_answer(pair.store, desk.other, pair.id),
        lambda: keeping.save(pair.store, desk.other, pair.id, {"goals": "x"}, 0, HEADING),
        lambda: keeping.end(pair.store, desk.other, pair.id, HEADING),
        lambda: keeping.comment(pair.store, desk.other, pair.id, "goals", "x"),
        lambda: parties.renew_link(pair.store, pair.mentee, pair.id),
        lambda: parties.accept(pair.store, desk.other, pair.id),
        lambda: reading.see(pair.store, pair.mentor, desk.cohort),
    ]
    for attempt in attempts:
        with pytest.raises(Unknown):
            attempt()
    assert reading.see_all(pair.store, desk.other) == []


def test_a_mentee_from_outside_is_no_member_of_the_cohort(pair: Pair, desk: Desk) -> None:
    assert pair.mentee not in {one.person.id for one in people.members(desk.store, desk.cohort)}
    assert people.memberships(desk.store, pair.mentee) == []
    assert parties.count(desk.store, desk.cohort) == 1


def test_a_link_belongs_to_the_first_device_and_can_be_replaced_and_taken_back(desk: Desk) -> None:
    agreement, secret = parties.begin(desk.store, desk.person, desk.cohort, "A mentee", "", ROWS)
    first = parties.enter(desk.store, secret, DEVICE, None, "A mentee")
    again = parties.enter(desk.store, secret, DEVICE, None, "")
    assert first.sign_in
    assert again.sign_in
    assert first.sign_in.person == again.sign_in.person
    with pytest.raises(NotInvited, match="first on another device"):
        parties.enter(desk.store, secret, "another", None, "Somebody else")
    newer = parties.renew_link(desk.store, desk.person, agreement)
    with pytest.raises(NotInvited):
        parties.enter(desk.store, secret, DEVICE, None, "")
    moved = parties.enter(desk.store, newer, "a new phone", None, "")
    assert moved.sign_in
    assert moved.sign_in.person == first.sign_in.person
    parties.revoke_link(desk.store, desk.person, agreement)
    with pytest.raises(NotInvited):
        parties.look(desk.store, newer, "a new phone")
    assert people.who(desk.store, moved.sign_in.token) is None


def test_whoever_comes_by_a_new_link_after_a_stranger_has_a_name_of_their_own(desk: Desk) -> None:
    agreement, secret = parties.begin(desk.store, desk.person, desk.cohort, "A mentee", "", ROWS)
    stranger = parties.enter(desk.store, secret, "the wrong device", None, "Somebody else").sign_in
    newer = parties.renew_link(desk.store, desk.person, agreement)
    assert stranger
    assert people.who(desk.store, stranger.token) is None
    assert parties.look(desk.store, newer, None).asks_name
    parties.enter(desk.store, newer, DEVICE, None, "The mentee")
    assert reading.see(desk.store, desk.person, agreement).names["mentee"] == "The mentee"
    parties.enter(desk.store, newer, DEVICE, None, "Another name")
    assert reading.see(desk.store, desk.person, agreement).names["mentee"] == "The mentee"


def test_a_forwarded_link_used_by_two_at_once_lets_one_in(desk: Desk) -> None:
    _, secret = parties.begin(desk.store, desk.person, desk.cohort, "A mentee", "", ROWS)
    devices = ("one device", "another device")
    results = together(*(lambda d=d: parties.enter(desk.store, secret, d, None, "A mentee") for d in devices))
    assert sorted(isinstance(one, NotInvited) for one in results) == [False, True]


def test_a_link_waits_sixty_days_and_then_opens_nothing(desk: Desk, store: Store) -> None:
    _, secret = parties.begin(store, desk.person, desk.cohort, "A mentee", "", ROWS)
    later = store.now() + timedelta(days=60)
    store.now = lambda: later
    with pytest.raises(NotInvited, match="Ask your mentor for a new link"):
        parties.enter(store, secret, DEVICE, None, "A mentee")


def test_a_link_that_is_in_use_still_opens_the_agreement_after_ninety_days(desk: Desk, store: Store) -> None:
    _, secret = parties.begin(store, desk.person, desk.cohort, "A mentee", "", ROWS)
    parties.enter(store, secret, DEVICE, None, "A mentee")
    later = store.now() + timedelta(days=100)
    store.now = lambda: later
    assert parties.enter(store, secret, DEVICE, None, "").sign_in


def test_a_member_is_invited_by_their_address_and_an_unknown_address_looks_the_same(desk: Desk) -> None:
    member = people.add_person(desk.store, desk.cohort, "A member", "member@example.org", ["participant"])
    known, secret = parties.begin(desk.store, desk.person, desk.cohort, "A member", "Member@Example.org", ROWS)
    unknown, _ = parties.begin(desk.store, desk.person, desk.cohort, "A member", "nobody@example.org", ROWS)
    as_mentor = [reading.see(desk.store, desk.person, one) for one in (known, unknown)]
    assert [(one.names["mentee"], one.persons["mentee"], one.link[0]) for one in as_mentor] == [
        ("A member", None, "not used yet")
    ] * 2
    (invitation,) = parties.invitations(desk.store, member.id)
    assert (invitation.agreement, invitation.mentor) == (known, "Participant 1")
    parties.accept(desk.store, member.id, known)
    assert parties.invitations(desk.store, member.id) == []
    assert reading.see(desk.store, member.id, known).side == "mentee"
    with pytest.raises(SignInFirst):
        parties.enter(desk.store, secret, "whoever has the link", None, "Somebody else")


def test_a_member_who_is_signed_in_accepts_a_link_as_themselves(desk: Desk) -> None:
    agreement, secret = parties.begin(desk.store, desk.person, desk.cohort, "A colleague", "", ROWS)
    entered = parties.enter(desk.store, secret, DEVICE, desk.other, "")
    assert (entered.agreement, entered.sign_in) == (agreement, None)
    assert reading.see(desk.store, desk.other, agreement).names["mentee"] == "Participant 2"


def test_nobody_becomes_their_own_mentee(desk: Desk) -> None:
    _, secret = parties.begin(desk.store, desk.person, desk.cohort, "Myself", "", ROWS)
    with pytest.raises(Refused, match="your own mentee"):
        parties.enter(desk.store, secret, DEVICE, desk.person, "")


def test_a_mentee_has_several_mentors_and_a_mentor_several_mentees(desk: Desk, pair: Pair) -> None:
    agreement, secret = parties.begin(desk.store, desk.other, desk.cohort, "A mentee", "", ROWS)
    assert parties.enter(desk.store, secret, DEVICE, pair.mentee, "").sign_in is None
    parties.begin(desk.store, desk.person, desk.cohort, "Another mentee", "", ROWS)
    assert {one.id for one in reading.see_all(desk.store, pair.mentee)} == {pair.id, agreement}
    assert len(reading.see_all(desk.store, pair.mentor)) == 2


@pytest.mark.parametrize("leaves", moves.SIDES)
def test_when_one_leaves_the_course_the_other_keeps_the_copy_and_nothing_changes_any_more(
    pair: Pair, desk: Desk, leaves: moves.Side
) -> None:
    pair.meet().initial_all()
    remove_membership(desk.store, pair.person(leaves), desk.cohort)
    stays = moves.other(leaves)
    assert pair.see(stays).gone == {leaves}
    with pytest.raises(Refused, match="has left the course"):
        pair.write(stays, goals="Too late")
    assert reading.present(pair.store, pair.person(stays), pair.id, HEADING)["rows"][0]["mentor"] == "By March?"
    keeping.end(pair.store, pair.person(stays), pair.id, HEADING)
    assert pair.see(stays).state.stage == "ended"


def test_the_database_itself_refuses_a_role_or_a_stage_that_there_is_not(pair: Pair, desk: Desk) -> None:
    for table, change in (("memberships", "role = 'nobody'"), ("agreements", "stage = 'signed'")):
        with pytest.raises(IntegrityError), desk.store.writing() as session:
            session.execute(sql(f"UPDATE {table} SET {change}"))


def test_opening_it_is_noted_once_a_visit_and_ends_what_is_new(pair: Pair) -> None:
    pair.write("mentee", goals="One")
    pair.hand_over("mentee")
    assert [one.text for one in pair.see("mentor").news] == ["accepted", "sent"]
    for _ in range(3):
        reading.mark_opened(pair.store, pair.mentor, pair.id)
    seen = pair.see("mentor")
    assert seen.news == []
    assert [one.side for one in seen.events if one.text == "opened"] == ["mentor"]
