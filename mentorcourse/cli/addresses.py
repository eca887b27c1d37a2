"""The address that people use for the course: what links begin with."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer


def checked_url(url: str) -> str:
    """Return a public address that links can begin with, or "" for none; raises typer.BadParameter."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if url and not (is_address and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)):
        raise typer.BadParameter("write it like https://course.example.org, with no path behind it.")
    return url.rstrip("/")


PublicUrlOption = Annotated[
    str,
    typer.Option(
        help="The address that people use, if it is another; links begin with it.",
        envvar="MENTORCOURSE_PUBLIC_URL",
        callback=checked_url,
    ),
]
