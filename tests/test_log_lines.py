"""The log as JSON lines: what programs look for, and nothing about anybody whatever is done and goes wrong."""

from __future__ import annotations

import json
import logging
import queue
import sys
from collections.abc import Iterator
from unittest.mock import Mock

import pytest
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler

from mentorcourse.server.failures import DiscreetHandler
from mentorcourse.server.log_lines import JsonLines, route_of
from mentorcourse.server.refused import RefusedHandler
from mentorcourse.server.routes import AGREEMENTS, API, PAGES, STAFF, entry_routes
from mentorcourse.server.rules import RULES
from tests.caller import Caller
from tests.workshop import START_SECONDS, Workshop, email_of

JOURNAL = "/course/api/answers/01_introduction.journal"


class JsonWorkshop(Workshop):
    """A workshop that writes JSON lines; it prints no links to wait for."""

    def _wait_for_links(self, lines: queue.Queue[str | None]) -> None:
        while not self.port:
            line = lines.get(timeout=START_SECONDS)
            assert line is not None, f"the server stopped:\n{''.join(self.output)}"
            told = json.loads(line) if line.startswith("{") else {}
            if told.get("event") == "started":
                self.port = int(told["url"].rpartition(":")[2])
        self._first_links = {"": ""}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JsonWorkshop]:
    """One that all tests here share."""
    running = JsonWorkshop(tmp_path_factory.mktemp("json") / "data", settings={"MENTORCOURSE_LOG_FORMAT": "json"})
    running.start()
    yield running
    running.stop()


def lines(place: JsonWorkshop) -> list[dict[str, object]]:
    """What has been logged; every line is JSON."""
    return [json.loads(line) for line in list(place.output)]


def exercise(place: JsonWorkshop, name: str) -> list[str]:
    """Do a little of everything, rightly and wrongly; return what must not be told."""
    link = place.new_person(name)
    person = place.caller(link)
    person.ask("/course/api/me")
    person.ask(JOURNAL, "PATCH", {"base_revision": 0, "values": {"shared_path": "Utterly confidential"}})
    person.ask(JOURNAL, "PATCH", {"base_revision": 99, "values": {"shared_path": "Utterly confidential"}})
    person.ask(JOURNAL, "PATCH", b"Utterly confidential, and no JSON")
    person.ask("/course/privacy/you", "POST", form={"action": "erase", "word": "Utterly confidential"})
    person.ask("/course/privacy/everything.zip", "POST", form={})
    person.ask("/course/reflections?utterly=confidential")
    stranger = Caller(place.port)
    stranger.enter(link)
    stranger.sign_in(email_of(name), "correct horse battery")
    stranger.ask("/course/enter/" + "guessed" * 5)
    stranger.ask(f"/course/api/answers/{name.replace(' ', '_').lower()}.confidential")
    lead = place.member(f"{name} leads", "facilitator")
    lead.ask("/course/api/staff/roster")
    made = lead.ask(
        "/course/api/staff/people", "POST", {"name": f"{name} too", "email": "too@example.org", "role": "trainer"}
    )
    lead.ask(f"/course/api/staff/people/{made.json['person']}/link", "POST")
    lead.ask(f"/course/api/staff/people/{made.json['person']}/erasure", "POST")
    secrets = [link.rpartition("/")[2], made.json["link"].rpartition("/")[2], made.json["person"]]
    return [*secrets, name, email_of(name), "too@example.org", "onfidential", "correct horse", "guessed"]


def test_every_line_is_json_and_tells_of_requests_what_programs_look_for(place: JsonWorkshop) -> None:
    person = place.member("Logged one")
    for _ in range(3):  # the last line is written only after its reply: the ones before are there
        person.ask("/course/api/progress")
    found = [line for line in lines(place) if "progress|" in str(line.get("route"))]
    assert found
    assert {"time", "level", "logger", "event", "method", "route", "status", "milliseconds"} == set(found[-1])
    assert (found[-1]["level"], found[-1]["event"], found[-1]["status"]) == ("info", "request", 200)


def test_no_name_address_text_or_link_is_in_the_log_whatever_is_done(place: JsonWorkshop) -> None:
    secrets = exercise(place, "Zebediah Logged")
    told = json.dumps(lines(place))
    assert '"status": 422' in told
    assert [one for one in secrets if one.lower() in told.lower()] == []
    assert "/course/enter/" not in told.replace("/course/enter/{secret}", "")


def test_routes_have_names_in_place_of_what_is_somebody_s() -> None:
    routes = {route_of(rule.path) for rule in RULES}
    assert {"/course/api/answers/{activity}", "/course/enter/{secret}", "/course/api/staff/people/{id}/link"} <= routes
    assert not [route for route in routes if "[0-9a-f" in route.replace("[0-9a-f]{32}", "").replace("v-[0-9a-f]+", "")]


def test_of_an_exception_the_place_is_told_and_never_its_message() -> None:
    try:
        raise ValueError("what somebody wrote")
    except ValueError:
        record = logging.LogRecord("mentorcourse", logging.ERROR, "", 1, "a handler failed", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert (line["error"], line["event"], line["level"]) == ("ValueError", "a handler failed", "error")
    assert "somebody wrote" not in json.dumps(line)
    assert "test_log_lines.py" in line["at"][0]


@pytest.mark.parametrize("failure", [StreamClosedError(), HTTPError(404)])
def test_who_left_or_was_refused_is_no_failure(failure: Exception, caplog: pytest.LogCaptureFixture) -> None:
    DiscreetHandler.log_exception(Mock(), type(failure), failure, None)
    assert caplog.records == []


def test_every_handler_of_the_course_keeps_to_that() -> None:
    routes = [*API, *STAFF, *AGREEMENTS, *PAGES, *entry_routes(), ("", RefusedHandler)]
    answering = [route[1] for route in routes if not issubclass(route[1], WebSocketHandler)]
    assert [one for one in answering if not issubclass(one, DiscreetHandler)] == []
