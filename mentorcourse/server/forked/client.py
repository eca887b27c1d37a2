"""The server's end of a page's process: runs its cells as on any kernel, and has kernels forked from it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import suppress
from typing import Any

from jupyter_client.session import Session

from . import frames

PATIENCE_SECONDS = 60


class PageGone(Exception):
    """The page's process has ended, or does not answer."""


class PageLine:
    """A connection to a page's process: messages of its cells by channel, and answers to the server's requests."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer, self._turn = writer, asyncio.Lock()
        self.messages: dict[str, asyncio.Queue[list[bytes]]] = {"shell": asyncio.Queue(), "iopub": asyncio.Queue()}
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read(reader))
        self._process = 0

    @classmethod
    async def open(cls, end: socket.socket) -> PageLine:
        """Take over the server's end of a socket pair; raises PageGone when no process is at the other."""
        line = cls(*await asyncio.open_unix_connection(sock=end))
        line._process = os.pidfd_open((await line._answer())["pid"])
        return line

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while frame := await frames.read(reader):
            head, parts = frame
            if "channel" in head:
                self.messages[head["channel"]].put_nowait(parts)
            else:
                self._answers.put_nowait(head)

    @property
    def is_open(self) -> bool:
        """Whether the process is there."""
        return not self._reading.done()

    def post(self, head: dict[str, Any], parts: list[bytes]) -> None:
        """Send a frame that is not answered."""
        if not self.is_open:
            raise PageGone
        self._writer.write(frames.pack(head, parts))

    async def ask(self, head: dict[str, Any]) -> dict[str, Any]:
        """Send a request, and return its answer; raises PageGone when none comes."""
        async with self._turn:
            self.post(head, [])
            return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        answer = asyncio.create_task(self._answers.get())
        await asyncio.wait({answer, self._reading}, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        self.close()
        raise PageGone

    def close(self) -> None:
        """End the process, whatever it does just now; kernels forked from it live on."""
        if self._process:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)
            os.close(self._process)
        self._process = 0
        self._writer.close()
        self._reading.cancel()


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
        self.session = Session(key=b"")
        self.shell_channel = PageChannel(line, self.session, "shell")
        self.iopub_channel = PageChannel(line, self.session, "iopub")

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True, **_: Any) -> str:
        """Have a cell run; the id of the request."""
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {},
                   "allow_stdin": False, "stop_on_error": stop_on_error}  # fmt: skip
        message = self.session.msg("execute_request", content)
        self.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    async def is_alive(self) -> bool:
        """Whether the page's process is there."""
        return self._line.is_open

    def stop_channels(self) -> None:
        """Nothing to stop: the line stays for the kernels to come."""
