"""The address that people use for the course: what links begin with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

DEFAULT_PORT = 8866
HERE = f"http://127.0.0.1:{DEFAULT_PORT}"
_NAME = "address"  # of the file in the data folder


def remember_address(folder: Path, url: str) -> None:
    """Note in the data folder where the course is reached, for the commands that print links."""
    with suppress(OSError):  # a folder that takes nothing: the course runs all the same
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _NAME).write_text(f"{url}\n", encoding="utf-8")


def last_address(folder: Path) -> str:
    """Where the course of this data folder was reached when it was started last; the usual place before that."""
    try:
        return (folder / _NAME).read_text(encoding="utf-8").strip() or HERE
    except OSError:
        return HERE


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


def _public_url(otherwise: str) -> Any:
    told = f"The address that people use for the course; links begin with it. Without it, {otherwise}."
    return typer.Option(help=told, envvar="MENTORCOURSE_PUBLIC_URL", callback=checked_url)


PublicUrlOption = Annotated[str, _public_url("that of the last start")]
ServedUrlOption = Annotated[str, _public_url("that of host and port")]
