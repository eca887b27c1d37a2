"""A roster is read as spreadsheets write it, and enrols everybody on it or nobody."""

import pytest

from mentorcourse import people
from mentorcourse.people import RosterError, Row
from mentorcourse.store import Store

ROSTER = "name,email,role\nÅsa Öberg,Asa@example.org,participant\nParticipant 2,p2@example.org,trainer;participant\n"
EXPECTED = [
    Row(2, "Åsa Öberg", "asa@example.org", frozenset({"participant"})),
    Row(3, "Participant 2", "p2@example.org", frozenset({"participant", "trainer"})),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_roster_is_read_in_the_encodings_of_spreadsheets(encoding: str, end: str) -> None:
    assert people.read_roster(ROSTER.replace("\n", end).encode(encoding)) == EXPECTED


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_is_read_with_any_separator_of_spreadsheets(separator: str) -> None:
    text = ROSTER.replace(",", separator).replace("trainer;participant", '"trainer / participant"')
    assert people.read_roster(text.encode()) == EXPECTED


def test_columns_may_stand_in_any_order_beside_others() -> None:
    text = "Role, E-mail ,Department,EMAIL,Name\nTrainer,x,Surgery,t@example.org,Trainer 1\n"
    assert people.read_roster(text.encode()) == [Row(2, "Trainer 1", "t@example.org", frozenset({"trainer"}))]


def test_empty_lines_are_passed_over_and_lines_are_counted_as_an_editor_counts_them() -> None:
    first = 'name,email,role,note\n\n"Participant 1",p1@example.org,participant,"two\nlines"\n'
    text = first + ",,,\nParticipant 2,p2@example.org,participant\n"
    assert [row.line for row in people.read_roster(text.encode())] == [3, 6]


def test_every_wrong_line_is_named_with_its_mend() -> None:
    rows = "P 1,p1@example.org,participant", "P 2,nowhere,participant", ",p3@example.org,trainer"
    text = "\n".join(["name,email,role", *rows, "P 4,p4@example.org,boss", "P 5,p5@example.org"])
    with pytest.raises(RosterError) as caught:
        people.read_roster(text.encode())
    assert [line for line, _ in caught.value.problems] == [3, 4, 5, 6]
    message = str(caught.value)
    assert message.startswith("Nothing was imported.")
    for words in (
        "line 3: 'nowhere' is not an e-mail",
        "line 4: The name is missing",
        "line 5: There is no role 'boss'",
    ):
        assert words in message
    assert "line 6: The role is missing: write participant, trainer or facilitator" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: The file is empty: start it with the heading name,email,role"),
        (b"name,email,role\n", "line 2: There is nobody on this roster"),
        (b"name,mail,role\nP,p@example.org,participant\n", "line 1: The heading needs the column email"),
        (b"name,email,role,role\nP,p@example.org,trainer,trainer\n", "the column role exactly once"),
        (b'name,email,role\n"P,p@example.org,participant\n', "line 2: This is not CSV"),
        (b"name,email,role\nP\0,p@example.org,participant\n", "line 2: The name 'P\\x00' contains a control"),
        (b"name,email,role\nP\x81\xff,p@example.org,participant\n", "control character"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "line 1: "),
        (ROSTER.encode("utf-32"), "line 1: The heading needs the column"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_roster_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(RosterError) as caught:
        people.read_roster(content)
    assert message in str(caught.value)


def test_a_refused_roster_is_said_in_another_language_line_by_line() -> None:
    text = "name,email,role\nP 1,p@example.org,boss\n,q@example.org,trainer\nP 2,r,trainer\n"
    with pytest.raises(RosterError) as caught:
        people.read_roster(text.encode())
    said = caught.value.said("es").splitlines()
    assert said[:2] == [
        "No se importó nada. Corrija estas líneas e importe de nuevo:",
        "línea 2: No existe el rol 'boss': escriba participant, trainer o facilitator",
    ]
    assert [line.split(":")[0] for line in said[2:]] == ["línea 3", "línea 4"]


def test_somebody_twice_on_a_roster_gets_both_roles() -> None:
    text = "name,email,role\nTrainer 1,t@example.org,trainer\ntrainer 1,T@example.org,participant\n"
    assert people.read_roster(text.encode()) == [
        Row(2, "Trainer 1", "t@example.org", frozenset({"trainer", "participant"}))
    ]


def test_one_address_with_two_names_on_a_roster_is_refused() -> None:
    text = "name,email,role\nP 1,p@example.org,participant\nP 2,p@example.org,participant\n"
    with pytest.raises(RosterError, match=r"line 3: p@example.org is “P 1” on line 2 and “P 2” here"):
        people.read_roster(text.encode())


def test_importing_enrols_everybody_and_importing_again_changes_nothing(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    rows = people.read_roster(ROSTER.encode())
    first, again = (people.import_roster(store, cohort.id, rows) for _ in "ab")
    assert (first.added, again.added) == (2, 0)
    assert first.people == again.people
    members = people.members(store, cohort.id)
    assert {member.person.name: set(member.roles) for member in members} == {
        "Åsa Öberg": {"participant"},
        "Participant 2": {"participant", "trainer"},
    }


def test_somebody_of_another_cohort_joins_with_the_account_they_have(store: Store) -> None:
    spring, autumn = people.add_cohort(store, "Spring"), people.add_cohort(store, "Autumn")
    person = people.add_person(store, spring.id, "Participant 2", "p2@example.org", ["participant"])
    imported = people.import_roster(store, autumn.id, people.read_roster(ROSTER.encode()))
    assert imported.people[1] == person
    assert len(people.memberships(store, person.id)) == 2


def test_one_person_known_by_another_name_stops_the_whole_import_by_its_line(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    people.add_person(store, cohort.id, "Somebody Else", "p2@example.org", ["participant"])
    with pytest.raises(RosterError, match=r"line 3: p2@example.org already belongs to “Somebody Else”"):
        people.import_roster(store, cohort.id, people.read_roster(ROSTER.encode()))
    assert [member.person.name for member in people.members(store, cohort.id)] == ["Somebody Else"]


def test_what_stands_twice_on_a_long_roster_is_read_once_and_each_wrong_line_of_one_is_named() -> None:
    lines = [f"Participant {number},P{number}@example.org,participant" for number in range(500)]
    rows = people.read_roster("\n".join(["name,email,role", *lines, *lines]).encode("utf-16"))
    assert (len(rows), rows[499].line) == (500, 501)
    wrong = [line.replace("@", " at ") for line in lines]
    with pytest.raises(RosterError) as caught:
        people.read_roster("\n".join(["name,email,role", *wrong]).encode())
    assert [line for line, _ in caught.value.problems] == list(range(2, 502))


def test_five_hundred_people_are_imported_at_once(store: Store) -> None:
    cohort = people.add_cohort(store, "Spring")
    lines = [f"Participant {number},p{number}@example.org,participant" for number in range(500)]
    rows = people.read_roster("\n".join(["name,email,role", *lines]).encode())
    assert people.import_roster(store, cohort.id, rows).added == 500
    assert len(people.members(store, cohort.id)) == 500
