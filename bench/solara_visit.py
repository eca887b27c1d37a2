"""One visit to a page of Solara's, as its script makes it: HTML, connection, the app run, its widgets' state."""

from __future__ import annotations

import json
import uuid
from http.cookies import SimpleCookie
from typing import Any

from jupyter_client.jsonutil import json_default
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bench.visit import PATIENCE_SECONDS, Visit


class SolaraVisit(Visit):
    """A page that somebody has open at Solara.

    Solara speaks Jupyter's protocol as JSON in text frames. Its page asks for the app on the comm `solara.control`;
    every widget's state comes as a `comm_open` of its own, and "finished" when all have come.
    """

    async def load(self) -> None:
        """Get the HTML, and with it the session's cookie."""
        request = HTTPRequest(self.url, headers={"Accept-Encoding": "gzip"}, request_timeout=PATIENCE_SECONDS)
        reply = await AsyncHTTPClient().fetch(request)
        given = SimpleCookie("; ".join(reply.headers.get_list("Set-Cookie")))
        self.cookies = "; ".join(f"{name}={one.value}" for name, one in given.items())

    async def connect(self) -> None:
        """Have the app run for this page, and wait until every widget's state has come."""
        self._kernel, page = str(uuid.uuid4()), uuid.uuid4().hex
        await self._open(f"/jupyter/api/kernels/{self._kernel}/channels?session_id={page}")
        await self._send("kernel_info_request", {})
        await self._heard(lambda kind, content: kind == "kernel_info_reply")
        comm = {"comm_id": uuid.uuid4().hex}
        await self._send("comm_open", {**comm, "target_name": "solara.control", "data": {}})
        run = {"method": "run", "args": {"path": "/", "appName": None, "themes": {}, "dark": False}}
        await self._send("comm_msg", {**comm, "data": run})
        await self._heard(self._is_finished)

    def _is_finished(self, kind: str, content: dict[str, Any]) -> bool:
        state = content.get("data", {}).get("state", {}) if kind == "comm_open" else {}
        if not self._answered and "textarea" in str(state.get("_model_name", "")).lower():
            self._answered = content["comm_id"]
        return kind == "comm_msg" and content["data"].get("method") == "finished"

    def _answer(self, words: str) -> dict[str, Any]:
        return {"v_model": words}

    def _is_drawn(self, data: dict[str, Any], words: str) -> bool:
        state = data.get("state", {})
        return data.get("method") == "update" and "v_model" not in state and words in json.dumps(state)

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        assert self._socket
        message = {**self._session.msg(kind, content), "channel": "shell", "buffers": []}
        await self._socket.write_message(json.dumps(message, default=json_default))

    def _read(self, frame: str | bytes) -> tuple[str, dict[str, Any]]:
        if isinstance(frame, bytes):  # with buffers: their number, where each part begins, and first of them the JSON
            many = int.from_bytes(frame[:4], "big")
            starts = [int.from_bytes(frame[4 * at : 4 * at + 4], "big") for at in range(1, many + 1)]
            frame = frame[starts[0] : starts[1] if many > 1 else None].decode()
        message = json.loads(frame)
        return message["header"]["msg_type"], message["content"]
