"""Whatever a facilitator may ask of the server, no reply holds a word of anybody's that was not for the cohort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mentorcourse.server.rules import RULES, Rule
from tests.caller import Caller, Reply, Sockets, converse
from tests.marked_cohort import PARTICIPANTS, MarkedCohort, make_marked_cohort
from tests.review_samples import COURSE, SECTION
from tests.test_gate import PLACES, Placed
from tests.workshop import running_workshop

pytestmark = pytest.mark.timeout(600)  # it asks for every file there is
CASE = next(address for address, _, activity in COURSE.activities() if activity.kind == "case")
CHOICE = {
    "choice": next(iter(dict(COURSE.activity(CASE).list_fields())["choice"].options))["key"],
    "reasons": "The facilitator's own.",
    "committed": True,
}
SHEET = f"{SECTION}.balance_sheet"
CARD = next(address for address, _, activity in COURSE.activities() if activity.kind == "questions")
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Sample:
    """A request that a facilitator makes. `{person}`, `{agreement}`, `{column}` and `{kernel}` are filled in.

    `refused` says that the facilitator must be turned away; every other sample must bring something.
    """

    method: str
    path: str
    body: Any = None
    refused: bool = False
    form: bool = False


def get(*paths: str, refused: bool = False) -> list[Sample]:
    return [Sample("GET", path, refused=refused) for path in paths]


def send(method: str, path: str, body: Any = None, **more: bool) -> Sample:
    return Sample(method, path, {} if body is None else body, **more)


READING = [
    *get("/course/health", "/course/ready", "/course/sign-in", "/course/static/page/page.css"),
    *get("/course/static/forms/course.css", "/course/static/forms/form.js", "/course/static/language/es.json"),
    *get("/", "/course", "/course/", "/course/journal", f"/course/sections/{SECTION}", "/course/account"),
    *get("/course/staff", "/course/api/me", "/course/api/progress", "/course/api/journal"),
    *get("/voila/static/voila.js", "/voila/labextensions/anywidget/package.json"),
    *get("/voila/api/themes/@jupyterlab/theme-light-extension/index.css"),
    *(one for address, _, _ in COURSE.activities() for one in get(f"/course/api/answers/{address}")),
    *get(f"/course/api/answers/{SHEET}/history"),
    *get("/course/api/workbook.pdf", "/course/api/workbook.docx", "/course/api/workbook.json"),
    *get(f"/course/api/worksheets/{SHEET}.pdf"),
    *get(f"/course/api/card/{CARD}.pdf", "/course/api/calendar/10_culture.commitment", refused=True),
    *get(f"/course/api/answers/{SECTION}.reflection", f"/course/api/answers/{SECTION}.reflection/history"),
    *get("/course/reflections", f"/course/reflections/{SECTION}"),
    *get("/course/agreements", "/course/api/agreements"),
    *get("/course/agreements/{agreement}", refused=True),
    *get("/course/api/agreements/{agreement}", "/course/api/answers/agreement.{column}", refused=True),
    *get("/course/api/answers/look_back.{column}", "/course/api/answers/agreement.{column}/history", refused=True),
    *get("/course/api/agreements/{agreement}/papers/now.pdf", refused=True),
    *get("/course/api/agreements/{agreement}/papers/1.docx", refused=True),
    *get("/course/api/agreements/{agreement}/check-ins.ics", refused=True),
    *get("/course/enter/" + "x" * 43),
    *get("/course/invitation/" + "x" * 43, refused=True),
    *get("/course/guide", f"/course/guide/{SECTION}"),
    *get("/course/api/staff/roster", "/course/api/staff/progress", "/course/api/staff/reflections"),
    *get("/course/api/staff/nudges", f"/course/api/staff/nudges?section={SECTION}"),
    *get("/course/api/staff/certificates", "/course/api/staff/certificates.pdf"),
    *get("/course/api/staff/report.pdf", "/course/api/staff/report.xlsx", "/course/api/staff/report.zip"),
    *get("/course/accessibility", "/course/privacy", "/course/privacy/you", "/course/api/kept", "/course/api/state"),
    *get("/course/console", "/course/room", "/course/join", "/course/join/AAAA-AAAA"),
    *get("/course/api/staff/session", "/course/api/staff/session/attendance", f"/course/api/guide/{SECTION}/pack.pdf"),
    *get("/course/api/staff/pairs", "/course/api/staff/join-code"),
    *get("/course/api/staff/reveals", "/course/api/staff/sentences"),
    *get("/api/kernels/{kernel}"),
]  # fmt: skip
WRITING = [
    send("PATCH", f"/course/api/answers/{CASE}", {"base_revision": 0, "values": CHOICE}),
    *get(f"/course/api/cohort/{CASE}"),
    send("PATCH", f"/course/api/answers/{SECTION}.reflection", {"base_revision": 0, "values": {}}),
    send("PATCH", "/course/api/answers/agreement.{column}", {"base_revision": 0, "values": {}}, refused=True),
    send("PATCH", "/course/api/answers/look_back.{column}", {"base_revision": 0, "values": {}}, refused=True),
    send("POST", "/course/api/agreements/{agreement}/accept", refused=True),
    send("POST", "/course/api/agreements/{agreement}/hand-over", refused=True),
    send("POST", "/course/api/agreements/{agreement}/rows/goals/initials", refused=True),
    send("PUT", "/course/api/agreements/{agreement}/check-ins", refused=True),
    send("DELETE", "/course/api/agreements/{agreement}/check-ins", refused=True),
    send("PUT", "/course/api/staff/reflections", {"checked_by": "nobody", "lead": None}),
    send("PUT", f"/course/api/staff/reflections/{SECTION}", {"due": "2099-02-15"}),
    send("DELETE", f"/course/api/staff/reflections/{SECTION}"),
    send("PUT", f"/course/api/staff/sections/{SECTION}", {"open": False}),
    send("PUT", f"/course/api/staff/sections/{SECTION}", {"open": True}),
    send("POST", "/course/api/staff/people", {"name": "Newcomer", "email": "new@example.org", "role": "participant"}),
    send("POST", "/course/api/staff/session", {"section": SECTION, "minutes": 60}),
    send("POST", "/course/api/staff/session/plan", {"more": 0}),
    send("POST", "/course/api/staff/session/acts", {"act": "next", "session": "{session}", "version": "{version}"}),
    send("PUT", "/course/api/staff/session/attendance/{person}", {"there": True}),
    send("PUT", f"/course/api/staff/activities/{CASE}", {"open": False}),
    send("PUT", f"/course/api/staff/activities/{CASE}", {"open": True}),
    send("POST", "/course/api/staff/pairs/rota", {"first": SECTION}),
    send("POST", "/course/api/staff/pairs/exclusions", {"one": "{person}", "other": "{other}"}),
    send("DELETE", "/course/api/staff/pairs/exclusions", {"one": "{person}", "other": "{other}"}),
    send("PUT", f"/course/api/staff/pairs/{SECTION}/people/{{person}}", {"here": False}),
    send("POST", "/course/api/staff/pairs/undo"),
    send("POST", "/course/api/staff/join-code"),
    send("PUT", f"/course/api/staff/walk-ins/{NOBODY}", {"decision": "admit"}, refused=True),
    send("DELETE", "/course/api/staff/join-code"),
    send("PUT", f"/course/api/staff/reveals/{CASE}"),
    send("PUT", "/course/api/staff/sentences/{sentence}", {"state": "shown"}),
    send("POST", "/course/api/staff/people/{person}/erasure"),
    send("PUT", "/course/api/staff/people/{person}/erasure", {"name": PARTICIPANTS[-1]}),
    send("DELETE", "/course/api/staff/people/{person}/erasure"),
    send("POST", "/course/api/staff/people/{person}/link"),
    send("DELETE", "/course/api/staff/people/{person}/link"),
    send("POST", "/course/api/staff/people/{person}/mail", refused=True),
    send("POST", "/course/api/staff/people/{person}/nudge", {"subject": "S", "text": "T"}, refused=True),
    send("DELETE", "/course/api/staff/people/{person}"),
    send("POST", "/voila/api/shutdown/{kernel}"),
    Sample("POST", "/course/sign-in", {"email": "nobody@example.org", "passphrase": "wrong"}, True, True),
    Sample("POST", "/course/enter/" + "x" * 43, {}, True, True),
    Sample("POST", "/course/invitation/" + "x" * 43, {"name": "Somebody"}, True, True),
    Sample("POST", "/course/account", {"passphrase": "short"}, True, True),
    Sample("POST", "/course/join", {"name": "Somebody", "code": "AAAA-AAAA"}, True, True),
    Sample("POST", "/course/join/AAAA-AAAA", {"name": "Somebody", "code": "AAAA-AAAA"}, True, True),
    Sample("POST", "/course/privacy", {"answer": "agree", "version": "1"}, False, True),
    Sample("POST", "/course/privacy/everything.zip", {}, False, True),
    Sample("POST", "/course/privacy/you", {"action": "undo"}, False, True),
]
LAST = [Sample("POST", "/course/sign-out", {}, False, True)]
SOCKETS = [
    *get("/course/api/live", "/course/api/agreements/live", "/course/api/agreements/{agreement}/live"),
    *get("/api/kernels/{kernel}/channels"),
]
# What tells of the cohort, asked once more after everything has been tried.
AGAIN = [one for one in READING if re.search("/api/(?:staff|cohort)/(?!report)", one.path)]
SAMPLES = [*READING, *WRITING, *LAST, *SOCKETS]
MINE = ("anyone", "newcomer", "guest", "member", "facilitator", "owner")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")  # a HEAD brings nothing to read


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarkedCohort]:
    """A workshop of its own, with the cohort in it."""
    with running_workshop(tmp_path_factory.mktemp("marked") / "data") as workshop:
        yield make_marked_cohort(workshop)


@pytest.fixture
def named(marked: MarkedCohort) -> dict[str, Any]:
    """What stands in braces in the samples."""
    page = marked.facilitator.ask("/course/staff").text
    kernel = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', page)
    return {
        "person": marked.persons[PARTICIPANTS[-1]],
        "other": marked.persons[PARTICIPANTS[-2]],
        "sentence": marked.sentence,
        "agreement": marked.two.id,
        "column": marked.two.id.replace("-", ""),
        "kernel": kernel[1] if kernel else NOBODY,
    }


def filled(path: str, named: dict[str, Any]) -> str:
    """A sample's address with what its braces stand for."""
    for key, value in named.items():
        path = path.replace(f"{{{key}}}", str(value))
    return path


def filled_body(body: Any, named: dict[str, Any]) -> Any:
    """What a sample sends, likewise; what the last session told of itself keeps its kind."""
    if not isinstance(body, dict):
        return body
    names = {f"{{{key}}}": value for key, value in named.items()}
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in body.items()}


EXAMPLE = {"person": NOBODY, "sentence": NOBODY, "agreement": NOBODY, "column": "0" * 32, "kernel": NOBODY}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.who in MINE], ids=lambda rule: rule.path)
def test_everything_that_the_gate_grants_to_facilitators_has_a_sample_here(rule: Rule) -> None:
    for method in sorted(rule.methods & set(METHODS)):
        taken = [one for one in SAMPLES if one.method == method and re.fullmatch(rule.path, filled(one.path, EXAMPLE))]
        assert taken, f"add a Sample for {method} {rule.path} to this module"


@pytest.mark.parametrize("route", PLACES)
def test_every_route_that_facilitators_reach_has_a_sample_here(route: str) -> None:
    placed = PLACES[route]
    for place in [placed] if isinstance(placed, Placed) else placed:
        granted = [one for one in place.methods.split() if one in METHODS and "facilitator" in place.roles]
        for method in granted:
            taken = [one for one in SAMPLES if one.method == method and re.match(route, filled(one.path, EXAMPLE))]
            assert taken, f"add a Sample for {method} {route} to this module"


def test_the_words_are_kept_and_would_be_found_in_every_kind_of_file(marked: MarkedCohort) -> None:
    for ending in ("docx", "json"):
        content = marked.writer.ask(f"/course/api/workbook.{ending}").content
        assert len(marked.marks.found_in(content)) > 300, ending
    paper = marked.two.mentor.ask(f"{marked.two.path}/papers/now.pdf").content
    assert any(place.startswith("an agreement") for place in marked.marks.found_in(paper))
    told = marked.writer.ask(f"/course/api/reflections/{SECTION}").content
    assert "a trainer's comment" in marked.marks.found_in(told)


def test_no_reply_to_a_facilitator_holds_a_word_that_was_not_for_the_cohort(
    marked: MarkedCohort, named: dict[str, Any]
) -> None:
    heard, astray = listen(marked, named), list[str]()
    for sample in [*READING, *WRITING, *AGAIN, *LAST]:
        path = filled(sample.path, named)
        reply = ask(marked.facilitator, sample, path, named)
        running = reply.json.get("session") if path == "/course/api/staff/session" else None
        named |= {"session": running["session"], "version": running["version"]} if running else {}
        what = f"{sample.method} {path}: {reply.status}"
        found = marked.marks.found_in(reply.content) | marked.marks.found_in(str(reply.headers).encode())
        assert not found, what
        if not (sample.form or (reply.status >= 400) is sample.refused):
            astray.append(what)
    assert not astray, astray  # samples that do not reach what they are for
    assert heard
    assert not marked.marks.found_in("\n".join(heard).encode())


def ask(caller: Caller, sample: Sample, path: str, named: dict[str, Any]) -> Reply:
    """Send a sample as the facilitator."""
    if sample.form:
        return caller.ask(path, sample.method, form=sample.body)
    return caller.ask(path, sample.method, filled_body(sample.body, named))


def listen(marked: MarkedCohort, named: dict[str, Any]) -> list[str]:
    """All that the WebSockets tell a facilitator at the beginning, and while a participant writes."""

    async def hear(sockets: Sockets) -> list[str]:
        opened = [await sockets.open(marked.facilitator, filled(one.path, named)) for one in SOCKETS]
        live, heard = opened[0], [str(await opened[0].read())]
        revision = marked.writer.ask(f"/course/api/answers/{SHEET}").json["revision"]
        text = {"life.assets": [marked.marks.new("written while a facilitator listens")]}
        save = {"base_revision": revision, "values": text}
        assert marked.writer.ask(f"/course/api/answers/{SHEET}", "PATCH", save).status == 200
        for is_open in (False, True):
            told = {"open": is_open}
            assert marked.facilitator.ask(f"/course/api/staff/sections/{SECTION}", "PUT", told).status == 200
            heard.append(str(await live.read()))
        return heard + [str(message) for one in opened for message in await one.rest()]

    return converse(hear)


def test_the_log_holds_none_of_these_words_either(marked: MarkedCohort) -> None:
    assert not marked.marks.found_in("".join(marked.workshop.output).encode())
