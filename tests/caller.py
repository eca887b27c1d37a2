"""Somebody who talks to the server without a browser: by HTTP and WebSocket, as rudely as a test wants."""

from __future__ import annotations

import asyncio
import http.client
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.loops import finish

PATIENCE_SECONDS = 30
T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """What came back, whatever its status."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    @property
    def json(self) -> Any:
        """The content as JSON."""
        return json.loads(self.content)

    @property
    def set_cookies(self) -> dict[str, Any]:
        """The cookies that came with it, each with its attributes."""
        return {
            name: cookie
            for line in self.headers.get_all("Set-Cookie", [])
            for name, cookie in SimpleCookie(line).items()
        }


class Caller:
    """Keeps cookies as a browser does; otherwise sends just what it is told and follows no redirect.

    `host` and `address` stand for a proxy: the server's public name, and where the caller says they are.
    """

    def __init__(self, port: int, host: str = "", address: str = ""):
        self.port, self.cookies = port, dict[str, str]()
        self._sent = {"Host": host or f"127.0.0.1:{port}", **({"X-Real-IP": address} if address else {})}

    @property
    def cookie_line(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Reply:
        """Send a request: `body` is bytes, or an object to send as JSON. `token` replaces one's own XSRF token."""
        token = self.cookies.get("_xsrf", "") if token is None else token
        sent = {**self._sent, "Cookie": self.cookie_line}
        if form is not None:
            body = urlencode({"_xsrf": token, **form}).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif method not in ("GET", "HEAD") and token:
            sent["X-XSRFToken"] = token
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, {**sent, **(headers or {})})
            answered = connection.getresponse()
            reply = Reply(answered.status, answered.headers, answered.read())
        finally:
            connection.close()
        self._keep(reply)
        return reply

    def _keep(self, reply: Reply) -> None:
        for name, cookie in reply.set_cookies.items():
            self.cookies[name] = cookie.value
            if not cookie.value:
                del self.cookies[name]

    def enter(self, link: str, **form: str) -> Reply:
        """Open a personal link, and press Continue."""
        path = urlsplit(link).path
        self.ask(path)
        return self.ask(path, "POST", form=form)

    def sign_in(self, email: str, passphrase: str, **form: str) -> Reply:
        """Sign in by passphrase."""
        self.ask("/course/sign-in")
        return self.ask("/course/sign-in", "POST", form={"email": email, "passphrase": passphrase, **form})

    def read_notice(self) -> Reply:
        """Agree to the privacy notice that stands before the course."""
        shown = re.search(r'name="version" value="([0-9]+)"', self.ask("/course/privacy").text)
        return self.ask("/course/privacy", "POST", form={"answer": "agree", "version": shown[1] if shown else ""})

    def is_signed_in(self) -> bool:
        """Whether the server knows who this is."""
        return self.ask("/course/api/me").status == 200


class Socket:
    """One open WebSocket."""

    def __init__(self, connection: WebSocketClientConnection):
        self._connection, self._has_ended = connection, False

    async def read(self) -> str | bytes | None:
        """The next message; None when the server has closed the connection."""
        if self._has_ended:
            return None
        async with asyncio.timeout(PATIENCE_SECONDS):
            message = await self._connection.read_message()
        self._has_ended = message is None
        return message

    async def write(self, message: str | bytes) -> None:
        """Send a message, as text or as bytes."""
        await self._connection.write_message(message, binary=isinstance(message, bytes))

    async def close(self) -> int | None:
        """Close it if the server has not; the code with which it was closed."""
        await self.rest()
        return self._connection.close_code

    async def rest(self) -> list[str | bytes]:
        """Close it if the server has not, and return what it has said until then."""
        self._connection.close()
        said = []
        while (message := await self.read()) is not None:
            said.append(message)
        return said


class Sockets:
    """The WebSockets that a test opens, and closes all together."""

    def __init__(self) -> None:
        self._opened: list[Socket] = []

    async def open(
        self, caller: Caller, path: str, subprotocol: str = "", headers: Mapping[str, str] | None = None
    ) -> Socket:
        """Open one as `caller`; tornado's HTTPClientError when it is refused."""
        sent = {"Cookie": caller.cookie_line, **(headers or {})}
        request = HTTPRequest(f"ws://127.0.0.1:{caller.port}{path}", headers=sent, request_timeout=PATIENCE_SECONDS)
        connection = await websocket_connect(request, subprotocols=[subprotocol] if subprotocol else None)
        self._opened.append(Socket(connection))
        return self._opened[-1]

    async def close(self) -> None:
        """Close them, and wait until they are."""
        for socket in self._opened:
            await socket.close()


def converse(scenario: Callable[[Sockets], Awaitable[T]]) -> T:
    """Run a scenario with WebSockets, and return what it does."""

    async def run() -> T:
        sockets = Sockets()
        try:
            return await scenario(sockets)
        finally:
            await sockets.close()

    return finish(run())
