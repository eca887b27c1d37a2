"""The token in a request's head, by which a program says for whom it asks."""

from __future__ import annotations

import re

from tornado.httputil import HTTPServerRequest

_HEAD = re.compile(r"(?:token|bearer) +([!-~]{1,500})", re.IGNORECASE)


def token_of(request: HTTPServerRequest) -> str:
    """The token; "" when there is none, or more than one."""
    found = _HEAD.fullmatch(request.headers.get("Authorization", ""))
    return found[1] if found else ""
