"""One visit to a page as Voilà's script makes it: its HTML, its widgets' state, a picture drawn anew."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

STEM = "02_what_you_bring"
PATIENCE_SECONDS = 600
_V1 = "v1.kernel.websocket.jupyter.org"
_KIND, _CONTENT = 0, 3  # the parts of a message that are looked at


class Visit:
    """A page that somebody has open at a server of Voilà's, with the course's forms or with plain text areas."""

    def __init__(self, url: str, cookies: str = "") -> None:
        self.url, self.cookies, self._session = url, cookies, Session(key=b"", username="")
        place = re.match(r"http://([^/]+)", url)
        assert place
        self.place = place[1]
        self._answered = ""  # the comm of the widget that a picture follows
        self._socket: WebSocketClientConnection | None = None

    async def get(self, url: str) -> str:
        """What is at an address, as text."""
        request = HTTPRequest(url, headers=self._headers(gzip="gzip"), request_timeout=PATIENCE_SECONDS)
        return (await AsyncHTTPClient().fetch(request)).body.decode()

    def _headers(self, gzip: str = "") -> dict[str, str]:
        return {"Cookie": self.cookies, **({"Accept-Encoding": gzip} if gzip else {})}

    async def load(self) -> None:
        """Get the HTML."""
        html = await self.get(self.url)
        config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
        assert config, "the page names no kernel"
        self._kernel = json.loads(config[1])["kernelId"]

    async def connect(self) -> None:
        """Ask for the widgets' state as Voilà's widget manager does, and wait until it has come."""
        await self.get(f"http://{self.place}/api/kernels/{self._kernel}")
        await self._open(f"/api/kernels/{self._kernel}/channels?session_id={uuid.uuid4().hex}", _V1)
        await self._send("kernel_info_request", {})
        await self._heard(lambda kind, content: kind == "kernel_info_reply")
        comm = {"comm_id": uuid.uuid4().hex}
        await self._send("comm_open", {**comm, "target_name": "jupyter.widget.control", "data": {}})
        await self._send("comm_msg", {**comm, "data": {"method": "request_states"}})
        told = await self._heard(lambda kind, content: kind == "comm_msg" and "states" in content["data"])
        await self._send("comm_close", {**comm, "data": {}})
        states = {comm: one["state"] for comm, one in told["data"]["states"].items()}
        self._answered = next(_answered(states), "")

    async def draw(self) -> None:
        """Answer a question as the form's widget tells of it, and wait for the picture that shows the answer."""
        assert self._answered, "the page has no form to answer"
        words = f"Two years abroad {uuid.uuid4().hex[:6]}"
        data = {"method": "update", "state": self._answer(words), "buffer_paths": []}
        await self._send("comm_msg", {"comm_id": self._answered, "data": data})
        await self._heard(lambda kind, content: kind == "comm_msg" and self._is_drawn(content["data"], words))

    def _answer(self, words: str) -> dict[str, Any]:
        return {"value": {"life.assets": [words]}}

    def _is_drawn(self, data: dict[str, Any], words: str) -> bool:
        value = data.get("state", {}).get("value", "") if data.get("method") == "update" else ""
        return isinstance(value, str) and words in value and value != words  # not the answer itself, told back

    async def leave(self, xsrf: str = "") -> None:
        """Close the page: its script says goodbye to its kernel."""
        if self._socket:
            self._socket.close()
        url = f"http://{self.place}/voila/api/shutdown/{self._kernel}"
        body = urlencode({"_xsrf": xsrf})
        with suppress(HTTPClientError):  # a kernel that has gone already
            await AsyncHTTPClient().fetch(HTTPRequest(url, "POST", self._headers(), body))

    async def _open(self, path: str, subprotocol: str = "") -> None:
        request = HTTPRequest(f"ws://{self.place}{path}", headers=self._headers(), request_timeout=PATIENCE_SECONDS)
        self._socket = await websocket_connect(request, subprotocols=[subprotocol] if subprotocol else None)

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        assert self._socket
        message = self._session.msg(kind, content, metadata={"version": "1.0.0"})
        frame = serialize_msg_to_ws_v1(message, "shell", self._session.pack)
        await self._socket.write_message(frame, binary=True)

    async def _heard(self, is_it: Any) -> dict[str, Any]:
        """The content of the first message for which `is_it(kind, content)`."""
        assert self._socket
        while (frame := await self._socket.read_message()) is not None:
            kind, content = self._read(frame)
            if is_it(kind, content):
                return dict(content)
        raise ConnectionError("the kernel's connection was closed")

    def _read(self, frame: str | bytes) -> tuple[str, dict[str, Any]]:
        assert isinstance(frame, bytes)
        _, parts = deserialize_msg_from_ws_v1(frame)
        return json.loads(parts[_KIND])["msg_type"], json.loads(parts[_CONTENT])


class PlainVisit(Visit):
    """A page of text areas."""

    def _answer(self, words: str) -> dict[str, Any]:
        return {"value": words}


def _answered(states: dict[str, Any]) -> Iterator[str]:
    """The comm of the form that a picture follows; where there are text areas only, of the first."""
    for comm, state in states.items():
        if state.get("definition", {}).get("activity") == f"{STEM}.balance_sheet":
            yield comm
    for comm, state in states.items():
        if state.get("_model_name") == "TextareaModel":
            yield comm
