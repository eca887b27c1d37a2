"""The server's end of a page's process: runs its cells as on any kernel, and has kernels forked from it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from jupyter_client.session import Session

from mentorcourse.server.unsigned import unsigned_session

from .lines import Line, PageGone

PATIENCE_SECONDS = 60


class PageLine(Line):
    """A line to a page's process: messages of its cells by channel, answers to requests, and forks."""

    def __init__(self) -> None:
        super().__init__(self._sort)
        self._turn = asyncio.Lock()
        self.messages: dict[str, asyncio.Queue[list[bytes]]] = {"shell": asyncio.Queue(), "iopub": asyncio.Queue()}
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def open(self, end: socket.socket) -> None:
        """Take over the server's end of a socket pair; raises PageGone when no process is at the other."""
        self._hand = end.dup()
        await super().open(end)
        self.watch((await self._answer())["pid"])

    def _sort(self, head: dict[str, Any], parts: list[bytes]) -> None:
        if "channel" in head:
            self.messages[head["channel"]].put_nowait(parts)
        else:
            self._answers.put_nowait(head)

    async def ask(self, head: dict[str, Any], hand_over: socket.socket | None = None) -> dict[str, Any]:
        """Send a request, with a socket if it needs one, and return its answer; raises PageGone when none comes."""
        async with self._turn:
            self.post(head, [])
            if hand_over:
                socket.send_fds(self._hand, [b"1"], [hand_over.fileno()])
            return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        answer = asyncio.create_task(self._answers.get())
        await asyncio.wait({answer, self.reading}, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        self.close()
        raise PageGone

    def close(self) -> None:
        """End the process, whatever it does just now; kernels forked from it live on."""
        super().close()
        self._hand.close()


class PageChannel:
    """One channel of a page's process, as nbclient wants it."""

    def __init__(self, line: PageLine, session: Session, name: str) -> None:
        self._line, self._session, self._messages = line, session, line.messages[name]

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # noqa: ASYNC109  (Jupyter's signature)
        """The next message."""
        parts = await asyncio.wait_for(self._messages.get(), timeout)
        return self._session.deserialize(self._session.feed_identities(parts)[1])

    def send(self, message: dict[str, Any]) -> None:
        """Have the process handle a message."""
        self._line.post({"do": "handle"}, self._session.serialize(message))


class PageClient:
    """What nbclient takes for a kernel's client."""

    allow_stdin = False

    def __init__(self, line: PageLine) -> None:
        self._line = line
        self.session = unsigned_session()
        self.shell_channel = PageChannel(line, self.session, "shell")
        self.iopub_channel = PageChannel(line, self.session, "iopub")

    def send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
        """Have the process handle a new message; its id."""
        message = self.session.msg(kind, content, metadata=metadata)
        self.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True, **_: Any) -> str:
        """Have a cell run; the id of the request."""
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": stop_on_error}  # fmt: skip
        return self.send("execute_request", content)

    async def is_alive(self) -> bool:
        """Whether the page's process is there."""
        return self._line.is_open

    def stop_channels(self) -> None:
        """Nothing to stop: the line stays for the kernels to come."""
