"""Who may do what: every route of the server × every role × every method, and all else refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httputil import HTTPServerRequest
from tornado.web import Application

from mentorcourse.cli.check_run import Visitor
from mentorcourse.server.gate import Gate
from mentorcourse.server.rules import RULES
from mentorcourse.server.site import Site, Visit
from tests.agreement_pairs import Two
from tests.workshop import Workshop

ROLES = ("anyone", "guest", "participant", "trainer", "facilitator")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
REFUSALS = ("Sign in first.", "There is nothing here for you.")
NOBODY = "00000000-0000-4000-8000-000000000000"
MEMBERS = ("participant", "trainer", "facilitator")
# Somebody whom a mentor has invited to an agreement, and who takes no part in the course.
SIGNED_IN = ("guest", *MEMBERS)
WRITERS, TRAINERS = ("participant",), ("trainer",)
STEM = "02_what_you_bring"
SHEET = f"{STEM}.balance_sheet"
COLUMN = f"agreement.{'0' * 32}"


@dataclass(frozen=True)
class Placed:
    """A route's place: an address that it answers, and which roles may use which methods there."""

    path: str
    methods: str = ""
    roles: tuple[str, ...] = ()


# Every route that the server has, with a list where who may depends on the method.
# One that is not placed here fails the first test; none is open by default.
PLACES: dict[str, Placed | list[Placed]] = {
    "/course/health$": Placed("/course/health", "GET", ROLES),
    "/course/ready$": Placed("/course/ready", "GET", ROLES),
    "/course/api/me$": Placed("/course/api/me", "GET", SIGNED_IN),
    "/course/api/progress$": Placed("/course/api/progress", "GET", MEMBERS),
    "/course/api/journal$": Placed("/course/api/journal", "GET", MEMBERS),
    "/course/journal$": Placed("/course/journal", "GET HEAD", MEMBERS),
    "/course/api/live$": Placed("/course/api/live", "GET", MEMBERS),
    "/course/api/state$": Placed("/course/api/state", "GET", MEMBERS),
    r"/course/api/answers/([0-9a-z_]+\.[a-z0-9_]+)$": Placed(f"/course/api/answers/{SHEET}", "GET PATCH", MEMBERS),
    r"/course/api/answers/([0-9a-z_]+\.[a-z0-9_]+)/history$": Placed(
        f"/course/api/answers/{SHEET}/history", "GET", MEMBERS
    ),
    r"/course/api/cohort/([0-9a-z_]+\.[a-z0-9_]+)$": Placed(f"/course/api/cohort/{SHEET}", "GET", MEMBERS),
    "/course/api/pulse$": Placed("/course/api/pulse", "PUT DELETE", WRITERS),
    "/course/api/sentences$": Placed("/course/api/sentences", "GET POST", WRITERS),
    "/course/api/sentences/([0-9a-f-]{36})$": Placed(f"/course/api/sentences/{NOBODY}", "DELETE", WRITERS),
    "/course/api/staff/reveals$": Placed("/course/api/staff/reveals", "GET", ("facilitator",)),
    r"/course/api/staff/reveals/([0-9a-z_]+\.[a-z0-9_]+)$": Placed(
        f"/course/api/staff/reveals/{SHEET}", "PUT", ("facilitator",)
    ),
    "/course/api/staff/sentences$": Placed("/course/api/staff/sentences", "GET", ("facilitator",)),
    "/course/api/staff/sentences/([0-9a-f-]{36})$": Placed(
        f"/course/api/staff/sentences/{NOBODY}", "PUT", ("facilitator",)
    ),
    r"/course/api/workbook\.(pdf|docx|json)$": Placed("/course/api/workbook.json", "GET", MEMBERS),
    r"/course/api/worksheets/([0-9a-z_]+\.[a-z0-9_]+)\.pdf$": Placed(
        "/course/api/worksheets/99_no_such.none.pdf", "GET", MEMBERS
    ),
    r"/course/api/card/([0-9a-z_]+\.[a-z0-9_]+)\.pdf$": Placed(f"/course/api/card/{SHEET}.pdf", "GET", MEMBERS),
    r"/course/api/calendar/([0-9a-z_]+\.[a-z0-9_]+)$": Placed(f"/course/api/calendar/{SHEET}", "GET", MEMBERS),
    r"/course/api/answers/([0-9a-z_]+\.reflection)$": Placed(
        "/course/api/answers/02_what_you_bring.reflection", "GET PATCH", MEMBERS
    ),
    r"/course/api/answers/([0-9a-z_]+\.reflection)/history$": Placed(
        "/course/api/answers/02_what_you_bring.reflection/history", "GET", MEMBERS
    ),
    "/course/reflections$": Placed("/course/reflections", "GET HEAD", MEMBERS),
    "/course/reflections/([0-9]{2}_[0-9a-z_]+)$": Placed(f"/course/reflections/{STEM}", "GET HEAD", MEMBERS),
    "/course/api/reflections$": Placed("/course/api/reflections", "GET", WRITERS),
    "/course/api/reflections/([0-9]{2}_[0-9a-z_]+)$": Placed(f"/course/api/reflections/{STEM}", "GET", WRITERS),
    "/course/api/reflections/([0-9]{2}_[0-9a-z_]+)/submit$": Placed(
        f"/course/api/reflections/{STEM}/submit", "POST", WRITERS
    ),
    "/course/api/reflections/versions/([0-9a-f-]{36})/(withdraw|read|reply)$": Placed(
        f"/course/api/reflections/versions/{NOBODY}/withdraw", "POST", WRITERS
    ),
    "/course/api/reflections/readers/([0-9a-f-]{36})$": Placed(
        f"/course/api/reflections/readers/{NOBODY}", "PUT", WRITERS
    ),
    "/course/api/reflections/versions/([0-9a-f-]{36})/feedback$": Placed(
        f"/course/api/reflections/versions/{NOBODY}/feedback", "GET", WRITERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/check$": Placed(
        f"/course/api/review/submissions/{NOBODY}/check", "PUT DELETE", TRAINERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/(rating|verdict)$": Placed(
        f"/course/api/review/submissions/{NOBODY}/rating", "PUT", TRAINERS
    ),
    r"/course/api/guide/([0-9]{2}_[0-9a-z_]+)/pack\.pdf$": Placed(
        "/course/api/guide/99_no_such/pack.pdf", "GET", ("facilitator",)
    ),
    "/course/api/staff/reflections$": Placed("/course/api/staff/reflections", "GET PUT", ("facilitator",)),
    "/course/api/staff/reflections/([0-9]{2}_[0-9a-z_]+)$": Placed(
        "/course/api/staff/reflections/99_no_such", "PUT DELETE", ("facilitator",)
    ),
    "/course/api/pairs/wishes$": Placed("/course/api/pairs/wishes", "GET", WRITERS),
    "/course/api/pairs/wishes/([0-9a-f-]{36})$": Placed(f"/course/api/pairs/wishes/{NOBODY}", "PUT DELETE", WRITERS),
    "/course/api/staff/pairs$": Placed("/course/api/staff/pairs", "GET", ("facilitator",)),
    "/course/api/staff/pairs/(rota|undo)$": Placed("/course/api/staff/pairs/undo", "POST", ("facilitator",)),
    "/course/api/staff/pairs/exclusions$": Placed(
        "/course/api/staff/pairs/exclusions", "POST DELETE", ("facilitator",)
    ),
    "/course/api/staff/pairs/([0-9a-z_]+)/people/([0-9a-f-]{36})$": Placed(
        f"/course/api/staff/pairs/99_no_such/people/{NOBODY}", "PUT", ("facilitator",)
    ),
    "/course/api/staff/join-code$": Placed("/course/api/staff/join-code", "GET POST DELETE", ("facilitator",)),
    "/course/api/staff/walk-ins/([0-9a-f-]{36})$": Placed(
        f"/course/api/staff/walk-ins/{NOBODY}", "PUT", ("facilitator",)
    ),
    "/course/join$": Placed("/course/join", "GET HEAD POST", ROLES),
    "/course/join/([A-Za-z0-9-]+)$": Placed("/course/join/CCC-CCC", "GET HEAD POST", ROLES),
    "/course/agreements$": Placed("/course/agreements", "GET HEAD", SIGNED_IN),
    "/course/agreements/([0-9a-f-]{36})$": Placed(f"/course/agreements/{NOBODY}", "GET HEAD", SIGNED_IN),
    r"/course/api/answers/(agreement\.[0-9a-f]{32})$": Placed(f"/course/api/answers/{COLUMN}", "GET PATCH", SIGNED_IN),
    r"/course/api/answers/(look_back\.[0-9a-f]{32})$": Placed(
        f"/course/api/answers/look_back.{'0' * 32}", "GET PATCH", SIGNED_IN
    ),
    r"/course/api/answers/((?:agreement|look_back)\.[0-9a-f]{32})/history$": Placed(
        f"/course/api/answers/{COLUMN}/history", "GET", SIGNED_IN
    ),
    "/course/api/agreements$": [
        Placed("/course/api/agreements", "GET", SIGNED_IN),
        Placed("/course/api/agreements", "POST", WRITERS),
    ],
    "/course/api/agreements/offers$": Placed("/course/api/agreements/offers", "GET", WRITERS),
    "/course/api/agreements/live$": Placed("/course/api/agreements/live", "GET", SIGNED_IN),
    "/course/api/agreements/([0-9a-f-]{36})$": Placed(f"/course/api/agreements/{NOBODY}", "GET", SIGNED_IN),
    "/course/api/agreements/([0-9a-f-]{36})/live$": Placed(f"/course/api/agreements/{NOBODY}/live", "GET", SIGNED_IN),
    "/course/api/agreements/([0-9a-f-]{36})/(link|accept)$": [
        Placed(f"/course/api/agreements/{NOBODY}/link", "POST DELETE", WRITERS),
        Placed(f"/course/api/agreements/{NOBODY}/accept", "POST", MEMBERS),
    ],
    r"/course/api/agreements/([0-9a-f-]{36})/papers/(now|[0-9]+)\.(pdf|docx)$": Placed(
        f"/course/api/agreements/{NOBODY}/papers/now.pdf", "GET", SIGNED_IN
    ),
    r"/course/api/agreements/([0-9a-f-]{36})/check-ins(\.ics|)$": [
        Placed(f"/course/api/agreements/{NOBODY}/check-ins", "PUT DELETE", SIGNED_IN),
        Placed(f"/course/api/agreements/{NOBODY}/check-ins.ics", "GET", SIGNED_IN),
    ],
    "/course/api/agreements/([0-9a-f-]{36})/(opened|hand-over|end)$": Placed(
        f"/course/api/agreements/{NOBODY}/hand-over", "POST", SIGNED_IN
    ),
    "/course/api/agreements/([0-9a-f-]{36})/rows/([a-z][a-z0-9_]*)/(initials|comments|anyway)$": Placed(
        f"/course/api/agreements/{NOBODY}/rows/goals/initials", "POST", SIGNED_IN
    ),
    "/course/invitation/([A-Za-z0-9_-]+)$": Placed(f"/course/invitation/{'x' * 43}", "GET HEAD POST", ROLES),
    "/course/review$": Placed("/course/review", "GET HEAD", TRAINERS),
    "/course/api/review/queue$": Placed("/course/api/review/queue", "GET", TRAINERS),
    "/course/api/review/submissions/([0-9a-f-]{36})/open$": Placed(
        f"/course/api/review/submissions/{NOBODY}/open", "POST", TRAINERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/claim$": Placed(
        f"/course/api/review/submissions/{NOBODY}/claim", "PUT", TRAINERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/(draft|release)$": Placed(
        f"/course/api/review/submissions/{NOBODY}/release", "PUT", TRAINERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/answer$": Placed(
        f"/course/api/review/submissions/{NOBODY}/answer", "POST", TRAINERS
    ),
    "/course/api/review/submissions/([0-9a-f-]{36})/recuse$": Placed(
        f"/course/api/review/submissions/{NOBODY}/recuse", "POST", TRAINERS
    ),
    "/course/api/review/recusals/([0-9a-f-]{36})$": Placed(f"/course/api/review/recusals/{NOBODY}", "DELETE", TRAINERS),
    "/course/api/review/examples$": Placed("/course/api/review/examples", "GET", TRAINERS),
    "/course/api/review/examples/([a-z0-9_]+)$": Placed("/course/api/review/examples/none", "PUT", TRAINERS),
    "/course/api/review/bank$": Placed("/course/api/review/bank", "GET POST", TRAINERS),
    "/course/api/review/bank/([0-9]+)$": Placed("/course/api/review/bank/0", "DELETE", TRAINERS),
    r"/course/static/(v-[0-9a-f]+/|)language/([a-z]{2,3})\.json$": Placed(
        "/course/static/language/es.json", "GET HEAD", SIGNED_IN
    ),
    "/course/static/(.*)$": Placed("/course/static/forms/form.js", "GET HEAD", SIGNED_IN),
    "/course/api/staff/session$": Placed("/course/api/staff/session", "GET POST", ("facilitator",)),
    "/course/api/staff/session/acts$": Placed("/course/api/staff/session/acts", "POST", ("facilitator",)),
    "/course/api/staff/session/plan$": Placed("/course/api/staff/session/plan", "POST", ("facilitator",)),
    "/course/api/staff/session/attendance$": Placed("/course/api/staff/session/attendance", "GET", ("facilitator",)),
    "/course/api/staff/session/attendance/([0-9a-f-]{36})$": Placed(
        f"/course/api/staff/session/attendance/{NOBODY}", "PUT", ("facilitator",)
    ),
    r"/course/api/staff/activities/([0-9a-z_]+\.[a-z0-9_]+)$": Placed(
        f"/course/api/staff/activities/{SHEET}", "PUT", ("facilitator",)
    ),
    "/course/room$": Placed("/course/room", "GET HEAD", ("facilitator",)),
    "/course/console$": Placed("/course/console", "GET HEAD", ("facilitator",)),
    "/course/api/staff/roster$": Placed("/course/api/staff/roster", "GET", ("facilitator",)),
    "/course/api/staff/progress$": Placed("/course/api/staff/progress", "GET", ("facilitator",)),
    "/course/api/staff/people$": Placed("/course/api/staff/people", "POST", ("facilitator",)),
    "/course/api/staff/people/([0-9a-f-]{36})$": Placed(
        f"/course/api/staff/people/{NOBODY}", "DELETE", ("facilitator",)
    ),
    "/course/api/staff/people/([0-9a-f-]{36})/link$": Placed(
        f"/course/api/staff/people/{NOBODY}/link", "POST DELETE", ("facilitator",)
    ),
    "/course/api/staff/people/([0-9a-f-]{36})/mail$": Placed(
        f"/course/api/staff/people/{NOBODY}/mail", "POST", ("facilitator",)
    ),
    "/course/api/staff/people/([0-9a-f-]{36})/erasure$": Placed(
        f"/course/api/staff/people/{NOBODY}/erasure", "POST PUT DELETE", ("facilitator",)
    ),
    "/course/api/staff/sections/([0-9a-z_]+)$": Placed(
        "/course/api/staff/sections/99_no_such", "PUT", ("facilitator",)
    ),
    r"/course/api/staff/report\.(pdf|xlsx|zip)$": Placed(
        "/course/api/staff/report.pdf?paper=none", "GET", ("facilitator",)
    ),
    r"/course/api/certificate(\.pdf|)$": Placed("/course/api/certificate", "GET", WRITERS),
    r"/course/api/staff/certificates(\.pdf|)$": Placed("/course/api/staff/certificates", "GET", ("facilitator",)),
    "/course/api/staff/nudges$": Placed("/course/api/staff/nudges", "GET", ("facilitator",)),
    "/course/api/staff/people/([0-9a-f-]{36})/nudge$": Placed(
        f"/course/api/staff/people/{NOBODY}/nudge", "POST", ("facilitator",)
    ),
    "/course/$": Placed("/course/", "GET HEAD", MEMBERS),
    "/course/sections/([0-9a-z_]+)$": Placed("/course/sections/99_no_such", "GET HEAD", MEMBERS),
    "/course/guide$": Placed("/course/guide", "GET HEAD", ("facilitator",)),
    "/course/guide/([0-9]{2}_[0-9a-z_]+)$": Placed(f"/course/guide/{STEM}", "GET HEAD", ("facilitator",)),
    "/course/staff$": Placed("/course/staff", "GET HEAD", ("facilitator",)),
    "/course/sign-in$": Placed("/course/sign-in", "GET HEAD POST", ROLES),
    "/course/enter/([A-Za-z0-9_-]+)$": Placed(f"/course/enter/{'x' * 43}", "GET HEAD POST", ROLES),
    "/course/sign-out$": Placed("/course/sign-out", "POST", ROLES),
    "/course/accessibility$": Placed("/course/accessibility", "GET HEAD", ROLES),
    "/course/privacy$": [
        Placed("/course/privacy", "GET HEAD", ROLES),
        Placed("/course/privacy", "POST", SIGNED_IN),
    ],
    "/course/privacy/you$": Placed("/course/privacy/you", "GET HEAD POST", SIGNED_IN),
    r"/course/privacy/everything\.zip$": Placed("/course/privacy/everything.zip", "POST", SIGNED_IN),
    "/course/api/kept$": Placed("/course/api/kept", "GET", MEMBERS),
    "/course/account$": Placed("/course/account", "GET HEAD POST", MEMBERS),
    "/$": Placed("/", "GET HEAD", MEMBERS),
    "/course$": Placed("/course", "GET HEAD", MEMBERS),
    "/voila/static/(.*)$": Placed("/voila/static/voila.js", "GET HEAD", MEMBERS),
    "/voila/labextensions/(.*)$": Placed("/voila/labextensions/anywidget/package.json", "GET HEAD", MEMBERS),
    "/voila/api/themes/(.*)$": Placed(
        "/voila/api/themes/@jupyterlab/theme-light-extension/index.css", "GET HEAD", MEMBERS
    ),
    # A kernel's own pages reach it; for everybody else, in whatever role, it is not there.
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)$": Placed(f"/api/kernels/{NOBODY}"),
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)/channels$": Placed(f"/api/kernels/{NOBODY}/channels"),
    "/voila/api/shutdown/(.*)$": Placed(f"/voila/api/shutdown/{NOBODY}"),
    # Nobody's.
    "/voila/render/(.*)$": Placed("/voila/render/notebooks/home.ipynb"),
    "/voila$": Placed("/voila"),
    "/voila/tree(?P<path>(?:(?:/[^/]+)+|/?))$": Placed("/voila/tree/notebooks"),
    "/voila/templates/(.*)$": Placed("/voila/templates/lab/static/index.css"),
    "/voila/files/(.*)$": Placed("/voila/files/notebooks/course.yaml"),
    "/voila/api/contents(?P<path>(?:(?:/[^/]+)+|/?))$": Placed("/voila/api/contents/notebooks"),
    r"/(robots\.txt)$": Placed("/robots.txt"),
    r"/(favicon\.ico)$": Placed("/favicon.ico"),
    "/static/(.*)$": Placed("/static/style/style.min.css"),
    "/api/kernels$": Placed("/api/kernels"),
    r"/api/kernels/(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)/(?P<action>restart|interrupt)$": Placed(
        f"/api/kernels/{NOBODY}/restart"
    ),
    "/files/(.*)$": Placed("/files/notebooks/course.yaml"),
    "/.*/$": Placed("/anything/"),
    "/api$": Placed("/api"),
    r"/(robots\.txt|favicon\.ico)$": Placed("/robots.txt"),
    "/metrics$": Placed("/metrics"),
    "(.*)$": Placed("/course/api/nothing"),
}


# Pages start a kernel, a file is no text; signing out would spoil the visitor for the routes that follow.
HAVE_THEIR_OWN_TESTS = (
    "/course/$", "/course/staff$", "/course/console$", "/course/journal$", "/course/review$", "/$", "/course/sign-out$",
    r"/course/privacy/everything\.zip$",
)  # fmt: skip


@pytest.fixture(scope="module")
def visitors(workshop: Workshop) -> dict[str, Visitor]:
    """Somebody of each role."""
    links = {role: workshop.new_person(f"Gate {role}", role) for role in MEMBERS}
    guest = Two(workshop, "Cohort of a guest").new_guest()
    return {"anyone": Visitor(), "guest": guest, **{role: workshop.visitor(link) for role, link in links.items()}}


def is_refused(visitor: Visitor, url: str, method: str) -> bool:
    """Whether the gate itself refuses; what lies behind it may still refuse in words of its own."""
    try:
        visitor.ask(url, method, b"{}" if method in ("POST", "PUT", "PATCH") else None)
    except urllib.error.HTTPError as error:
        with error:
            words = error.read().decode()
        in_words = method == "HEAD" or any(f'"message": "{refusal}"' in words for refusal in REFUSALS)
        return error.code in (401, 404) and in_words
    except UnicodeDecodeError:  # a file: it was let through
        return False
    return False


def status_of(visitor: Visitor, url: str, **request: Any) -> int:
    """The status of the reply."""
    try:
        visitor.ask(url, **request)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200


def test_every_route_of_the_server_has_its_place(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.list_routes", str(tmp_path)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert set(json.loads(printed)) == set(PLACES)


@pytest.mark.parametrize("route", PLACES)
def test_roles_may_do_what_a_route_s_place_says_and_nothing_else(
    workshop: Workshop, visitors: dict[str, Visitor], route: str
) -> None:
    placed = PLACES[route]
    places = placed if isinstance(placed, list) else [placed]
    for path in dict.fromkeys(place.path for place in places):
        for role, visitor in visitors.items():
            for method in METHODS:
                here = [place for place in places if place.path == path and role in place.roles]
                may = any(method in place.methods.split() for place in here)
                if may and (method == "HEAD" or route in HAVE_THEIR_OWN_TESTS):
                    continue
                assert is_refused(visitor, workshop.url + path, method) is not may, f"{role} {method}"


def test_somebody_unknown_is_sent_to_sign_in_and_comes_back_to_the_page_they_wanted(workshop: Workshop) -> None:
    page = Visitor().ask(f"{workshop.url}/course/sections/01_introduction?x=1", headers={"Accept": "text/html"})
    assert 'name="next" value="/course/sections/01_introduction?x=1"' in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8866", "127.0.0.1.evil.example"])
def test_a_request_under_another_host_name_is_refused(workshop: Workshop, host: str) -> None:
    assert status_of(Visitor(), f"{workshop.url}/course/sign-in", headers={"Host": host}) == 400


class Request:
    """A request to this machine."""

    host = "127.0.0.1"

    def __init__(self, method: str, path: str):
        self.method, self.path = method, path


class FakeApplication:
    """An application whose handlers are never reached."""

    def get_handler_delegate(self, *args: object, **kwargs: object) -> None:
        raise AssertionError("the gate was asked, not the application")


class FakeSite:
    """Lets everybody in as one visit."""

    def __init__(self, visit: Visit | None):
        self.visit = lambda request: visit


def gate_for(*roles: str, owns: str = "") -> Gate:
    """A gate as somebody with these roles meets it (none: unknown), who owns the kernel `owns`."""
    visit = Visit("somebody", "Somebody", "cohort", "Cohort", frozenset(roles)) if roles else None
    owner = {owns: "somebody"}.get
    site, application = cast("Site", FakeSite(visit)), cast("Application", FakeApplication())
    return Gate(site, application, "/", lambda: frozenset({"127.0.0.1"}), owner)


def request(method: str, path: str) -> HTTPServerRequest:
    """As much of a request as the gate looks at."""
    return cast("HTTPServerRequest", Request(method, path))


def test_only_its_owner_reaches_a_kernel() -> None:
    for path, method in [
        ("/api/kernels/{}", "GET"),
        ("/api/kernels/{}/channels", "GET"),
        ("/voila/api/shutdown/{}", "POST"),
    ]:
        asked = request(method, path.format(NOBODY))
        assert gate_for("participant", owns=NOBODY).refusal(asked) == 0
        assert gate_for("facilitator", "trainer", "participant").refusal(asked) == 404
        assert gate_for().refusal(asked) == 401


def test_a_kernel_is_never_restarted_or_interrupted_from_outside_even_by_its_owner() -> None:
    for action in ("restart", "interrupt"):
        asked = request("POST", f"/api/kernels/{NOBODY}/{action}")
        assert gate_for("facilitator", "participant", owns=NOBODY).refusal(asked) == 404


def test_one_person_with_two_roles_may_do_what_either_may() -> None:
    assert gate_for("participant", "facilitator").refusal(request("GET", "/course/api/staff/roster")) == 0
    assert gate_for("participant", "trainer").refusal(request("GET", "/course/api/staff/roster")) == 404


TRAVERSALS = [
    "/course/static/../store/tables.py", "/course/static/forms/..%2f..%2fstore/tables.py",
    "/voila/static/../../../etc/passwd", "/course/static/forms/%2e%2e/secret",
    "//course/api/me", "/course/api/me/", "/course//api/me", "/COURSE/api/me",
    "/course/api/answers/02_what_you_bring.balance_sheet/../../staff/roster", "/course/api/me;x", "/course/api/me%00",
    "/voila/labextensions/..\\..\\x", "/course/static/forms/\x00",
]  # fmt: skip


@pytest.mark.parametrize("path", TRAVERSALS)
def test_an_address_that_is_written_oddly_is_refused(path: str) -> None:
    assert gate_for("participant", "trainer", "facilitator").refusal(request("GET", path)) == 404


@given(st.sampled_from(METHODS), st.text(min_size=0, max_size=60).map(lambda rest: f"/{rest}"))
def test_whatever_is_not_on_the_list_is_refused(method: str, path: str) -> None:
    listed = any(method in rule.methods and re.fullmatch(rule.path, path) for rule in RULES)
    assert (gate_for("participant", "facilitator").refusal(request(method, path)) == 0) == listed


@given(st.sampled_from(METHODS), st.sampled_from([rule.path for rule in RULES if rule.who != "anyone"]), st.data())
def test_somebody_unknown_gets_nothing_that_members_get(method: str, pattern: str, data: st.DataObject) -> None:
    path = data.draw(st.from_regex(pattern, fullmatch=True))
    entry = [rule for rule in RULES if rule.who == "anyone" and method in rule.methods]
    open_to_all = any(re.fullmatch(rule.path, path) for rule in entry)
    assert (gate_for().refusal(request(method, path)) == 0) == open_to_all
