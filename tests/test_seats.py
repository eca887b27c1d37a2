"""Kernels on demand: none for a page that needs none, let go when unused, and forked again as if nothing had been."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from mentorcourse.content import notebooks_folder
from tests.caller import Caller, Sockets, converse
from tests.test_forked import eventually, is_running
from tests.test_kernels import STEM, Page, change, connected, ended, has_process, open_page, use, write_cells
from tests.workshop import Workshop, running_workshop

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="kernels are forked on Linux alone")

# One second stands for the minute after which an unused kernel is let go, three for the hour that a seat is kept.
SOONER = """
from mentorcourse.server.forked import seats
from mentorcourse.server.kernels import CourseKernels
CourseKernels.idle_seconds, seats.KEPT_SECONDS = 1, 3
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""
SUM = [
    "import ipywidgets; a, b, shown = ipywidgets.IntText(), ipywidgets.IntText(), ipywidgets.Label()",
    "def add(_): shown.value = f'{a.value} and {b.value}'",
    "a.observe(add, 'value'); b.observe(add, 'value'); button = ipywidgets.Button()",
    "ipywidgets.VBox([a, b, button, shown])",
]


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop whose kernels are let go soon, and with a page that shows two numbers in a label, and a button."""
    folder = tmp_path_factory.mktemp("impatient")
    course = shutil.copytree(notebooks_folder(), folder / "course")
    write_cells(course / f"{STEM}.ipynb", SUM)
    with running_workshop(folder / "data", course, program=("-c", SOONER)) as workshop:
        yield workshop


async def states(page: Page) -> dict[str, dict[str, Any]]:
    """What the page is told of its widgets when it loads them: model names to comms and states, in their order."""
    control = {"comm_id": "c0", "target_name": "jupyter.widget.control", "data": {}}
    await page.send("comm_open", control, version="1.0.0")
    asked = await page.send("comm_msg", {"comm_id": "c0", "data": {"method": "request_states"}})
    told = (await page.heard_until("comm_msg", asked))[-1]["content"]["data"]["states"]
    return {comm: one["state"] for comm, one in told.items()}


async def comms(page: Page, model: str) -> list[str]:
    """The comms of the page's widgets of one model."""
    return [comm for comm, state in (await states(page)).items() if state["_model_name"] == model]


def label(messages: list[dict[str, Any]]) -> list[str]:
    """What the label was changed to."""
    return [m["content"]["data"]["state"]["value"] for m in messages if m["header"]["msg_type"] == "comm_msg"]


def asleep(workshop: Workshop, kernel: str) -> None:
    """Wait until a page has no kernel any more."""
    eventually(lambda: not has_process(workshop, kernel), "the kernel was not let go")


def test_a_page_that_asks_nothing_or_only_what_it_looks_like_has_no_kernel(workshop: Workshop) -> None:
    person = workshop.member("Only looking")
    preview, kernel = open_page(person), open_page(person)

    async def look(sockets: Sockets) -> None:
        page = await connected(sockets, person, kernel, "v1")
        assert (await page.ask("kernel_info_request"))["implementation"] == "ipython"
        known = (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        assert set(await states(page)) == set(known)
        await page.heard_idle(await page.send("comm_close", {"comm_id": "c0", "data": {}}))

    converse(look)
    assert person.ask(f"/api/kernels/{kernel}").json["execution_state"] == "idle"
    assert not has_process(workshop, preview)
    assert not has_process(workshop, kernel)
    use(person, kernel)
    assert has_process(workshop, kernel)


def test_what_a_page_is_told_without_a_kernel_is_what_a_kernel_tells(workshop: Workshop) -> None:
    person = workshop.member("Comparing")
    kernel = open_page(person)

    async def compare(sockets: Sockets) -> None:
        page = await connected(sockets, person, kernel, "v1")
        info, born = await page.ask("kernel_info_request"), await states(page)
        await change(page, next(iter(born)))
        assert await states(page) == born
        assert {**await page.ask("kernel_info_request"), "banner": info["banner"]} == info  # IPython's has a random tip

    converse(compare)


def test_an_unused_kernel_is_let_go_and_the_next_one_knows_what_the_page_said(impatient: Workshop) -> None:
    person = impatient.member("Coming back")
    kernel = open_page(person)

    async def pause(sockets: Sockets) -> None:
        page = await connected(sockets, person, kernel, "v1")
        a, b = await comms(page, "IntTextModel")
        assert label(await change(page, a, value=1)) == ["1 and 0"]
        asleep(impatient, kernel)
        assert person.ask(f"/api/kernels/{kernel}").status == 200
        assert label(await change(page, b, value=2))[-1] == "1 and 2"
        asleep(impatient, kernel)
        again = await connected(sockets, person, kernel, "v1")
        assert "1 and 2" in [state.get("value") for state in (await states(again)).values()]

    converse(pause)


def test_a_kernel_that_dies_unused_is_forked_again_when_it_is_needed(workshop: Workshop) -> None:
    person = workshop.member("Not noticing")
    kernel = open_page(person)
    use(person, kernel)
    pid = next(pid for pid, name in workshop.kernels().items() if name == f"kernel-{kernel[:8]}")
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not has_process(workshop, kernel), "it does not end")
    use(person, kernel)
    assert has_process(workshop, kernel)


def test_a_kernel_in_which_somebody_has_clicked_is_kept_while_its_page_is_open(impatient: Workshop) -> None:
    person = impatient.member("Clicking")
    clicked, other = open_page(person), open_page(person)

    async def click(sockets: Sockets) -> None:
        page = await connected(sockets, person, clicked, "v1")
        (button,) = await comms(page, "ButtonModel")
        data = {"method": "custom", "content": {"event": "click"}}
        await page.heard_idle(await page.send("comm_msg", {"comm_id": button, "data": data}))
        await asyncio.to_thread(use, person, other)
        asleep(impatient, other)
        assert has_process(impatient, clicked)

    converse(click)


def test_a_stranger_cannot_wake_somebody_s_kernel(impatient: Workshop) -> None:
    person, stranger = impatient.member("Asleep"), impatient.member("Waking others", "facilitator", "trainer")
    kernel = open_page(person)
    for caller, status in ((stranger, 404), (Caller(impatient.port), 401)):
        with pytest.raises(HTTPClientError) as refused:
            use(caller, kernel)
        assert refused.value.code == status
        assert caller.ask(f"/api/kernels/{kernel}").status == status
        assert caller.ask(f"/voila/api/shutdown/{kernel}", "POST", {}).status == status
    assert not has_process(impatient, kernel)


def test_a_seat_that_nobody_comes_to_is_given_up(impatient: Workshop) -> None:
    person = impatient.member("Never coming")

    async def forget(sockets: Sockets) -> tuple[str, str]:
        live, kernel = await sockets.open(person, "/course/api/live"), open_page(person)
        return kernel, await ended(live)

    kernel, told = converse(forget)
    assert told == kernel
    assert person.ask(f"/api/kernels/{kernel}").status == 404


def test_a_page_whose_process_has_gone_while_it_slept_is_told_when_it_needs_a_kernel(own_workshop: Workshop) -> None:
    person = own_workshop.member("Sleeping too long")

    async def oversleep(sockets: Sockets) -> tuple[str, str]:
        live, kernel = await sockets.open(person, "/course/api/live"), open_page(person)
        page = await connected(sockets, person, kernel, "v1")
        comm = next(iter(await states(page)))
        for pid in (pids := list(own_workshop.processes("page"))):
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: not any(map(is_running, pids)), "it does not end")
        data = {"method": "update", "state": {}, "buffer_paths": []}
        await page.send("comm_msg", {"comm_id": comm, "data": data})
        return kernel, await ended(live)

    kernel, told = converse(oversleep)
    assert told == kernel
    use(person, open_page(person))


def test_what_draws_is_loaded_before_a_page_is_forked_and_only_where_pictures_follow(own_workshop: Workshop) -> None:
    person = own_workshop.member("Drawing")
    person.ask("/course/journal")
    assert not any(map(has_loaded_what_draws, own_workshop.processes("page")))
    open_page(person)
    assert sum(map(has_loaded_what_draws, own_workshop.processes("page"))) == 1


def has_loaded_what_draws(pid: int) -> bool:
    """Whether matplotlib's library for letters is in a process's memory."""
    return "ft2font" in Path(f"/proc/{pid}/maps").read_text()
