"""Formgrader is for trainers, shows each only what they may read, tells the writer, and changes and runs nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbgrader.server_extensions.formgrader import apihandlers, handlers
from typer.testing import CliRunner

from mentorcourse import people
from mentorcourse.cli import app
from mentorcourse.content import read_course
from mentorcourse.privacy import consent
from mentorcourse.privacy.notice import read_notice
from mentorcourse.review.assignments import Assignments
from mentorcourse.review.formgrader.own import OwnCourse, OwnCourses, aliases
from mentorcourse.review.readers import Unknown, recuse, set_excluded, undo_recusal
from mentorcourse.review.reading import open_submission, release
from mentorcourse.review.submissions import submit, versions, withdraw
from mentorcourse.server.formgrader import RULES
from mentorcourse.store import Store, open_store
from tests.caller import Caller, Reply
from tests.formgrader import FormgraderProcess, free_port
from tests.review_samples import ASKED, COURSE, SECTION, WORDS, Team, make_team, written
from tests.test_reflections_nbgrader import pytestmark
from tests.workshop import Workshop, closing_store

__all__ = ["pytestmark"]
LIST = f"/formgrader/api/submitted_notebooks/{SECTION}/{SECTION}"
NOBODY = "0" * 32


@dataclass
class Cohort:
    """A cohort of its own in the workshop: people by name, each signed in to formgrader if they may."""

    workshop: Workshop
    formgrader: FormgraderProcess
    name: str

    def link(self, name: str, *roles: str) -> str:
        """A new person's link to formgrader."""
        return self.formgrader.here(self.workshop.new_person(f"{name} of {self.name}", *roles, cohort=self.name))

    def trainer(self, name: str = "Trainer") -> Caller:
        """A new trainer who is in."""
        return self.formgrader.caller(self.link(name, "trainer"))

    def with_store(self, work: Callable[[Store, str, dict[str, str]], Any]) -> Any:
        """What `work(store, cohort, ids of people by their first word)` returns."""
        with closing_store(self.workshop) as store:
            cohort = people.find_cohort(store, self.name)
            assert cohort
            ids = {one.person.name.split(" of ")[0]: one.person.id for one in people.members(store, cohort.id)}
            return work(store, cohort.id, ids)

    def submit(self, text: str = "Something private", writer: str = "Writer") -> str:
        """Submit as the writer; the submission's id."""
        return self.with_store(
            lambda store, cohort, ids: submit(store, cohort, ids[writer], SECTION, ASKED, written(text), False).id
        )


@pytest.fixture
def cohort(workshop: Workshop, formgrader: FormgraderProcess, request: pytest.FixtureRequest) -> Cohort:
    """A cohort that only this test has, with a writer in it."""
    made = Cohort(workshop, formgrader, request.node.name[:60])
    made.link("Writer", "participant")
    return made


def listed(caller: Caller) -> list[dict[str, Any]]:
    """What formgrader lists of the sample section."""
    found: list[dict[str, Any]] = caller.ask(LIST).json
    return found


def read(caller: Caller, submission: str) -> Reply:
    """Formgrader's page of a submission."""
    return caller.ask(f"/formgrader/submissions/{submission}/", headers={"Accept": "text/html"})


# Who may come in.


SAMPLES = {
    r"(?P<action>next_incorrect|prev_incorrect|next|prev)": "next_incorrect",
    r"(?P<submission_id>[^/]+)": NOBODY,
    "([^/]+)": SECTION,
    "(.*)": "x.js",
    "/?": "",
}


def sample(pattern: str) -> str:
    """An address that an upstream route answers."""
    for part, instead in SAMPLES.items():
        pattern = pattern.replace(part, instead)
    return pattern


UPSTREAM = sorted({sample(route[0]) for route in [*handlers.default_handlers, *apihandlers.default_handlers]})
SHOWN = {
    "/formgrader",
    "/formgrader/gradebook",
    f"/formgrader/gradebook/{SECTION}",
    f"/formgrader/gradebook/{SECTION}/{SECTION}",
    "/formgrader/api/assignments",
    f"/formgrader/api/notebooks/{SECTION}",
    LIST,
}
OTHERS = [
    "/api/contents", "/api/kernels", "/api/sessions", "/api/terminals", "/api/config/x", "/api/me", "/terminals/1",
    "/files/x", "/tree", "/lab", "/metrics", "/static/x.js", "/nbgrader", "/login", "/course/review", "/course/account",
    "/course/api/review/queue", "/formgrader/static/package.json", "/formgrader/static/../handlers.py",
    f"/formgrader/submissions/{NOBODY}/gradebook.db", "/course/static/page/review.js",
]  # fmt: skip


def test_every_page_of_nbgraders_is_either_shown_or_not_there(cohort: Cohort) -> None:
    trainer = cohort.trainer()
    assert len(UPSTREAM) > 35
    shown = {path for path in [*UPSTREAM, *OTHERS] if trainer.ask(path).status != 404}
    assert shown == SHOWN
    for path in [*UPSTREAM, *OTHERS, f"/formgrader/submissions/{NOBODY}/"]:
        for method in ("POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
            assert trainer.ask(path, method, {} if method != "HEAD" else None).status == 404, (method, path)


def test_nobody_but_a_trainer_finds_anything(cohort: Cohort, workshop: Workshop) -> None:
    stranger = cohort.formgrader.caller()
    assert {stranger.ask(path).status for path in [*UPSTREAM, *OTHERS]} == {401}
    for role in ("participant", "facilitator"):
        caller = cohort.formgrader.caller()
        refused = caller.enter(cohort.link(role.title(), role))
        assert (refused.status, "Formgrader is for trainers" in refused.text) == (403, True)
        assert {caller.ask(path).status for path in SHOWN} == {401}
    course = workshop.caller(workshop.new_person("Trainer of both", "trainer", cohort=cohort.name))
    elsewhere = cohort.formgrader.caller()
    elsewhere.cookies = dict(course.cookies)
    assert elsewhere.ask("/formgrader/gradebook").status == 401, "the course's cookie alone opens nothing"


def test_who_is_signed_in_to_the_course_comes_in_with_one_click_and_out_again(
    cohort: Cohort, workshop: Workshop
) -> None:
    link = workshop.new_person("Trainer with a course", "trainer", cohort=cohort.name)
    course, caller = workshop.caller(link), cohort.formgrader.caller()
    caller.cookies = dict(course.cookies)
    assert "Continue as Trainer with a course" in caller.ask("/course/sign-in").text
    assert caller.ask("/course/sign-in", "POST", form={"as": "course"}, token="").status == 403
    assert caller.ask("/course/sign-in", "POST", form={"as": "course"}).headers["Location"] == "/course/"
    assert caller.ask("/formgrader/gradebook").status == 200
    assert caller.ask("/course/sign-out", "POST", form={}).status == 200
    assert (caller.ask("/formgrader/gradebook").status, course.is_signed_in()) == (401, True)


def test_a_participant_signed_in_to_the_course_is_offered_no_way_in(cohort: Cohort, workshop: Workshop) -> None:
    course, caller = workshop.member("Participant with a course", cohort=cohort.name), cohort.formgrader.caller()
    caller.cookies = dict(course.cookies)
    assert "Continue as" not in caller.ask("/course/sign-in").text
    caller.ask("/course/sign-in", "POST", form={"as": "course"})
    assert caller.ask("/formgrader/gradebook").status == 401


def test_a_passphrase_leads_to_a_cohort_in_which_one_is_a_trainer(cohort: Cohort, workshop: Workshop) -> None:
    cohort.link("Reader", "trainer")
    with closing_store(workshop) as store:
        reader = next(one for one in _members(store, cohort.name) if one.person.name.startswith("Reader"))
        later = people.add_cohort(store, f"Later than {cohort.name}")
        people.add_person(store, later.id, reader.person.name, reader.person.email or "", ["participant"])
        people.set_passphrase(store, reader.person.id, "several unrelated words here")
        mail = reader.person.email or ""
    caller = cohort.formgrader.caller()
    assert caller.sign_in(mail, "several unrelated words here").status == 302
    assert f"in {cohort.name}" in caller.ask("/formgrader/gradebook").text
    caller.ask("/formgrader/cohort", "POST", form={"cohort": later.id})
    assert f"in {cohort.name}" in caller.ask("/formgrader/gradebook").text, "a participant there reads nothing there"


def _members(store: Store, name: str) -> list[people.Member]:
    found = people.find_cohort(store, name)
    assert found
    return people.members(store, found.id)


def test_a_trainer_of_two_cohorts_goes_from_one_to_the_other(cohort: Cohort, workshop: Workshop) -> None:
    cohort.submit()
    caller = cohort.trainer("Reader")
    with closing_store(workshop) as store:
        reader = next(one.person for one in _members(store, cohort.name) if one.person.name.startswith("Reader"))
        other = people.add_cohort(store, f"Second of {cohort.name}")
        people.add_person(store, other.id, reader.name, reader.email or "", ["trainer"])
    assert len(listed(caller)) == 1
    assert f"Go to {other.name}" in caller.ask("/formgrader/gradebook").text
    caller.ask("/formgrader/cohort", "POST", form={"cohort": other.id})
    assert listed(caller) == []


# What is read, and by whom.


def test_a_trainer_reads_a_submission_and_its_writer_sees_who_opened_it(cohort: Cohort) -> None:
    submission, trainer = cohort.submit("A sentence to find"), cohort.trainer()
    (row,) = listed(trainer)
    assert cohort.with_store(lambda store, at, ids: versions(store, at, ids["Writer"]))[0].opened == []
    page = read(trainer, row["id"])
    assert (page.status, "A sentence to find" in page.text) == (200, True)
    assert "nothing can be rated, written or run" in page.text
    (version,) = cohort.with_store(lambda store, at, ids: versions(store, at, ids["Writer"]))
    assert [name for name, _ in version.opened] == [f"Trainer of {cohort.name}"]
    assert (version.id, version.state) == (submission, "in review")


def test_an_excluded_trainer_finds_nothing_not_even_what_they_had_found_before(cohort: Cohort) -> None:
    cohort.submit("Not for everyone")
    first, second = cohort.trainer("First"), cohort.trainer("Second")
    (row,) = listed(second)
    cohort.with_store(lambda store, at, ids: set_excluded(store, at, ids["Writer"], ids["Second"], True))
    gone = read(second, row["id"])
    assert (gone.status, "Not for everyone" in gone.text, listed(second)) == (404, False, [])
    assert len(listed(first)) == 1
    assert second.ask("/formgrader/api/assignments").json[1]["num_submissions"] == 0
    (version,) = cohort.with_store(lambda store, at, ids: versions(store, at, ids["Writer"]))
    assert version.opened == []
    places = list(cohort.formgrader.gradebooks.glob("*/*/gradebook.db"))
    second_id = cohort.with_store(lambda store, at, ids: ids["Second"])
    (mine,) = [place.parent for place in places if place.parent.name == second_id]
    assert not [path for path in mine.rglob("*.ipynb") if "Not for everyone" in path.read_text(encoding="utf-8")]


def test_what_one_trainer_was_given_opens_nothing_for_another(cohort: Cohort) -> None:
    cohort.submit()
    (row,) = listed(cohort.trainer("First"))
    assert read(cohort.trainer("Second"), row["id"]).status == 404
    outsider = Cohort(cohort.workshop, cohort.formgrader, f"Apart from {cohort.name}"[:60]).trainer()
    assert (listed(outsider), read(outsider, row["id"]).status) == ([], 404)


def test_names_are_nowhere_and_a_writer_has_the_mark_of_the_trainers_page(cohort: Cohort, workshop: Workshop) -> None:
    cohort.submit()
    link = workshop.new_person("Reader of both", "trainer", cohort=cohort.name)
    trainer, course = cohort.formgrader.caller(cohort.formgrader.here(link)), cohort.workshop.caller()
    course.cookies = {"mentorcourse-device": trainer.cookies["mentorcourse-device"]}
    course.enter(link)
    (row,) = listed(trainer)
    shown = [read(trainer, row["id"]).text, trainer.ask(LIST).text, *(trainer.ask(path).text for path in sorted(SHOWN))]
    writer = cohort.with_store(lambda store, at, ids: ids["Writer"])
    assert not [text for text in shown if "Writer of" in text or writer in text]
    (there,) = course.ask("/course/api/review/queue?blind=1").json["rows"]
    assert row["student"] == there["name"].replace(" ", "-")


def test_what_is_released_and_what_is_revised_is_there_at_once(cohort: Cohort) -> None:
    first, trainer = cohort.submit("First thoughts"), cohort.trainer()

    def release_it(store: Store, at: str, ids: dict[str, str]) -> None:
        open_submission(store, at, ids["Trainer"], first)
        release(store, at, ids["Trainer"], first, {**WORDS, "overall": "Thank <b>you</b>."}, 0)

    assert "Not reviewed yet" in read(trainer, listed(trainer)[0]["id"]).text
    cohort.with_store(release_it)
    page = read(trainer, listed(trainer)[0]["id"]).text
    assert ("1.0 / 3" in page, "Thank &lt;b&gt;you&lt;/b&gt;." in page) == (True, True)
    cohort.submit("Second thoughts")
    page = read(trainer, listed(trainer)[0]["id"]).text
    assert ("Second thoughts" in page, "First thoughts" in page, "Not reviewed yet" in page) == (True, False, True)


def test_a_page_where_text_is_shown_runs_no_script_and_the_others_only_their_own(cohort: Cohort) -> None:
    cohort.submit()
    trainer = cohort.trainer()
    shown = read(trainer, listed(trainer)[0]["id"])
    policy = shown.headers["Content-Security-Policy"]
    assert ("script-src 'none'" in policy, "default-src 'none'" in policy, "<script" in shown.text) == (
        True,
        True,
        False,
    )
    assert shown.headers["Cache-Control"] == "no-store"
    page = trainer.ask("/formgrader/gradebook")
    nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
    assert nonce
    assert "unsafe-eval" not in page.headers["Content-Security-Policy"]
    within = re.findall(r"<script(?![^>]*src=)[^>]*>", page.text)
    assert set(within) == {f'<script nonce="{nonce[1]}">'}


def test_a_folder_named_in_the_address_is_not_taken_for_a_course(cohort: Cohort, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    (tmp_path / "nbgrader_config.py").write_text(f"open({str(trace)!r}, 'w').close()\n")
    trainer = cohort.trainer()
    for path in ("/formgrader/", "/formgrader/gradebook", "/formgrader/manage_assignments"):
        trainer.ask(f"{path}?path={tmp_path}")
    assert not trace.exists()


def test_a_strange_host_name_is_refused(formgrader: FormgraderProcess) -> None:
    assert formgrader.caller().ask("/course/sign-in", headers={"Host": "evil.example"}).status == 400


# The gradebooks behind it, on each kind of database.


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort without submissions."""
    return make_team(store)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCourses]:
    """Courses whose assignments are released; each test lends them its own store."""
    folder = tmp_path_factory.mktemp("own")
    with closing(open_store(folder / "course.db")) as store:
        courses = OwnCourses(store, COURSE.folder, folder / "formgrader")
        yield courses
        courses.close()
    assert not (folder / "formgrader").exists()


@pytest.fixture
def own(team: Team, released: OwnCourses) -> Callable[[str], OwnCourse]:
    """A trainer's own course."""
    released._store = team.store
    return lambda trainer: released.of(team.cohort, trainer)


def students(course: OwnCourse) -> list[str]:
    """Whose submissions nbgrader finds there."""
    return [one["student"] for one in course.api.get_notebook_submissions(SECTION, SECTION)]


def test_a_gradebook_holds_what_its_trainer_may_read_at_the_moment(team: Team, own: Callable[[str], OwnCourse]) -> None:
    version, other = team.submit(), team.submit(person=team.other)
    named = aliases(team.cohort, [team.writer, team.other])
    assert sorted(students(own(team.trainer))) == sorted(named.values())
    recuse(team.store, team.cohort, team.trainer, version.id, "mentee")
    assert students(own(team.trainer)) == [named[team.other]]
    assert len(students(own(team.colleague))) == 2
    undo_recusal(team.store, team.cohort, team.trainer, team.writer)
    withdraw(team.store, team.cohort, team.other, other.id)
    course = own(team.trainer)
    assert students(course) == [named[team.writer]]
    with pytest.raises(Unknown):
        course.open(named[team.other], SECTION)


def test_what_is_excluded_between_the_list_and_the_opening_is_not_opened(
    team: Team, own: Callable[[str], OwnCourse]
) -> None:
    team.submit()
    course = own(team.trainer)
    (student,) = students(course)
    set_excluded(team.store, team.cohort, team.writer, team.trainer, True)
    with pytest.raises(Unknown):
        course.open(student, SECTION)
    assert versions(team.store, team.cohort, team.writer)[0].opened == []


def test_two_writers_never_share_a_mark() -> None:
    many = [f"{number:036}" for number in range(2000)]
    assert len(set(aliases("cohort", many).values())) == 2000
    assert {len(mark) for mark in aliases("cohort", many[:2]).values()} == {len("Writer-0000")}


# The command.


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["formgrader", *words])
    return result.exit_code, result.output


def test_without_nbgrader_the_command_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    code, told = run("--data", str(tmp_path))
    assert (code, "pip install nbgrader" in told, "the course runs without it" in told) == (1, True, True)


def test_without_a_course_the_command_says_how_to_start_one(tmp_path: Path) -> None:
    code, told = run("--data", str(tmp_path))
    assert (code, "mentorcourse workshop" in told, list(tmp_path.iterdir())) == (1, True, [])


def test_a_course_without_reflections_has_nothing_to_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path / "course.db").close()
    monkeypatch.setattr(sys.modules["mentorcourse.cli.formgrader"], "read_assignments", lambda course: Assignments())
    code, told = run("--data", str(tmp_path), "--port", str(free_port()))
    assert (code, "asks for no reflections" in told) == (1, True)


def test_a_port_in_use_is_named_with_another_to_try(tmp_path: Path, formgrader: FormgraderProcess) -> None:
    open_store(tmp_path / "course.db").close()
    code, told = run("--data", str(tmp_path), "--port", str(formgrader.port))
    assert code == 1
    assert f"mentorcourse formgrader --port {formgrader.port + 1}" in told


def test_it_makes_its_gradebooks_anew_and_leaves_none_behind(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "course.db")) as store:
        team = make_team(store)
        team.submit()
        link = people.issue_link(store, team.trainer, team.cohort)
        people.set_passphrase(store, team.trainer, "several unrelated words here")
        consent.agree(store, team.trainer, read_notice(read_course()))
    server = FormgraderProcess(tmp_path, f"http://127.0.0.1:{free_port()}")
    left = server.gradebooks / "released" / "gradebook.db"
    left.parent.mkdir(parents=True)
    left.write_text("not a database")
    server.start()
    try:
        trainer = server.caller(f"{server.url}/course/enter/{link}")
        assert len(listed(trainer)) == 1
        kept = [server.gradebooks, *server.gradebooks.rglob("submitted/*/*/*"), *server.gradebooks.rglob("*.db")]
        assert len(kept) == 5
        assert not [path for path in kept if path.stat().st_mode & 0o077]
    finally:
        server.stop()
    assert not server.gradebooks.exists()


def test_rules_allow_only_looking_and_signing_in_and_out() -> None:
    changing = {rule.path for rule in RULES if rule.methods - {"GET"}}
    assert changing == {
        "/course/sign-in", "/course/enter/[A-Za-z0-9_-]{1,200}", "/course/sign-out", "/formgrader/cohort",
    }  # fmt: skip
