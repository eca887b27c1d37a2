"""Pages run once for everybody: the kernels forked from them are as good as ordinary ones, and nothing is shared."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
import os
import re
import shutil
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentorcourse.content import notebooks_folder, read_course
from tests.caller import Caller, Sockets, converse
from tests.test_kernels import PAGE, STEM, connected, has_process, open_and_use, open_page, process_of, use, write_cells
from tests.workshop import Workshop, running_workshop

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="kernels are forked on Linux alone")

# Without it a process that is not one's child cannot be watched, as on macOS.
WITHOUT_FORKS = ("-c", "import os; del os.pidfd_open; from mentorcourse.cli import app; app(prog_name='mentorcourse')")
PATHS = ["/course/", "/course/journal", "/course/staff"]
PATHS += [f"/course/sections/{section.section}" for section in read_course().sections]


def test_the_insides_that_forking_reaches_into_are_of_the_releases_that_were_looked_at() -> None:
    looked_at = {"ipykernel": "7.4", "jupyter_client": "8.10", "jupyter_server": "2.21", "voila": "0.5"}
    looked_at |= {"nbclient": "0.11", "IPython": "9"}
    for library, release in looked_at.items():
        assert f"{importlib.metadata.version(library)}.".startswith(f"{release}."), (
            f"{library}: compare mentorcourse/server/forked with its new release, then name that here"
        )


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop on a machine where kernels cannot be forked."""
    with running_workshop(tmp_path_factory.mktemp("ordinary"), program=WITHOUT_FORKS) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def reader(workshop: Workshop) -> Caller:
    return workshop.member("Forked reader", "participant", "facilitator")


@pytest.fixture(scope="module")
def ordinary_reader(ordinary: Workshop) -> Caller:
    return ordinary.member("Ordinary reader", "participant", "facilitator")


def html_of(caller: Caller, path: str) -> str:
    """The page, with what differs from kernel to kernel (ids, places in memory) numbered in the order of its coming."""
    page = caller.ask(path)
    assert page.status == 200
    numbers: dict[str, str] = {}
    ids = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b| object at 0x[0-9a-f]+"
    text = page.text.replace(f":{caller.port}", "")
    return re.sub(ids, lambda found: numbers.setdefault(found[0], f"id-{len(numbers)}"), text)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_with_a_forked_kernel_is_the_page_with_an_ordinary_one(
    reader: Caller, ordinary_reader: Caller, path: str
) -> None:
    assert html_of(reader, path) == html_of(ordinary_reader, path)


def test_where_processes_cannot_be_watched_kernels_are_ordinary(ordinary: Workshop, ordinary_reader: Caller) -> None:
    before = set(ordinary.processes("ipykernel "))
    assert ordinary_reader.ask("/course/").status == 200
    assert set(ordinary.processes("ipykernel ")) <= before  # nothing on it will ever ask one
    open_page(ordinary_reader)
    assert ordinary.processes("ipykernel ")
    assert not ordinary.processes("page")


def test_two_visitors_get_the_same_page_and_each_a_kernel_of_their_own(workshop: Workshop, reader: Caller) -> None:
    other = workshop.member("Forked visitor")
    assert html_of(reader, "/course/") == html_of(other, "/course/")
    mine, theirs = open_and_use(reader), open_and_use(other)
    assert mine != theirs
    assert other.ask(f"/api/kernels/{mine}").status == 404
    assert {f"kernel-{mine[:8]}", f"kernel-{theirs[:8]}"} <= set(workshop.kernels().values())


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the course's notebooks, for one test to change."""
    return shutil.copytree(notebooks_folder(), tmp_path / "course")


@pytest.fixture
def own(tmp_path: Path, course: Path) -> Iterator[Workshop]:
    """A workshop over that copy."""
    with running_workshop(tmp_path / "data", course) as workshop:
        yield workshop


def page_says(caller: Caller, path: str = PAGE) -> str:
    return caller.ask(path).text


def eventually(holds: Callable[[], bool], why: str) -> None:
    """Wait until something holds that other processes bring about."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline, why


def test_an_edited_page_is_shown_at_the_next_visit_and_open_pages_live_on(own: Workshop, course: Path) -> None:
    person, author = own.member("Reader"), own.member("Author")

    async def read_on(sockets: Sockets) -> None:
        kernel = open_page(person)
        await connected(sockets, person, kernel, "v1")
        write_cells(course / f"{STEM}.ipynb", ["from IPython.display import HTML; HTML('<p>after</p>')"])
        await asyncio.to_thread(eventually, lambda: "<p>after</p>" in page_says(author), "the page was not read anew")
        await asyncio.to_thread(use, person, kernel)
        assert has_process(own, kernel)

    converse(read_on)


def info_of(caller: Caller, kernel: str) -> str:
    """What the kernel says of itself."""

    async def ask(sockets: Sockets) -> str:
        page = await connected(sockets, caller, kernel, "v1")
        return str((await page.ask("kernel_info_request"))["implementation"])

    return converse(ask)


@pytest.mark.parametrize("which", ["page-base", "page"])
def test_a_process_that_dies_is_made_anew_and_kernels_live_on(own: Workshop, which: str) -> None:
    person = own.member("Survivor")
    kernel = open_and_use(person)
    process = process_of(own, kernel)
    pids = [pid for pid, name in own.processes("page").items() if name == which]
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not any(map(is_running, pids)), "it does not end")
    use(person, kernel)
    assert is_running(process)
    again = open_and_use(person)
    assert has_process(own, again)


def test_nothing_stays_when_the_server_is_killed(own: Workshop) -> None:
    open_and_use(own.member("Last visitor"))
    pids = [*own.processes("page"), *own.kernels()]
    assert len(pids) >= 3
    own.kill()
    eventually(lambda: not any(map(is_running, pids)), "processes of the course are left over")


def is_running(pid: int) -> bool:
    """Whether a process is there and is not merely waiting to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# What a notebook may do that forks would share, what the log says of it, and the page whose notebook does it.
UNSAFE = {
    "threads": (
        "import threading; threading.Thread(target=threading.Event().wait, name='counting').start()",
        "counting",
        "home",
    ),
    "files": ("kept = open('notes.txt', 'w')", "notes.txt", "journal"),
    "databases": (
        "import sqlite3; kept = sqlite3.connect('notes.db'); kept.execute('create table if not exists t (x)')",
        "notes.db",
        "01_introduction",
    ),
    "connections": ("import socket; kept = socket.socket()", "socket:", "02_what_you_bring"),
    "tasks": (
        "import asyncio; kept = asyncio.get_event_loop().create_task(asyncio.sleep(900))",
        "sleep",
        "03_ground_rules",
    ),
}


@pytest.fixture(scope="module")
def unsafe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop whose notebooks do such things."""
    folder = tmp_path_factory.mktemp("unsafe")
    course = shutil.copytree(notebooks_folder(), folder / "course")
    for code, _, notebook in UNSAFE.values():
        write_cells(course / f"{notebook}.ipynb", [code, "import ipywidgets; ipywidgets.Label('shown')"])
    with running_workshop(folder / "data", course) as workshop:
        yield workshop


@pytest.mark.parametrize("what", UNSAFE)
def test_a_page_that_holds_what_forks_would_share_gets_ordinary_kernels_and_the_log_says_why(
    unsafe: Workshop, what: str
) -> None:
    _, said, notebook = UNSAFE[what]
    path = {"home": "/course/", "journal": "/course/journal"}.get(notebook, f"/course/sections/{notebook}")
    person = unsafe.member(f"Visitor of {what}")
    assert info_of(person, open_page(person, path)) == "ipython"
    assert unsafe.processes("ipykernel ")
    assert not unsafe.processes("kernel-")
    told = [line for line in unsafe.output if "not forked" in line and notebook in line]
    assert told
    assert said in told[0]


def test_kernels_of_one_page_draw_different_random_numbers(own: Workshop, course: Path) -> None:
    write_cells(
        course / f"{STEM}.ipynb",
        [
            "import random; import numpy; import ipywidgets; shown = ipywidgets.Label()",
            "asked = ipywidgets.Button(description='Draw')",
            "asked.on_click(lambda b: setattr(shown, 'value', f'{random.random()} {numpy.random.random()}'))",
            "ipywidgets.VBox([asked, shown])",
        ],
    )
    person = own.member("Gambler")
    eventually(lambda: "widget-view" in page_says(person), "the page was not read anew")
    drawn = [draw(person, open_page(person)) for _ in range(3)]
    assert len({first for first, _ in drawn}) == len({second for _, second in drawn}) == 3


def draw(person: Caller, kernel: str) -> tuple[str, str]:
    """Press the page's button, and read its label."""

    async def press(sockets: Sockets) -> str:
        page = await connected(sockets, person, kernel, "v1")
        comm = uuid.uuid4().hex
        opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await page.send("comm_open", opening, version="1.0.0")
        asked = await page.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        states = (await page.heard_until("comm_msg", asked))[-1]["content"]["data"]["states"]
        button = next(key for key, one in states.items() if one["model_name"] == "ButtonModel")
        click = {"method": "custom", "content": {"event": "click"}}
        pressed = await page.send("comm_msg", {"comm_id": button, "data": click})
        return json.dumps((await page.heard_until("comm_msg", pressed))[-1]["content"]["data"]["state"]["value"])

    first, second = converse(press).strip('"').split()
    return first, second
