"""What travels between the server and its pages' processes: frames of a JSON head and parts of bytes."""

from __future__ import annotations

import json
import socket
import struct
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct("!I")

Frame = tuple[dict[str, Any], list[bytes]]


def pack(head: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """A frame as bytes: the head's length, the head with its parts' lengths, the parts."""
    written = json.dumps({**head, "lengths": [len(part) for part in parts]}).encode()
    return b"".join((_LENGTH.pack(len(written)), written, *parts))


def send(line: socket.socket, head: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Send a frame."""
    line.sendall(pack(head, parts))


def receive(line: socket.socket) -> Frame | None:
    """The next frame; None when the other end has closed."""
    try:
        head = json.loads(_exactly(line, _LENGTH.unpack(_exactly(line, _LENGTH.size))[0]))
        return head, [_exactly(line, length) for length in head["lengths"]]
    except EOFError:
        return None


def _exactly(line: socket.socket, length: int) -> bytes:
    read = bytearray()
    while len(read) < length:
        more = line.recv(length - len(read))
        if not more:
            raise EOFError
        read += more
    return bytes(read)


async def read(reader: StreamReader) -> Frame | None:
    """The next frame; None when the other end has closed."""
    try:
        head = json.loads(await reader.readexactly(_LENGTH.unpack(await reader.readexactly(_LENGTH.size))[0]))
        return head, [await reader.readexactly(length) for length in head["lengths"]]
    except (IncompleteReadError, ConnectionError):
        return None
