"""People belong to cohorts in one or several roles."""

import pytest

from mentorcourse import people
from mentorcourse.people import PeopleError
from mentorcourse.store import Store
from tests.stores import together


def test_a_person_may_hold_several_roles_and_be_in_several_cohorts(store: Store) -> None:
    spring, autumn = people.add_cohort(store, "Spring"), people.add_cohort(store, "Autumn")
    person = people.add_person(store, spring.id, "Trainer 1", "Trainer1@Example.org", ["trainer"])
    again = people.add_person(store, spring.id, "Trainer 1", "trainer1@example.org", ["participant", "trainer"])
    people.add_person(store, autumn.id, "trainer  1", "trainer1@example.org", ["facilitator"])
    assert person == again == people.find_person(store, " TRAINER1@example.org")
    places = {member.cohort.name: member.roles for member in people.memberships(store, person.id)}
    assert places == {"Spring": {"participant", "trainer"}, "Autumn": {"facilitator"}}
    assert [member.person for member in people.members(store, spring.id)] == [person]


def test_cohorts_are_listed_and_found_by_name(store: Store) -> None:
    made = [people.add_cohort(store, name) for name in ("Spring", "  Herbst\t2026 ")]
    assert people.cohorts(store) == made
    assert people.find_cohort(store, "Herbst 2026") == made[1]
    assert people.find_cohort(store, "Winter") is None


def test_a_cohorts_name_is_used_once(store: Store) -> None:
    people.add_cohort(store, "Spring")
    with pytest.raises(PeopleError, match="already a cohort named “Spring”: choose another name"):
        people.add_cohort(store, "Spring ")


def test_an_address_of_somebody_with_another_name_is_refused(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    people.add_person(store, cohort.id, "Participant 1", "p@example.org", ["participant"])
    with pytest.raises(PeopleError, match="already belongs to “Participant 1”, not “Participant 2”"):
        people.add_person(store, cohort.id, "Participant 2", "P@example.org", ["participant"])


@pytest.mark.parametrize(
    ("name", "email", "roles", "message"),
    [
        ("", "p@example.org", ["participant"], "name is missing"),
        ("x" * 201, "p@example.org", ["participant"], "at most 200 characters"),
        ("Bell \a", "p@example.org", ["participant"], "control character"),
        ("\ud800", "p@example.org", ["participant"], "control character"),
        ("Participant 1", "nowhere", ["participant"], "not an e-mail address: write it like"),
        ("Participant 1", "a b@example.org", ["participant"], "not an e-mail address"),
        ("Participant 1", "a\0@example.org", ["participant"], "not an e-mail address"),
        ("Participant 1", "p@example.org", ["mentor"], "no role 'mentor': write participant, trainer or"),
        ("Participant 1", "p@example.org", [], "role is missing"),
    ],
)
def test_a_wrong_name_address_or_role_is_refused_with_its_mend(
    store: Store, name: str, email: str, roles: list[str], message: str
) -> None:
    cohort = people.add_cohort(store, "Spring")
    with pytest.raises(PeopleError, match=message):
        people.add_person(store, cohort.id, name, email, roles)
    assert people.members(store, cohort.id) == []


@pytest.mark.parametrize("name", ["Þórdís", "محمد‌رضا", "李", "O’Neill", "🙂"])
def test_names_of_all_languages_are_kept(store: Store, name: str) -> None:
    cohort = people.add_cohort(store, "Spring")
    assert people.add_person(store, cohort.id, name, None, ["participant"]).name == name


def test_people_without_an_address_are_different_people(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    first, second = (people.add_person(store, cohort.id, "Author", None, ["participant"]) for _ in "ab")
    assert first.id != second.id


def test_the_same_person_added_by_two_facilitators_at_once_is_one_person(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")

    def add() -> people.Person:
        return people.add_person(store, cohort.id, "Participant 1", "p@example.org", ["participant"])

    first, *others = together(*[add] * 4)
    assert others == [first] * 3
    assert len(people.members(store, cohort.id)) == 1


def test_losing_one_role_keeps_the_others_and_losing_the_last_ends_links_and_sign_ins(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    person = people.add_person(store, cohort.id, "Trainer 1", "t@example.org", ["trainer", "participant"])
    secret = people.issue_link(store, person.id, cohort.id)
    token = people.accept_link(store, secret, "device").token
    people.remove_membership(store, person.id, cohort.id, "trainer")
    signed_in = people.who(store, token)
    assert signed_in is not None
    assert signed_in.roles == {"participant"}
    people.remove_membership(store, person.id, cohort.id)
    assert people.who(store, token) is None
    people.add_person(store, cohort.id, "Trainer 1", "t@example.org", ["participant"])
    assert people.who(store, token) is None
    with pytest.raises(people.NotAdmitted):
        people.accept_link(store, secret, "device")


def test_the_example_cohort_has_nine_people_named_by_role_whose_links_work(store: Store) -> None:
    made = people.make_example(store)
    assert [role for role, _, _ in made] == ["facilitator"] + ["trainer"] * 2 + ["participant"] * 6
    assert [person.name for _, person, _ in made][:4] == ["Facilitator", "Trainer 1", "Trainer 2", "Participant 1"]
    assert made[3][1].email == "participant1@example.org"
    for role, person, secret in made:
        signed_in = people.who(store, people.accept_link(store, secret, "device").token)
        assert signed_in is not None
        assert (signed_in.person, signed_in.cohort_name) == (person.id, "Example cohort")
        assert signed_in.roles == {role}
    with pytest.raises(PeopleError, match="already a cohort"):
        people.make_example(store)
