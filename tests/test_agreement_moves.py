"""The rules of the agreement: turns, initials that belong to exactly the words seen, and no final page without them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorcourse.agreements import moves
from mentorcourse.agreements.moves import Refused, Side, Stale, State

KEYS = ["goals", "other"]
AT = datetime(2027, 1, 1, tzinfo=UTC)
TEXTS = st.sampled_from(["", "one", "two"])


def together() -> State:
    state = moves.write(moves.begin(KEYS), "mentee", "goals", "one")
    state = moves.write(moves.hand_over(state, "mentee"), "mentor", "goals", "two")
    return moves.hand_over(state, "mentor")


def initial(state: State, side: Side, key: str, seen: str = "") -> State:
    return moves.initial(state, side, key, "AB", seen or moves.mark(key, state.rows[key]), AT)


def final() -> State:
    state = together()
    for key in KEYS:
        for side in moves.SIDES:
            state = initial(state, side, key)
    return state


def test_the_mentee_writes_first_then_the_mentor_and_then_both():
    begun = moves.begin(KEYS)
    with pytest.raises(Refused, match="Your mentee writes first"):
        moves.write(begun, "mentor", "goals", "two")
    sent = moves.hand_over(moves.write(begun, "mentee", "goals", "one"), "mentee")
    assert sent.stage == "mentor"
    with pytest.raises(Refused, match="Your mentor has the page now"):
        moves.write(sent, "mentee", "goals", "again")
    state = together()
    assert moves.write(state, "mentee", "goals", "again").rows["goals"].mentee == "again"
    assert moves.write(state, "mentor", "goals", "again").rows["goals"].mentor == "again"


def test_an_empty_column_is_not_handed_over_nor_is_a_page_that_one_does_not_have():
    begun = moves.begin(KEYS)
    with pytest.raises(Refused, match="still empty"):
        moves.hand_over(begun, "mentee")
    for state in (begun, together(), final()):
        with pytest.raises(Refused, match="nothing to hand over"):
            moves.hand_over(state, "mentor")


def test_the_last_initials_make_it_final_and_a_change_opens_only_its_row():
    state = final()
    assert state.stage == "final"
    changed = moves.write(state, "mentor", "goals", "three")
    assert changed.stage == "together"
    assert [list(row.initials) for row in changed.rows.values()] == [[], ["mentee", "mentor"]]
    assert moves.turns(changed, "mentee") == moves.turns(changed, "mentor") == ["goals"]


def test_words_saved_again_unchanged_keep_their_initials():
    state = final()
    assert moves.write(state, "mentor", "goals", "two") is state


def test_initials_on_words_that_have_changed_since_are_refused():
    state = together()
    seen = moves.mark("goals", state.rows["goals"])
    changed = moves.write(state, "mentor", "goals", "Something else")
    with pytest.raises(Stale, match="has changed since you saw it"):
        initial(changed, "mentee", "goals", seen)


@pytest.mark.parametrize("letters", ["", "   ", "ABCDEFG"])
def test_initials_are_one_to_six_letters(letters: str):
    state = together()
    with pytest.raises(Refused, match="one to six letters"):
        moves.initial(state, "mentee", "goals", letters, moves.mark("goals", state.rows["goals"]), AT)


def test_initials_come_only_once_both_columns_are_there():
    with pytest.raises(Refused, match="once both columns"):
        initial(moves.begin(KEYS), "mentee", "goals")


@pytest.mark.parametrize("side", moves.SIDES)
def test_either_may_end_it_at_any_time_and_then_it_takes_no_more_changes(side: Side):
    for state in (moves.begin(KEYS), together(), final()):
        ended = moves.end(state, side)
        assert (ended.stage, ended.ended_by, ended.rows) == ("ended", side, state.rows)
        assert moves.end(ended, moves.other(side)) == ended
        for attempt in (
            lambda ended=ended: moves.write(ended, side, "goals", "more"),
            lambda ended=ended: moves.hand_over(ended, side),
            lambda ended=ended: initial(ended, side, "goals"),
        ):
            with pytest.raises(Refused, match="has been ended"):
                attempt()


def test_no_two_rows_that_differ_have_the_same_mark():
    texts = ["", "a", "b", '"', '","', "a\n", "ä"]
    rows = [(key, moves.Row(one, two)) for key in KEYS for one in texts for two in texts]
    assert len({moves.mark(key, row) for key, row in rows}) == len(rows)


# A move: what, by whom, on which row, with which text; `age` is how many states ago the words were seen.
MOVES = st.tuples(
    st.sampled_from(["write", "hand_over", "initial", "initial", "end"]),
    st.sampled_from(moves.SIDES),
    st.sampled_from(KEYS),
    TEXTS,
    st.integers(0, 3),
)


def attempt(past: list[State], move: tuple[str, Side, str, str, int]) -> State:
    what, side, key, text, age = move
    state, seen = past[-1], past[max(0, len(past) - 1 - age)]
    try:
        if what == "write":
            return moves.write(state, side, key, text)
        if what == "hand_over":
            return moves.hand_over(state, side)
        if what == "end":
            return moves.end(state, side)
        return initial(state, side, key, moves.mark(key, seen.rows[key]))
    except Refused:
        return state


@settings(deadline=None)
@given(st.booleans(), st.lists(MOVES, max_size=40))
def test_no_sequence_of_moves_gives_a_final_page_whose_initials_do_not_match_its_words(
    begins_final: bool, sequence: list[tuple[str, Side, str, str, int]]
):
    past = [final() if begins_final else moves.begin(KEYS)]
    for move in sequence:
        before = past[-1]
        past.append(attempt(past, move))
        state = past[-1]
        for key, row in state.rows.items():
            assert all(given.seen == moves.mark(key, row) for given in row.initials.values())
            theirs = moves.other(move[1])
            assert row.text(theirs) == before.rows[key].text(theirs), "only a column's owner changes it"
        complete = all(len(row.initials) == 2 for row in state.rows.values())
        assert (state.stage == "final") == (complete and state.stage != "ended")
        if before.stage == "ended":
            assert state == before
