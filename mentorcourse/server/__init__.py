"""The Jupyter Server side: the workshop's own server, and the small extension for a Jupyter of one's own."""

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "mentorcourse.server.extension"}]
