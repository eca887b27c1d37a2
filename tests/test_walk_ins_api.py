"""The door over the real server: a code, a name, a facilitator's decision, and the same words for every refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mentorcourse.people.walk_ins import REFUSAL
from mentorcourse.server.identity import COOKIE
from mentorcourse.server.walk_ins import WAITING_COOKIE
from tests.caller import Caller, Reply
from tests.workshop import Workshop, running_workshop

DOOR = "/course/api/staff/join-code"
_numbers = count(1)


class Facilitator:
    """Leads a cohort of their own, and opens and closes its door."""

    def __init__(self, workshop: Workshop):
        self.cohort = f"Door {next(_numbers)}"
        self._caller = workshop.member(f"{self.cohort} F", "facilitator", cohort=self.cohort)

    def door(self, method: str = "GET") -> Any:
        """How the door stands, or after opening (POST) or closing (DELETE) it."""
        return self._caller.ask(DOOR, method, None if method == "GET" else {}).json

    def open(self) -> str:
        """A new code."""
        return str(self.door("POST")["code"]["text"])

    def decide(self, name: str, decision: str) -> Reply:
        """Decide about somebody who is at the door."""
        person = next(one for one in self.door()["people"] if one["name"] == name)
        return self._caller.ask(f"/course/api/staff/walk-ins/{person['id']}", "PUT", {"decision": decision})

    def state(self) -> Any:
        """What the live channel tells of the door."""
        return self._caller.ask("/course/api/state").json["state"]["walk_ins"]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop of these tests' own, for wrong tries count for an address."""
    with running_workshop(Path(tmp_path_factory.mktemp("door")) / "data", None, "--trust-proxy") as workshop:
        yield workshop


@pytest.fixture
def facilitator(here: Workshop) -> Facilitator:
    """A facilitator with a closed door."""
    return Facilitator(here)


@pytest.fixture
def newcomer(here: Workshop) -> Caller:
    """Somebody whom nobody knows, at an address of their own."""
    return Caller(here.port, address=f"192.0.2.{next(_numbers)}")


def ask(caller: Caller, code: str, name: str) -> Reply:
    """Type code and name."""
    caller.ask("/course/join")
    return caller.ask("/course/join", "POST", form={"act": "ask", "code": code, "name": name})


def alert(reply: Reply) -> str:
    """What a page says went wrong."""
    found = re.search(r'role="alert">(.*?)</p>', reply.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def state(caller: Caller) -> Any:
    """What the waiting page hears."""
    return caller.ask("/course/join", headers={"Accept": "application/json"}).json["state"]


def test_a_newcomer_waits_is_let_in_and_gets_a_link_to_come_back_by(
    facilitator: Facilitator, newcomer: Caller, here: Workshop
) -> None:
    assert ask(newcomer, facilitator.open(), "New colleague").status == 302
    assert "sees your name now" in newcomer.ask("/course/join").text
    assert (state(newcomer), newcomer.is_signed_in()) == ("waiting", False)
    assert facilitator.decide("New colleague", "admit").status == 200
    assert state(newcomer) == "admitted"
    page = newcomer.ask("/course/join", "POST", form={"act": "enter"})
    assert newcomer.read_notice().status == 302
    assert newcomer.is_signed_in()
    assert WAITING_COOKIE not in newcomer.cookies
    me = newcomer.ask("/course/api/me").json
    assert me["roles"] == ["participant"]
    link = re.search(r'value="(\S+/course/enter/\S+)"', page.text)
    assert link
    later = Caller(here.port)
    later.enter(link[1])
    assert later.ask("/course/api/me").json["name"] == "New colleague"


def test_every_refusal_at_the_door_is_in_the_same_words_and_names_nobody(
    facilitator: Facilitator, newcomer: Caller
) -> None:
    closed = facilitator.open()
    facilitator.door("DELETE")
    said = set()
    for code in (closed, "CCC-CCC", "' OR 1=1 --", "", "ＣＣＣ", "x" * 500):
        reply = ask(newcomer, code, f"{facilitator.cohort} F")
        assert (reply.status, WAITING_COOKIE in newcomer.cookies) == (403, False)
        said.add(alert(reply))
    newcomer.ask("/course/join")
    said.add(alert(newcomer.ask("/course/join", "POST", form={"act": "enter"})))
    assert said == {str(REFUSAL)}


def test_whether_somebody_takes_part_is_not_learned_at_the_door(facilitator: Facilitator, newcomer: Caller) -> None:
    known = f"{facilitator.cohort} F"
    assert ask(newcomer, facilitator.open(), known).status == 302
    page = newcomer.ask("/course/join").text
    assert "already" not in page.replace("already.", "")
    (waiting,) = facilitator.door()["people"]
    assert waiting["is_known"]


def test_a_name_is_checked_before_the_code_is_looked_at(facilitator: Facilitator, newcomer: Caller) -> None:
    code = facilitator.open()
    for wrong in ("", "   ", "x" * 201):
        right, other = (alert(ask(newcomer, tried, wrong)) for tried in (code, "CCC-CCC"))
        assert right == other != ""
    kept = ask(newcomer, "CCC-CCC", '<b onload="x">Bo</b>').text
    assert "<b onload" not in kept
    assert "&lt;b onload" in kept


def test_whoever_types_wrong_codes_without_end_is_stopped_and_others_are_not(
    facilitator: Facilitator, newcomer: Caller, here: Workshop
) -> None:
    code = facilitator.open()
    statuses = [ask(newcomer, "CCC-CCC", "Somebody").status for _ in range(61)]
    assert statuses == [403] * 60 + [429]
    assert ask(newcomer, code, "Somebody").status == 429
    assert ask(Caller(here.port, address="198.51.100.9"), code, "Another").status == 302


def test_opening_the_address_with_a_code_changes_nothing(facilitator: Facilitator, newcomer: Caller) -> None:
    code = facilitator.open()
    page = newcomer.ask(f"/course/join/{code}")
    assert f'value="{code}"' in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert (facilitator.door()["people"], set(newcomer.cookies)) == ([], {"_xsrf"})


def test_the_cookie_of_whoever_waits_is_out_of_reach_of_scripts_and_signs_nobody_in(
    facilitator: Facilitator, newcomer: Caller, here: Workshop
) -> None:
    cookie = ask(newcomer, facilitator.open(), "Newcomer").set_cookies[WAITING_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    thief = Caller(here.port)
    thief.cookies[COOKIE] = cookie.value
    assert not thief.is_signed_in()


def test_declining_can_be_undone_and_the_waiting_page_hears_it(facilitator: Facilitator, newcomer: Caller) -> None:
    ask(newcomer, facilitator.open(), "Newcomer")
    facilitator.decide("Newcomer", "decline")
    assert state(newcomer) == "declined"
    assert "has not let" in newcomer.ask("/course/join").text
    facilitator.decide("Newcomer", "wait")
    assert state(newcomer) == "waiting"
    assert facilitator.decide("Newcomer", "shoot").status == 422


def test_somebody_who_mistyped_their_name_starts_again(facilitator: Facilitator, newcomer: Caller) -> None:
    ask(newcomer, facilitator.open(), "Newcmoer")
    newcomer.ask("/course/join", "POST", form={"act": "again"})
    assert state(newcomer) is None
    assert facilitator.door()["people"] == []


def test_the_live_channel_tells_facilitators_alone_of_the_door_and_no_name(
    facilitator: Facilitator, newcomer: Caller, here: Workshop
) -> None:
    code = facilitator.open()
    ask(newcomer, code, "Newcomer")
    told = facilitator.state()
    assert told["open"] == code
    assert [how for _, how in told["door"]] == ["waiting"]
    assert "Newcomer" not in str(told)
    participant = here.member(f"{facilitator.cohort} P", cohort=facilitator.cohort)
    assert participant.ask("/course/api/state").json["state"]["walk_ins"] is None


def test_a_facilitator_of_another_cohort_has_no_part_in_this_door(
    facilitator: Facilitator, newcomer: Caller, here: Workshop
) -> None:
    ask(newcomer, facilitator.open(), "Newcomer")
    waiting = facilitator.door()["people"][0]["id"]
    stranger = here.member(f"{facilitator.cohort} S", "facilitator", cohort=f"Other {facilitator.cohort}")
    assert stranger.ask(DOOR).json == {"code": None, "people": []}
    assert stranger.ask(f"/course/api/staff/walk-ins/{waiting}", "PUT", {"decision": "admit"}).status == 422
    assert state(newcomer) == "waiting"


def test_somebody_signed_in_is_told_so_at_the_door(facilitator: Facilitator, here: Workshop) -> None:
    member = here.member(f"{facilitator.cohort} M", cohort=facilitator.cohort)
    assert "You are signed in as" in member.ask("/course/join").text
