"""What every response says besides its content: where scripts may come from, and whether it may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import Application, OutputTransform

# No page needs inline scripts; anywidget loads its modules from blobs, ipywidgets style their elements inline.
POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {sockets}; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def security_headers(url: str) -> dict[str, str]:
    """The headers for a server whose pages people open at `url`."""
    parts = urlsplit(url)
    is_https = parts.scheme == "https"
    policy = POLICY.format(sockets=f"ws{'s' if is_https else ''}://{parts.netloc}")
    transport = {"Strict-Transport-Security": "max-age=31536000"} if is_https else {}
    return {"Content-Security-Policy": policy, **SECURITY_HEADERS, **transport}


class _Completed(OutputTransform):
    """Adds to one response what its handler has not said itself."""

    def __init__(self, request: HTTPServerRequest, headers: Mapping[str, str]):
        self._headers = headers

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        # Files are asked for again with their date; all else may hold what one person only should see.
        kept = "no-cache" if "Last-Modified" in headers else "no-store"
        for name, value in {**self._headers, "Cache-Control": kept}.items():
            if name not in headers:
                headers[name] = value
        return status_code, headers, chunk


def complete_headers(application: Application, headers: Mapping[str, str]) -> None:
    """Give every response of `application` these headers, whoever's handler it comes from."""
    application.add_transform(cast("Any", partial(_Completed, headers=headers)))
