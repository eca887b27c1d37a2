"""A rota puts everybody into one group a session, and lets nobody meet again while that can be helped."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorcourse.pairs.day import settled, without
from mentorcourse.pairs.grouping import Barred, Groups, History, Impossible, barred_of, grouped, meetings
from mentorcourse.pairs.rota import rota

NONE = barred_of([])


def crowd(count: int) -> list[str]:
    """So many people."""
    return [f"p{number}" for number in range(count)]


def met(sessions: list[Groups]) -> Counter[frozenset[str]]:
    """How often each two people are together."""
    return Counter(pair for groups in sessions for group in groups for pair in meetings(group))


def sound(groups: Groups, people: list[str], barred: Barred) -> None:
    """Everybody once, pairs but for one group of three when odd, and nobody with whom they must not be."""
    assert sorted(one for group in groups for one in group) == sorted(people)
    assert sorted(map(len, groups)) == [2] * (len(people) // 2 - len(people) % 2) + [3] * (len(people) % 2)
    assert not barred & set(met([groups]))


def could_be_new(people: list[str], known: set[frozenset[str]]) -> bool:
    """Whether there is a grouping in which nobody meets whom they know, found by another way than the rota's."""
    pairs = [pair for pair in combinations(people, 2) if frozenset(pair) not in known]
    if len(people) % 2 == 0:
        return 2 * len(nx.max_weight_matching(nx.Graph(pairs), maxcardinality=True)) == len(people)
    threes = (three for three in combinations(people, 3) if not known & set(meetings(three)))
    return any(could_be_new([one for one in people if one not in three], known) for three in threes)


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[list[str], Barred]:
    """A small cohort with a few exclusions."""
    people = crowd(draw(st.integers(4, 11)))
    pairs = st.sampled_from(list(combinations(people, 2)))
    return people, barred_of(draw(st.lists(pairs, max_size=4)))


@settings(deadline=None, max_examples=40)
@given(cohorts(), st.integers(1, 6))
def test_every_session_has_everybody_once_apart_from_exclusions_and_repeats_nothing_that_need_not_be(
    cohort: tuple[list[str], Barred], count: int
) -> None:
    people, barred = cohort
    if not could_be_new(people, set(barred)):
        with pytest.raises(Impossible):
            rota(people, count, [], barred)
        return
    sessions = rota(people, count, [], barred)
    for number, groups in enumerate(sessions):
        sound(groups, people, barred)
        before = set(met(sessions[:number]))
        if before & set(met([groups])):
            assert not could_be_new(people, before | barred)


@pytest.mark.parametrize("count", range(2, 26, 2))
def test_an_even_number_of_people_meets_everybody_before_anybody_meets_again(count: int) -> None:
    sessions = rota(crowd(count), count - 1, [], NONE)
    assert len(sessions) == count - 1
    assert set(met(sessions).values()) == {1}


@pytest.mark.parametrize("count", [5, 7, 9, 13, 15])
def test_being_the_third_is_shared_out(count: int) -> None:
    thirds = Counter(group[2] for groups in rota(crowd(count), 10, [], NONE) for group in groups if len(group) > 2)
    assert sum(thirds.values()) == 10
    assert max(thirds.values()) <= 10 // count + 2


def test_one_exclusion_among_twelve_costs_no_repeat_in_ten_sessions() -> None:
    barred = barred_of([("p0", "p1")])
    sessions = rota(crowd(12), 10, [], barred)
    assert set(met(sessions).values()) == {1}
    assert not barred & set(met(sessions))


def test_the_same_cohort_gets_the_same_rota() -> None:
    assert rota(crowd(9), 10, [], NONE) == rota(crowd(9), 10, [], NONE)


def test_what_has_happened_counts_for_what_is_to_come() -> None:
    first = rota(crowd(8), 3, [], NONE)
    again = rota([*crowd(8), "late", "later"], 4, first, NONE)
    assert set(met([*first, *again]).values()) == {1}


def test_a_large_cohort_is_no_matter_of_minutes() -> None:
    assert set(met(rota(crowd(200), 10, [], NONE)).values()) == {1}


@pytest.mark.parametrize(("count", "groups"), [(0, []), (1, []), (2, [["p1", "p0"]])])
def test_very_small_cohorts(count: int, groups: Groups) -> None:
    assert rota(crowd(count), 1, [], NONE) == [groups]


def test_three_people_take_turns_at_watching() -> None:
    thirds = [groups[0][2] for groups in rota(crowd(3), 3, [], NONE)]
    assert sorted(thirds) == crowd(3)


def test_exclusions_that_leave_somebody_alone_name_whom() -> None:
    with pytest.raises(Impossible) as caught:
        rota(crowd(6), 3, [], barred_of([("p2", other) for other in crowd(6) if other != "p2"]))
    assert caught.value.person == "p2"


@settings(deadline=None, max_examples=80)
@given(st.integers(4, 12), st.data())
def test_whoever_does_not_come_changes_nothing_for_those_who_are_not_left_alone(
    count: int, data: st.DataObject
) -> None:
    people, history = crowd(count), History()
    before = grouped(people, history, NONE)
    gone = data.draw(st.sampled_from(people))
    after = settled(without(before, gone), history, NONE)
    sound(after, [one for one in people if one != gone], NONE)
    with_gone = next(group for group in before if gone in group)
    changed = [group for group in before if group not in after and group is not with_gone]
    assert len(changed) <= (0 if len(with_gone) == 3 else 1)
    # Of a pair that takes somebody in, or a three that gives somebody away, two stay together.
    assert all(any(set(pair) <= set(now) for now in after for pair in combinations(group, 2)) for group in changed)


@settings(deadline=None, max_examples=60)
@given(cohorts(), st.data())
def test_after_a_day_of_coming_and_going_everybody_has_a_partner_wherever_exclusions_allow_it(
    cohort: tuple[list[str], Barred], data: st.DataObject
) -> None:
    people, barred = cohort
    here = list(people)
    groups: Groups = settled([[one] for one in people], History(), barred)
    for one in data.draw(st.lists(st.sampled_from(people), max_size=6)):
        coming = one not in here
        here = [*here, one] if coming else [other for other in here if other != one]
        groups = settled([*groups, [one]] if coming else without(groups, one), History(), barred)
        assert sorted(person for group in groups for person in group) == sorted(here)
        assert not barred & set(met([groups]))
        if any(len(group) == 1 for group in groups) and len(here) > 1:
            with pytest.raises(Impossible):
                grouped(here, History(), barred)


def test_a_latecomer_takes_the_third_away_from_a_group_of_three() -> None:
    assert settled([["a", "b"], ["c", "d", "e"], ["late"]], History(), NONE) == [["a", "b"], ["c", "d"], ["e", "late"]]


def test_a_latecomer_becomes_a_third_where_all_are_pairs() -> None:
    assert settled([["a", "b"], ["c", "d"], ["late"]], History(), NONE) == [["a", "b", "late"], ["c", "d"]]


def test_others_are_parted_only_where_exclusions_leave_no_other_way() -> None:
    barred = barred_of([("late", "c"), ("late", "d"), ("late", "e")])
    assert settled([["a", "b"], ["c", "d", "e"], ["late"]], History(), barred) != [
        ["a", "b"],
        ["c", "d"],
        ["e", "late"],
    ]
    sound(
        settled([["a", "b"], ["c", "d", "e"], ["late"]], History(), barred), ["a", "b", "c", "d", "e", "late"], barred
    )
