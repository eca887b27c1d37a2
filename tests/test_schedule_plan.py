"""A session's minutes always add up: what must be done is kept, minimums hold, and lateness is shared out fairly."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentorcourse.schedule import Block, Impossible, Plan, make_plan, replan


def block(key: str, minimum: int, full: int, kind: str = "activity", drop: int = 0) -> Block:
    must = not drop and kind != "break"
    return Block.model_validate(
        {"key": key, "title": key, "kind": kind, "minimum": minimum, "full": full, "participants_see": "-"}
        | ({"must_do": True} if must else {"drop": drop})
    )


@st.composite
def some_blocks(draw: st.DrawFn) -> list[Block]:
    made = []
    for number in range(draw(st.integers(2, 9))):
        minimum = draw(st.integers(1, 20))
        full = draw(st.integers(minimum, minimum + 20))
        kind, drop = draw(st.sampled_from([("activity", 0), ("break", 0), ("activity", number + 1)]))
        made.append(block(f"b{number}", minimum, full, kind, drop))
    return made


@st.composite
def some_plan(draw: st.DrawFn) -> Plan:
    blocks = draw(some_blocks())
    least = sum(one.minimum for one in blocks if one.is_kept)
    return make_plan(blocks, draw(st.integers(max(1, least), 160)))


@st.composite
def some_moment(draw: st.DrawFn) -> tuple[Plan, list[int], int]:
    plan = draw(some_plan())
    over = draw(st.integers(0, len(plan.slots) - 1)) if plan.slots else 0
    done = [max(0, slot.minutes + draw(st.integers(-5, 8))) for slot in plan.slots[:over]]
    return plan, done, draw(st.integers(0, 12))


@given(some_blocks(), st.integers(1, 160))
def test_a_plan_has_just_its_minutes_with_all_minimums_and_all_that_must_be_done(blocks: list[Block], minutes: int):
    assume(sum(one.minimum for one in blocks if one.is_kept) <= minutes)
    assume(any(one.is_kept for one in blocks) or min(one.minimum for one in blocks) <= minutes)
    try:
        plan = make_plan(blocks, minutes)
    except Impossible as refused:
        pytest.fail(str(refused))
    assume(plan.slots)
    assert plan.total == minutes
    assert all(slot.minutes >= slot.block.minimum for slot in plan.slots)
    assert {one.key for one in blocks if one.is_kept} <= {slot.block.key for slot in plan.slots}
    assert [one for one in blocks if plan.slot(one.key)] == [slot.block for slot in plan.slots]


@given(some_blocks())
def test_a_plan_of_the_full_minutes_gives_every_block_its_own(blocks: list[Block]):
    plan = make_plan(blocks, sum(one.full for one in blocks))
    assert [slot.minutes for slot in plan.slots] == [one.full for one in blocks]


@given(some_plan())
def test_slots_follow_each_other_without_a_gap(plan: Plan):
    clock = 0
    for slot in plan.slots:
        assert slot.starts == clock
        clock += slot.minutes


@given(some_blocks(), st.integers(1, 160))
def test_optional_blocks_are_left_out_in_their_order_and_only_when_needed(blocks: list[Block], minutes: int):
    assume(sum(one.minimum for one in blocks if one.is_kept) <= minutes)
    plan = make_plan(blocks, minutes)
    dropped = [one.drop for one in plan.cut]
    assert all(one.drop > max(dropped, default=0) for one in blocks if one not in plan.cut and not one.is_kept)
    if plan.cut:
        last = max(plan.cut, key=lambda one: one.drop)
        assert sum(slot.block.minimum for slot in plan.slots) + last.minimum > minutes


def test_what_cannot_fit_says_how_much_is_missing_and_how_to_mend_it():
    blocks = [block("open", 5, 5), block("rest", 5, 5, "break"), block("talk", 20, 30)]
    with pytest.raises(Impossible, match="10 minutes are missing") as refused:
        make_plan(blocks, 20)
    assert refused.value.missing == 10
    assert "talk" in str(refused.value)
    assert "rest" not in str(refused.value)


# Re-planning.


@given(some_plan())
def test_a_session_on_time_keeps_its_plan(plan: Plan):
    for over in range(len(plan.slots) + 1):
        change = replan(plan, [slot.minutes for slot in plan.slots[:over]], 0)
        assert (change.after, change.late, change.cut, change.shorter) == (plan, 0, (), ())


@given(some_moment())
def test_a_late_session_still_ends_on_time_with_all_that_must_be_done(moment: tuple[Plan, list[int], int]):
    plan, done, spent = moment
    try:
        change = replan(plan, done, spent)
    except Impossible:
        return
    after = change.after
    assert {one.block.key for one in plan.slots if one.block.is_kept} <= {one.block.key for one in after.slots}
    if change.late > 0:
        assert after.total == plan.total
        assert [slot.minutes for slot in after.slots[: len(done)]] == done
        rest = after.slots[len(done) :]
        assert all(slot.minutes >= slot.block.minimum for slot in rest)
        assert rest[0].minutes >= spent
        assert not [one for one in change.cut if one.is_kept]
    assert change.before == plan


@given(some_moment())
def test_a_plan_that_was_made_anew_is_on_time(moment: tuple[Plan, list[int], int]):
    plan, done, spent = moment
    try:
        after = replan(plan, done, spent).after
    except Impossible:
        return
    assert replan(after, done, spent).after == after


@given(some_moment())
def test_while_nothing_is_left_out_no_block_to_come_grows(moment: tuple[Plan, list[int], int]):
    plan, done, spent = moment
    try:
        change = replan(plan, done, spent)
    except Impossible:
        return
    if change.late > 0 and not change.cut:
        for slot in change.after.slots[len(done) + 1 :]:
            before = plan.slot(slot.block.key)
            assert before
            assert slot.minutes <= before.minutes


@given(some_plan(), st.integers(0, 20))
def test_a_session_that_cannot_be_mended_says_how_much_longer_would_do(plan: Plan, over: int):
    assume(len(plan.slots) > 1)
    gone = [plan.total + over]  # the first block has taken it all
    with pytest.raises(Impossible) as short:
        replan(plan, gone, 0)
    missing = short.value.missing
    assert replan(plan, gone, 0, more=missing).after.total == plan.total + missing
    with pytest.raises(Impossible):
        replan(plan, gone, 0, more=missing - 1)


def test_a_block_that_is_over_is_not_among_those_that_get_shorter():
    plan = make_plan([block("open", 5, 10), block("talk", 5, 10), block("walk", 8, 14), block("end", 5, 10)], 44)
    change = replan(plan, [9, 14], 0)
    assert [slot.minutes for slot in change.after.slots][:2] == [9, 14]
    assert [one.key for one, _, _ in change.shorter] == ["walk", "end"]


def test_late_by_little_takes_from_the_rest_and_late_by_much_leaves_out_the_optional():
    blocks = [
        *(block("open", 5, 10), block("talk", 5, 10), block("walk", 8, 14, drop=1)),
        *(block("rest", 2, 6, "break"), block("end", 5, 10)),
    ]
    plan = make_plan(blocks, 50)
    little, much = replan(plan, [14], 0), replan(plan, [32], 0)
    assert [slot.minutes for slot in little.after.slots] == [14, 9, 13, 5, 9]
    assert [one.key for one, _, _ in little.shorter] == ["talk", "walk", "rest", "end"]
    assert [one.key for one in much.cut] == ["walk"]
    assert [slot.minutes for slot in much.after.slots] == [32, 7, 4, 7]
    assert much.before == plan


def test_the_running_block_is_never_left_out_though_it_is_optional():
    blocks = [block("open", 5, 10), block("walk", 8, 14, drop=1), block("end", 5, 10)]
    change = replan(make_plan(blocks, 34), [14], 9)
    assert change.after.slot("walk")


def test_minutes_that_the_room_gives_go_to_what_is_left():
    plan = make_plan([block("open", 5, 10), block("talk", 8, 14), block("end", 5, 10)], 24)
    change = replan(plan, [plan.slots[0].minutes], 0, more=10)
    assert change.after.total == 34
    assert all(slot.minutes >= before.minutes for slot, before in zip(change.after.slots, plan.slots, strict=True))


def test_a_session_with_more_finished_blocks_than_it_has_is_refused():
    plan = make_plan([block("open", 5, 10)], 10)
    with pytest.raises(ValueError, match="for each finished block"):
        replan(plan, [5, 5], 0)


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ({"minimum": 9, "full": 5}, "minimum is more than full"),
        ({"must_do": True, "drop": 1}, "remove drop or must_do"),
        ({"kind": "break", "drop": 2}, "remove drop or must_do"),
        ({}, "which block is left out first"),
        ({"must_do": True, "roles": ["You ask.", "You answer."]}, "roles are for pairs"),
        ({"must_do": True, "kind": "pairs", "roles": ["You ask."]}, "one for the partner"),
    ],
)
def test_a_block_that_contradicts_itself_is_refused(wrong: dict[str, object], mend: str):
    right = {"key": "a", "title": "A", "kind": "activity", "minimum": 3, "full": 5, "participants_see": "-"}
    with pytest.raises(ValueError, match=mend):
        Block.model_validate(right | wrong)
