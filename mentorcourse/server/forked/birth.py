"""What a page's kernels say at birth: asked once of the page's process, and answered without any kernel afterwards."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from mentorcourse.server.unsigned import unsigned_session

from .client import PageChannel, PageClient
from .lines import PageGone

# A message as it travels: header, parent's header, metadata, content, buffers; and the channel it goes by.
Parts = list[bytes]
Sent = tuple[str, Parts]

CONTROL = "jupyter.widget.control"
LOOK_AGAIN_SECONDS = 1
_COMM = "00000000000000000000000063746c00"
session = unsigned_session()


@dataclass(frozen=True)
class AtBirth:
    """A kernel's answers as long as nothing has happened to its widgets, as contents of messages."""

    info: bytes
    comms: bytes
    states: Parts
    widgets: frozenset[str]

    def only_asks(self, message: Parts) -> bool:
        """Whether a message leaves a kernel as it was."""
        kind, content = json.loads(message[0])["msg_type"], json.loads(message[3])
        if kind == "comm_msg":
            return content.get("data", {}).get("method") in ("request_state", "request_states")
        return kind != "comm_close" or content["comm_id"] not in self.widgets

    def answers(self, asked: Parts, is_as_born: bool) -> list[Sent] | None:
        """What a kernel would answer; None where only one that runs can do what is asked.

        `is_as_born` says that nothing has happened to the kernel's widgets yet.
        """
        if not self.only_asks(asked):
            return None
        kind, content = json.loads(asked[0])["msg_type"], json.loads(asked[3])
        replies: list[Sent] = []
        if kind == "kernel_info_request":
            replies = [_reply("shell", "kernel_info_reply", asked, self.info)]
        elif kind == "comm_info_request":
            replies = [_reply("shell", "comm_info_reply", asked, self.comms)]
        elif not is_as_born or (kind == "comm_msg" and content["data"]["method"] != "request_states"):
            return None
        elif kind == "comm_msg":
            states = self.states[0].replace(_COMM.encode(), json.dumps(content["comm_id"])[1:-1].encode())
            replies = [_reply("iopub", "comm_msg", asked, states, self.states[1:])]
        return [*replies, _reply("iopub", "status", asked, b'{"execution_state": "idle"}')]


def update(comm: str, state: dict[str, Any]) -> Parts:
    """A message that tells a kernel of a widget's state."""
    content = {"comm_id": comm, "data": {"method": "update", "state": state, "buffer_paths": []}}
    return [session.pack(part) for part in (session.msg_header("comm_msg"), {}, {}, content)]


def _reply(channel: str, kind: str, asked: Parts, content: bytes, buffers: Parts | None = None) -> Sent:
    return channel, [session.pack(session.msg_header(kind)), asked[0], b"{}", content, *(buffers or [])]


async def ask_at_birth(client: PageClient) -> AtBirth:
    """Ask a page's process, whose cells have run, what its kernels will say."""
    shell, iopub = client.shell_channel, client.iopub_channel
    info = await _ask(client, "kernel_info_request", {}, shell)
    comms = await _ask(client, "comm_info_request", {"target_name": "jupyter.widget"}, shell)
    client.send("comm_open", {"comm_id": _COMM, "target_name": CONTROL, "data": {}}, {"version": "1.0.0"})
    states = await _ask(client, "comm_msg", {"comm_id": _COMM, "data": {"method": "request_states"}}, iopub)
    client.send("comm_close", {"comm_id": _COMM, "data": {}})
    pack = client.session.pack
    shown = [pack(states["content"]), *states["buffers"]]
    return AtBirth(pack(info["content"]), pack(comms["content"]), shown, frozenset(comms["content"]["comms"]))


async def _ask(client: PageClient, kind: str, content: dict[str, Any], channel: PageChannel) -> dict[str, Any]:
    """The answer to a request: a message of another kind than the kernel's state."""
    asked = client.send(kind, content)
    while await client.is_alive():
        with suppress(TimeoutError):
            message = await channel.get_msg(LOOK_AGAIN_SECONDS)
            if message["parent_header"].get("msg_id") == asked and message["msg_type"] != "status":
                return message
    raise PageGone
