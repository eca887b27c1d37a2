"""The sides of the comparison: this course's section, the same at stock Voilà twice, and at Solara; each a server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from bench.follow import CourseVisit
from bench.solara_visit import SolaraVisit
from bench.visit import STEM, PlainVisit, Visit
from mentorcourse.content import definition, notebooks_folder, read_course
from mentorcourse.server.page import ALLOWED_LABEXTENSIONS
from tests.caller import Caller
from tests.machine import hear_interrupts
from tests.workshop import running_workshop

PEERS_BIN = Path(".venv-bench/bin")
APPS = Path(__file__).parent / "peer_apps"
OURS, STOCK, PLAIN, SOLARA = "this course", "stock Voilà", "stock Voilà, plain ipywidgets", "Solara"
START_SECONDS = 120


@dataclass(frozen=True)
class Side:
    """A running server: its process, a visit for each person, and how a real browser comes in."""

    pid: int
    visits: list[Visit]
    url: str
    cookies: dict[str, str]


@contextmanager
def this_course(people: int) -> Iterator[Side]:
    """The workshop as people start it; the page has been opened once before, as by its facilitator."""
    with tempfile.TemporaryDirectory() as folder, running_workshop(Path(folder) / "data") as workshop:
        callers = [workshop.member(f"Person {number}") for number in range(people + 1)]
        url = f"{workshop.url}/course/sections/{STEM}"
        open_first(workshop.url, callers[-1])
        visits: list[Visit] = [CourseVisit(url, one.cookie_line) for one in callers[:-1]]
        yield Side(workshop.pid, visits, url, callers[-1].cookies)


def open_first(url: str, caller: Caller) -> None:
    """The page's first visit after the start, for which its notebook is run."""
    asyncio.run(CourseVisit(f"{url}/course/sections/{STEM}", caller.cookie_line).load())


@contextmanager
def stock_voila(people: int) -> Iterator[Side]:
    """Voilà by itself, with the same notebook, its forms' script, and no labextensions that it has no use for."""
    notebook = str(notebooks_folder() / f"{STEM}.ipynb")
    allow = f"--VoilaConfiguration.extension_allowlist={ALLOWED_LABEXTENSIONS}"
    with _voila([sys.executable, "-m", "bench.stock_voila"], notebook, allow) as (url, pid):
        yield Side(pid, [Visit(url) for _ in range(people)], url, {})


@contextmanager
def plain_voila(people: int) -> Iterator[Side]:
    """Voilà by itself, with the section's texts and fields in plain ipywidgets."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form = write_form(folder)
        nbformat.write(_notebook(json.loads(form.read_text(encoding="utf-8"))), folder / "section.ipynb")
        more = {"PEER_FORM": str(form), "PYTHONPATH": str(APPS)}
        # The labextensions of Solara's libraries are no part of this side.
        deny = "--VoilaConfiguration.extension_denylist=['jupyter-vue', 'jupyter-vuetify']"
        voila, notebook = [str(PEERS_BIN / "python"), "-m", "voila"], str(folder / "section.ipynb")
        with _voila(voila, notebook, deny, **more) as (url, pid):
            yield Side(pid, [PlainVisit(url) for _ in range(people)], url, {})


@contextmanager
def solara(people: int) -> Iterator[Side]:
    """Solara's own server, as for production, with the section's texts and fields in its components."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        flags = ["--host=127.0.0.1", f"--port={port}", "--production", "--no-open"]
        command = [str(PEERS_BIN / "solara"), "run", str(APPS / "solara_form.py"), *flags]
        own = {"PEER_FORM": str(write_form(Path(folder))), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
        url = f"http://127.0.0.1:{port}/"
        with running(command, f"{url}readyz", own) as pid:
            yield Side(pid, [SolaraVisit(url) for _ in range(people)], url, {})


SIDES: dict[str, Callable[[int], AbstractContextManager[Side]]] = {
    OURS: this_course,
    STOCK: stock_voila,
    PLAIN: plain_voila,
    SOLARA: solara,
}


def form_parts() -> list[dict[str, Any]]:
    """The section as a list of texts and forms, as the peers' programs read it; every field of every activity."""
    section = read_course().section(STEM)
    forms = {one.key: one for one in section.activities}
    parts: list[dict[str, Any]] = []
    for cell in nbformat.read(notebooks_folder() / f"{STEM}.ipynb", as_version=4).cells:
        named = [key for key in forms if f'form("{key}")' in cell.source]
        if cell.cell_type == "markdown":
            parts.append({"text": cell.source})
        for key in named:
            told = definition(forms[key], STEM)["fields"].values()
            fields = [
                {
                    "label": str(one["label"]),
                    "hint": str(one.get("hint") or ""),
                    "options": [str(option["label"]) for option in one.get("options") or []],
                }
                for one in told
            ]
            parts.append({"title": forms[key].title, "fields": fields})
    return parts


def write_form(folder: Path) -> Path:
    """The file that the peers' programs read."""
    file = folder / "form.json"
    file.write_text(json.dumps(form_parts()), encoding="utf-8")
    return file


def _notebook(parts: list[dict[str, Any]]) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell(part["text"])
        if "text" in part
        else nbformat.v4.new_code_cell(f"import plain_form\nplain_form.form({number})")
        for number, part in enumerate(parts)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@contextmanager
def _voila(voila: list[str], notebook: str, *flags: str, **more: str) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = [*voila, notebook, "--no-browser", f"--port={port}", *flags]
    url = f"http://127.0.0.1:{port}/"
    with running(command, f"{url}voila/static/voila.js", more) as pid:
        yield url, pid


@contextmanager
def running(command: list[str], sign_of_life: str, more: dict[str, str]) -> Iterator[int]:
    """A server's process, from when it answers at that address to its end."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdout=nothing, stderr=nothing, env={**os.environ, **more}, preexec_fn=hear_interrupts
    )
    try:
        _wait(process, sign_of_life)
        yield process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.2)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
