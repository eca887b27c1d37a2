"""What comes after signing, with a clock that is moved on: the next check-in, and the look back after ninety days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.types.recur import Recur
from icalendar import vRecur

from mentorcourse.agreements import follow_up, keeping
from mentorcourse.agreements.moves import Refused
from mentorcourse.documents.check_ins import EVERY, BadCheckIns, CheckIns
from mentorcourse.store import Conflict
from tests.agreement_pairs import HEADING, Pair, pair_of
from tests.stores import Desk

PLAN = {"first": "2027-03-02", "at": "07:30", "zone": "America/Denver", "minutes": 60, "every": "month", "times": 3}


@pytest.fixture
def pair(desk: Desk) -> Pair:
    """An agreement that both have initialled today."""
    pair = pair_of(desk).meet()
    pair.initial_all()
    return pair


def later(pair: Pair, days: float) -> None:
    """Move the store's clock on."""
    at = pair.store.now() + timedelta(days=days)
    pair.store.now = lambda: at


@settings(deadline=None, max_examples=50)
@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.sampled_from(EVERY), st.integers(1, 30), st.integers(0, 900))
def test_the_next_check_in_is_the_one_that_calendars_show(first: date, every: str, times: int, ahead: int) -> None:
    plan = CheckIns(first, time(7, 30), "America/Denver", 60, every, times=times)  # type: ignore[arg-type]
    now = datetime.combine(first, time(0), UTC) + timedelta(days=ahead)
    rule = Recur.from_rrule(vRecur(plan.rule).to_ical().decode()).as_rrule(datetime.combine(first, plan.at))
    shown = [datetime.combine(at, plan.at, ZoneInfo(plan.zone)) for at in rule]
    coming = [at for at in shown if at + timedelta(minutes=60) > now]
    assert follow_up.next_meeting(plan, now) == (coming[0] if coming else None)


def test_check_ins_that_end_on_a_day_have_none_after_it() -> None:
    plan = CheckIns(date(2027, 3, 2), time(7, 30), "Europe/Zurich", 60, "week", until=date(2027, 3, 9))
    during = datetime(2027, 3, 9, 6, 45, tzinfo=UTC)
    assert follow_up.next_meeting(plan, during) == datetime(2027, 3, 9, 6, 30, tzinfo=UTC)
    assert follow_up.next_meeting(plan, during + timedelta(hours=1)) is None


def test_either_sets_when_they_meet_and_every_change_has_a_higher_number(pair: Pair) -> None:
    follow_up.set_plan(pair.store, pair.mentee, pair.id, PLAN)
    follow_up.set_plan(pair.store, pair.mentor, pair.id, {**PLAN, "minutes": 30})
    follow_up.cancel_plan(pair.store, pair.mentor, pair.id)
    follow_up.cancel_plan(pair.store, pair.mentor, pair.id)
    plan = pair.see().plan
    assert plan
    assert (plan.revision, plan.cancelled, plan.check_ins.minutes) == (2, True, 30)
    with pytest.raises(BadCheckIns):
        follow_up.set_plan(pair.store, pair.mentee, pair.id, {**PLAN, "every": "blue moon"})


def test_ninety_days_after_signing_both_look_back_on_the_goals_of_that_day(pair: Pair) -> None:
    later(pair, 89.9)
    assert pair.see().back is None
    with pytest.raises(Refused, match="ninety days"):
        follow_up.own_look_back(pair.store, pair.mentee, pair.id)
    later(pair, 0.2)
    pair.write("mentor", goals="By another date")
    back = pair.see().back
    assert back
    assert (back.number, back.paper["rows"][0]["mentor"]) == (1, "By March?")
    follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"goals": "Half of it is done"}, 0)
    follow_up.save_look_back(pair.store, pair.mentor, pair.id, {"next": "Meet more often"}, 0)
    seen = pair.see("mentor")
    assert seen.back
    assert seen.back.answers == {"mentee": {"goals": "Half of it is done"}, "mentor": {"next": "Meet more often"}}
    assert "looked back" in [one.text for one in seen.news]


def test_a_look_back_is_never_overwritten_and_two_windows_are_a_conflict(pair: Pair) -> None:
    later(pair, 91)
    for number, text in enumerate(("One", "Two")):
        follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"goals": text}, number)
    follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"next": "Beside it"}, 0)
    with pytest.raises(Conflict):
        follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"goals": "Three"}, 1)
    saves = follow_up.look_back_history(pair.store, pair.mentee, pair.id)
    assert [values for _, _, values in saves] == [{"next": "Beside it"}, {"goals": "Two"}, {"goals": "One"}]


def test_an_agreement_that_has_ended_is_read_and_not_looked_back_on_any_more(pair: Pair) -> None:
    later(pair, 91)
    follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"goals": "Done"}, 0)
    keeping.end(pair.store, pair.mentor, pair.id, HEADING)
    with pytest.raises(Refused, match="has been ended"):
        follow_up.save_look_back(pair.store, pair.mentee, pair.id, {"goals": "More"}, 1)
    back = pair.see().back
    assert back
    assert back.answers["mentee"] == {"goals": "Done"}
