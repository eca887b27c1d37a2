"""The course's own static files: forms, figures and pages, cached for good under a versioned address."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, StaticFileHandler

from mentorcourse.language.catalogue import FOLDER as CATALOGUES

from .bundle import PLACE, Bundle, bundle
from .failures import DiscreetHandler

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = {
    "forms": _PACKAGE / "forms" / "static",
    "page": _PACKAGE / "server" / "static",
    "figures": _PACKAGE / "figures",
}
_SERVED = {".js", ".css", ".svg"}
# What the template of a page with forms may start.
_STARTED = ("page/page.js", "page/sentences.js", "page/reflections_section.js")
_VERSION = re.compile(r"^v-[0-9a-f]+/")


def version() -> str:
    """A name for the static files as they are now; it changes when any of them does."""
    files = sorted(p for folder in FOLDERS.values() for p in folder.rglob("*") if p.suffix in _SERVED)
    files += sorted(CATALOGUES.glob("*.po"))
    served = b"".join([scripts().script.encode(), *(path.read_bytes() for path in files)])
    return "v-" + hashlib.sha256(served).hexdigest()[:12]


@cache
def scripts() -> Bundle:
    """The module scripts of course pages as one."""
    return bundle(FOLDERS, *_STARTED)


@cache
def _sheets() -> dict[str, Path]:
    """The style sheets, by the places where they are served."""
    return {
        f"{name}/{path.relative_to(at).as_posix()}": path for name, at in FOLDERS.items() for path in at.rglob("*.css")
    }


def _is_kept(place: str) -> bool:
    return place == PLACE or place in scripts().exports or place in _sheets()


@cache
def _kept(place: str) -> tuple[bytes, bytes]:
    """What pages wait for, plain and compressed: the bundle, what stands in for a module in it, a style sheet."""
    if place in _sheets():
        text = _sheets()[place].read_bytes()
    else:
        text = (scripts().script if place == PLACE else scripts().stand_in(place)).encode()
    return text, gzip.compress(text)


class CourseStaticHandler(DiscreetHandler, StaticFileHandler):
    """`/course/static/[v-…/]<folder>/<file>`. Module scripts import each other within one version, bundled."""

    def initialize(self) -> None:  # type: ignore[override]
        """There are several roots; each request's path says which."""
        super().initialize(path=str(_PACKAGE))

    @allow_unauthenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        """Serve one file; who may have it, the gate has decided."""
        place = _VERSION.sub("", path)
        if place != path and _is_kept(place):
            await self._finish_kept(place)
        else:
            await super().get(path, include_body)

    @allow_unauthenticated
    async def head(self, path: str) -> None:
        """The same without its body."""
        await self.get(path, include_body=False)

    async def _finish_kept(self, place: str) -> None:
        text, packed = _kept(place)
        kind = "css" if place.endswith(".css") else "javascript"
        self.set_header("Content-Type", f"text/{kind}; charset=UTF-8")
        self.set_header("Vary", "Accept-Encoding")
        self.set_extra_headers(place)
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            text = packed
        await self.finish(text)

    def compute_etag(self) -> str | None:
        """Nothing for what has no file; its address changes with it."""
        return super().compute_etag() if hasattr(self, "absolute_path") else None

    def parse_url_path(self, url_path: str) -> str:
        """Drop the version, which is only there for caches."""
        return _VERSION.sub("", url_path)

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """The file behind `forms/…`, `page/…` or `figures/…`."""
        folder, _, rest = path.partition("/")
        if folder not in FOLDERS or Path(rest).suffix not in _SERVED:
            raise HTTPError(404)
        return str(FOLDERS[folder] / rest)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuse whatever lies outside the folders that are served."""
        found = Path(absolute_path).resolve()
        if not any(found.is_relative_to(folder) for folder in FOLDERS.values()) or not found.is_file():
            raise HTTPError(404)
        return str(found)

    def set_extra_headers(self, path: str) -> None:
        """An address with today's version never changes what it holds; one with an older version has."""
        is_versioned = f"/{self.settings['mentorcourse_static_version']}/" in self.request.path
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if is_versioned else "no-cache")

    def get_cache_time(self, path: str, modified: Any, mime_type: str) -> int:
        """`set_extra_headers` says it all."""
        return 0
