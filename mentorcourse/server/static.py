"""The course's own static files: forms, figures and pages, cached for good under a versioned address."""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, StaticFileHandler

from mentorcourse.language.catalogue import FOLDER as CATALOGUES

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = {
    "forms": _PACKAGE / "forms" / "static",
    "page": _PACKAGE / "server" / "static",
    "figures": _PACKAGE / "figures",
}
_SERVED = {".js", ".css", ".svg"}
_IMPORTED = re.compile(r'^(?:import|export)\b[^"]*?"(\.[^"]+\.js)"', re.MULTILINE)


def version() -> str:
    """A name for the static files as they are now; it changes when any of them does."""
    files = sorted(p for folder in FOLDERS.values() for p in folder.rglob("*") if p.suffix in _SERVED)
    files += sorted(CATALOGUES.glob("*.po"))
    return "v-" + hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def modules(*first: str) -> list[str]:
    """The module scripts at these places (`page/page.js`) and all that they import, for browsers to fetch at once."""
    found = list(first)
    for place in found:
        folder, _, rest = place.partition("/")
        for name in _IMPORTED.findall((FOLDERS[folder] / rest).read_text(encoding="utf-8")):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(place), name))
            if imported not in found:
                found.append(imported)
    return found


class CourseStaticHandler(StaticFileHandler):
    """`/course/static/[v-…/]<folder>/<file>`. Module scripts import each other within one version."""

    def initialize(self) -> None:  # type: ignore[override]
        """There are several roots; each request's path says which."""
        super().initialize(path=str(_PACKAGE))

    @allow_unauthenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        """Serve one file; who may have it, the gate has decided."""
        await super().get(path, include_body)

    @allow_unauthenticated
    async def head(self, path: str) -> None:
        """The same without its body."""
        await self.get(path, include_body=False)

    def parse_url_path(self, url_path: str) -> str:
        """Drop the version, which is only there for caches."""
        return re.sub(r"^v-[0-9a-f]+/", "", url_path)

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
