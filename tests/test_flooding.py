"""Floods: whoever opens or sends without end is let go and told, and everybody else goes on."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from itertools import count

import pytest
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError

from mentorcourse.server.crowding import TOO_MANY
from tests.caller import Caller, Socket, Sockets, converse
from tests.test_kernels import connected, ended, open_page, use
from tests.workshop import Workshop, running_workshop

# Bounds that a test can reach in a moment.
NARROW = """
from mentorcourse.server import channels, connections, crowding, live
live.LIVE_FOR_A_PERSON, channels.CHANNELS_FOR_A_KERNEL = 3, 2
crowding.SENT_A_MINUTE, crowding.OPENED_A_MINUTE = 60, 12
connections.MOST_OF_ONE_ADDRESS = 60
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""
LIVE = "/course/api/live"
_numbers = count(1)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop that takes little at a time."""
    with running_workshop(tmp_path_factory.mktemp("narrow"), program=("-c", NARROW)) as workshop:
        yield workshop


@pytest.fixture
def person(narrow: Workshop) -> Caller:
    """Somebody new, who has used nothing up yet."""
    return narrow.member(f"Flooding {next(_numbers)}")


@pytest.fixture
def other(narrow: Workshop) -> Caller:
    """Somebody else."""
    return narrow.member(f"Going on {next(_numbers)}")


async def closed_by(page: Socket) -> int | None:
    """The code by which a page's channel is closed, at the latest when the page talks where it should not."""
    with suppress(WebSocketClosedError):
        await page.write("still there")
    while await page.read() is not None:
        pass
    return await page.close()


def test_a_person_s_oldest_page_stops_listening_when_too_many_listen(person: Caller, other: Caller) -> None:
    async def open_many(sockets: Sockets) -> list[int | None]:
        elsewhere = await sockets.open(other, LIVE)
        pages = [await sockets.open(person, LIVE) for _ in range(4)]
        return [await closed_by(page) for page in [*pages, elsewhere]]

    assert converse(open_many) == [TOO_MANY, 1003, 1003, 1003, 1003]


def test_a_page_that_comes_back_and_back_without_end_is_refused_for_a_while(person: Caller, other: Caller) -> None:
    async def come_back(sockets: Sockets) -> list[int]:
        statuses = []
        for _ in range(14):
            try:
                await (await sockets.open(person, LIVE)).close()
                statuses.append(101)
            except HTTPClientError as refused:
                statuses.append(refused.code)
        await sockets.open(other, LIVE)
        return statuses

    assert converse(come_back) == [101] * 12 + [429] * 2
    assert person.is_signed_in()


def test_a_kernel_has_few_connections_and_the_newest_stay(person: Caller) -> None:
    kernel = open_page(person)

    async def connect(sockets: Sockets) -> None:
        path = f"/api/kernels/{kernel}/channels"
        first = await sockets.open(person, path)
        second, newest = [await connected(sockets, person, kernel, "v1") for _ in range(2)]
        assert await closed_by(first) == TOO_MANY
        assert (await second.ask("kernel_info_request"))["status"] == "ok"
        assert (await newest.ask("kernel_info_request"))["status"] == "ok"

    converse(connect)


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_page_that_sends_without_end_loses_its_kernel_and_hears_it(person: Caller, other: Caller, size: int) -> None:
    kernel, elsewhere = open_page(person), open_page(other)

    async def flood(sockets: Sockets) -> str:
        live = await sockets.open(person, LIVE)
        page = await connected(sockets, person, kernel, "v1")
        with suppress(WebSocketClosedError):
            for _ in range(80):
                await page.send("comm_msg", {"comm_id": "none", "data": {"state": "x" * size}})
        return await ended(live)

    assert converse(flood) == kernel
    assert person.ask(f"/api/kernels/{kernel}").status == 404
    use(other, elsewhere)
    assert person.ask("/course/api/me").status == 200


@pytest.mark.skipif(os.name != "posix", reason="connections are counted against the system's bound on open files")
def test_whoever_opens_connections_without_end_gets_no_more_and_others_go_on(narrow: Workshop, other: Caller) -> None:
    opened: list[socket.socket] = []
    try:
        for _ in range(100):
            opened.append(socket.create_connection(("127.0.0.1", narrow.port), timeout=10))
        assert sum(map(is_closed, opened)) >= 40
        elsewhere = socket.create_connection(("127.0.0.1", narrow.port), timeout=10, source_address=("127.0.0.2", 0))
        with elsewhere:
            elsewhere.sendall(f"GET /course/health HTTP/1.1\r\nHost: 127.0.0.1:{narrow.port}\r\n\r\n".encode())
            assert elsewhere.recv(100).startswith(b"HTTP/1.1 200")
    finally:
        for one in opened:
            one.close()
    assert Caller(narrow.port).ask("/course/health").status == 200
    assert other.is_signed_in()


def is_closed(connection: socket.socket) -> bool:
    """Whether the server has closed a connection on which nothing was said."""
    connection.settimeout(0.02)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True
