"""The live channel over the real server: tells pages how the course stands, and listens to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests.caller import Caller, Socket, Sockets, converse
from tests.workshop import Workshop

LIVE = "/course/api/live"
_numbers = count(1)


@pytest.fixture
def cohort() -> str:
    """The name of a cohort of the test's own."""
    return f"Live {next(_numbers)}"


async def heard(page: Socket, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The first message that is wanted."""
    while (text := await page.read()) is not None:
        message: dict[str, Any] = json.loads(text)
        if wanted(message):
            return message
    raise AssertionError("the channel was closed")


def state(message: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = message.get("state", {})
    return found


def says_present(number: int) -> Callable[[dict[str, Any]], bool]:
    return lambda message: state(message).get("present") == number


def close_section(leader: Caller, section: str, is_open: bool = False) -> None:
    reply = leader.ask(f"/course/api/staff/sections/{section}", "PUT", {"open": is_open})
    assert reply.status == 200


def test_a_page_hears_how_things_stand_as_soon_as_it_listens(workshop: Workshop, cohort: str) -> None:
    person = workshop.member(cohort, cohort=cohort)

    async def listen(sockets: Sockets) -> dict[str, Any]:
        return await heard(await sockets.open(person, LIVE), state)

    message = converse(listen)
    assert set(state(message)["sections"].values()) == {"open"}
    assert "02_what_you_bring" in state(message)["sections"]
    assert state(message)["present"] == 1
    assert isinstance(message["version"], int)


def test_closing_a_section_reaches_every_open_page_of_its_cohort_and_no_other(workshop: Workshop, cohort: str) -> None:
    leader = workshop.member(f"{cohort} leader", "facilitator", cohort=cohort)
    person = workshop.member(cohort, cohort=cohort)
    stranger = workshop.member(f"{cohort} stranger", cohort=f"{cohort} elsewhere")

    async def listen(sockets: Sockets) -> None:
        page, other = await sockets.open(person, LIVE), await sockets.open(stranger, LIVE)
        first = await heard(page, state)
        await heard(other, state)
        close_section(leader, "07_ethics")
        closed = await heard(page, lambda message: state(message).get("sections", {}).get("07_ethics") == "closed")
        assert closed["version"] > first["version"]
        assert state(closed)["sections"]["02_what_you_bring"] == "open"
        close_section(leader, "07_ethics", is_open=True)
        await heard(page, lambda message: state(message).get("sections", {}).get("07_ethics") == "open")
        late = await sockets.open(stranger, LIVE)
        await heard(late, state)
        unheard = await heard(other, lambda message: True)
        assert "sections" not in state(unheard)
        assert unheard["version"] > closed["version"]

    converse(listen)


def test_a_page_that_was_away_catches_up_from_the_state(workshop: Workshop, cohort: str) -> None:
    leader = workshop.member(f"{cohort} leader", "facilitator", cohort=cohort)
    person = workshop.member(cohort, cohort=cohort)

    async def listen(sockets: Sockets) -> dict[str, Any]:
        page = await sockets.open(person, LIVE)
        await heard(page, state)
        await page.close()
        close_section(leader, "07_ethics")
        return state(await heard(await sockets.open(person, LIVE), state))

    assert converse(listen)["sections"]["07_ethics"] == "closed"


def test_presence_counts_people_not_pages(workshop: Workshop, cohort: str) -> None:
    one, two = workshop.member(f"{cohort} one", cohort=cohort), workshop.member(f"{cohort} two", cohort=cohort)

    async def listen(sockets: Sockets) -> None:
        watching = await sockets.open(one, LIVE)
        await heard(watching, says_present(1))
        pages = [await sockets.open(one, LIVE)]
        assert says_present(1)(await heard(watching, lambda message: True))
        pages += [await sockets.open(two, LIVE)]
        await heard(watching, says_present(2))
        pages += [await sockets.open(two, LIVE)]
        assert says_present(2)(await heard(watching, lambda message: True))
        await pages[1].close()
        assert says_present(2)(await heard(watching, lambda message: True))
        await pages[2].close()
        await heard(watching, says_present(1))

    converse(listen)


def refusal(caller: Caller, **headers: str) -> int:
    """The status by which the channel is refused; 101 when it is opened."""

    async def listen(sockets: Sockets) -> int:
        try:
            await sockets.open(caller, LIVE, headers=headers)
        except HTTPClientError as refused:
            return refused.code
        return 101

    return converse(listen)


def test_nobody_listens_without_signing_in(workshop: Workshop) -> None:
    person = workshop.member("Live and gone")
    assert refusal(Caller(workshop.port)) == 401
    assert refusal(person) == 101
    person.ask("/course/sign-out", "POST", form={}, headers={"Accept": "text/html"})
    assert refusal(person) == 401


def test_another_site_s_page_cannot_listen_with_the_visitor_s_cookie(workshop: Workshop) -> None:
    person = workshop.member("Live visitor")
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", f"https://evil.example:{workshop.port}"):
        assert refusal(person, Origin=origin) == 403
    assert refusal(person, Origin=workshop.url) == 101


@pytest.mark.parametrize(
    ("said", "code"), [("hello", 1003), (b"\x00", 1003), ('{"state": {}}', 1003), ("x" * 5000, 1009)]
)
def test_a_page_that_talks_is_closed(workshop: Workshop, said: str | bytes, code: int) -> None:
    person = workshop.member(f"Talking {next(_numbers)}")

    async def talk(sockets: Sockets) -> int | None:
        page = await sockets.open(person, LIVE)
        await heard(page, state)
        await page.write(said)
        while await page.read() is not None:
            pass
        return await page.close()

    assert converse(talk) == code
    assert person.is_signed_in()


def test_whoever_is_taken_out_of_a_cohort_hears_it_on_that_cohort_s_pages_only(workshop: Workshop, cohort: str) -> None:
    leader = workshop.member(f"{cohort} leader", "facilitator", cohort=cohort)
    here = workshop.member(cohort, cohort=cohort)
    there = workshop.member(cohort, cohort=f"{cohort} elsewhere")
    person = here.ask("/course/api/me").json["person"]

    async def listen(sockets: Sockets) -> None:
        leaving, staying = await sockets.open(here, LIVE), await sockets.open(there, LIVE)
        await heard(leaving, state)
        await heard(staying, state)
        assert leader.ask(f"/course/api/staff/people/{person}", "DELETE").status == 200
        await heard(leaving, lambda message: message.get("signed_out"))
        late = await sockets.open(there, LIVE)
        await heard(late, state)
        assert "signed_out" not in await heard(staying, lambda message: True)

    converse(listen)
    assert (here.is_signed_in(), there.is_signed_in()) == (False, True)


def test_signing_out_everywhere_reaches_every_open_page(workshop: Workshop, cohort: str) -> None:
    person = workshop.member(cohort, cohort=cohort)

    async def listen(sockets: Sockets) -> None:
        pages = [await sockets.open(person, LIVE), await sockets.open(person, LIVE)]
        for page in pages:
            await heard(page, state)
        person.ask("/course/account", "POST", form={"action": "everywhere"})
        for page in pages:
            await heard(page, lambda message: message.get("signed_out"))

    converse(listen)
