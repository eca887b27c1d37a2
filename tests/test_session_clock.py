"""The clock of a live session: sums are right whatever is pressed, nothing that must be done is cut, undo undoes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorcourse.content import read_course
from mentorcourse.schedule import Impossible, make_plan, read_session
from mentorcourse.sessions import clock as clocks
from mentorcourse.sessions.acts import MESSAGE_CHARACTERS, Act, Acting, message
from mentorcourse.sessions.clock import MINUTE, Clock, Planned, Refused, begin
from mentorcourse.sessions.keeping import Block, Live
from mentorcourse.sessions.replanning import propose

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
GUIDE = read_session(read_course(), "04_trust")
PLANNED: list[Planned] = [(slot.block.key, slot.minutes) for slot in make_plan(GUIDE.blocks, 60).slots]
MUST = {block.key for block in GUIDE.blocks if block.is_kept}
BLOCKS = {block.key: Block(block.key, block.title, block.participants_see, block.activity) for block in GUIDE.blocks}

PRESSES = ("pause", "resume", "add", "next", "wait")
moments = st.lists(st.tuples(st.sampled_from(PRESSES), st.integers(1, 900)), max_size=25)


def press(clock: Clock, name: str, now: datetime) -> Clock:
    """The clock after one press; one that it does not allow changes nothing."""
    acts: dict[str, Callable[[], Clock]] = {
        "pause": lambda: clocks.pause(clock, now),
        "resume": lambda: clocks.resume(clock, now),
        "add": lambda: clocks.add(clock, now, 2),
        "next": lambda: clocks.go_on(clock, now),
        "wait": lambda: clock,
    }
    try:
        return acts[name]()
    except Refused:
        return clock


def played(presses: list[tuple[str, int]]) -> tuple[Clock, datetime]:
    """A session in which these were pressed, each so many seconds after the one before, and the time then."""
    clock, now = begin(PLANNED, NOON), NOON
    for name, seconds in presses:
        now += timedelta(seconds=seconds)
        clock = press(clock, name, now)
    return clock, now


def live_with(clock: Clock) -> Live:
    return Live("s", "c", GUIDE.section, 1, BLOCKS, clock, None, None, None, "p", NOON)


def acted(live: Live, now: datetime, name: str, **more: object) -> Live:
    act = Act.model_validate({"act": name, "session": live.id, "version": live.version, **more})
    return Acting(act, GUIDE, [block.activity for block in GUIDE.blocks if block.activity])(live, now)


@given(moments)
def test_what_has_been_spent_and_what_is_left_make_up_what_is_allowed(presses: list[tuple[str, int]]) -> None:
    clock, now = played(presses)
    assert clock.spent(now) + clock.left(now) == clock.allowed(now)
    assert clock.ends_at(now) - now == clock.left(now)
    whole = sum(clock.done()) * MINUTE + clock.spent(now)
    assert abs(whole - (now - NOON)) <= MINUTE / 2


@given(moments, st.integers(1, 3600))
def test_a_pause_takes_nothing_from_what_is_left(presses: list[tuple[str, int]], seconds: int) -> None:
    clock, now = played(presses)
    assume(clock.paused is None)
    later = now + timedelta(seconds=seconds)
    paused = clocks.pause(clock, now)
    assert paused.left(later) == clock.left(now)
    going = clocks.resume(paused, later)
    assert going.left(later) == clock.left(now)
    assert going.pauses[-1] == (now, later)


@given(moments, st.integers(1, clocks.MOST_ADDED))
def test_added_time_is_left_from_now_on_even_when_the_block_is_over_its_time(
    presses: list[tuple[str, int]], minutes: int
) -> None:
    clock, now = played(presses)
    added = clocks.add(clock, now, minutes)
    assert added.left(now) == max(timedelta(0), clock.left(now)) + minutes * MINUTE


@given(moments, st.integers(0, 30))
def test_a_new_plan_keeps_what_must_be_done_and_ends_when_it_says(presses: list[tuple[str, int]], more: int) -> None:
    clock, now = played(presses)
    try:
        change = propose(GUIDE, clock, now, more)
    except Impossible:
        return  # nothing fits: tests/test_schedule_plan.py says when
    keys = {slot.block.key for slot in change.after.slots}
    assert keys >= MUST
    assert all(slot.minutes >= slot.block.minimum for slot in change.after.slots[clock.place :])
    if change.after is not change.before:
        assert change.after.total == clock.total + more
    planned = [(slot.block.key, slot.minutes) for slot in change.after.slots]
    used = acted(live_with(clock), now, "plan", plan=planned)
    assert used.clock.plan == tuple(planned)
    if change.after is not change.before:
        assert abs(max(now, used.clock.ends_at(now)) - used.clock.due) <= 1.5 * MINUTE


@given(moments, st.lists(st.sampled_from(["pause", "resume", "add", "next", "lead"]), min_size=1, max_size=8))
def test_undo_brings_back_each_state_in_turn(presses: list[tuple[str, int]], names: list[str]) -> None:
    clock, now = played(presses)
    live = live_with(clock)
    was = []
    for name in names:
        try:
            after = acted(live, now, name)
        except Refused:
            continue
        was.append((live.clock, live.activity))
        live = after
    for before in reversed(was):
        live = acted(live, now, "undo")
        assert (live.clock, live.activity) == before
    with pytest.raises(Refused, match="nothing to undo"):
        acted(live, now, "undo")


def test_who_is_behind_by_seconds_of_two_blocks_is_late_for_a_new_plan_too() -> None:
    began = datetime(2027, 1, 1, tzinfo=UTC)
    second = began + timedelta(minutes=5, seconds=20)
    clock = Clock(began=began, plan=(("arrive", 5), ("case", 12)), marks=(second,))
    assert clock.done() == [5]
    assert clock.running_minutes(second + timedelta(minutes=12, seconds=20)) == 13


def test_the_last_block_is_not_followed_by_another() -> None:
    clock = begin(PLANNED, NOON)
    for minute in range(len(PLANNED) - 1):
        clock = clocks.go_on(clock, NOON + minute * MINUTE)
    with pytest.raises(Refused, match="last block"):
        clocks.go_on(clock, NOON + 60 * MINUTE)


def test_a_clock_change_at_night_moves_nothing() -> None:
    denver = ZoneInfo("America/Denver")
    began = datetime(2026, 3, 8, 1, 50, tzinfo=denver)  # ten minutes before clocks jump from two to three
    live = live_with(begin(PLANNED, began))
    later = (began.astimezone(UTC) + 20 * MINUTE).astimezone(denver)
    assert later.hour == 3
    assert live.clock.spent(later) == 20 * MINUTE
    assert live.clock.ends_at(later) == began.astimezone(UTC) + PLANNED[0][1] * MINUTE
    again = Clock.model_validate(live.clock.model_dump(mode="json"))
    assert again == live.clock
    assert again.began.tzinfo is UTC


@pytest.mark.parametrize("spoil", ["order", "must", "minimum", "unknown", "past"])
def test_a_plan_that_the_guide_does_not_allow_is_refused(spoil: str) -> None:
    clock = clocks.go_on(begin(PLANNED, NOON), NOON + 5 * MINUTE)
    plan = [list(one) for one in PLANNED]
    if spoil == "order":
        plan[2], plan[3] = plan[3], plan[2]
    elif spoil == "must":
        plan = [one for one in plan if one[0] != "case"]
    elif spoil == "minimum":
        plan[3][1] = 1
    elif spoil == "unknown":
        plan.append(["permission", 9])
    else:
        plan = plan[1:]
    with pytest.raises(Refused, match="no new plan"):
        acted(live_with(clock), NOON + 6 * MINUTE, "plan", plan=plan)


def test_the_running_block_leads_to_its_activity_unless_a_facilitator_opens_another() -> None:
    live = live_with(begin(PLANNED, NOON))
    assert live.shown == ""
    live = acted(acted(live, NOON, "next"), NOON + MINUTE, "next")
    assert live.shown == "case_helpful_task"
    live = acted(live, NOON, "lead", activity="trust_plan")
    assert live.shown == "trust_plan"
    assert acted(live, NOON, "lead", activity="").shown == ""
    assert acted(live, NOON + 2 * MINUTE, "next").shown == "case_helpful_task"  # they talk about it next
    with pytest.raises(Refused, match="no such activity"):
        acted(live, NOON, "lead", activity="elsewhere")


def test_a_message_is_cleaned_and_short_enough_to_be_read_at_a_glance() -> None:
    assert message("  Back  at\ttwo \n\n Doors\x00 open \u202e ") == "Back at two\nDoors open"
    assert message(" \n ") == ""
    assert len(message("x" * MESSAGE_CHARACTERS)) == MESSAGE_CHARACTERS
    with pytest.raises(Refused, match="shorten it to 280"):
        message("x" * (MESSAGE_CHARACTERS + 1))
    said = acted(live_with(begin(PLANNED, NOON)), NOON, "say", text="Back at two")
    assert (said.message, said.message_at, said.undo) == ("Back at two", NOON, ())
    assert replace(said, message=None, message_at=None) == acted(said, NOON, "say", text="")
