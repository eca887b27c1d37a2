"""Find out whether the course runs on this machine, in a data folder of its own: `mentorcourse workshop --check`."""

from __future__ import annotations

import http.cookiejar
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

import typer

from mentorcourse.content import Course, notebooks_folder, read_course

START_SECONDS = 60
SENTENCE = "Written by mentorcourse workshop --check."


class Visitor:
    """A participant without a browser: keeps cookies, sends the XSRF token back."""

    def __init__(self) -> None:
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def ask(
        self, url: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> str:
        """The reply's text; urllib.error.HTTPError when the server refuses."""
        token = next((cookie.value for cookie in self._cookies if cookie.name == "_xsrf"), "") or ""
        own = {"X-XSRFToken": token, "Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(url, body, {**own, **(headers or {})}, method=method)  # noqa: S310  (our server)
        with self._opener.open(request, timeout=START_SECONDS) as reply:
            return str(reply.read().decode())

    def enter(self, link: str) -> None:
        """Sign in by a personal link, as its page's Continue button does, and look at the privacy notice."""
        token = re.search(r'name="_xsrf" value="([^"]+)"', self.ask(link))
        entered = urllib.parse.urlencode({"_xsrf": token[1] if token else "", "next": "/course/privacy"}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/plain"}
        self.ask(link, "POST", entered, form)

    def read_notice(self, base: str) -> None:
        """Agree to the privacy notice that stands before the course, as its page's button does."""
        page = self.ask(f"{base}/course/privacy", headers={"Accept": "text/html"})
        shown = dict(re.findall(r'name="(_xsrf|version)" value="([^"]+)"', page))
        agreed = urllib.parse.urlencode({**shown, "answer": "agree"}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/plain"}
        self.ask(f"{base}/course/privacy", "POST", agreed, form)


def check_run() -> int:
    """Start the workshop, save a worksheet and read it back; 0 when it all came back as it was written."""
    course = read_course(notebooks_folder())
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "mentorcourse.cli",
            "workshop",
            "--no-browser",
            "--port",
            "0",
            "--data",
            folder,
        ]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
        environment["MENTORCOURSE_NOTEBOOKS"] = str(course.folder)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:  # noqa: S603
            try:
                return _report(course, _participant_link(server))
            except (OSError, ValueError) as error:
                typer.echo(f"The check failed: {error}", err=True)
                return 1
            finally:
                server.terminate()


def _participant_link(server: subprocess.Popen[str]) -> str:
    """Wait until the server prints the first participant's link."""
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_pass_on, args=(server, lines), daemon=True).start()
    try:
        while (line := lines.get(timeout=START_SECONDS)) is not None:
            if "Participant 1" in line:
                return line.split()[-1]
    except queue.Empty as nothing:
        raise ValueError(f"the server printed no link within {START_SECONDS} seconds") from nothing
    raise ValueError("the server stopped before it printed a link")


def _pass_on(server: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    for line in server.stdout or ():
        lines.put(line)
    lines.put(None)


def _report(course: Course, link: str) -> int:
    base, visitor = link.split("/course/")[0], Visitor()
    visitor.enter(link)
    visitor.read_notice(base)
    typer.echo("Signed in by a personal link, and read the privacy notice.")
    address, section, activity = next(iter(course.activities()))
    page = visitor.ask(f"{base}/course/sections/{section.section}", headers={"Accept": "text/html"})
    typer.echo(f"Opened “{section.title}” ({len(page):,} characters).")
    field = next(key for key, one in activity.list_fields() if one.takes == "text")
    answers = f"{base}/course/api/answers/{address}"
    kept = json.loads(visitor.ask(answers))
    saved = json.dumps({"base_revision": kept["revision"], "values": {field: SENTENCE}}).encode()
    visitor.ask(answers, "PATCH", saved)
    read_back = json.loads(visitor.ask(answers))
    if read_back["values"].get(field) != SENTENCE:
        typer.echo(f"“{activity.title}” did not come back as it was written: {read_back}", err=True)
        return 1
    typer.echo(f"Saved “{activity.title}” and read it back: revision {read_back['revision']}, {read_back['saved_at']}.")
    typer.echo("The workshop runs on this machine.")
    return 0
