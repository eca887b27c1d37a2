"""The server's end of the line to a page's or a kernel's process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from . import frames

MOST_UNREAD = 16_000_000  # bytes


class PageGone(Exception):
    """The process at the other end has ended, or does not answer."""


class Line:
    """Sends frames to a process, and hands those that come from it to `heard`."""

    def __init__(self, heard: Callable[[dict[str, Any], list[bytes]], None]) -> None:
        self._heard, self._process = heard, 0

    async def open(self, end: socket.socket) -> None:
        """Take over the server's end of a socket pair."""
        reader, self._writer = await asyncio.open_unix_connection(sock=end)
        self.reading = asyncio.create_task(self._read(reader))

    def watch(self, pid: int) -> None:
        """Remember whom to end; raises PageGone when they have ended already."""
        try:
            self._process = os.pidfd_open(pid)
        except OSError as gone:
            raise PageGone from gone

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while frame := await frames.read(reader):
            self._heard(*frame)

    @property
    def is_open(self) -> bool:
        """Whether the process is there."""
        return not self.reading.done()

    @property
    def is_choked(self) -> bool:
        """Whether much more has been sent than the process has read."""
        return self._writer.transport.get_write_buffer_size() > MOST_UNREAD

    def post(self, head: dict[str, Any], parts: list[bytes]) -> None:
        """Send a frame; raises PageGone when nobody is there."""
        if not self.is_open:
            raise PageGone
        self._writer.write(frames.pack(head, parts))

    def close(self) -> None:
        """End the process, whatever it does just now; processes forked from it live on."""
        if self._process:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)
            os.close(self._process)
        self._process = 0
        self._writer.close()
        self.reading.cancel()
