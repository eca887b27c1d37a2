"""One visit to a section's page as Voilà's script makes it: its HTML, its widgets' state, a picture drawn anew."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

STEM = "02_what_you_bring"
PATIENCE_SECONDS = 300
_V1 = "v1.kernel.websocket.jupyter.org"


class Visit:
    """A page that somebody has open."""

    def __init__(self, url: str, cookies: str) -> None:
        self._url, self._cookies, self._session = url, cookies, Session(key=b"", username="")
        place = re.match(r"http://([^/]+)", url)
        assert place
        self._place = place[1]
        self._form = ""

    async def _get(self, url: str) -> str:
        request = HTTPRequest(url, headers=self._headers(gzip="gzip"), request_timeout=PATIENCE_SECONDS)
        return (await AsyncHTTPClient().fetch(request)).body.decode()

    def _headers(self, gzip: str = "") -> dict[str, str]:
        return {"Cookie": self._cookies, **({"Accept-Encoding": gzip} if gzip else {})}

    async def load(self) -> None:
        """Get the HTML."""
        html = await self._get(self._url)
        config = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
        assert config, "the page names no kernel"
        self._kernel = json.loads(config[1])["kernelId"]

    async def connect(self) -> None:
        """Ask for the widgets' state as Voilà's widget manager does, and wait until it has come."""
        await self._get(f"http://{self._place}/api/kernels/{self._kernel}")
        channels = f"ws://{self._place}/api/kernels/{self._kernel}/channels?session_id={uuid.uuid4().hex}"
        request = HTTPRequest(channels, headers=self._headers(), request_timeout=PATIENCE_SECONDS)
        self._socket: WebSocketClientConnection = await websocket_connect(request, subprotocols=[_V1])
        await self._send("kernel_info_request", {})
        await self._heard(lambda kind, content: kind == "kernel_info_reply")
        comm = {"comm_id": uuid.uuid4().hex}
        await self._send("comm_open", {**comm, "target_name": "jupyter.widget.control", "data": {}})
        await self._send("comm_msg", {**comm, "data": {"method": "request_states"}})
        told = await self._heard(lambda kind, content: kind == "comm_msg" and "states" in content["data"])
        await self._send("comm_close", {**comm, "data": {}})
        self._form = next(_forms(told["data"]["states"]), "")

    async def draw(self) -> None:
        """Answer a question as the form's widget tells of it, and wait for the picture that shows the answer."""
        words = f"Two years abroad {uuid.uuid4().hex[:6]}"
        data = {"method": "update", "state": {"value": {"life.assets": [words]}}, "buffer_paths": []}
        await self._send("comm_msg", {"comm_id": self._form, "data": data})
        await self._heard(lambda kind, content: kind == "comm_msg" and words in _value(content))

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        message = self._session.msg(kind, content, metadata={"version": "1.0.0"})
        frame = serialize_msg_to_ws_v1(message, "shell", self._session.pack)
        await self._socket.write_message(frame, binary=True)

    async def _heard(self, is_it: Any) -> dict[str, Any]:
        """The content of the first message for which `is_it(kind, content)`."""
        while (frame := await self._socket.read_message()) is not None:
            _, parts = deserialize_msg_from_ws_v1(frame)
            kind, content = json.loads(parts[0])["msg_type"], json.loads(parts[3])
            if is_it(kind, content):
                return dict(content)
        raise AssertionError("the kernel's connection was closed")


def _forms(states: dict[str, Any]) -> Iterator[str]:
    """The comm of the form that a picture follows."""
    for comm, one in states.items():
        if one["state"].get("definition", {}).get("activity") == f"{STEM}.balance_sheet":
            yield comm


def _value(content: dict[str, Any]) -> str:
    """The HTML that a widget is changed to."""
    value = content["data"].get("state", {}).get("value", "") if content["data"].get("method") == "update" else ""
    return value if isinstance(value, str) else ""
