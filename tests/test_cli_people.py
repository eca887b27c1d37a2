"""The commands about people do what they say, answer scripts in JSON, and refuse in words that name the mend."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from mentorcourse import people
from mentorcourse.cli.data import open_data
from mentorcourse.cli.people import cohort_app, people_app
from mentorcourse.store import schema

ROSTER = "name,email,role\nParticipant 1,p1@example.org,participant\nTrainer 1,t1@example.org,trainer/participant\n"
app = typer.Typer()
app.add_typer(cohort_app, name="cohort")
app.add_typer(people_app, name="people")

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on a data folder of its own; arguments are words."""
    for name in ("MENTORCOURSE_DATABASE", "MENTORCOURSE_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def spring(run: Run, roster: Path) -> dict[str, Any]:
    """A cohort with the roster imported: what the import answered."""
    assert run("cohort", "add", "Spring").exit_code == 0
    return answered(run("people", "import", roster, "--cohort", "Spring", "--json"))


def answered(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refused(result: Result) -> str:
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    return result.stderr


def admitted(link: str) -> people.SignedIn | None:
    store = open_data()
    try:
        return people.who(store, people.accept_link(store, link.rpartition("/")[2], "device").token)
    except people.NotAdmitted:
        return None
    finally:
        store.close()


@pytest.mark.parametrize("words", ["cohort add", "people import", "people link", "people list", "people", "cohort"])
def test_every_command_explains_itself(run: Run, words: str) -> None:
    result = run(*words.split(), "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_a_cohort_is_made_once(run: Run) -> None:
    assert answered(run("cohort", "add", "Spring", "--json"))["cohort"] == "Spring"
    assert "choose another name" in refused(run("cohort", "add", "Spring"))


def test_an_import_prints_a_link_that_lets_each_person_in(spring: dict[str, Any]) -> None:
    assert (spring["people"], spring["added"]) == (2, 2)
    assert [link["email"] for link in spring["links"]] == ["p1@example.org", "t1@example.org"]
    assert spring["links"][0]["link"].startswith("http://127.0.0.1:8866/course/enter/")
    signed_in = admitted(spring["links"][1]["link"])
    assert signed_in is not None
    assert signed_in.roles == {"trainer", "participant"}


def test_importing_again_leaves_people_and_their_links_alone(run: Run, spring: dict[str, Any], roster: Path) -> None:
    again = answered(run("people", "import", roster, "--cohort", "Spring", "--json"))
    assert (again["added"], again["links"]) == (0, [])
    assert admitted(spring["links"][0]["link"]) is not None


def test_an_import_says_in_words_what_it_did(run: Run, roster: Path) -> None:
    run("cohort", "add", "Spring")
    lines = run("people", "import", roster, "--cohort", "Spring").stdout.splitlines()
    assert lines[0] == "2 on the roster, 2 of them new to “Spring” or in a new role."
    assert [line.split("  ")[0] for line in lines[1:]] == ["Participant 1", "Trainer 1"]


def test_a_wrong_row_is_named_and_nobody_is_imported(run: Run, roster: Path) -> None:
    run("cohort", "add", "Spring")
    roster.write_text(ROSTER + "Participant 3,nowhere,participant\n", encoding="utf-8")
    assert "line 4: 'nowhere' is not an e-mail address" in refused(
        run("people", "import", roster, "--cohort", "Spring")
    )
    assert answered(run("people", "list", "--json")) == []
    assert "mentorcourse people import" in run("people", "list").stdout


def test_a_cohort_that_does_not_exist_is_refused_by_naming_those_that_do(run: Run, roster: Path) -> None:
    run("cohort", "add", "Spring")
    message = refused(run("people", "import", roster, "--cohort", "Sprnig"))
    assert "“Sprnig”" in message
    assert "“Spring”" in message
    assert "mentorcourse cohort add" in message


def test_a_new_link_replaces_the_old_one_and_begins_with_the_public_address(run: Run, spring: dict[str, Any]) -> None:
    words = ("people", "link", "P1@example.org", "--public-url", "https://course.example.org/")
    link = run(*words).stdout.strip()
    assert link.startswith("https://course.example.org/course/enter/")
    assert admitted(spring["links"][0]["link"]) is None
    assert admitted(link) is not None


def test_the_public_address_may_come_from_the_environment(
    run: Run, spring: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORCOURSE_PUBLIC_URL", "https://course.example.org")
    found = answered(run("people", "link", "p1@example.org", "--json"))
    assert found["link"].startswith("https://course.example.org/course/enter/")
    assert (found["name"], found["cohort"]) == ("Participant 1", "Spring")


def test_revoking_ends_links_and_sign_ins(run: Run, spring: dict[str, Any]) -> None:
    link = spring["links"][0]["link"]
    store = open_data()
    token = people.accept_link(store, link.rpartition("/")[2], "device").token
    assert "signed out everywhere" in run("people", "link", "p1@example.org", "--revoke").stdout
    assert people.who(store, token) is None
    store.close()
    assert admitted(link) is None


def test_somebody_in_two_cohorts_is_asked_for_by_cohort(run: Run, spring: dict[str, Any], roster: Path) -> None:
    run("cohort", "add", "Autumn")
    run("people", "import", roster, "--cohort", "Autumn")
    assert "“Autumn”, “Spring”: say which with --cohort" in refused(run("people", "link", "p1@example.org"))
    found = answered(run("people", "link", "p1@example.org", "--cohort", "Spring", "--json"))
    assert found["cohort"] == "Spring"


def test_somebody_unknown_or_of_another_cohort_is_refused(run: Run, spring: dict[str, Any]) -> None:
    assert "Nobody has the e-mail address x@example.org" in refused(run("people", "link", "x@example.org"))
    run("cohort", "add", "Autumn")
    message = refused(run("people", "link", "p1@example.org", "--cohort", "Autumn"))
    assert "Participant 1 is not in “Autumn”" in message


def test_people_are_listed_with_roles_and_the_state_of_their_link(run: Run, spring: dict[str, Any]) -> None:
    admitted(spring["links"][0]["link"])
    found = answered(run("people", "list", "--cohort", "Spring", "--json"))
    assert [(one["name"], one["roles"], one["link"]) for one in found] == [
        ("Participant 1", ["participant"], "in use"),
        ("Trainer 1", ["participant", "trainer"], "not used yet"),
    ]
    lines = run("people", "list").stdout.splitlines()
    assert lines[0].split() == ["Name", "E-mail", "Cohort", "Roles", "Link"]
    assert lines[2].endswith("participant, trainer  not used yet")


def test_a_missing_roster_or_argument_is_a_mistake_of_use(run: Run, tmp_path: Path) -> None:
    assert run("people", "import", tmp_path / "none.csv", "--cohort", "Spring").exit_code == 2
    assert run("people", "link").exit_code == 2


def test_data_named_by_a_flag_goes_before_the_environment(run: Run, tmp_path: Path) -> None:
    answered(run("cohort", "add", "Spring", "--data", tmp_path / "other", "--json"))
    assert (tmp_path / "other" / "course.db").exists()
    assert not (tmp_path / "data").exists()


def test_a_database_address_in_the_environment_is_used_instead_of_the_data_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORCOURSE_DATABASE", f"sqlite:///{tmp_path / 'elsewhere.db'}")
    answered(run("cohort", "add", "Spring", "--json"))
    assert (tmp_path / "elsewhere.db").exists()


def test_an_old_data_folder_is_refused_by_naming_the_command(
    run: Run, spring: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_head", lambda: "later")
    assert "mentorcourse upgrade" in refused(run("people", "list"))


def test_a_data_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    message = refused(run("people", "list", "--data", tmp_path / "file" / "data"))
    assert "course.db could not be made" in message
