"""The kernel's WebSocket: lets widget messages through in both directions, and nothing that runs code."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Literal

from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
)
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

MAX_MESSAGE_BYTES = 2_000_000
MAX_PARTS = 100
V1 = "v1.kernel.websocket.jupyter.org"
MAY_ASK = frozenset({"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"})
# Pages never show these: code, output and tracebacks are for authors, in JupyterLab.
NOT_TOLD = frozenset({"execute_input", "error", "stream"})


class WidgetChannels(ZMQChannelsWebsocketConnection):
    """One page's connection to its own kernel."""

    def nudge(self) -> asyncio.Future[None]:
        """Nothing to nudge: the page's notebook has run before the page connects."""
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ready.set_result(None)
        return ready

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a page's message on to the kernel, if it is one that widgets need."""
        if len(incoming_msg) > MAX_MESSAGE_BYTES or not self._may_pass(incoming_msg):
            self.log.warning("Refused a message from a page to its kernel.")
            return
        super().handle_incoming_message(incoming_msg)

    def _may_pass(self, message: Any) -> bool:
        try:
            channel, header, content = self._read(message)
            if channel != "shell" or header["msg_type"] not in MAY_ASK:
                return False
            return header["msg_type"] != "comm_open" or content["target_name"] == "jupyter.widget.control"
        except Exception:  # whatever in it cannot be read: pages of ours send nothing of the kind
            return False

    def _read(self, message: Any) -> tuple[Any, Any, Any]:
        """Channel, header and content of a message in either form that Jupyter Server takes."""
        is_v1 = self.subprotocol == V1
        if isinstance(message, bytes):
            _require_sound(message, *((8, "little") if is_v1 else (4, "big")))
        if is_v1:
            channel, parts = deserialize_msg_from_ws_v1(message)
            return channel, self.session.unpack(parts[0]), self.session.unpack(parts[3])
        plain = deserialize_binary_message(message) if isinstance(message, bytes) else json.loads(message)
        return plain["channel"], plain["header"], plain["content"]

    def handle_outgoing_message(self, stream: Any, outgoing_msg: list[Any]) -> None:
        """Pass a kernel's message on to the page, unless it is not for pages."""
        _, parts = self.session.feed_identities(outgoing_msg)
        if self.session.unpack(parts[1])["msg_type"] not in NOT_TOLD:
            super().handle_outgoing_message(stream, outgoing_msg)


def _require_sound(frame: bytes, width: int, order: Literal["big", "little"]) -> None:
    """Raise ValueError unless a binary frame's parts lie one behind the other, and are few.

    Jupyter Server believes the table at the frame's head: a false one makes it fill the memory.
    """
    count = int.from_bytes(frame[:width], order)
    if count > MAX_PARTS:
        raise ValueError("too many parts")
    table = frame[width : width * (count + 1)]
    offsets = [int.from_bytes(table[at : at + width], order) for at in range(0, len(table), width)]
    if offsets != sorted(offsets):
        raise ValueError("parts overlap")
