"""A tiny server that shows one form on a page, with answers kept in memory and faults on demand."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler

import mentorcourse.forms
from mentorcourse.content import BadAnswers
from mentorcourse.documents.calendar_entry import calendar_entry
from mentorcourse.documents.drafts import Days
from mentorcourse.store import Answer

from .samples import ACTIVITIES, DEFINITIONS, SECTION

BASE = "/some/prefix/"
STATIC = Path(mentorcourse.forms.__file__).parent / "static"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A form</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="{base}course/static/forms/course.css">
<style>body {{ margin: 0 auto; padding: 0.5rem; max-width: 60rem; background: var(--mc-paper); }}
@media print {{ body.mc-page {{ background: none; color-scheme: light; }} }}</style>
<script id="jupyter-config-data" type="application/json">{{"baseUrl": "{base}"}}</script></head>
<body class="mc-page"><main><h1>A page</h1><h2>A part of it</h2><div id="place"></div></main><script type="module">
import * as forms from "{base}course/static/forms/form.js";
window.forms = forms;
window.heard = [];
window.form = forms.mountForm(document.getElementById("place"), {definition},
  {{onValue: (values) => {{ window.heard.push(values); document.body.dataset.heard = JSON.stringify(values); }}}});
</script></body></html>"""


@dataclass
class Course:
    """The course as one test sees it: what is kept, what was asked, and what shall go wrong."""

    number: int = field(default_factory=count().__next__)
    person: str | None = "first-person"
    revisions: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    patches: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    closed: bool = False
    unreachable: bool = False
    paper_failure: str = ""
    lose_acknowledgements: bool = False
    hold: threading.Event | None = None
    spread: dict[str, Any] = field(default_factory=lambda: {"answered": 2, "shown": 0, "counts": None, "message": None})

    def kept(self, kind: str, person: str = "first-person") -> list[dict[str, Any]]:
        """The revisions of one activity, oldest first."""
        return self.revisions.setdefault((person, f"{SECTION}.{kind}"), [])

    def values(self, kind: str, person: str = "first-person") -> dict[str, Any]:
        """The activity's answers as they stand."""
        merged: dict[str, Any] = {}
        for revision in self.kept(kind, person):
            merged.update(revision["values"])
        return merged

    def save(self, kind: str, values: dict[str, Any], person: str = "first-person") -> None:
        """Save as another window would."""
        revisions = self.kept(kind, person)
        now = datetime.now(UTC).isoformat()
        revisions.append({"revision": len(revisions) + 1, "saved_at": now, "values": values})

    def state(self, kind: str, person: str) -> dict[str, Any]:
        """What GET answers."""
        revisions = self.kept(kind, person)
        return {
            "activity": f"{SECTION}.{kind}",
            "revision": len(revisions),
            "values": self.values(kind, person),
            "saved_at": revisions[-1]["saved_at"] if revisions else None,
        }

    def patch(self, kind: str, person: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Check, compare and append as the real server does."""
        activity, values = ACTIVITIES[kind], self.values(kind, person)
        try:
            changes = activity.clean(body["values"])
        except BadAnswers as wrong:
            return 422, {"errors": wrong.errors}
        if refused := activity.refuse(values, changes):
            return 422, {"errors": refused}
        since = [r for r in self.kept(kind, person) if r["revision"] > body["base_revision"]]
        touched = {key for revision in since for key in revision["values"]}
        conflicts = {
            key: {"yours": value, "theirs": values[key]}
            for key, value in changes.items()
            if key in touched and values[key] != value
        }
        if conflicts:
            return 409, {"conflicts": conflicts, **self.state(kind, person)}
        if changed := {key: value for key, value in changes.items() if values.get(key) != value}:
            self.save(kind, changed, person)
        return 200, self.state(kind, person)


class _Handler(RequestHandler):
    @property
    def course(self) -> Course:
        return self.settings["holder"]["course"]

    async def prepare(self) -> None:
        course = self.course
        if course.hold:
            await asyncio.get_running_loop().run_in_executor(None, course.hold.wait, 30)
        if course.unreachable:
            self.request.connection.stream.close()  # type: ignore[union-attr]
            self._finished = True

    def answer(self, status: int, body: dict[str, Any]) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body))


class _Page(_Handler):
    def get(self, kind: str) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_cookie("_xsrf", "token")
        definition = json.dumps(DEFINITIONS[kind]).replace("<", "\\u003c")
        self.finish(PAGE.format(base=BASE, definition=definition))


class _Me(_Handler):
    def get(self) -> None:
        person = self.course.person
        self.answer(200, {"draft_key": person}) if person else self.answer(401, {})


class _Answers(_Handler):
    def get(self, kind: str) -> None:
        person = self.course.person
        self.answer(200, self.course.state(kind, person)) if person else self.answer(401, {})

    def patch(self, kind: str) -> None:
        course, body = self.course, json.loads(self.request.body)
        if f"course={course.number}" not in self.request.headers.get("Referer", ""):
            return self.answer(401, {})  # the last words of an earlier test's page
        course.patches.append(body)
        if not course.person or self.request.headers.get("X-Draft-Key") != course.person:
            return self.answer(401, {})
        if self.request.headers.get("X-XSRFToken") != "token":
            return self.answer(403, {"message": "No token."})
        if course.closed:
            return self.answer(403, {"message": "This section is closed."})
        if course.refusals:
            return self.answer(*course.refusals.pop(0))
        status, answer = course.patch(kind, course.person, body)
        if course.lose_acknowledgements:
            self.request.connection.stream.close()  # type: ignore[union-attr]
            self._finished = True
            return None
        return self.answer(status, answer)


class _History(_Handler):
    def get(self, kind: str) -> None:
        revisions = self.course.kept(kind, self.course.person or "")
        self.answer(200, {"activity": kind, "revisions": revisions[::-1]})


class _Calendar(_Handler):
    def get(self, kind: str) -> None:
        course, activity = self.course, ACTIVITIES[kind]
        latest = course.kept(kind)[-1]
        answer = Answer(activity.key, latest["revision"], course.values(kind), datetime.now(UTC))
        assert activity.calendar
        self.set_header("Content-Disposition", "attachment; filename=entry.ics")
        self.finish(calendar_entry(activity.calendar, dict(activity.list_fields()), answer, "first-person", Days()))


class _Paper(_Handler):
    """In place of a PDF: what it would be made of."""

    def get(self, what: str, kind: str) -> None:
        if self.course.paper_failure:
            self.answer(503, {"message": self.course.paper_failure})
            return
        is_blank = self.get_query_argument("blank", None) is not None
        self.set_header("Content-Disposition", "attachment; filename=sheet.pdf; filename*=UTF-8''%C3%9Cbung.pdf")
        self.finish(json.dumps([what, {} if is_blank else self.course.values(kind)]))


class _Cohort(_Handler):
    def get(self, kind: str) -> None:
        self.answer(200, self.course.spread)


def _application(holder: dict[str, Course]) -> Application:
    answers = rf"{BASE}course/api/answers/{SECTION}\.(\w+)"
    return Application(
        [
            (rf"{BASE}page/(\w+)", _Page),
            (rf"{BASE}course/api/me", _Me),
            (answers, _Answers),
            (f"{answers}/history", _History),
            (rf"{BASE}course/api/calendar/{SECTION}\.(\w+)", _Calendar),
            (rf"{BASE}course/api/(worksheets|card)/{SECTION}\.(\w+)\.pdf", _Paper),
            (rf"{BASE}course/api/cohort/{SECTION}\.(\w+)", _Cohort),
            (rf"{BASE}course/static/forms/(.*)", StaticFileHandler, {"path": str(STATIC)}),
        ],
        holder=holder,
        log_function=lambda handler: None,
    )


@dataclass
class Harness:
    """A running server; `course` is replaced for each test."""

    address: str
    holder: dict[str, Course]

    @property
    def course(self) -> Course:
        """The course that the pages talk to now."""
        return self.holder["course"]

    def fresh(self) -> Course:
        """Forget everything that an earlier test did."""
        self.holder["course"] = Course()
        return self.course

    def page(self, kind: str) -> str:
        """The address of the page with the form of this kind."""
        return f"{self.address}{BASE}page/{kind}?course={self.course.number}"


@contextmanager
def running() -> Iterator[Harness]:
    """Serve on a free port of this machine until the block ends."""
    holder = {"course": Course()}
    sockets = bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()

    async def start() -> HTTPServer:
        server = HTTPServer(_application(holder))
        server.add_sockets(sockets)
        return server

    async def stop(server: HTTPServer) -> None:
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    try:
        yield Harness(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", holder)
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
