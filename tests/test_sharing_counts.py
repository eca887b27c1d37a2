"""Counts that a cohort sees are of five people or more, and no two states of them tell one person's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorcourse.content import Course, read_course
from mentorcourse.reports import SMALLEST_GROUP
from mentorcourse.sharing.counts import Shown, answered, catch_up, counted_fields, joining, shown
from mentorcourse.sharing.reveals import is_revealed, reveal, revealed
from mentorcourse.store import Store, open_store, tables
from tests.small_course import STEM, SmallCourse
from tests.stores import together

CASE, RATING = f"{STEM}.dilemma", f"{STEM}.rating"
CHOICES = {"choice": ["wait", "speak", "other"]}
SCALES = {"a.often": ["1", "2", "3"], "b.often": ["1", "2", "3"]}
FACILITATOR = "the facilitator"


class Room:
    """A cohort whose people answer, change their mind, leave and come back."""

    def __init__(self, store: Store, people: int = 23) -> None:
        self.store, self.cohort = store, str(uuid4())
        self.people = [str(uuid4()) for _ in range(people)]
        self.facilitator = str(uuid4())
        with store.writing() as session:
            session.add(tables.Cohort(id=self.cohort, name=self.cohort, created_at=store.now()))
            for person in [*self.people, self.facilitator]:
                session.add(tables.Person(id=person, name="Somebody", created_at=store.now()))
            session.flush()
            for person in self.people:
                self._join(session, person)

    def _join(self, session: object, person: str) -> None:
        session.add(  # type: ignore[attr-defined]
            tables.Membership(person_id=person, cohort_id=self.cohort, role="participant", added_at=self.store.now())
        )

    def save(self, number: int, activity: str, **values: object) -> None:
        person, store = self.people[number], self.store
        base = store.answer(person, self.cohort, activity).revision
        store.save(person, self.cohort, activity, values, base, lambda kept: (1, 1))

    def commit(self, number: int, choice: str) -> None:
        self.save(number, CASE, choice=choice, committed=True)

    def rate(self, number: int, first: int | None, second: int | None) -> None:
        self.save(number, RATING, **{"a.often": first, "b.often": second})

    def leave(self, number: int) -> None:
        with self.store.writing() as session:
            session.query(tables.Membership).filter_by(person_id=self.people[number]).delete()

    def come_back(self, number: int) -> None:
        self.leave(number)
        with self.store.writing() as session:
            self._join(session, self.people[number])

    def look(self, activity: str = CASE) -> Shown:
        return catch_up(self.store, self.cohort, activity, CHOICES if activity == CASE else SCALES)

    def reveal(self, activity: str = CASE) -> Shown:
        fields = CHOICES if activity == CASE else SCALES
        return reveal(self.store, self.cohort, activity, fields, self.facilitator)


@pytest.fixture
def room(store: Store) -> Room:
    """Twenty-three participants who have answered nothing yet."""
    return Room(store)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with one activity of each kind."""
    return read_course(SmallCourse(tmp_path_factory.mktemp("course")).folder)


def test_below_five_answers_nothing_is_shown(room: Room) -> None:
    for number in range(SMALLEST_GROUP - 1):
        room.commit(number, "wait")
        assert room.look() == Shown(0, {})
    assert answered(room.store, room.cohort, CASE, CHOICES) == 4


def test_five_answers_are_counted_with_zeros_for_what_nobody_chose(room: Room) -> None:
    for number, choice in enumerate(["wait", "wait", "other", "wait", "other"]):
        room.commit(number, choice)
    assert room.look() == Shown(5, {"choice": {"wait": 3, "speak": 0, "other": 2}})


def test_later_answers_wait_until_there_are_five_of_them(room: Room) -> None:
    sizes = []
    for number in range(10):
        room.commit(number, "wait" if number < 5 else "speak")
        sizes.append(room.look().answers)
    assert sizes == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10]
    assert room.look().counts == {"choice": {"wait": 5, "speak": 5, "other": 0}}


def test_a_reveal_counts_everybody_who_has_answered_and_then_stands_still(room: Room) -> None:
    for number in range(7):
        room.commit(number, "wait")
    assert room.reveal() == Shown(7, {"choice": {"wait": 7, "speak": 0, "other": 0}})
    room.commit(7, "speak")
    assert room.look() == room.reveal() == Shown(7, {"choice": {"wait": 7, "speak": 0, "other": 0}})
    for number in range(8, 12):
        room.commit(number, "speak")
    assert room.look() == Shown(12, {"choice": {"wait": 7, "speak": 5, "other": 0}})


def test_a_cohort_of_three_may_be_revealed_and_shows_nothing(store: Store) -> None:
    room = Room(store, people=3)
    for number in range(3):
        room.commit(number, "wait")
    assert room.reveal() == Shown(0, {})
    assert is_revealed(store, room.cohort, CASE)
    assert shown(store, room.cohort, CASE) == Shown(0, {})


def test_what_was_revealed_is_kept_with_the_moment_and_who_did_it(room: Room) -> None:
    before = room.store.now()
    room.reveal()
    (kept,) = revealed(room.store, room.cohort)
    assert (kept.activity, kept.by) == (CASE, room.facilitator)
    assert before <= kept.at <= room.store.now()


def test_of_two_who_reveal_at_the_same_moment_both_see_the_same_and_one_is_kept(room: Room) -> None:
    for number in range(6):
        room.commit(number, "wait")
    first, second = together(room.reveal, room.reveal)
    assert first == second == Shown(6, {"choice": {"wait": 6, "speak": 0, "other": 0}})
    assert len(revealed(room.store, room.cohort)) == 1


def test_pages_that_look_at_the_same_moment_count_nobody_twice(room: Room) -> None:
    for number in range(5):
        room.commit(number, "wait")
    assert together(*[room.look] * 4) == [Shown(5, {"choice": {"wait": 5, "speak": 0, "other": 0}})] * 4


def test_whoever_leaves_after_being_counted_stays_counted_and_nobody_moves_up(room: Room) -> None:
    for number in range(9):
        room.commit(number, "wait" if number < 5 else "speak")
    before = room.look()
    room.leave(0)
    assert room.look() == before
    room.come_back(0)
    assert room.look() == before


def test_whoever_is_no_participant_or_has_not_committed_is_not_counted(room: Room) -> None:
    for number in range(5):
        room.commit(number, "wait")
    room.leave(4)
    room.save(5, CASE, choice="wait")
    assert room.look() == Shown(0, {})
    assert answered(room.store, room.cohort, CASE, CHOICES) == 4


def test_an_option_that_is_no_more_is_neither_named_nor_counted(room: Room) -> None:
    for number in range(6):
        room.commit(number, "wait" if number else "gone")
    assert room.look() == Shown(5, {"choice": {"wait": 5, "speak": 0, "other": 0}})


def test_ratings_count_only_when_every_line_is_rated_so_that_each_line_is_of_five_people(room: Room) -> None:
    for number in range(5):
        room.rate(number, 3, None if number == 4 else 1)
    assert room.look(RATING) == Shown(0, {})
    room.rate(4, 3, 2)
    counts = {"a.often": {"1": 0, "2": 0, "3": 5}, "b.often": {"1": 4, "2": 1, "3": 0}}
    assert room.look(RATING) == Shown(5, counts)


def test_a_rating_that_is_changed_or_taken_back_after_it_was_counted_changes_nothing(room: Room) -> None:
    for number in range(5):
        room.rate(number, 3, 1)
    before = room.look(RATING)
    room.rate(0, 1, 3)
    room.rate(1, None, None)
    assert room.look(RATING) == room.reveal(RATING) == before


def test_of_ratings_whole_groups_of_five_are_revealed_for_they_are_in_the_report_too(room: Room) -> None:
    for number in range(7):
        room.rate(number, 3, 1)
    assert room.reveal(RATING).answers == 5


def test_only_choices_and_ratings_for_the_cohort_are_counted(course: Course) -> None:
    counted = {address: list(counted_fields(one)) for address, _, one in course.activities() if counted_fields(one)}
    assert all(course.activity(address).kind in ("case", "ratings") for address in counted)
    assert all(course.activity(address).audience == "cohort-anonymous" for address in counted)
    whole = read_course()
    kinds = {address: one.kind for address, _, one in whole.activities() if counted_fields(one)}
    assert sorted(set(kinds.values())) == ["case", "ratings"]
    assert len(kinds) == 13
    rating = counted_fields(whole.activity("01_introduction.self_rating"))
    assert rating["attention.often"] == ["1", "2", "3", "4", "5"]


# No difference tells one person's answer.


def test_groups_that_join_are_whole_fives_and_at_a_reveal_all_from_five_on() -> None:
    people = [str(number) for number in range(13)]
    assert [len(joining(people[:many], everyone=False)) for many in (0, 4, 5, 9, 10, 13)] == [0, 0, 5, 5, 10, 10]
    assert [len(joining(people[:many], everyone=True)) for many in (0, 4, 5, 9, 10, 13)] == [0, 0, 5, 9, 10, 13]


NUMBERS = st.integers(0, 22)
ACTS = st.one_of(
    st.tuples(st.just("rate"), NUMBERS, st.integers(1, 3)),
    st.tuples(st.just("rate"), NUMBERS, st.integers(1, 3)),
    st.tuples(st.just("take back"), NUMBERS),
    st.tuples(st.just("leave"), NUMBERS),
    st.tuples(st.just("come back"), NUMBERS),
    st.tuples(st.just("look")),
    st.tuples(st.just("reveal")),
)


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for many cohorts."""
    with closing(open_store(tmp_path_factory.mktemp("counts") / "course.db")) as store:
        yield store


def act(room: Room, what: str, *rest: int) -> None:
    if what == "rate":
        room.rate(rest[0], rest[1], rest[1])
    elif what == "take back":
        room.rate(rest[0], None, None)
    elif what == "leave":
        room.leave(rest[0])
    elif what == "come back":
        room.come_back(rest[0])
    elif what == "reveal":
        room.reveal(RATING)


@given(acts=st.lists(ACTS, min_size=8, max_size=45))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_shown_only_ever_grows_by_five_people_or_more_whatever_they_do(
    quick: Store, acts: list[tuple[str, int]]
) -> None:
    room, before = Room(quick), Shown()
    for one in acts:
        act(room, *one)
        after = room.look(RATING)
        assert after.answers == before.answers or after.answers - before.answers >= SMALLEST_GROUP
        if after.answers == before.answers:
            assert after == before
        for name in after.counts:
            old, new = Counter(before.counts.get(name, {})), Counter(after.counts[name])
            assert not old - new, "nobody's answer is ever taken out"
            assert new.total() == after.answers
        before = after
