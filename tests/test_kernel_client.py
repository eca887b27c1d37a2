"""The server's line to a kernel: no reply is missed, and a kernel that never replies does not keep the server alive."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from queue import Empty

import pytest
import zmq
import zmq.asyncio
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.session import Session

from mentorcourse.content import notebooks_folder
from mentorcourse.server.kernel_client import AttentiveChannel, AttentiveClient
from tests.loops import finish
from tests.test_kernels import write_cells
from tests.workshop import running_workshop


@contextmanager
def line(channel_class: type[AsyncZMQSocketChannel]) -> Iterator[tuple[AsyncZMQSocketChannel, zmq.Socket[bytes]]]:
    """A channel, and the other end of its socket."""
    context = zmq.asyncio.Context()
    near, far = context.socket(zmq.PAIR), zmq.Context(context).socket(zmq.PAIR)
    far.bind("inproc://line")
    near.connect("inproc://line")
    yield channel_class(near, Session()), far
    far.close(0)
    near.close(0)
    context.term()


async def reply_whose_signal_is_swallowed(channel: AsyncZMQSocketChannel, far: zmq.Socket[bytes]) -> bool:
    """Whether a waiting channel gets a reply that comes in just when something else is sent on its socket."""
    waiting = asyncio.create_task(channel.get_msg())
    for _ in range(5):
        await asyncio.sleep(0)
    Session().send(far, "execute_reply", {})
    channel.session.send(channel.socket, "comm_msg", {})
    await asyncio.wait([waiting], timeout=2)
    got = waiting.done()
    waiting.cancel()
    return got


def test_a_reply_that_comes_while_something_is_sent_is_not_missed() -> None:
    async def converse() -> bool:
        with line(AttentiveChannel) as (channel, far):
            return await reply_whose_signal_is_swallowed(channel, far)

    assert finish(converse())


def test_the_stock_channel_misses_it_so_that_ours_is_still_needed() -> None:
    async def converse() -> bool:
        with line(AsyncZMQSocketChannel) as (channel, far):
            return await reply_whose_signal_is_swallowed(channel, far)

    assert not finish(converse())


def test_a_channel_that_is_given_a_time_limit_keeps_it() -> None:
    async def converse() -> None:
        with line(AttentiveChannel) as (channel, _), pytest.raises(Empty):
            await channel.get_msg(timeout=0.05)

    finish(converse())


def test_the_client_listens_on_such_a_channel() -> None:
    client = AttentiveClient()
    assert client.shell_channel_class is AttentiveChannel


def test_the_server_stops_even_while_a_page_waits_for_its_kernel(tmp_path: Path) -> None:
    notebooks = shutil.copytree(notebooks_folder(), tmp_path / "notebooks")
    write_cells(notebooks / "home.ipynb", ["import time; time.sleep(600)"])
    with running_workshop(tmp_path / "data", notebooks) as workshop:
        person = workshop.member("Waiting")

        def open_home() -> None:
            with suppress(OSError, HTTPException):
                person.ask("/course/")

        page = threading.Thread(target=open_home)
        page.start()
        deadline = time.monotonic() + 30
        while not workshop.processes("page"):
            assert time.monotonic() < deadline, "no page was run"
        workshop.stop()
        page.join(timeout=30)
        assert not page.is_alive()
        assert workshop.exit_code == 0
