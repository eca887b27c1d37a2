"""Voilà by itself, which also has the script of the course's forms: `python -m bench.stock_voila section.ipynb …`.

The notebook's forms ask for that script at this course's address of it. It is served as this course serves it, as one
file that browsers keep; there are no answers to load and no one to save them, and forms can be written in without.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tornado.web import HTTPError, RequestHandler
from voila.app import Voila

from mentorcourse.server.bundle import PLACE
from mentorcourse.server.static import FOLDERS, scripts

KINDS = {".js": "text/javascript", ".css": "text/css"}


class FormsScriptHandler(RequestHandler):
    """`/course/static/<folder>/<file>`: the forms' modules, bundled, and their style sheets."""

    def get(self, place: str) -> None:
        """One file, or 404."""
        self.set_header("Content-Type", f"{KINDS.get(Path(place).suffix, 'text/plain')}; charset=UTF-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.finish(script(place))


def script(place: str) -> str:
    """The text of one of the course's static files; HTTPError 404 for what is none of them."""
    folder, _, rest = place.partition("/")
    if place == PLACE:
        return scripts().script
    if place in scripts().exports:
        return scripts().stand_in(place)
    file = (FOLDERS[folder] / rest).resolve() if folder in FOLDERS else None
    if file and file.is_relative_to(FOLDERS[folder]) and file.is_file():
        return file.read_text(encoding="utf-8")
    raise HTTPError(404)


class StockVoila(Voila):
    """Stock Voilà with one more address."""

    def init_handlers(self) -> list[Any]:
        """Voilà's own, after it."""
        return [("/course/static/(.*)", FormsScriptHandler), *super().init_handlers()]


if __name__ == "__main__":
    StockVoila.launch_instance()
