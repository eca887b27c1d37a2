"""Whoever comes on the day waits under a name at a code that is open, and is let in by a facilitator alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from mentorcourse import people
from mentorcourse.people import PeopleError, walk_ins
from mentorcourse.people.walk_in_tables import WalkIn
from mentorcourse.people.walk_ins import NotOpen
from mentorcourse.store import Store

HOUR = timedelta(hours=1)


@dataclass
class Door:
    """A cohort with a facilitator, and a clock that the test turns."""

    store: Store
    cohort: str
    facilitator: str
    now: datetime

    def open(self) -> str:
        """Open a code."""
        return walk_ins.open_code(self.store, self.cohort, self.facilitator).text

    def decide(self, decision: walk_ins.Decision, number: int = 0) -> None:
        """Decide about somebody at the door."""
        waiting = walk_ins.at_the_door(self.store, self.cohort)[number]
        walk_ins.decide(self.store, self.cohort, waiting.id, self.facilitator, decision)

    def state(self, secret: str) -> str | None:
        """How somebody's asking stands."""
        found = walk_ins.standing(self.store, secret)
        return found.state if found else None

    def names(self) -> list[str]:
        """Who is at the door."""
        return [one.name for one in walk_ins.at_the_door(self.store, self.cohort)]


@pytest.fixture
def door(store: Store) -> Door:
    """A cohort's door, closed."""
    cohort = people.add_cohort(store, "Spring").id
    facilitator = people.add_person(store, cohort, "Facilitator", "f@example.org", ["facilitator"]).id
    made = Door(store, cohort, facilitator, datetime(2026, 3, 1, 9, tzinfo=UTC))
    store.now = lambda: made.now
    return made


def test_a_newcomer_is_admitted_and_comes_back_by_a_link(door: Door) -> None:
    _, secret = walk_ins.knock(door.store, door.open(), "  New   colleague ")
    assert door.state(secret) == "waiting"
    with pytest.raises(NotOpen):
        walk_ins.go_in(door.store, secret)
    door.decide("admit")
    entered = walk_ins.go_in(door.store, secret)
    who = people.who(door.store, entered.sign_in.token)
    assert who is not None
    assert (who.name, who.cohort, who.roles) == ("New colleague", door.cohort, frozenset({"participant"}))
    assert people.accept_link(door.store, entered.link, "a phone").person == who.person


def test_a_code_is_easy_to_type(door: Door) -> None:
    code = door.open()
    assert not set(code) & set("O0I1LB8S5Z2G6UVQDAE")
    walk_ins.knock(door.store, f" {code.lower().replace('-', ' ')} ", "Somebody")
    assert door.names() == ["Somebody"]


@pytest.mark.parametrize("minutes", [60, 600])
def test_a_code_closes_after_an_hour_by_itself(door: Door, minutes: int) -> None:
    code = door.open()
    door.now += timedelta(minutes=59)
    walk_ins.knock(door.store, code, "In time")
    door.now += timedelta(minutes=minutes - 59)
    with pytest.raises(NotOpen):
        walk_ins.knock(door.store, code, "Late")
    assert walk_ins.open_now(door.store, door.cohort) is None


def test_a_code_that_is_closed_or_replaced_opens_nothing_and_whoever_waits_still_does(door: Door) -> None:
    first = door.open()
    _, secret = walk_ins.knock(door.store, first, "Early")
    second = door.open()
    with pytest.raises(NotOpen):
        walk_ins.knock(door.store, first, "Somebody")
    walk_ins.close_code(door.store, door.cohort, door.facilitator)
    with pytest.raises(NotOpen):
        walk_ins.knock(door.store, second, "Somebody")
    assert door.state(secret) == "waiting"


def test_nobody_waits_for_ever(door: Door) -> None:
    _, secret = walk_ins.knock(door.store, door.open(), "Patient")
    waiting = walk_ins.at_the_door(door.store, door.cohort)[0]
    door.now += walk_ins.PATIENCE
    assert door.state(secret) is None
    assert door.names() == []
    with pytest.raises(PeopleError, match="no longer waits"):
        walk_ins.decide(door.store, door.cohort, waiting.id, door.facilitator, "admit")


def test_whoever_is_admitted_goes_in_within_a_day_on_the_device_that_asked_and_again_if_the_reply_is_lost(
    door: Door,
) -> None:
    _, secret = walk_ins.knock(door.store, door.open(), "Newcomer")
    door.decide("admit")
    lost = walk_ins.go_in(door.store, secret)
    again = walk_ins.go_in(door.store, secret)
    with pytest.raises(people.NotAdmitted):
        people.accept_link(door.store, lost.link, "a phone")
    assert people.accept_link(door.store, again.link, "a phone").person == again.sign_in.person
    with pytest.raises(NotOpen):
        walk_ins.go_in(door.store, "another browser's secret")
    door.now += walk_ins.ADMITTED
    with pytest.raises(NotOpen):
        walk_ins.go_in(door.store, secret)


def test_declining_can_be_undone_and_admitting_is_done_once(door: Door) -> None:
    _, secret = walk_ins.knock(door.store, door.open(), "Newcomer")
    door.decide("decline")
    assert door.state(secret) == "declined"
    door.decide("wait")
    assert door.state(secret) == "waiting"
    waiting = walk_ins.at_the_door(door.store, door.cohort)[0]
    door.decide("admit")
    with pytest.raises(PeopleError, match="no longer waits"):
        walk_ins.decide(door.store, door.cohort, waiting.id, door.facilitator, "admit")
    assert [one.person.name for one in people.members(door.store, door.cohort)] == ["Facilitator", "Newcomer"]


def test_whoever_is_taken_out_of_the_cohort_does_not_come_in_by_waiting(door: Door) -> None:
    _, secret = walk_ins.knock(door.store, door.open(), "Newcomer")
    door.decide("admit")
    entered = walk_ins.go_in(door.store, secret)
    people.remove_membership(door.store, entered.sign_in.person, door.cohort)
    with pytest.raises(NotOpen):
        walk_ins.go_in(door.store, secret)


def test_only_so_many_wait_at_once_and_the_refusal_says_nothing_more(door: Door) -> None:
    code = door.open()
    for number in range(walk_ins.MOST_WAITING):
        walk_ins.knock(door.store, code, f"Person {number}")
    with pytest.raises(NotOpen) as full:
        walk_ins.knock(door.store, code, "One more")
    with pytest.raises(NotOpen) as unknown:
        walk_ins.knock(door.store, "CCC-CCC", "Somebody")
    assert str(full.value) == str(unknown.value)


def test_a_name_that_cannot_be_one_is_said_whether_the_code_is_right_or_not(door: Door) -> None:
    for code in (door.open(), "CCC-CCC"):
        for name, words in [("", "name is missing"), ("x" * 201, "too long"), ("a\x00b", "control character")]:
            with pytest.raises(PeopleError, match=words):
                walk_ins.knock(door.store, code, name)


def test_facilitators_see_that_somebody_of_that_name_is_there_already_and_the_newcomer_does_not(door: Door) -> None:
    people.add_person(door.store, door.cohort, "Åsa", "a@example.org", ["participant"])
    code = door.open()
    walk_ins.knock(door.store, code, "åsa")
    walk_ins.knock(door.store, code, "Bo")
    assert [one.is_known for one in walk_ins.at_the_door(door.store, door.cohort)] == [True, False]


def test_a_facilitator_of_another_cohort_decides_nothing_here(door: Door) -> None:
    walk_ins.knock(door.store, door.open(), "Newcomer")
    waiting = walk_ins.at_the_door(door.store, door.cohort)[0]
    other = people.add_cohort(door.store, "Autumn").id
    with pytest.raises(PeopleError, match="no longer waits"):
        walk_ins.decide(door.store, other, waiting.id, door.facilitator, "admit")
    assert walk_ins.at_the_door(door.store, other) == []


def test_opening_or_closing_the_door_forgets_those_who_left_without_being_let_in(door: Door) -> None:
    walk_ins.knock(door.store, door.open(), "Gone")
    door.now += walk_ins.PATIENCE + HOUR
    walk_ins.close_code(door.store, door.cohort, door.facilitator)
    with door.store.reading() as session:
        assert session.query(WalkIn).count() == 0


def test_the_log_tells_what_was_done_and_names_nobody(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "mentorcourse.people"):
        code = door.open()
        _, secret = walk_ins.knock(door.store, code, "Newcomer")
        door.decide("admit")
        walk_ins.close_code(door.store, door.cohort, door.facilitator)
    said = caplog.text
    assert all(words in said for words in ("opened by", "waits", "admit, by", "closed by"))
    assert not any(secret in said for secret in ("Newcomer", code, code.replace("-", ""), secret))
