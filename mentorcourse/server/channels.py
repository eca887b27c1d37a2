"""The kernel's WebSocket: lets widget messages through in both directions, and nothing that runs code."""

from __future__ import annotations

import asyncio
from typing import Any, cast
from uuid import uuid4

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError

from . import wire
from .crowding import CHANNELS_FOR_A_KERNEL, TOO_MANY, Crowd
from .failures import log
from .forked.seat import Seat
from .kernels import CourseKernels
from .site import Site

REFUSED = "Refused a message from a page to its kernel."


class WidgetChannels(ZMQChannelsWebsocketConnection):
    """One page's connection to an ordinary kernel."""

    def nudge(self) -> asyncio.Future[None]:
        """Nothing to nudge: the page's notebook has run before the page connects."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ready.set_result(None)
        return ready

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a page's message on to the kernel, if it is one that widgets need."""
        try:
            wire.read(incoming_msg, self.subprotocol)
        except wire.Refused:
            log.warning(REFUSED)
            return
        super().handle_incoming_message(incoming_msg)

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Pass a kernel's message on to the page, unless it is not for pages."""
        _, parts = self.session.feed_identities(outgoing_msg)
        if wire.is_told(bytes(cast("bytes", parts[1]))):
            super().handle_outgoing_message(stream, outgoing_msg)


class SeatChannels:
    """One page's connection to its seat, whether that has a kernel just now or not."""

    kernel_ws_protocol = None  # whichever the page prefers

    def __init__(self, handler: KernelWebsocketHandler, seat: Seat) -> None:
        self._handler, self._seat, self.name = handler, seat, uuid4().hex.encode()

    async def connect(self) -> None:
        """The WebSocket is open."""
        self._seat.join(self)

    def disconnect(self) -> None:
        """The WebSocket is closed."""
        self._seat.leave(self)

    def handle_incoming_message(self, frame: str | bytes) -> None:
        """Pass a page's message on, if it is one that widgets need."""
        try:
            message = wire.read(frame, self._handler.selected_subprotocol)
        except wire.Refused:
            log.warning(REFUSED)
            return
        self._seat.take(self, message)

    def send(self, channel: str, message: list[bytes]) -> None:
        """Pass a kernel's message on to the page, unless it is not for pages, or the page has gone."""
        if not wire.is_told(message[0]):
            return
        frame = wire.written(channel, message, self._handler.selected_subprotocol)
        try:
            sent = self._handler.write_message(frame, binary=isinstance(frame, bytes))
            sent.add_done_callback(lambda one: one.cancelled() or one.exception())  # a page may go meanwhile
        except WebSocketClosedError:
            self._seat.leave(self)


class ChannelsHandler(KernelWebsocketHandler):
    """`/api/kernels/<id>/channels`: a page's connection to its seat, or to its ordinary kernel."""

    @ws_authenticated
    async def get(self, kernel_id: str) -> None:
        """Open it, unless its person opens them without end; a kernel has few, and the oldest give way."""
        if not self._crowd.may_open(self.current_user.username):
            raise HTTPError(429)
        with self._crowd.place(self, kernel_id, CHANNELS_FOR_A_KERNEL):
            await super().get(kernel_id)

    async def pre_get(self) -> None:
        """Find the seat or the kernel; the gate has looked whose it is."""
        seat = self._kernels.seats.find(self.kernel_id)
        if seat:
            self.connection = SeatChannels(self, seat)
        else:
            await super().pre_get()

    def on_message(self, ws_message: str | bytes) -> None:
        """Hear a page; one that sends without end loses its kernel, and is told so by the live channel."""
        if self._crowd.may_send(self.current_user.username, len(ws_message)):
            super().on_message(ws_message)
            return
        log.warning("A page sent more to its kernel than any page would; the kernel is let go.")
        self.close(TOO_MANY, "Too many messages.")
        self._ending = asyncio.ensure_future(self._end_kernel())

    async def _end_kernel(self) -> None:
        if self._kernels.owner(self.kernel_id):
            await self._kernels.shutdown_kernel(self.kernel_id, now=True)

    @property
    def _crowd(self) -> Crowd:
        return cast("Site", self.settings["mentorcourse"]).crowd

    @property
    def _kernels(self) -> CourseKernels:
        return cast("CourseKernels", self.kernel_manager)
