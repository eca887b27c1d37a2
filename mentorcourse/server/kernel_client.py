"""The server's own line to a kernel, on which it runs a page's cells without missing a reply."""

from __future__ import annotations

from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from traitlets import Type

LOOK_AGAIN_SECONDS = 0.25


class AttentiveChannel(AsyncZMQSocketChannel):
    """A channel that looks again for a reply whose arrival it may not have heard.

    While nbclient waits here for a cell's reply, it also sends the state of Output widgets on the same socket; such
    a send swallows the one signal of a reply that comes in the same moment, and the page would wait for ever.
    """

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]  # noqa: ASYNC109
        """The next message; Empty when none comes within `timeout` seconds (None: wait as long as it takes)."""
        while timeout is None:
            try:
                return await super().get_msg(LOOK_AGAIN_SECONDS)
            except Empty:
                continue
        return await super().get_msg(timeout)


class AttentiveClient(AsyncKernelClient):
    """Jupyter's client with an attentive shell channel."""

    shell_channel_class = Type(AttentiveChannel)
