"""The peer of a section's page: the same text and the same fields as one plain HTML form, served by tornado alone.

It has the section's prose, its forms' titles, instructions, labels, help and hints, a text box, choice or tick for
each field, and the forms' own style sheet. It has no script, no sign-in, no pictures, and no lists, counts and history
around the fields; its server keeps the page in memory, compressed, and lets browsers keep the style sheet.
"""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import nbformat
from markdown_it import MarkdownIt
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from mentorcourse.content import definition, notebooks_folder, read_course
from mentorcourse.server.static import FOLDERS

_markdown = MarkdownIt("commonmark", {"html": False})
_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A plain form</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/forms.css"></head><body class="mc-page"><main>{body}</main></body></html>"""


def plain_form(stem: str) -> str:
    """The section's page as HTML that needs no script."""
    activities = iter(read_course().section(stem).activities)
    parts = []
    for cell in nbformat.read(notebooks_folder() / f"{stem}.ipynb", as_version=4).cells:
        if cell.cell_type == "markdown":
            parts.append(_markdown.render(cell.source))
        elif "section.form(" in cell.source:
            parts.append(_form(definition(next(activities), stem)))
    return _PAGE.format(body="".join(parts))


def _form(activity: dict[str, Any]) -> str:
    fields = "".join(_field(key, field) for key, field in activity["fields"].items())
    told = f"<p>{escape(activity['audience_words'])}</p>{activity['instructions']}"
    told += "".join(_texts(activity["layout"]))
    return f"<form method=post><h3>{escape(activity['title'])}</h3>{told}{fields}<button>Save</button></form>"


def _texts(layout: Any) -> Iterator[str]:
    """What a form tells between its fields, such as a case's situation, is HTML in its layout already."""
    if isinstance(layout, dict):
        layout = list(layout.values())
    if isinstance(layout, list):
        for inner in layout:
            yield from _texts(inner)
    elif isinstance(layout, str) and layout.startswith("<"):
        yield layout


def _field(key: str, field: dict[str, Any]) -> str:
    label, hint = escape(field["label"]), escape(field["hint"], quote=True)
    told = f"<p>{escape(field['help'])}</p>" if field["help"] else ""
    if field["takes"] in ("option", "options"):
        kind = "radio" if field["takes"] == "option" else "checkbox"
        choices = "".join(
            f'<label><input type={kind} name="{key}"> {escape(option["label"])}</label>' for option in field["options"]
        )
        return f"<fieldset><legend>{label}</legend>{told}{choices}</fieldset>"
    if field["takes"] == "tick":
        return f'<p><label><input type=checkbox name="{key}"> {label}</label></p>{told}'
    box = f'<textarea id="{key}" name="{key}" rows=3 placeholder="{hint}"></textarea>'
    return f'<p><label for="{key}">{label}</label></p>{told}{box}'


class _Page(RequestHandler):
    """Sends what it was made with, compressed."""

    def initialize(self, content: bytes, kind: str, kept: str) -> None:
        self.content, self.kind, self.kept = content, kind, kept

    def get(self) -> None:
        self.set_header("Content-Type", f"text/{self.kind}; charset=UTF-8")
        self.set_header("Cache-Control", self.kept)
        self.set_header("Content-Encoding", "gzip")
        self.finish(self.content)


async def serve(stem: str) -> None:
    """Serve the page of that section for good, and print the port."""
    page = gzip.compress(plain_form(stem).encode())
    sheet = gzip.compress((FOLDERS["forms"] / "course.css").read_bytes())
    application = Application(
        [
            ("/", _Page, {"content": page, "kind": "html", "kept": "no-store"}),
            ("/forms.css", _Page, {"content": sheet, "kind": "css", "kept": "public, max-age=31536000, immutable"}),
        ]
    )
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(application).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


@contextmanager
def plain_server(stem: str) -> Iterator[str]:
    """The address of that page, served by a process of its own."""
    command = [sys.executable, "-m", "bench.plain_form", stem]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
