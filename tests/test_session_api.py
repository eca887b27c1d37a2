"""The live session over the real server: facilitators lead it, participants' pages follow, and nobody reads a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.caller import Caller, Reply, Socket, Sockets, converse
from tests.workshop import Workshop

STEM = "04_trust"
CASE = f"{STEM}.case_helpful_task"
LIVE = "/course/api/live"
SESSION = "/course/api/staff/session"
_numbers = count(1)


@pytest.fixture
def cohort() -> str:
    """The name of a cohort that only one test has."""
    return f"Session {next(_numbers)}"


@pytest.fixture
def leader(workshop: Workshop, cohort: str) -> Caller:
    return workshop.member(f"{cohort} leader", "facilitator", cohort=cohort)


@pytest.fixture
def person(workshop: Workshop, cohort: str) -> Caller:
    return workshop.member(f"{cohort} person", cohort=cohort)


def started(leader: Caller, minutes: int = 60) -> dict[str, Any]:
    reply = leader.ask(SESSION, "POST", {"section": STEM, "minutes": minutes})
    assert reply.status == 201, reply.text
    session: dict[str, Any] = reply.json["session"]
    return session


def press(caller: Caller, session: dict[str, Any], act: str, **more: Any) -> Reply:
    seen = {"session": session["session"], "version": session["version"]}
    return caller.ask(f"{SESSION}/acts", "POST", {"act": act, **seen, **more})


async def heard(page: Socket, fits: Callable[[Any], bool]) -> Any:
    """What the page hears of the session, once it fits."""
    while True:
        message = await page.read()
        assert message is not None
        state = json.loads(message).get("state", {})
        if "session" in state and fits(state["session"]):
            return state["session"]


def test_participants_pages_follow_a_session_from_its_start_to_its_end(leader: Caller, person: Caller) -> None:
    async def follow(sockets: Sockets) -> None:
        page = await sockets.open(person, LIVE)
        assert await heard(page, lambda session: True) is None
        session = started(leader)
        begun = await heard(page, bool)
        assert (begun["block"]["title"], begun["block"]["number"], begun["section"]) == ("Arrive", 1, STEM)
        assert begun["ends_at"].endswith("Z")
        session = press(leader, session, "next").json["session"]
        assert (await heard(page, lambda now: now["version"] == 2))["block"]["title"] == "Ask me something"
        session = press(leader, session, "pause").json["session"]
        paused = await heard(page, lambda now: now["paused"])
        assert paused["ends_at"] is None
        assert 0 < paused["left"] <= 8 * 60
        session = press(leader, session, "say", text="Back at two").json["session"]
        assert (await heard(page, lambda now: now["message"]))["message"]["text"] == "Back at two"
        late = await sockets.open(person, LIVE)  # whoever comes at minute forty hears how it stands
        assert (await heard(late, bool))["message"]["text"] == "Back at two"
        assert press(leader, session, "end").json["session"] is None
        assert await heard(page, lambda now: now is None) is None

    converse(follow)


def test_a_page_without_the_channel_asks_for_the_same_state(leader: Caller, person: Caller) -> None:
    session = started(leader)
    state = person.ask("/course/api/state").json["state"]
    assert state["session"]["session"] == session["session"]
    assert state["now"] <= state["session"]["ends_at"]


def test_participants_hear_no_name_and_nothing_that_is_the_facilitators_alone(leader: Caller, person: Caller) -> None:
    started(leader)
    told = person.ask("/course/api/state")
    assert "leader" not in told.text
    assert not {"changed_by", "say", "plan", "undo"} & set(told.json["state"]["session"])


def test_the_second_of_two_who_start_is_told_kindly_and_sees_the_running_session(
    workshop: Workshop, cohort: str, leader: Caller
) -> None:
    session = started(leader)
    other = workshop.member(f"{cohort} second", "facilitator", cohort=cohort)
    reply = other.ask(SESSION, "POST", {"section": "05_coaching_skills", "minutes": 90})
    assert reply.status == 409
    assert reply.json["message"].startswith(f"A session is running already: {cohort} leader has started it.")
    assert reply.json["session"]["session"] == session["session"]


def test_a_second_press_on_what_has_moved_on_changes_nothing(leader: Caller) -> None:
    session = started(leader)
    assert press(leader, session, "next").status == 200
    late = press(leader, session, "next")
    assert late.status == 409
    assert late.json["session"]["block"]["number"] == 2
    assert "a moment quicker" in late.json["message"]


def test_another_cohort_s_session_can_neither_be_seen_nor_pressed(
    workshop: Workshop, cohort: str, leader: Caller
) -> None:
    session = started(leader)
    stranger = workshop.member(f"{cohort} stranger", "facilitator", cohort=f"{cohort} elsewhere")
    assert stranger.ask(SESSION).json["session"] is None
    assert press(stranger, session, "next").status == 409
    assert leader.ask(SESSION).json["session"]["version"] == 1


def test_the_console_knows_the_plan_the_words_to_say_and_what_can_be_closed(leader: Caller) -> None:
    started(leader, 90)
    told = leader.ask(SESSION).json
    session = told["session"]
    assert sum(slot["minutes"] for slot in session["plan"]) == session["total"] == 90
    assert session["say"].startswith("<blockquote>")
    section = next(one for one in told["sections"] if one["section"] == STEM)
    closes = {one["activity"]: one["closes"] for one in section["activities"]}
    assert (closes[CASE], closes[f"{STEM}.journal"]) == (True, False)


def test_a_session_on_time_needs_no_new_plan_and_one_that_is_used_can_be_undone(leader: Caller) -> None:
    session = started(leader)
    proposal = leader.ask(f"{SESSION}/plan", "POST", {"more": 10}).json
    assert proposal["after"] == 70
    used = press(leader, session, "plan", plan=proposal["plan"]).json["session"]
    assert (used["total"], used["undo"]) == (70, "plan")
    assert press(leader, used, "undo").json["session"]["plan"] == session["plan"]
    assert leader.ask(f"{SESSION}/plan", "POST", {}).json["cut"] == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {"section": STEM, "minutes": 75}, 422),
        ("", {"section": STEM, "minutes": "60"}, 422),
        ("", {"section": "99_no_such", "minutes": 60}, 404),
        ("", {"section": ["x"], "minutes": 60}, 404),
        ("/acts", {"act": "explode", "session": "x", "version": 1}, 422),
        ("/acts", {"act": "next"}, 422),
        ("/acts", {"act": "add", "session": "x", "version": 1, "minutes": 10_000}, 422),
        ("/acts", {"act": "next", "session": "x", "version": 1}, 409),
        ("/plan", {"more": -1}, 422),
        ("/plan", {"more": True}, 422),
        ("/plan", {}, 409),
    ],
)
def test_what_cannot_be_is_refused_in_words(leader: Caller, path: str, body: Any, status: int) -> None:
    reply = leader.ask(f"{SESSION}{path}", "POST", body)
    assert reply.status == status
    assert reply.json["message"].endswith(".")


def test_a_message_that_is_too_long_is_refused_and_says_how_long_it_may_be(leader: Caller) -> None:
    reply = press(leader, started(leader), "say", text="x" * 300)
    assert reply.status == 422
    assert reply.json["message"] == "The message has 300 characters: shorten it to 280, so that it is read at a glance."


def test_attendance_comes_from_open_pages_and_is_put_right_by_hand(
    workshop: Workshop, cohort: str, leader: Caller, person: Caller
) -> None:
    workshop.member(f"{cohort} absent", cohort=cohort)
    before = leader.ask(f"{SESSION}/attendance").json
    assert before["section"] is None

    async def be_there(sockets: Sockets) -> None:
        page = await sockets.open(person, LIVE)
        await heard(page, lambda session: True)
        started(leader)
        await heard(page, bool)

    converse(be_there)
    people = {one["name"]: one for one in leader.ask(f"{SESSION}/attendance").json["people"]}
    assert {name: one["there"] for name, one in people.items()} == {f"{cohort} absent": False, f"{cohort} person": True}
    absent = people[f"{cohort} absent"]["person"]
    assert leader.ask(f"{SESSION}/attendance/{absent}", "PUT", {"there": True}).status == 200
    again = {one["person"]: one for one in leader.ask(f"{SESSION}/attendance").json["people"]}
    assert (again[absent]["there"], again[absent]["by_hand"]) == (True, True)
    assert leader.ask(f"{SESSION}/attendance/{absent}", "PUT", {"there": "yes"}).status == 422
    stranger = workshop.member(f"{cohort} stranger", cohort=f"{cohort} elsewhere").ask("/course/api/me").json["person"]
    assert leader.ask(f"{SESSION}/attendance/{stranger}", "PUT", {"there": True}).status == 404


def test_a_closed_activity_takes_no_changes_keeps_what_is_there_and_opens_again(leader: Caller, person: Caller) -> None:
    save = {"base_revision": 0, "values": {"choice": "ask"}}
    own = {"base_revision": 0, "values": {}}
    choice = person.ask(f"/course/api/answers/{CASE}").json
    assert choice["revision"] == 0
    assert leader.ask(f"/course/api/staff/activities/{CASE}", "PUT", {"open": False}).json["open"] is False
    assert person.ask("/course/api/state").json["state"]["closed"] == [CASE]
    refused = person.ask(f"/course/api/answers/{CASE}", "PATCH", save)
    assert refused.status == 403
    assert "kept on this device" in refused.json["message"]
    assert person.ask(f"/course/api/answers/{STEM}.trust_plan", "PATCH", own).status == 200
    assert leader.ask(f"/course/api/staff/activities/{CASE}", "PUT", {"open": True}).status == 200
    assert person.ask(f"/course/api/answers/{CASE}", "PATCH", save).status != 403


@pytest.mark.parametrize(
    ("activity", "body", "status"),
    [
        (f"{STEM}.trust_plan", {"open": False}, 422),
        (f"{STEM}.journal", {"open": False}, 422),
        (CASE, {"open": "no"}, 422),
        (f"{STEM}.no_such", {"open": False}, 404),
    ],
)
def test_an_activity_that_is_one_s_own_is_never_closed(leader: Caller, activity: str, body: Any, status: int) -> None:
    assert leader.ask(f"/course/api/staff/activities/{activity}", "PUT", body).status == status
