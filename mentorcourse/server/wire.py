"""A kernel's messages on a page's WebSocket: read with suspicion, and written in the form that the page speaks."""

from __future__ import annotations

import json
from typing import Any, Literal

from jupyter_server.services.kernels.connection.base import (
    deserialize_binary_message,
    deserialize_msg_from_ws_v1,
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)

from .unsigned import unsigned_session

MAX_MESSAGE_BYTES = 2_000_000
MAX_PARTS = 100
V1 = "v1.kernel.websocket.jupyter.org"
CONTROL = "jupyter.widget.control"
MAY_ASK = frozenset({"kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close"})
# Pages never show these: code, output and tracebacks are for authors, in JupyterLab.
NOT_TOLD = frozenset({"execute_input", "error", "stream"})
FIELDS = ("header", "parent_header", "metadata", "content")

_session = unsigned_session()


class Refused(Exception):
    """A message that no page of ours would send."""


def read(frame: str | bytes, subprotocol: str | None) -> list[bytes]:
    """Header, parent's header, metadata, content and buffers of a message that widgets need; Refused for any other."""
    try:
        if len(frame) > MAX_MESSAGE_BYTES:
            raise Refused
        channel, parts = _parts(frame, subprotocol == V1)
        kind, content = json.loads(parts[0])["msg_type"], json.loads(parts[3])
        if channel != "shell" or kind not in MAY_ASK or not _is_sound(kind, content):
            raise Refused
    except Exception as unreadable:  # whatever in it cannot be read
        raise Refused from unreadable
    return parts


def _is_sound(kind: str, content: Any) -> bool:
    """Whether what the server itself looks at is of the right kind."""
    if not isinstance(content, dict):
        return False
    if kind in ("kernel_info_request", "comm_info_request"):
        return True
    if not (isinstance(content["comm_id"], str) and isinstance(content.get("data", {}), dict)):
        return False
    return kind != "comm_open" or content["target_name"] == CONTROL


def _parts(frame: str | bytes, is_v1: bool) -> tuple[str, list[bytes]]:
    """Channel and parts of a message in any form that Jupyter Server takes."""
    if isinstance(frame, bytes):
        _require_sound(frame, *((8, "little") if is_v1 else (4, "big")))
    if is_v1:
        channel, parts = deserialize_msg_from_ws_v1(frame)
        return channel, parts
    message = deserialize_binary_message(frame) if isinstance(frame, bytes) else json.loads(frame)
    return message["channel"], [*(_session.pack(message[name]) for name in FIELDS), *message.get("buffers", [])]


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


def is_told(header: bytes) -> bool:
    """Whether a kernel's message is for pages."""
    return json.loads(header)["msg_type"] not in NOT_TOLD


def written(channel: str, parts: list[bytes], subprotocol: str | None) -> str | bytes:
    """A kernel's message as a frame."""
    if subprotocol == V1:
        return bytes(serialize_msg_to_ws_v1(parts, channel))
    message: dict[str, Any] = dict(zip(FIELDS, map(json.loads, parts), strict=False))
    message |= {"channel": channel, "buffers": parts[len(FIELDS) :]}
    message |= {name: message["header"][name] for name in ("msg_id", "msg_type")}
    return bytes(serialize_binary_message(message)) if message["buffers"] else json.dumps(message)
