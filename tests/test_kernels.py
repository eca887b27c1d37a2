"""Kernels over the real server: each belongs to one person, knows nobody, and runs no code but the course's."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import uuid
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from ipywidgets._version import __control_protocol_version__
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPClientError

from mentorcourse.content import notebooks_folder
from mentorcourse.server.forked.seats import SEATS_PER_PERSON
from mentorcourse.server.kernels import PASSED_ON
from mentorcourse.server.wire import MAX_MESSAGE_BYTES
from tests.caller import Caller, Socket, Sockets, converse
from tests.workshop import Workshop, running_workshop

V1 = "v1.kernel.websocket.jupyter.org"
FORMS = ("v1", "json", "binary")
MOST_KERNELS = 6
STEM = "02_what_you_bring"
PAGE = f"/course/sections/{STEM}"  # one with a picture that follows an answer, so it has to do with kernels
_numbers = count(1)


def open_page(caller: Caller, path: str = PAGE) -> str:
    """Open a course page; its kernel's id."""
    page = caller.ask(path)
    assert page.status == 200
    config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page.text, re.DOTALL)
    assert config
    kernel: str = json.loads(config[1])["kernelId"]
    return kernel


def has_process(workshop: Workshop, kernel: str) -> bool:
    return f"kernel-{kernel[:8]}" in workshop.kernels().values()


def process_of(workshop: Workshop, kernel: str) -> int:
    return next(pid for pid, told in workshop.kernels().items() if kernel in told or told == f"kernel-{kernel[:8]}")


class Page:
    """A page's connection to a kernel in one of the forms that messages may have, and what it says."""

    def __init__(self, socket: Socket, form: str):
        self._socket, self._form, self._session = socket, form, Session(username="", session=uuid.uuid4().hex)

    async def send(self, kind: str, content: dict[str, Any], channel: str = "shell", **metadata: Any) -> str:
        """Send a message; its id."""
        written = self._session.msg(kind, content=content, metadata=metadata)
        message = {**written, "channel": channel, "buffers": []}
        await self._socket.write(self._written(message))
        return str(message["header"]["msg_id"])

    def _written(self, message: dict[str, Any]) -> str | bytes:
        if self._form == "v1":
            return bytes(serialize_msg_to_ws_v1(message, message["channel"], pack=_packed))
        if self._form == "binary":
            return bytes(serialize_binary_message(message))
        return _packed(message).decode()

    async def send_raw(self, frame: str | bytes) -> None:
        await self._socket.write(frame)

    async def heard_until(self, kind: str, parent: str) -> list[dict[str, Any]]:
        """Every message up to the one of this kind that answers `parent`."""
        messages = []
        while (frame := await self._socket.read()) is not None:
            messages.append(_read(frame, self._form))
            if (messages[-1]["header"]["msg_type"], _parent(messages[-1])) == (kind, parent):
                return messages
        raise AssertionError("the connection was closed")

    async def heard_idle(self, parent: str) -> list[dict[str, Any]]:
        """Every message until the kernel is done with `parent`."""
        messages = await self.heard_until("status", parent)
        while messages[-1]["content"]["execution_state"] != "idle":
            messages += await self.heard_until("status", parent)
        return messages

    async def ask(self, kind: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a request that is answered, and return the answer's content."""
        asked = await self.send(kind, content or {})
        reply: dict[str, Any] = (await self.heard_until(kind.replace("request", "reply"), asked))[-1]["content"]
        return reply


def _packed(part: Any) -> bytes:
    return json.dumps(part, default=json_default).encode()


def _parent(message: dict[str, Any]) -> str:
    return str(message["parent_header"].get("msg_id", ""))


def _read(frame: str | bytes, form: str) -> dict[str, Any]:
    if form == "v1":
        _, parts = deserialize_msg_from_ws_v1(frame)
        return dict(zip(("header", "parent_header", "metadata", "content"), map(json.loads, parts), strict=False))
    read: dict[str, Any] = deserialize_binary_message(frame) if isinstance(frame, bytes) else json.loads(frame)
    return read


@pytest.fixture(scope="module")
def owner(workshop: Workshop) -> Caller:
    """A participant who has one page open."""
    return workshop.member("Kernel owner")


@pytest.fixture(scope="module")
def kernel(owner: Caller) -> str:
    """That page's kernel."""
    return open_page(owner)


@pytest.mark.parametrize("path", ["/course/", "/course/journal", "/course/review"])
def test_a_page_whose_parts_need_no_kernel_gets_none_and_fetches_nothing_of_voilas(
    workshop: Workshop, path: str
) -> None:
    person = workshop.member("Visitor", "participant", "trainer")
    assert open_page(person, path) == ""
    assert "voila.js" not in person.ask(path).text
    assert "voila.js" in person.ask(PAGE).text


async def connected(sockets: Sockets, owner: Caller, kernel: str, form: str) -> Page:
    path = f"/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    return Page(await sockets.open(owner, path, V1 if form == "v1" else ""), form)


async def change(page: Page, comm: str, **state: Any) -> list[dict[str, Any]]:
    """Change a widget, as a page does when somebody types; what its kernel says of that."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    changed = await page.send("comm_msg", {"comm_id": comm, "data": data})
    return await page.heard_idle(changed)


def use(caller: Caller, kernel: str) -> None:
    """Change something on a page, so that it has a kernel."""

    async def change_something(sockets: Sockets) -> None:
        page = await connected(sockets, caller, kernel, "v1")
        comms = (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        await change(page, next(iter(comms)))

    converse(change_something)


def open_and_use(caller: Caller, path: str = PAGE) -> str:
    """Open a course page, and use its kernel; its id."""
    kernel = open_page(caller, path)
    use(caller, kernel)
    return kernel


@pytest.mark.parametrize("form", FORMS)
def test_a_page_may_ask_what_its_widgets_need(owner: Caller, kernel: str, form: str) -> None:
    async def ask(sockets: Sockets) -> None:
        page = await connected(sockets, owner, kernel, form)
        assert (await page.ask("kernel_info_request"))["implementation"] == "ipython"
        assert (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        comm = uuid.uuid4().hex
        opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await page.send("comm_open", opening, version=__control_protocol_version__)
        asked = await page.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        states = (await page.heard_until("comm_msg", asked))[-1]["content"]["data"]
        assert (states["method"], bool(states["states"])) == ("update_states", True)

    converse(ask)


def forbidden(code: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Channel, kind and content of messages that would run code or meddle with the kernel."""
    execute = {"code": code, "silent": False, "store_history": False, "user_expressions": {"x": code}}
    debug = {"type": "request", "seq": 1, "command": "evaluate", "arguments": {"expression": code}}
    target = {"comm_id": uuid.uuid4().hex, "data": {}}
    return [
        *((channel, "execute_request", execute) for channel in ("shell", "control", "stdin", "iopub", "nowhere")),
        *((channel, "debug_request", debug) for channel in ("shell", "control")),
        *((channel, "shutdown_request", {"restart": False}) for channel in ("shell", "control")),
        *((channel, "interrupt_request", {}) for channel in ("shell", "control")),
        *((channel, "kernel_info_request", {}) for channel in ("control", "stdin")),
        ("stdin", "input_reply", {"value": code}),
        ("shell", "complete_request", {"code": code, "cursor_pos": len(code)}),
        ("shell", "inspect_request", {"code": code, "cursor_pos": len(code)}),
        ("shell", "history_request", {"hist_access_type": "tail", "n": 10}),
        ("shell", "is_complete_request", {"code": code}),
        ("control", "create_subshell_request", {}),
        ("shell", "EXECUTE_REQUEST", execute),
        ("shell", "comm_open", {**target, "target_name": "jupyter.widget"}),
        ("shell", "comm_open", {**target, "target_name": "anything.else", "target_module": "os"}),
        ("shell", "comm_open", {**target, "target_name": ["jupyter.widget.control"]}),
        ("control", "comm_open", {**target, "target_name": "jupyter.widget.control"}),
        ("shell", "comm_open", target),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_runs_code_or_meddles_reaches_the_kernel(
    owner: Caller, kernel: str, form: str, tmp_path: Path
) -> None:
    proof = tmp_path / "ran"

    async def attack(sockets: Sockets) -> tuple[set[str], list[dict[str, Any]]]:
        page = await connected(sockets, owner, kernel, form)
        code = f"open({str(proof)!r}, 'w').close()"
        sent = {await page.send(kind, content, channel) for channel, kind, content in forbidden(code)}
        heard = await page.heard_until("kernel_info_reply", await page.send("kernel_info_request", {}))
        heard += await page.heard_until("comm_info_reply", await page.send("comm_info_request", {}))
        return sent, heard

    sent, heard = converse(attack)
    assert not proof.exists()
    assert not sent & {_parent(message) for message in heard}
    assert owner.ask(f"/api/kernels/{kernel}").status == 200


def v1_frame(offsets: list[int], rest: bytes = b"", claimed: int | None = None) -> bytes:
    numbers = [len(offsets) if claimed is None else claimed, *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + rest


def binary_frame(offsets: list[int], rest: bytes = b"", claimed: int | None = None) -> bytes:
    numbers = [len(offsets) if claimed is None else claimed, *offsets]
    return b"".join(number.to_bytes(4, "big") for number in numbers) + rest


EXECUTE = json.dumps({"msg_type": "execute_request", "msg_id": "1"}).encode()
# Frames whose tables lie about what follows: believing them costs gigabytes.
MALFORMED: dict[str, list[str | bytes]] = {
    "v1": [
        b"", b"\x00", b"x" * 7, b"\xff" * 64, "text", v1_frame([]), v1_frame([], claimed=2**62), v1_frame([0] * 3),
        v1_frame([0, 10**9] * 100_000), v1_frame([16, 8], b"shell"), v1_frame([40, 45, 45, 45, 45], b"shell"),
        v1_frame([56, 61, 61 + len(EXECUTE)] * 2, b"shell" + EXECUTE), b"[" * 1_000_000,
        bytes(serialize_msg_to_ws_v1([b"[" * 100_000, b"{}", b"{}", b"{}"], "shell")),
        bytes(serialize_msg_to_ws_v1([b"\xff\xfe", b"{}", b"{}", b"{}"], "shell")),
        bytes(serialize_msg_to_ws_v1([b'{"msg_type": ["comm_msg"]}', b"{}", b"{}", b"{}"], "shell")),
        bytes(serialize_msg_to_ws_v1([b'{"msg_type": {}}', b"{}", b"{}", b"null"], "shell")),
        bytes(serialize_msg_to_ws_v1([b"{}"] * 4, "\U0001f600")),
    ],
    "json": [
        "", "null", "[]", "{}", "7", '"text"', "{" * 1000, "[" * 1_000_000, '{"channel": "shell"}',
        '{"channel": "shell", "header": null, "content": {}}', '{"channel": "shell", "header": [], "content": []}',
        '{"channel": [], "header": {"msg_type": "comm_msg"}, "content": {}}',
        '{"channel": "shell", "header": {"msg_type": "comm_open"}, "content": null}',
        '{"channel": "shell", "header": {"msg_type": "comm_open"}, "content": "jupyter.widget.control"}',
    ],
    "binary": [
        b"", b"\x00\x00", b"\xff" * 64, binary_frame([]), binary_frame([], claimed=2**31 - 1),
        binary_frame([], claimed=2**24), binary_frame([8], b"{"), binary_frame([8], b"[" * 1_000_000),
        binary_frame([0, 2**31] * 200_000), binary_frame([8], b"\xff\xfe"), binary_frame([4], b"null"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_malformed_frame_is_dropped_and_the_page_goes_on(
    workshop: Workshop, owner: Caller, kernel: str, form: str
) -> None:
    async def attack(sockets: Sockets) -> None:
        for frame in MALFORMED[form]:
            page = await connected(sockets, owner, kernel, form)
            await page.send_raw(frame)
            await page.ask("kernel_info_request")

    before = _memory(workshop.pid)
    converse(attack)
    assert _memory(workshop.pid) - before < 300_000
    assert "Traceback" not in "".join(workshop.output)


def _memory(pid: int) -> int:
    """The most memory that a process has used yet, in kB, where the system tells it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int((re.search(r"VmHWM:\s+(\d+)", status) or [0, 0])[1])


@pytest.mark.parametrize("form", FORMS)
def test_a_frame_that_is_too_large_is_dropped(owner: Caller, kernel: str, form: str) -> None:
    async def attack(sockets: Sockets) -> None:
        page = await connected(sockets, owner, kernel, form)
        data = {"comm_id": "none", "data": "x" * MAX_MESSAGE_BYTES}
        sent = {await page.send(kind, data) for kind in ("comm_msg", "comm_info_request")}
        heard = await page.heard_until("kernel_info_reply", await page.send("kernel_info_request", {}))
        assert not sent & {_parent(message) for message in heard}

    converse(attack)


def test_a_page_never_hears_what_goes_wrong_inside_the_kernel(owner: Caller, kernel: str) -> None:
    async def provoke(sockets: Sockets) -> set[str]:
        page = await connected(sockets, owner, kernel, "v1")
        comms = (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        sent = [
            await page.send("comm_msg", {"comm_id": comm, "data": {"method": "update", "state": {"_view_name": 5}}})
            for comm in comms
        ]
        heard = await page.heard_until("kernel_info_reply", await page.send("kernel_info_request", {}))
        answers = [message for message in heard if _parent(message) in sent]
        assert {_parent(message) for message in answers} == set(sent)
        return {message["header"]["msg_type"] for message in answers}

    assert not converse(provoke) & {"error", "stream", "execute_input"}


def test_another_person_s_kernel_is_not_there(workshop: Workshop, owner: Caller, kernel: str) -> None:
    async def connect(sockets: Sockets) -> int:
        try:
            await connected(sockets, other, kernel, "v1")
        except HTTPClientError as refused:
            return refused.code
        return 101

    strangers = [workshop.member("Kernel thief"), workshop.member("Kernel staff", "facilitator", "trainer")]
    for other, status in [*((stranger, 404) for stranger in strangers), (Caller(workshop.port), 401)]:
        assert converse(connect) == status
        assert other.ask(f"/api/kernels/{kernel}").status == status
        assert other.ask(f"/voila/api/shutdown/{kernel}", "POST", {}).status == status
    assert owner.ask(f"/api/kernels/{kernel}").status == 200


def test_another_site_s_page_cannot_connect_with_the_owner_s_cookie(owner: Caller, kernel: str) -> None:
    async def connect(sockets: Sockets) -> int:
        try:
            await sockets.open(owner, f"/api/kernels/{kernel}/channels", headers={"Origin": "https://evil.example"})
        except HTTPClientError as refused:
            return refused.code
        return 101

    assert converse(connect) == 403


def test_the_owner_lists_starts_restarts_and_interrupts_nothing(owner: Caller, kernel: str) -> None:
    for path, method in [("", "GET"), ("", "POST"), (f"/{kernel}/restart", "POST"), (f"/{kernel}/interrupt", "POST")]:
        assert owner.ask(f"/api/kernels{path}", method, {} if method == "POST" else None).status == 404
    assert owner.ask(f"/api/kernels/{kernel}", "DELETE").status == 404


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop with one quick page, a notebook that fails, and secrets in the server's own environment."""
    folder = tmp_path_factory.mktemp("small")
    notebooks = shutil.copytree(notebooks_folder(), folder / "our course")
    write_cells(notebooks / f"{STEM}.ipynb", ["import ipywidgets; ipywidgets.Label('here')"])
    write_cells(notebooks / "01_introduction.ipynb", ["x = 1", "print('before'); 1 / 0", "x = 2"])
    settings = {"SECRET_OF_THE_SERVER": "tell-nobody", "MENTORCOURSE_DATA": str(folder / "data")}
    with running_workshop(folder / "data", notebooks, settings=settings) as workshop:
        yield workshop


def write_cells(path: Path, sources: list[str]) -> None:
    """Replace a notebook's cells by code."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [
        {"cell_type": "code", "id": f"cell-{number}", "metadata": {}, "outputs": [], "execution_count": None,
         "source": source} for number, source in enumerate(sources)
    ]  # fmt: skip
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_notebook_that_fails_is_an_error_page_and_leaves_no_kernel(small: Workshop) -> None:
    person = small.member(f"Reading on {next(_numbers)}")
    before = set(small.kernels())
    page = person.ask("/course/sections/01_introduction", headers={"Accept": "text/html"})
    assert page.status == 500
    assert "went wrong on our side" in page.text
    assert "kernelId" not in page.text
    assert "ZeroDivisionError" not in page.text
    assert set(small.kernels()) == before
    assert "ZeroDivisionError" in "".join(small.output)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows a process's environment")
def test_a_kernel_knows_neither_its_visitor_nor_the_server_s_secrets(small: Workshop) -> None:
    person = small.member("Nobody to the kernel")
    pid = process_of(small, open_and_use(person))
    content = Path(f"/proc/{pid}/environ").read_text()
    names = {entry.partition("=")[0] for entry in content.split("\0") if entry}
    own = {"HOME", "IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_NO_CONFIG", "OPENBLAS_NUM_THREADS", "MENTORCOURSE_NOTEBOOKS"}
    own |= {"MENTORCOURSE_LANGUAGE", "JUPYTER_WIDGETS_ECHO"}
    assert names <= PASSED_ON | own | {"JPY_PARENT_PID", "JPY_SESSION_NAME", "PYDEVD_USE_FRAME_EVAL", "LC_CTYPE"}
    me = person.ask("/course/api/me").json
    secrets = ["tell-nobody", str(small.folder), "course.db", me["person"], me["name"], *person.cookies.values()]
    for secret in secrets:
        assert secret not in content
        assert secret not in small.kernels()[pid]
    assert Path(f"/proc/{pid}/cwd").resolve() != Path.cwd()


def test_a_person_s_oldest_page_is_given_up_when_they_open_too_many_and_hears_it(small: Workshop) -> None:
    person, other = small.member("Opening many"), small.member("Opening one")
    another = open_page(other)

    async def open_many(sockets: Sockets) -> list[str]:
        live = await sockets.open(person, "/course/api/live")
        kernels = [open_page(person) for _ in range(SEATS_PER_PERSON + 1)]
        assert await ended(live) == kernels[0]
        return kernels

    kernels = converse(open_many)
    statuses = [person.ask(f"/api/kernels/{kernel}").status for kernel in kernels]
    assert statuses == [404] + [200] * SEATS_PER_PERSON
    assert other.ask(f"/api/kernels/{another}").status == 200


def test_a_person_has_few_kernels_at_a_time_and_every_page_one_when_it_needs_it(small: Workshop) -> None:
    person = small.member("Using many")
    kernels = [open_and_use(person) for _ in range(MOST_KERNELS + 2)]
    assert [kernel for kernel in kernels if has_process(small, kernel)] == kernels[2:]
    use(person, kernels[0])
    assert [kernel for kernel in kernels if has_process(small, kernel)] == [kernels[0], *kernels[3:]]


async def ended(live: Socket) -> str:
    """The kernel that the live channel says has ended."""
    while (text := await live.read()) is not None:
        message = json.loads(text)
        if "kernel_ended" in message:
            return str(message["kernel_ended"])
    raise AssertionError("the channel was closed")


def test_the_owner_s_page_ends_its_kernel_when_it_closes(small: Workshop) -> None:
    person = small.member("Closing")
    kernel = open_page(person)
    assert person.ask(f"/voila/api/shutdown/{kernel}", "POST", {}, token="").status == 403
    assert person.ask(f"/api/kernels/{kernel}").status == 200
    assert person.ask(f"/voila/api/shutdown/{kernel}", "POST", form={}).status == 204
    assert person.ask(f"/api/kernels/{kernel}").status == 404
    assert not any(kernel in told or kernel[:8] in told for told in small.kernels().values())


def test_a_kernel_that_dies_in_the_midst_is_told_to_its_person_and_to_nobody_else(tmp_path: Path) -> None:
    async def fall_ill(sockets: Sockets) -> tuple[str, str]:
        live, elsewhere = await sockets.open(person, "/course/api/live"), await sockets.open(other, "/course/api/live")
        kernel = open_page(person)
        page = await connected(sockets, person, kernel, "v1")
        comms = (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        data = {"method": "update", "state": {"value": "now"}, "buffer_paths": []}
        for comm in comms:
            await page.send("comm_msg", {"comm_id": comm, "data": data})
        told = await ended(live)
        await sockets.open(person, "/course/api/live")
        while '"state"' not in (text := str(await elsewhere.read())) or '"present": 2' not in text:
            assert "kernel_ended" not in text
        return kernel, told

    notebooks = shutil.copytree(notebooks_folder(), tmp_path / "notebooks")
    deadly = "text = ipywidgets.Text(); text.observe(lambda change: os._exit(1), 'value'); text"
    write_cells(notebooks / f"{STEM}.ipynb", ["import os, ipywidgets", deadly])
    with running_workshop(tmp_path / "data", notebooks) as own:
        person, other = own.member("Bereaved"), own.member("Not concerned")
        kernel, told = converse(fall_ill)
        assert told == kernel
        assert person.ask(f"/api/kernels/{kernel}").status == 404
        assert open_page(person) != kernel


def test_people_who_open_pages_at_the_same_moment_each_get_their_own_kernel(small: Workshop) -> None:
    people = [small.member(f"Crowd {number}") for number in range(3)]

    async def all_at_once(sockets: Sockets) -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(open_page, person) for person in people))

    kernels = converse(all_at_once)
    for mine, person in enumerate(people):
        statuses = [person.ask(f"/api/kernels/{kernel}").status for kernel in kernels]
        assert statuses == [200 if mine == number else 404 for number in range(3)]


# Where processes cannot be watched, kernels are ordinary; two seconds stand for the five minutes after which one that
# no page is connected to is let go.
SOONER = """
import os; del os.pidfd_open
from mentorcourse.server.kernels import CourseKernels
CourseKernels.cull_idle_timeout, CourseKernels.cull_interval = 2, 1
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""


def test_an_ordinary_kernel_that_no_page_is_connected_to_is_let_go_and_one_in_use_is_not(tmp_path: Path) -> None:
    async def stay_while_the_other_ends(sockets: Sockets) -> tuple[str, str, str]:
        live = await sockets.open(person, "/course/api/live")
        used = open_page(person)
        page = await connected(sockets, person, used, "v1")
        left = open_page(person)
        told = await ended(live)
        return told, left, str((await page.ask("kernel_info_request"))["implementation"])

    with running_workshop(tmp_path / "data", program=("-c", SOONER)) as impatient:
        person = impatient.member("Looking at one of two")
        told, left, implementation = converse(stay_while_the_other_ends)
        assert (told, implementation) == (left, "ipython")
        assert person.ask(f"/api/kernels/{left}").status == 404
