"""A visit to this course as its page makes it: it also asks for answers, and follows the live channel."""

from __future__ import annotations

import asyncio
import json
import time
from http.cookies import SimpleCookie

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from bench.visit import STEM, Visit
from mentorcourse.content import read_course

ACTIVITIES = [f"{STEM}.{one.key}" for one in read_course().section(STEM).activities]
TYPED_IN = f"{STEM}.before_i_say_yes"


class CourseVisit(Visit):
    """A page of the course. `heard` has when it heard which message of the session's leader."""

    def __init__(self, url: str, cookies: str) -> None:
        super().__init__(url, cookies)
        self.heard: dict[str, float] = {}
        self._xsrf = SimpleCookie(cookies)["_xsrf"].value if "_xsrf" in cookies else ""
        self._channel: WebSocketClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None
        self._revision, self._saves = 0, 0

    async def follow(self) -> None:
        """What the page's own scripts do once the HTML is there: who am I, my answers, the live channel."""
        api = f"http://{self.place}/course/api"
        told = await asyncio.gather(
            self.get(f"{api}/me"), *(self.get(f"{api}/answers/{one}") for one in ACTIVITIES), self._listen()
        )
        self._revision = json.loads(told[1 + ACTIVITIES.index(TYPED_IN)] or "{}").get("revision", 0)

    async def _listen(self) -> str:
        request = HTTPRequest(f"ws://{self.place}/course/api/live", headers={"Cookie": self.cookies})
        self._channel = await websocket_connect(request)
        while (told := await self._channel.read_message()) and "sections" not in json.loads(told).get("state", {}):
            pass
        self._listening = asyncio.create_task(self._go_on_listening(self._channel))
        return ""

    async def _go_on_listening(self, channel: WebSocketClientConnection) -> None:
        while (told := await channel.read_message()) is not None:
            session = json.loads(told).get("state", {}).get("session") or {}
            said = (session.get("message") or {}).get("text")
            if said:
                self.heard.setdefault(said, time.perf_counter())

    async def save(self) -> None:
        """Save one more text, as a form does while somebody types."""
        self._saves += 1
        body = {"base_revision": self._revision, "values": {"why": f"What I think so far, number {self._saves}"}}
        headers = {"Cookie": self.cookies, "X-XSRFToken": self._xsrf}
        url = f"http://{self.place}/course/api/answers/{TYPED_IN}"
        reply = await AsyncHTTPClient().fetch(HTTPRequest(url, "PATCH", headers, json.dumps(body)))
        self._revision = json.loads(reply.body)["revision"]

    async def leave(self, xsrf: str = "") -> None:
        """Close the page, and the live channel with it."""
        if self._channel:
            self._channel.close()
        if self._listening:
            await self._listening
        await super().leave(xsrf or self._xsrf)
