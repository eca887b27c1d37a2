"""A browser's manners without a browser: one synthetic participant's cookies, requests and live channel."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

SECONDS = 60.0


class Caller:
    """Speaks with the course as somebody's browser would, over its public addresses alone."""

    def __init__(self, url: str) -> None:
        self._url, self._cookies, self._live = url, dict[str, str](), list[WebSocketClientConnection]()

    async def enter(self, link: str) -> None:
        """Sign in by a personal link, as its page's Continue button does, and agree to the privacy notice."""
        await self._send_form(urlsplit(link).path)
        await self._send_form("/course/privacy", answer="agree")
        await self._ask("/course/api/me")  # which sets the cookie that a save needs

    async def _send_form(self, path: str, **pressed: str) -> None:
        """Send a page's form with what is hidden in it, and the value of the button pressed."""
        page = await self._ask(path)
        hidden = dict(re.findall(r'name="(_xsrf|version)" value="([^"]+)"', page.body.decode()))
        if pressed and "version" not in hidden:
            return  # they have agreed already, and are asked nothing
        form = urlencode({**hidden, **pressed}).encode()
        await self._ask(path, "POST", form, {"Content-Type": "application/x-www-form-urlencoded"})

    async def call(self, path: str, method: str = "GET", body: Any = None) -> tuple[int, Any]:
        """Ask the course's API (`path` is below course/api/): the status, and the JSON that came back."""
        sent = {"X-XSRFToken": self._cookies.get("_xsrf", ""), "Content-Type": "application/json"}
        content = json.dumps(body or {}).encode() if method not in ("GET", "DELETE") else None
        reply = await self._ask(f"/course/api/{path}", method, content, sent)
        return reply.code, json.loads(reply.body or b"{}")

    async def states(self) -> AsyncIterator[dict[str, Any]]:
        """What the live channel tells, until it is closed: all that is known so far, after each change."""
        address = f"{self._url.replace('http', 'ws', 1)}/course/api/live"
        request = HTTPRequest(address, headers={"Cookie": self._cookie_line}, request_timeout=SECONDS)
        connection = await websocket_connect(request)
        self._live.append(connection)
        known: dict[str, Any] = {}
        while (message := await connection.read_message()) is not None:
            known |= json.loads(message).get("state", {})
            yield known

    def leave(self) -> None:
        """Close the page."""
        for connection in self._live:
            connection.close()

    @property
    def _cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    async def _ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> HTTPResponse:
        sent = {"Cookie": self._cookie_line, **(headers or {})}
        request = HTTPRequest(
            f"{self._url}{path}", method, sent, body, follow_redirects=False, request_timeout=SECONDS,
            connect_timeout=SECONDS,
        )  # fmt: skip
        reply = await AsyncHTTPClient().fetch(request, raise_error=False)
        for line in reply.headers.get_list("Set-Cookie"):
            for name, cookie in SimpleCookie(line).items():
                self._cookies[name] = cookie.value
        return reply
