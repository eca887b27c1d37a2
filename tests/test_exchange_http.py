"""nbgrader's exchange over HTTP: a participant's own Jupyter server holds its Hub's token, and no database's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from nbgrader.tests import run_nbgrader

from mentorcourse import people
from mentorcourse.review.due import move_due_day
from mentorcourse.review.exchange.over_http import VARIABLE, http_exchanges
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.review.exchange.store import ExchangeStore
from mentorcourse.review.feedback import keep_feedback
from mentorcourse.review.queue import queue
from mentorcourse.review.reading import open_submission, release
from mentorcourse.review.refused import Refused, Unknown
from mentorcourse.review.submissions import Version, versions
from mentorcourse.server.entry import WRONG_TRIES_FROM_ONE_ADDRESS
from mentorcourse.server.hub_rules import HUB_RULES
from mentorcourse.server.routes import entry_routes, hub_entry_routes
from tests.caller import Caller, Reply
from tests.hub.fake import Service, running_service
from tests.hub.running import DEPLOY, PREFIX
from tests.review_samples import ASKED, ASSIGNMENTS, KEYS, SECTION, WORDS
from tests.test_reflections_exchange import filled
from tests.test_reflections_nbgrader import EXERCISES
from tests.test_reflections_nbgrader import pytestmark as nbgraders_warnings
from tests.workshop import closing_store

pytestmark = [*nbgraders_warnings]
COURSE = "spring-2027"
PARTICIPANT, TRAINER = f"mentorcourse-participant-{COURSE}", f"mentorcourse-trainer-{COURSE}"
ELSEWHERE = "mentorcourse-participant-autumn"
NOTEBOOK = (EXERCISES / "source" / SECTION / f"{SECTION}.ipynb").read_text(encoding="utf-8")
API = f"{PREFIX}course/api/exchange"
OWN = f"{API}/{COURSE}/{SECTION}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The course as a Hub's service, with two cohorts; one assignment is released in each."""
    with running_service(tmp_path_factory.mktemp("service")) as running:
        running.member("reader", TRAINER, "mentorcourse-trainer-autumn")
        with closing_store(running) as store:
            for cohort in people.cohorts(store):
                SQLExchange(store, cohort.id, ASSIGNMENTS).release(SECTION, NOTEBOOK)
        yield running


@pytest.fixture
def account() -> str:
    """The name of an account of this test's own."""
    return f"account-{uuid.uuid4().hex[:8]}"


def use(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the Jupyter server that holds this token."""
    monkeypatch.setenv(VARIABLE, token)


def ask(service: Service, token: str, path: str = API, method: str = "GET", body: Any = None, **more: Any) -> Reply:
    """Send a request with a token."""
    headers = {"Authorization": f"token {token}", **more}
    return Caller(service.port).ask(path, method, body, headers=headers)


def kept(service: Service, account: str) -> list[Version]:
    """What somebody has submitted, in whichever cohort, newest first."""
    with closing_store(service) as store:
        taking = people.taking_part(store, account, [PARTICIPANT, ELSEWHERE])
        assert taking
        return [one for cohort in taking.cohorts for one in versions(store, cohort, taking.person)]


def release_feedback(service: Service, account: str) -> None:
    """Let the trainer review somebody's submission, and nbgrader make its page."""
    (version,) = kept(service, account)
    with closing_store(service) as store:
        cohort, trainer = (
            people.find_cohort(store, COURSE),
            people.enter_from_hub(store, "reader", "", [TRAINER]).person,
        )
        assert cohort
        open_submission(store, cohort.id, trainer, version.id)
        release(store, cohort.id, trainer, version.id, WORDS, 0)
        keep_feedback(store, version.id, f'<span class="pull-right">Score: 1</span><p>For {account}</p>')


@pytest.fixture
def desk(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of somebody's own Jupyter server, set up as deploy/ says."""
    monkeypatch.setattr(os, "environ", os.environ)  # nbgrader's runner puts a dict in its place
    monkeypatch.setenv("MENTORCOURSE_SERVICE", service.address)
    configuration = DEPLOY.parent / "single_user" / "nbgrader_config.py"
    (tmp_path / "nbgrader_config.py").write_text(configuration.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_somebody_lists_fetches_and_submits_in_their_own_jupyterlab_and_fetches_feedback(
    service: Service, account: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.member(account, PARTICIPANT), monkeypatch)
    assert f"{COURSE} {SECTION}" in run_nbgrader(["list"])
    run_nbgrader(["fetch_assignment", SECTION, "--course", COURSE])
    mine = desk / COURSE / SECTION / f"{SECTION}.ipynb"
    mine.write_text(filled(mine.read_text(encoding="utf-8"), "Written in JupyterLab"), encoding="utf-8")
    run_nbgrader(["submit", SECTION, "--course", COURSE])
    assert "no feedback available" in run_nbgrader(["list", "--inbound"])
    (version,) = kept(service, account)
    assert (version.answers[KEYS[0]], version.late, version.state) == ("Written in JupyterLab", False, "submitted")
    release_feedback(service, account)
    run_nbgrader(["fetch_feedback", SECTION, "--course", COURSE])
    (page,) = (desk / COURSE / SECTION / "feedback").glob(f"*/{SECTION}.html")
    assert page.read_text(encoding="utf-8") == f"<p>For {account}</p>"


def test_the_assignment_list_shows_what_may_be_fetched_and_what_was_submitted(
    service: Service, account: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.member(account, PARTICIPANT), monkeypatch)
    manager = AssignmentList()
    manager.root_dir = str(desk)
    assert manager.list_courses() == {"success": True, "value": [COURSE]}
    manager.fetch_assignment(COURSE, SECTION)
    mine = desk / COURSE / SECTION / f"{SECTION}.ipynb"
    mine.write_text(filled(mine.read_text(encoding="utf-8"), "From the list"), encoding="utf-8")
    assert manager.submit_assignment(COURSE, SECTION) == {"success": True}
    again = manager.submit_assignment(COURSE, SECTION)
    assert "A version is waiting for a trainer already." in again["value"].splitlines()[0]
    listed = manager.list_assignments(COURSE)["value"]
    assert [(one["status"], one["assignment_id"]) for one in listed] == [("fetched", SECTION), ("submitted", SECTION)]


def test_in_the_assignment_list_the_mend_is_read_when_the_course_cannot_be_reached(
    service: Service, account: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.member(account, PARTICIPANT), monkeypatch)
    monkeypatch.setenv("MENTORCOURSE_SERVICE", "http://127.0.0.1:9/services/course")
    manager = AssignmentList()
    manager.root_dir = str(desk)
    listed = manager.list_courses()
    assert not listed["success"]
    assert "Nothing is lost: wait a moment, then try again." in listed["value"].splitlines()[0]
    assert "exchange directory" not in listed["value"]


def own(service: Service, token: str, monkeypatch: pytest.MonkeyPatch) -> ExchangeStore:
    """The exchange of the cohort, as whoever holds the token."""
    use(token, monkeypatch)
    return http_exchanges(service.address, [COURSE])[0]


def test_when_the_course_is_not_reached_nothing_is_submitted_and_the_notebook_stays(
    service: Service, account: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.member(account, PARTICIPANT), monkeypatch)
    run_nbgrader(["fetch_assignment", SECTION, "--course", COURSE])
    mine = desk / COURSE / SECTION / f"{SECTION}.ipynb"
    mine.write_text(filled(mine.read_text(encoding="utf-8"), "Kept"), encoding="utf-8")
    service.hub.is_down = True
    try:
        said = run_nbgrader(["submit", SECTION, "--course", COURSE], retcode=1)
    finally:
        service.hub.is_down = False
    assert "cannot ask JupyterHub who you are just now. Nothing is lost" in said
    assert "Kept" in mine.read_text(encoding="utf-8")
    run_nbgrader(["submit", SECTION, "--course", COURSE])
    assert [one.answers[KEYS[0]] for one in kept(service, account)] == ["Kept"]


def test_reflections_are_not_collected_or_released_from_somebodys_own_jupyterlab(
    service: Service, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.token("reader", TRAINER), monkeypatch)
    (desk / "release" / SECTION).mkdir(parents=True)
    (desk / "release" / SECTION / f"{SECTION}.ipynb").write_text(NOTEBOOK, encoding="utf-8")
    for command in ("collect", "release_assignment", "release_feedback"):
        said = run_nbgrader([command, SECTION, "--course", COURSE], retcode=1)
        assert f"{service.address}course/review" in said, command


def test_what_is_submitted_so_is_what_a_page_of_the_course_would_have_submitted(
    service: Service, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = own(service, service.member(account, PARTICIPANT), monkeypatch)
    assert exchange.notebook(SECTION) == NOTEBOOK
    at = exchange.submit("", SECTION, filled(NOTEBOOK, "Mine"))
    (version,) = kept(service, account)
    assert (version.submitted_at, version.questions, version.number) == (at, ASKED, 1)
    with closing_store(service) as store:
        cohort, trainer = (
            people.find_cohort(store, COURSE),
            people.enter_from_hub(store, "reader", "", [TRAINER]).person,
        )
        assert cohort
        assert version.id in {row.id for row in queue(store, cohort.id, trainer)}
    with pytest.raises(Refused, match="waiting for a trainer already"):
        exchange.submit("", SECTION, filled(NOTEBOOK, "Mine again"))


def test_what_comes_after_its_day_is_marked_and_a_closed_section_takes_nothing(
    service: Service, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = f"late-{account}"
    token = service.member(account, f"mentorcourse-participant-{course}")
    service.member(f"{account}-reader", f"mentorcourse-trainer-{course}")
    use(token, monkeypatch)
    with closing_store(service) as store:
        cohort, taking = people.find_cohort(store, course), people.taking_part(store, account, [PARTICIPANT])
        assert cohort
        assert taking
        SQLExchange(store, cohort.id, ASSIGNMENTS).release(SECTION, NOTEBOOK)
        move_due_day(store, cohort.id, SECTION, store.now().date().replace(year=2020))
        store.set_section(cohort.id, SECTION, False, taking.person)
        (exchange,) = http_exchanges(service.address)
        with pytest.raises(Refused, match="closed this section"):
            exchange.submit("", SECTION, filled(NOTEBOOK, "Late"))
        store.set_section(cohort.id, SECTION, True, taking.person)
        exchange.submit("", SECTION, filled(NOTEBOOK, "Late"))
        assert [one.late for one in versions(store, cohort.id, taking.person)] == [True]


# Who may not.


def test_without_a_token_there_is_nothing_even_for_somebody_who_is_signed_in(service: Service, account: str) -> None:
    service.member(account, PARTICIPANT)
    signed_in = Caller(service.port)
    with closing_store(service) as store:
        signed_in.cookies["mentorcourse"] = people.enter_from_hub(store, account, "", [PARTICIPANT]).token
    assert signed_in.ask(f"{PREFIX}course/api/me").status == 200  # which gives an XSRF token, too
    body = {"notebook": filled(NOTEBOOK, "Not mine")}
    asked = [(API, "GET", None), (f"{OWN}/notebook", "GET", None), (f"{OWN}/submit", "POST", body)]
    for path, method, content in asked:
        assert signed_in.ask(path, method, content).status == 404, path
        assert Caller(service.port).ask(path, method, content).status == 401, path
    wrong = signed_in.ask(f"{OWN}/submit", "POST", body, headers={"Authorization": "token 0123456789"})
    assert (wrong.status, kept(service, account)) == (401, [])


def test_a_token_needs_no_xsrf_token_and_a_cookie_beside_it_changes_nothing(service: Service, account: str) -> None:
    token, other = service.member(account, PARTICIPANT), f"{account}-other"
    service.member(other, PARTICIPANT)
    caller = Caller(service.port)
    with closing_store(service) as store:
        caller.cookies["mentorcourse"] = people.enter_from_hub(store, other, "", [PARTICIPANT]).token
    body = {"notebook": filled(NOTEBOOK, "The token's"), "student": other, "username": other}
    done = caller.ask(f"{OWN}/submit", "POST", body, headers={"Authorization": f"Bearer {token}"})
    assert (done.status, len(kept(service, account)), kept(service, other)) == (201, 1, [])


UNFIT: dict[str, tuple[Callable[[Service, str], str], int, str]] = {
    "a token that has expired": (lambda service, account: "0" * 39 + "x", 401, "no longer"),
    "another service's token": (
        lambda service, account: service.token(account, PARTICIPANT, kind="service"), 403, "not a person’s",
    ),
    "a token for another service": (
        lambda service, account: service.token(account, PARTICIPANT, scopes=("access:services!service=other",)),
        403, "access:services!service=course",
    ),
    "somebody who has never been in the course": (
        lambda service, account: service.token(account, PARTICIPANT), 403, "Open the course in your browser first",
    ),
    "somebody who has not read the notice": (
        lambda service, account: service.member(account, PARTICIPANT, agreed=False), 403, "read the privacy notice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", UNFIT)
def test_whom_the_hub_does_not_let_use_the_course_is_told_why(service: Service, account: str, who: str) -> None:
    make, status, words = UNFIT[who]
    token = make(service, account)
    for path in (API, f"{OWN}/notebook", f"{OWN}/feedback"):
        refused = ask(service, token, path)
        assert (refused.status, words in refused.json["message"]) == (status, True), refused.text


@pytest.mark.parametrize("role", ["trainer", "facilitator"])
def test_whoever_does_not_take_part_as_a_participant_gets_nothing(service: Service, account: str, role: str) -> None:
    token = service.member(account, f"mentorcourse-{role}-{COURSE}")
    assert ask(service, token).json["courses"] == []
    for path in ("notebook", "feedback"):
        assert ask(service, token, f"{OWN}/{path}").status == 404
    body = {"notebook": filled(NOTEBOOK, "Mine")}
    assert ask(service, token, f"{OWN}/submit", "POST", body).status == 404


def test_nothing_of_another_cohort_is_listed_fetched_or_submitted_to(service: Service, account: str) -> None:
    token = service.member(account, ELSEWHERE)
    with closing_store(service) as store:
        spring = people.find_cohort(store, COURSE)
    assert spring
    assert [one["course"] for one in ask(service, token).json["courses"]] == ["autumn"]
    for course in (COURSE, spring.id):
        assert ask(service, token, f"{API}/{course}/{SECTION}/notebook").status == 404
        body = {"notebook": filled(NOTEBOOK, "Mine"), "course": course, "cohort": spring.id}
        assert ask(service, token, f"{API}/{course}/{SECTION}/submit", "POST", body).status == 404
    assert kept(service, account) == []


def test_nobody_fetches_somebody_else_s_feedback_or_submits_as_them(
    service: Service, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = service.member(account, PARTICIPANT)
    own(service, theirs, monkeypatch).submit("", SECTION, filled(NOTEBOOK, "Theirs"))
    release_feedback(service, account)
    person = kept(service, account)[0].person
    other = own(service, service.member(f"{account}-other", PARTICIPANT), monkeypatch)
    assert other.submissions(student=person) == []
    with pytest.raises(Unknown, match="You have submitted nothing"):
        other.feedback(person, SECTION)
    with pytest.raises(Refused, match="as yourself alone"):
        other.student(person)
    assert own(service, theirs, monkeypatch).feedback("", SECTION) == f"<p>For {account}</p>"


def test_whoever_is_taken_out_of_their_group_is_out_at_once(service: Service, account: str) -> None:
    token = service.member(account, PARTICIPANT)
    assert len(ask(service, token).json["courses"]) == 1
    service.hub.tokens[token]["groups"] = []
    assert (ask(service, token).json["courses"], ask(service, token, f"{OWN}/notebook").status) == ([], 404)


BAD: list[tuple[Any, int]] = [
    (b"{", 400), (b"[]", 400), ({}, 422), ({"notebook": 7}, 422), ({"notebook": "no notebook"}, 409),
    ({"notebook": "[]"}, 409), ({"notebook": NOTEBOOK}, 409), ({"notebook": " " * 450_000}, 409),
    ({"notebook": filled(NOTEBOOK, "x" * 6000)}, 409), ({"notebook": "x" * 600_000}, 413), (b"x" * 5_000_000, 413),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), BAD, ids=range(len(BAD)))
def test_what_is_no_reflection_is_refused_in_words(service: Service, account: str, body: Any, status: int) -> None:
    token = service.member(account, PARTICIPANT)
    refused = ask(service, token, f"{OWN}/submit", "POST", body)
    assert (refused.status, bool(refused.json["message"])) == (status, True)
    assert kept(service, account) == []


PATHS = [
    f"{API}/..%2f..%2fetc/{SECTION}/notebook", f"{API}/../{SECTION}/notebook", f"{API}/{COURSE}/../notebook",
    f"{API}/{COURSE}/..%2f{SECTION}/notebook", f"{API}/{COURSE}/{SECTION}/",
    f"{API}/{COURSE}/{SECTION}/notebook/..", f"{API}/", f"{OWN}/submissions", f"{API}/*/{SECTION}/feedback",
]  # fmt: skip


def test_odd_paths_and_other_methods_lead_nowhere_so_other_sites_scripts_may_not_ask_either(
    service: Service, account: str
) -> None:
    token = service.member(account, PARTICIPANT)
    for path in PATHS:
        assert ask(service, token, path).status == 401, path
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        reply = ask(service, token, f"{OWN}/submit", method, {}, Origin="https://evil.example")
        assert (reply.status, reply.headers.get("Access-Control-Allow-Origin")) == (401, None), method
    assert ask(service, token, f"{API}/{COURSE}/99_none/notebook").status == 404


def test_whoever_tries_one_wrong_token_after_the_other_is_told_to_wait(service: Service) -> None:
    somebody = Caller(service.port, address="192.0.2.77")
    tried = [
        somebody.ask(API, headers={"Authorization": f"token wrong-{number}"}).status
        for number in range(WRONG_TRIES_FROM_ONE_ADDRESS.amount + 1)
    ]
    assert (set(tried[:-1]), tried[-1]) == ({401}, 429)


def test_a_token_goes_to_the_address_that_was_set_and_follows_no_other(
    service: Service, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(service.member(account, PARTICIPANT), monkeypatch)
    with pytest.raises(Refused, match="something else than the course answers"):
        http_exchanges(f"{service.hub.url}/moved")


@pytest.mark.parametrize(
    ("address", "token", "words"),
    [
        ("https://hub.example.edu/services/course", "", "no JUPYTERHUB_API_TOKEN"),
        ("ftp://hub.example.edu/course", "x", "is no address"),
        ("course", "x", "is no address"),
    ],
)
def test_what_is_not_set_up_is_named_with_the_mend(
    address: str, token: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(token, monkeypatch)
    with pytest.raises(Refused, match=words):
        http_exchanges(address)


# What somebody's own Jupyter server has to hold, and what stands before the service.

LOADED = """
import sys
import mentorcourse.review.exchange.students, mentorcourse.review.exchange.course
from mentorcourse.review.exchange.over_http import http_exchanges
print([name for name in sys.modules if name.startswith("mentorcourse.")])
"""


def test_somebody_s_own_jupyter_server_loads_the_exchange_alone_and_neither_store_nor_server() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = set(re.findall(r"'mentorcourse\.([\w.]+)'", done.stdout))
    own = {"review", "review.ids", "review.refused", "review.exchange"}
    assert {name for name in loaded if not name.startswith("review.exchange.")} == own
    assert "review.exchange.over_sql" not in loaded


def test_the_settings_for_peoples_own_servers_name_nothing_secret_and_turn_off_what_is_not_theirs() -> None:
    folder = DEPLOY.parent / "single_user"
    read = json.loads((folder / "jupyter_server_config.json").read_text(encoding="utf-8"))
    on = {name for name, is_on in read["ServerApp"]["jpserver_extensions"].items() if is_on}
    assert on == {"nbgrader.server_extensions.assignment_list"}
    said = (folder / "nbgrader_config.py").read_text(encoding="utf-8")
    assert "MENTORCOURSE_DATABASE" not in said


def test_every_route_that_only_a_service_of_a_hub_has_is_placed() -> None:
    common = {route[0] for route in entry_routes()}
    routes = {route[0]: route[1].__name__ for route in hub_entry_routes() if route[0] not in common}
    assert routes == {
        "oauth_callback": "HubCallbackHandler",
        "course/api/exchange": "ExchangeHandler",
        "course/api/exchange/([A-Za-z0-9_-]+)/([0-9]{2}_[0-9a-z_]+)/notebook": "NotebookHandler",
        "course/api/exchange/([A-Za-z0-9_-]+)/([0-9]{2}_[0-9a-z_]+)/submit": "SubmitHandler",
        "course/api/exchange/([A-Za-z0-9_-]+)/([0-9]{2}_[0-9a-z_]+)/feedback": "FeedbackHandler",
    }
    assert {rule.path for rule in HUB_RULES if rule.who == "bearer"} == {
        rule.path for rule in HUB_RULES if "exchange" in rule.path
    }
