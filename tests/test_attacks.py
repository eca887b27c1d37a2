"""Attacks over the real server: writes in somebody's name, doors of Jupyter's, other names, forged messages."""

from __future__ import annotations

import json
import socket
import uuid
from itertools import count
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from tests.caller import Caller, Reply, Sockets, converse
from tests.test_gate import MEMBERS, NOBODY, PLACES, REFUSALS, Placed
from tests.test_kernels import FORMS, binary_frame, connected, open_page
from tests.workshop import Workshop

WRITES = ("POST", "PUT", "PATCH", "DELETE")
HTML = {"Accept": "text/html"}
FOREIGN = ("https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.evil.example")
_numbers = count(1)


@pytest.fixture(scope="module")
def everybody(workshop: Workshop) -> Caller:
    """Somebody with every role of the course."""
    caller = workshop.member("Every role", *MEMBERS)
    caller.ask("/course/api/me")
    return caller


@pytest.fixture(scope="module")
def another(workshop: Workshop) -> Caller:
    """Somebody else, who has a token, too."""
    caller = workshop.member("Another with every role", *MEMBERS)
    caller.ask("/course/api/me")
    return caller


def writes() -> list[tuple[str, str]]:
    """Method and address of everything that somebody may change, as the gate's own test lists it."""
    places = [one for placed in PLACES.values() for one in (placed if isinstance(placed, list) else [placed])]
    found = [(method, one.path) for one in places for method in one.methods.split() if method in WRITES]
    return [*found, ("POST", f"/voila/api/shutdown/{NOBODY}")]


def test_every_write_that_the_gate_knows_is_tried() -> None:
    assert len(writes()) > 40
    assert all(isinstance(place, Placed | list) for place in PLACES.values())


@pytest.mark.parametrize(("method", "path"), writes(), ids=lambda one: one.replace("/course/api", ""))
def test_no_write_is_taken_without_the_page_s_own_token_or_from_another_site(
    workshop: Workshop, everybody: Caller, another: Caller, method: str, path: str
) -> None:
    if NOBODY in path and "shutdown" in path:
        path = path.replace(NOBODY, open_page(everybody))
    form = {"x": "y"} if method == "POST" else None
    attempts = {
        "without a token": everybody.ask(path, method, {}, token=""),
        "with a token of another's": everybody.ask(path, method, {}, token=another.cookies["_xsrf"]),
        "with a token in the address": everybody.ask(f"{path}?_xsrf=x", method, {}, token=""),
        "as a form without a token": everybody.ask(path, method, form=form, body={}, token=""),
        "as a form with an empty one": everybody.ask(path, method, form={"_xsrf": ""}, token=""),
    }
    for what, reply in attempts.items():
        assert (reply.status, reply.set_cookies.keys() - {"_xsrf"}) == (403, set()), what
    for origin in FOREIGN:
        reply = everybody.ask(path, method, {}, headers={"Origin": origin, "Referer": f"{origin}/page"})
        assert reply.status in (403, 404), origin
    assert everybody.is_signed_in()


# What Jupyter Server, Voilà, JupyterLab and nbgrader serve elsewhere; here none of it is there, for nobody.
ELSEWHERE = [
    "/lab", "/lab/tree/notebooks/home.ipynb", "/tree", "/edit/notebooks/course.yaml", "/notebooks/notebooks/home.ipynb",
    "/view/notebooks/home.ipynb", "/doc", "/login", "/logout", "/hub", "/user-redirect/", "/terminals/1", "/metrics",
    "/files/notebooks/home.ipynb", "/files/notebooks/01_introduction.yaml", "/files/.git/config", "/static/favicon.ico",
    "/nbconvert/html/notebooks/home.ipynb", "/nbconvert/script/notebooks/home.ipynb?download=true",
    "/nbextensions/x.js", "/kernelspecs/python3/logo-64x64.png", "/custom/custom.css", "/mathjax/x.js",
    "/api", "/api/status", "/api/me", "/api/contents", "/api/contents/notebooks/home.ipynb", "/api/spec.yaml",
    "/api/contents/notebooks/home.ipynb/checkpoints", "/api/sessions", "/api/kernels", "/api/kernelspecs",
    "/api/terminals", "/api/nbconvert", "/api/config/notebook", "/api/events/subscribe", "/api/security/csp-report",
    "/lab/api/settings", "/lab/api/workspaces", "/lab/api/themes/x", "/lab/extensions/x", "/api/yjs", "/lsp/ws/x",
    "/voila", "/voila/", "/voila/tree", "/voila/tree/notebooks", "/voila/render/notebooks/home.ipynb",
    "/voila/render/..%2f..%2fetc/passwd", "/voila/files/notebooks/home.ipynb", "/voila/files/notebooks/x.png",
    "/voila/templates/lab/static/index.css", "/voila/templates/../../etc/passwd", "/voila/api/contents/notebooks",
    "/voila/execution/x", "/voila/ws", "/voila/nbextensions/x", "/formgrader", "/assignments", "/grader/formgrader",
    "/shutdown", "/api/shutdown", "/proxy/80/", "/services/x",
    "/course/../api/contents", "/course/sections/..%2f..%2fhome.ipynb", "/course/sections/02_what_you_bring.ipynb",
    "/course/sections/02_what_you_bring.yaml", "/course/static/..%2f..%2fstore/tables.py", "/course/static/../gate.py",
    "/voila/static/..%2f..%2f..%2fetc/passwd", "/voila/static/%2e%2e/%2e%2e/etc/passwd",
    "/voila/labextensions/..%2f..%2f..%2f..%2fetc/passwd", "/voila/labextensions/../../../../../etc/passwd",
    "/course/static/forms/%00", "/course/api/answers/..%2fjournal", "/course/guide/..%2f..%2fREADME",
    "//course/api/me", "/./course/api/me", "/course/api/me/..;/", "/%2e/course/api/me", "/course%2fapi%2fme",
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_none_of_jupyter_s_own_doors_and_no_way_around_is_there(
    workshop: Workshop, everybody: Caller, method: str
) -> None:
    stranger = Caller(workshop.port)
    for path in ELSEWHERE:
        body: Any = None if method == "GET" else {}
        replies: list[tuple[Reply, int]] = [
            (everybody.ask(path, method, body), 404),
            (stranger.ask(path, method, body), 401),
        ]
        for reply, status in replies:
            assert (reply.status, reply.json["message"] in REFUSALS) == (status, True), path
            assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]


UPGRADES = [
    "/api/events/subscribe",
    "/voila/ws",
    "/terminals/websocket/1",
    f"/api/kernels/{NOBODY}/channels",
    "/lsp/ws/x",
]


@pytest.mark.parametrize("path", UPGRADES)
def test_no_other_websocket_is_opened(everybody: Caller, path: str) -> None:
    wanted = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "x" * 24,
    }
    assert everybody.ask(path, headers=wanted).status == 404


NAMES = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Server": "evil.example",
    "X-Original-URL": "/course/staff",
    "X-Rewrite-URL": "/course/api/staff/roster",
    "X-HTTP-Method-Override": "DELETE",
    "Forwarded": "host=evil.example;proto=https",
    "X-Real-IP": "1.2.3.4",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_somebody_only_claims_changes_no_link_and_no_answer(everybody: Caller, name: str) -> None:
    claimed = {**HTML, name: NAMES[name]}
    for path in ("/course/account", "/course/sign-in", "/course/agreements"):
        reply = everybody.ask(path, headers=claimed)
        assert reply.status == 200
        assert "evil.example" not in reply.text + str(reply.headers)
    person = everybody.ask("/course/api/me").json["person"]
    told = everybody.ask(f"/course/api/staff/people/{person}/link", "POST", {}, headers=claimed).text
    assert f"http://127.0.0.1:{everybody.port}/course/enter/" in told
    assert "evil.example" not in told


HOSTS = ["evil.example", "127.0.0.1@evil.example", "127.0.0.1, evil.example", "127.0.0.1:80:80", "127.0.0.1/evil", "",
         "evil.example#127.0.0.1", "127.0.0.1.", "[127.0.0.1", "localhost.evil.example"]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_the_server_s_own_is_refused_however_it_is_written(workshop: Workshop, host: str) -> None:
    assert raw(workshop, f"GET /course/sign-in HTTP/1.1\r\nHost: {host}\r\n") == 400


@pytest.mark.parametrize(
    "lines",
    [
        "GET http://evil.example/course/sign-in HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /course/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n",
        "POST /course/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "POST /course/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
        "POST /course/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n",
        "GET /course/sign-in HTTP/1.1\r\n Host: 127.0.0.1\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_refused(workshop: Workshop, lines: str) -> None:
    assert raw(workshop, lines) in (0, 400)


def raw(workshop: Workshop, lines: str) -> int:
    """The status of a request that is sent as it stands; 0 when the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", workshop.port), timeout=30) as connection:
        connection.sendall(f"{lines}Connection: close\r\n\r\n".encode())
        head = connection.recv(64)
    return int(head.split()[1]) if head else 0


def nested(depth: int) -> Any:
    """Lists in lists."""
    found: Any = 0
    for _ in range(depth):
        found = [found]
    return found


def deep(comm: str, depth: int, form: str) -> str | bytes:
    """A frame that tells a widget lists in lists, deeper than Python writes them itself."""
    header = json.dumps({"msg_type": "comm_msg", "msg_id": uuid.uuid4().hex, "session": "x", "username": ""})
    value = "[" * depth + "]" * depth
    content = (
        f'{{"comm_id": "{comm}", "data": {{"method": "update", "state": {{"value": {value}}}, "buffer_paths": []}}}}'
    )
    if form == "v1":
        return bytes(serialize_msg_to_ws_v1([header.encode(), b"{}", b"{}", content.encode()], "shell"))
    whole = f'{{"channel": "shell", "header": {header}, "parent_header": {{}}, "metadata": {{}}, "content": {content}}}'
    return binary_frame([8], whole.encode()) if form == "binary" else whole


def forged(comm: str) -> list[tuple[str, dict[str, Any]]]:
    """Messages for a widget that no page of the course sends."""
    evil = {"_view_module": "https://far.example/evil", "_model_module": "evil", "_view_name": "Evil", "_esm": "x()",
            "layout": "IPY_MODEL_nobody", "style": "IPY_MODEL_nobody", "_dom_classes": nested(3), "value": nested(50),
            "children": ["IPY_MODEL_x"] * 1000, "tooltip": "<img src=x onerror=x()>", "__class__": "x"}  # fmt: skip
    states: list[Any] = [{name: value} for name, value in evil.items()]
    states += [{"value": "x" * 1_500_000}, {f"trait_{number}": number for number in range(20_000)}, {"": None}]
    states.append({"value": nested(400)})
    datas: list[Any] = [{"method": "update", "state": state, "buffer_paths": []} for state in states]
    datas += [
        {"method": "update", "state": 7}, {"method": "update"}, {"method": 7}, {"method": ["update"]}, {},
        {"method": "update", "state": {"value": 1}, "buffer_paths": [["value", "x"], 7, []]},
        {"method": "update", "state": {"value": 1}, "buffer_paths": "all"},
        {"method": "custom", "content": {"event": "click"}}, {"method": "custom", "content": nested(500)},
        {"method": "request_state"}, {"method": "echo_update", "state": {}}, {"method": "__class__"},
    ]  # fmt: skip
    own = [("comm_msg", {"comm_id": comm, "data": data}) for data in datas]
    return [
        *own, ("comm_msg", {"comm_id": uuid.uuid4().hex, "data": datas[0]}), ("comm_msg", {"comm_id": "", "data": {}}),
        ("comm_msg", {"comm_id": "../../etc", "data": {}}), ("comm_msg", {"comm_id": comm}), ("comm_msg", {}),
        ("comm_close", {"comm_id": comm, "data": {}}), ("comm_close", {"comm_id": uuid.uuid4().hex}),
        ("comm_info_request", {"target_name": {"$ne": 1}}), ("kernel_info_request", {"x": nested(400)}),
    ]  # fmt: skip


async def states_of(sockets: Sockets, caller: Caller, kernel: str) -> dict[str, Any]:
    """What a page is told of its widgets."""
    page = await connected(sockets, caller, kernel, "v1")
    await page.send(
        "comm_open", {"comm_id": "c0", "target_name": "jupyter.widget.control", "data": {}}, version="1.0.0"
    )
    asked = await page.send("comm_msg", {"comm_id": "c0", "data": {"method": "request_states"}})
    told: dict[str, Any] = (await page.heard_until("comm_msg", asked))[-1]["content"]["data"]["states"]
    return told


@pytest.mark.parametrize("form", FORMS)
def test_forged_messages_for_widgets_harm_nobody_else_s_page_and_not_the_server(workshop: Workshop, form: str) -> None:
    forger, other = workshop.member(f"Forger {next(_numbers)}"), workshop.member(f"Unharmed {next(_numbers)}")
    mine, theirs = open_page(forger), open_page(other)

    async def forge(sockets: Sockets) -> None:
        before = await states_of(sockets, other, theirs)
        page = await connected(sockets, forger, mine, form)
        comm = next(iter((await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]))
        for kind, content in forged(comm):
            await page.send(kind, content)
        for depth in (500, *range(900, 1000, 7), 1500, 20_000, 400_000):
            await page.send_raw(deep(comm, depth, form))
        assert (await page.ask("kernel_info_request"))["status"] == "ok"
        assert await states_of(sockets, other, theirs) == before
        assert (await states_of(sockets, other, open_page(other))).keys() == before.keys()

    converse(forge)
    assert "far.example" not in other.ask("/course/").text
    assert "Traceback" not in "".join(workshop.output)
    assert json.loads(forger.ask("/course/api/me").text)["name"].startswith("Forger")
