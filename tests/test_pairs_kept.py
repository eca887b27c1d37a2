"""The rota is kept: what has happened stays, the day's changes can be undone, and exclusions hold."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mentorcourse import pairs, people
from mentorcourse.pairs import PairsError
from mentorcourse.pairs.grouping import meetings
from mentorcourse.store import Store

COURSE = ["01_a", "02_b", "03_c", "04_d"]


@dataclass(frozen=True)
class Group:
    """A cohort of six with a facilitator."""

    store: Store
    cohort: str
    facilitator: str
    people: list[str]

    def groups(self, section: str) -> list[list[str]]:
        """A section's groups as they stand."""
        return pairs.sessions(self.store, self.cohort)[section].groups

    def make_rota(self, first: str = "01_a") -> None:
        """Work the rota out."""
        pairs.make_rota(self.store, self.cohort, self.facilitator, COURSE, first)

    def set_here(self, section: str, person: str, here: bool) -> None:
        """Somebody is there, or is not."""
        pairs.set_here(self.store, self.cohort, self.facilitator, section, person, here=here)

    def undo(self) -> None:
        """Take the last change back."""
        pairs.undo(self.store, self.cohort, self.facilitator, COURSE)

    def keep_apart(self, *pair: str) -> list[str]:
        """Exclude two as a facilitator does."""
        pairs.exclude(self.store, self.cohort, self.facilitator, (pair[0], pair[1]))
        return pairs.keep_apart(self.store, self.cohort, self.facilitator, COURSE)

    def add(self, number: int) -> str:
        """One more participant."""
        return people.add_person(self.store, self.cohort, f"P {number}", f"p{number}@example.org", ["participant"]).id

    def partner(self, section: str, person: str) -> set[str]:
        """Who is with somebody."""
        return next((set(group) - {person} for group in self.groups(section) if person in group), set())


@pytest.fixture
def six(store: Store) -> Group:
    """A cohort of six, without a rota yet."""
    cohort = people.add_cohort(store, "Spring").id
    facilitator = people.add_person(store, cohort, "F", "f@example.org", ["facilitator"]).id
    group = Group(store, cohort, facilitator, [])
    group.people.extend(group.add(number) for number in range(6))
    return group


def test_a_rota_is_kept_for_every_section_and_facilitators_are_not_in_it(six: Group) -> None:
    six.make_rota()
    assert list(pairs.sessions(six.store, six.cohort)) == COURSE
    for section in COURSE:
        assert sorted(one for group in six.groups(section) for one in group) == sorted(six.people)


def test_working_it_out_again_keeps_what_has_happened_and_counts_it(six: Group) -> None:
    six.make_rota()
    held = [six.groups(section) for section in COURSE[:2]]
    late = [six.add(6), six.add(7)]
    six.make_rota("03_c")
    assert [six.groups(section) for section in COURSE[:2]] == held
    met = [pair for section in COURSE for group in six.groups(section) for pair in meetings(group)]
    assert len(met) == len(set(met))
    assert all(six.partner("03_c", one) for one in late)


def test_a_rota_that_would_be_the_same_is_no_change(six: Group) -> None:
    six.make_rota()
    six.make_rota()
    six.undo()
    assert pairs.sessions(six.store, six.cohort) == {}


def test_somebody_who_does_not_come_leaves_one_alone_who_joins_others_and_undo_brings_all_back(six: Group) -> None:
    six.make_rota()
    before = six.groups("02_b")
    gone, left = before[0][0], before[0][1]
    six.set_here("02_b", gone, here=False)
    assert len(six.partner("02_b", left)) == 2
    assert pairs.sessions(six.store, six.cohort)["02_b"].away == (gone,)
    change = pairs.last_change(six.store, six.cohort)
    assert change == pairs.Change("away", "02_b", gone)
    six.undo()
    assert six.groups("02_b") == before
    assert pairs.last_change(six.store, six.cohort).kind == "rota"  # type: ignore[union-attr]


def test_somebody_new_is_put_into_a_running_session(six: Group) -> None:
    six.make_rota()
    late = six.add(6)
    six.set_here("01_a", late, here=True)
    assert len(six.partner("01_a", late)) == 2
    assert six.partner("02_b", late) == set()


def test_an_exclusion_parts_those_who_are_together_in_sessions_to_come_and_undo_does_not_bring_them_back(
    six: Group,
) -> None:
    six.make_rota()
    one, other = six.groups("03_c")[0]
    others = [group for section in ("01_a", "02_b", "04_d") for group in six.groups(section)]
    assert six.keep_apart(one, other) == ["03_c"]
    assert other not in six.partner("03_c", one)
    assert [group for section in ("01_a", "02_b", "04_d") for group in six.groups(section)] == others
    six.set_here("03_c", six.people[0], here=False)
    six.undo()
    assert other not in six.partner("03_c", one)


def test_undoing_a_rota_also_takes_back_what_was_changed_in_it_since(six: Group) -> None:
    six.make_rota()
    old = six.groups("03_c")
    six.add(6)
    six.make_rota("03_c")
    one, other = six.groups("04_d")[0][:2]
    six.keep_apart(one, other)
    six.undo()
    assert six.groups("03_c") == old


def test_facilitators_see_that_two_are_kept_apart_and_never_who_asked(six: Group) -> None:
    one, other = sorted(six.people[:2])
    pairs.wish(six.store, six.cohort, other, one)
    assert pairs.exclusions(six.store, six.cohort) == [pairs.Kept(one, other, is_set=False)]
    pairs.exclude(six.store, six.cohort, six.facilitator, (one, other))
    assert pairs.exclusions(six.store, six.cohort) == [pairs.Kept(one, other, is_set=True)]
    with pytest.raises(PairsError, match="only they can take it back"):
        pairs.allow(six.store, six.cohort, (one, other))
    assert pairs.exclusions(six.store, six.cohort) == [pairs.Kept(one, other, is_set=False)]
    pairs.take_back(six.store, six.cohort, one, other)
    assert pairs.exclusions(six.store, six.cohort) != []
    pairs.take_back(six.store, six.cohort, other, one)
    assert pairs.exclusions(six.store, six.cohort) == []


def test_a_participant_names_three_people_at_most_and_sees_their_own_wishes_alone(six: Group) -> None:
    first, *others = six.people
    for other in [*others[:3], others[0]]:
        pairs.wish(six.store, six.cohort, first, other)
    with pytest.raises(PairsError, match="You can name 3 people here"):
        pairs.wish(six.store, six.cohort, first, others[3])
    assert pairs.wishes(six.store, six.cohort, first) == others[:3]
    assert pairs.wishes(six.store, six.cohort, others[0]) == []


def test_somebody_of_another_cohort_can_neither_be_excluded_nor_put_into_a_group(six: Group) -> None:
    with pytest.raises(PairsError, match="Only participants of this cohort"):
        pairs.wish(six.store, six.cohort, six.people[0], six.facilitator)
    with pytest.raises(PairsError, match="Only participants of this cohort"):
        six.set_here("01_a", six.facilitator, here=True)
    with pytest.raises(PairsError, match="two different people"):
        pairs.exclude(six.store, six.cohort, six.facilitator, (six.people[0], six.people[0]))


def test_exclusions_that_cannot_be_met_name_whom_and_the_mend(six: Group) -> None:
    for other in six.people[1:]:
        pairs.exclude(six.store, six.cohort, six.facilitator, (six.people[0], other))
    with pytest.raises(PairsError, match=r"P 0 may not be with 5 of the others: take one of these exclusions back"):
        six.make_rota()


def test_whoever_leaves_the_cohort_is_in_no_group_any_longer(six: Group) -> None:
    six.make_rota()
    gone = six.people[0]
    (left,) = six.partner("02_b", gone)
    people.remove_membership(six.store, gone, six.cohort)
    assert six.partner("02_b", left) == set()
    six.set_here("02_b", left, here=True)
    assert len(six.partner("02_b", left)) == 2


def test_a_rota_from_a_section_that_there_is_not_is_refused(six: Group) -> None:
    with pytest.raises(PairsError, match="no such section"):
        six.make_rota("99_x")


def test_there_may_be_nothing_to_undo(six: Group) -> None:
    with pytest.raises(PairsError, match="nothing to undo"):
        six.undo()
