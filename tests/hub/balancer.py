"""A small proxy before two replicas, like an ingress with sticky cookies: a browser stays at its replica."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
from asyncio import StreamReader, StreamWriter
from contextlib import suppress

COOKIE = "replica"
NOBODY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Balancer:
    """Runs in a thread of its own. `ports` are the replicas', by the name that a browser's cookie holds."""

    def __init__(self, ports: dict[str, int]):
        self._ports, self._turns = ports, itertools.cycle(ports)
        self.port = 0
        self._tasks: set[asyncio.Task[None] | None] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()
        self._ready.wait(30)

    def stop(self) -> None:
        """End, with every connection."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(30)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._ended.wait()
        server.close()

    async def _connection(self, browser: StreamReader, back: StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)  # the loop alone would forget a task whose connection has gone
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                head = await browser.readuntil(b"\r\n\r\n")
                await self._forward(head, browser, back)
        finally:
            await _close(back)
            self._tasks.discard(task)

    async def _forward(self, head: bytes, browser: StreamReader, back: StreamWriter) -> None:
        """Send one request, or one WebSocket, to a replica; each has a connection of its own."""
        wanted = re.search(rb"[ ;]" + COOKIE.encode() + rb"=(\w+)", head)
        name = wanted[1].decode() if wanted else next(self._turns)
        for choice in dict.fromkeys([name, *self._ports]):
            try:
                replica, there = await asyncio.open_connection("127.0.0.1", self._ports[choice])
            except OSError:
                continue
            if not re.search(rb"(?i)\r\nupgrade: websocket", head):
                head = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head).replace(
                    b"\r\n", b"\r\nConnection: close\r\n", 1
                )
            there.write(head)
            stay = f"\r\nSet-Cookie: {COOKIE}={choice}; Path=/; HttpOnly; SameSite=Lax\r\n".encode()
            await _both_ways(browser, back, replica, there, b"" if choice == name and wanted else stay)
            return
        back.write(NOBODY)


async def _both_ways(
    browser: StreamReader, back: StreamWriter, replica: StreamReader, there: StreamWriter, stay: bytes
) -> None:
    up = asyncio.create_task(_pour(browser, there))
    try:
        answer = await replica.readuntil(b"\r\n")
        back.write(answer[:-2] + (stay or b"\r\n"))
        await _pour(replica, back)
    finally:
        up.cancel()
        await asyncio.gather(up, return_exceptions=True)
        await _close(there)


async def _close(stream: StreamWriter) -> None:
    stream.close()
    with suppress(OSError):
        await stream.wait_closed()


async def _pour(source: StreamReader, sink: StreamWriter) -> None:
    while piece := await source.read(65536):
        sink.write(piece)
        await sink.drain()
