"""A cohort's session is kept as one, whoever presses at the same moment; attendance and closed activities beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from mentorcourse.content import read_course
from mentorcourse.schedule import make_plan, read_session
from mentorcourse.sessions import activities, attendance, keeping
from mentorcourse.sessions.acts import Act, Acting
from mentorcourse.sessions.clock import MINUTE
from mentorcourse.sessions.keeping import Live, Stale
from tests.stores import Desk, together

COURSE = read_course()
GUIDE = read_session(COURSE, "04_trust")
PLAN = make_plan(GUIDE.blocks, 60)
CASE = "04_trust.case_helpful_task"


def start(desk: Desk, by: str = "") -> Live:
    return keeping.start(desk.store, desk.cohort, GUIDE, PLAN, by or desk.person)


def act(desk: Desk, live: Live, name: str, by: str = "") -> Live:
    made = Act.model_validate({"act": name, "session": live.id, "version": live.version})
    return keeping.change(
        desk.store, desk.cohort, (live.id, live.version), by or desk.person, Acting(made, GUIDE, ["case_helpful_task"])
    )


def test_a_session_is_read_back_as_it_was_begun(desk: Desk) -> None:
    assert keeping.running(desk.store, desk.cohort) is None
    live = start(desk)
    assert keeping.running(desk.store, desk.cohort) == live
    assert (live.version, live.section, live.block.title) == (1, "04_trust", "Arrive")
    assert live.clock.plan == tuple((slot.block.key, slot.minutes) for slot in PLAN.slots)


def test_a_clock_change_at_night_neither_ends_nor_stretches_a_session(desk: Desk) -> None:
    denver = ZoneInfo("America/Denver")
    with time_machine.travel(datetime(2026, 3, 8, 1, 50, tzinfo=denver)) as night:  # clocks jump from two to three
        live = act(desk, start(desk), "next")
        night.shift(timedelta(minutes=20))
        assert datetime.now(denver).hour == 3
        kept = keeping.running(desk.store, desk.cohort)
        assert kept is not None
        assert kept.clock == live.clock
        assert round(kept.clock.spent(desk.store.now()) / MINUTE) == 20


def test_of_two_who_start_at_the_same_moment_one_wins_and_the_other_sees_that_session(desk: Desk) -> None:
    results = together(lambda: start(desk, desk.person), lambda: start(desk, desk.other))
    won = next(one for one in results if isinstance(one, Live))
    lost = next(one for one in results if isinstance(one, Stale))
    assert lost.live == won == keeping.running(desk.store, desk.cohort)


def test_two_who_press_next_at_the_same_moment_move_on_by_one_block(desk: Desk) -> None:
    live = start(desk)
    results = together(*(lambda by=by: act(desk, live, "next", by) for by in (desk.person, desk.other, desk.person)))
    assert sum(isinstance(one, Live) for one in results) == 1
    assert sum(isinstance(one, Stale) for one in results) == 2
    now = keeping.running(desk.store, desk.cohort)
    assert now is not None
    assert (now.clock.place, now.version) == (1, 2)


def test_each_act_is_by_somebody_and_can_be_taken_back(desk: Desk) -> None:
    live = start(desk)
    moved = act(desk, act(desk, live, "next", desk.other), "pause", desk.other)
    assert keeping.who_changed(desk.store, moved) == "Participant 2"
    assert moved.clock.paused
    back = act(desk, act(desk, moved, "undo"), "undo")
    assert (back.clock, back.version) == (live.clock, 5)


def test_a_session_that_has_ended_takes_no_act_and_another_may_begin(desk: Desk) -> None:
    live = start(desk)
    ended = act(desk, live, "end")
    assert keeping.running(desk.store, desk.cohort) is None
    with pytest.raises(Stale) as stale:
        act(desk, ended, "next")
    assert stale.value.live is None
    again = start(desk)
    assert again.id != live.id
    assert keeping.newest(desk.store, desk.cohort) == again


def test_a_press_on_an_earlier_session_s_page_does_not_touch_the_next_one(desk: Desk) -> None:
    live = start(desk)
    act(desk, live, "end")
    again = start(desk)
    with pytest.raises(Stale) as stale:
        act(desk, live, "next")
    assert stale.value.live == again


def test_whoever_had_a_page_open_was_there_unless_a_facilitator_says_otherwise(desk: Desk) -> None:
    attendance.note(desk.store, desk.cohort, [desk.person])  # before the session: nothing to note
    live = start(desk)
    attendance.note(desk.store, desk.cohort, [desk.person])
    first = attendance.attended(desk.store, live.id)[desk.person]
    assert isinstance(first.first_at, datetime)
    attendance.note(desk.store, desk.cohort, [desk.person])
    seen = attendance.attended(desk.store, live.id)
    assert set(seen) == {desk.person}
    assert (seen[desk.person].first_at, seen[desk.person].counts) == (first.first_at, True)
    attendance.correct(desk.store, live.id, desk.person, False)
    attendance.correct(desk.store, live.id, desk.other, True)
    counts = {person: one.counts for person, one in attendance.attended(desk.store, live.id).items()}
    assert counts == {desk.person: False, desk.other: True}
    attendance.correct(desk.store, live.id, desk.person, None)
    assert attendance.attended(desk.store, live.id)[desk.person].counts


def test_only_what_the_cohort_sees_together_can_be_closed(desk: Desk) -> None:
    assert activities.can_close(COURSE.activity(CASE))
    assert not activities.can_close(COURSE.activity("04_trust.trust_plan"))
    activities.set_activity(desk.store, desk.cohort, CASE, False, desk.person)
    assert activities.closed(desk.store, desk.cohort) == {CASE}
    activities.set_activity(desk.store, desk.cohort, CASE, True, desk.person)
    assert activities.closed(desk.store, desk.cohort) == set()
