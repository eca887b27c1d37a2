"""The exchange over HTTP: asks the course's service, as the person whose JupyterHub token this Jupyter server holds."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from mentorcourse.review.refused import Refused, Unknown

from .store import ExchangeStore, Held

SECONDS = 30.0
VARIABLE = "JUPYTERHUB_API_TOKEN"
NO_ADDRESS = (
    "c.CourseExchange.service = {service!r} is no address: whoever runs the JupyterHub corrects it in "
    "nbgrader_config.py, for example https://hub.example.edu/services/course"
)
NO_TOKEN = (
    f"There is no {VARIABLE} here: the course knows you by your JupyterHub's token. Use the JupyterLab that your "
    "JupyterHub starts for you."
)
UNREACHABLE = (
    "The course cannot be reached at {service} ({why}). Nothing is lost: wait a moment, then try again. If it stays "
    "so, tell whoever runs the JupyterHub."
)
NOT_THE_COURSE = (
    "At {service} something else than the course answers ({why}): whoever runs the JupyterHub corrects "
    "c.CourseExchange.service in nbgrader_config.py."
)
NOT_YOURS = "You take part in no course {course!r}: nbgrader list shows those that you take part in."
NOT_ANOTHER = "You submit, and fetch feedback, as yourself alone: leave --student out."


class Service:
    """The course's service of a JupyterHub, as one person may use it. Raises Refused, in words, when it will not."""

    def __init__(self, address: str, environment: Mapping[str, str] = os.environ) -> None:
        self.address, self._token = address.rstrip("/"), environment.get(VARIABLE, "")
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused(NO_ADDRESS.format(service=address))
        if not self._token:
            raise Refused(NO_TOKEN)

    def ask(self, path: str = "", **sent: str) -> dict[str, Any]:
        """What the service answers below `course/api/exchange`; with `sent`, which is posted to it."""
        headers = {"Authorization": f"token {self._token}", "Accept": "application/json"}
        body = json.dumps(sent).encode() if sent else None
        request = Request(f"{self.address}/course/api/exchange{quote(path)}", body, headers)  # noqa: S310  (http only)
        if body:
            request.add_header("Content-Type", "application/json")
        try:
            with _opener.open(request, timeout=SECONDS) as reply:
                return self._read(reply.status, reply.read())
        except HTTPError as refused:
            with refused:
                answer = self._read(refused.code, refused.read())
            kind = Unknown if refused.code == 404 else Refused
            raise kind(str(answer.get("message", ""))) from refused
        except (OSError, http.client.HTTPException) as failed:
            why = getattr(failed, "reason", failed)
            raise Refused(UNREACHABLE.format(service=self.address, why=why)) from failed

    def _read(self, status: int, content: bytes) -> dict[str, Any]:
        try:
            read = json.loads(content)
        except ValueError:
            read = None
        if isinstance(read, dict) and not 300 <= status < 400:
            return read
        words = UNREACHABLE if status >= 500 else NOT_THE_COURSE
        raise Refused(words.format(service=self.address, why=f"status {status}"))


class _NoRedirects(HTTPRedirectHandler):
    """A token goes to the address that was configured, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow none."""


_opener = build_opener(_NoRedirects)


def http_exchanges(address: str, courses: Sequence[str] = ()) -> list[ExchangeStore]:
    """The exchanges of the courses named, or of all in which one takes part; raises Refused."""
    service = Service(address)
    listed = service.ask()
    own = {one["course"]: one for one in listed["courses"]}
    for course in courses:
        if course not in own:
            raise Unknown(NOT_YOURS.format(course=course))
    return [HTTPExchange(service, listed["student"], own[course]) for course in courses or own]


class HTTPExchange:
    """One's own part of one course's exchange."""

    def __init__(self, service: Service, me: str, listed: Mapping[str, Any]) -> None:
        self.course: str = listed["course"]
        self._service, self._me, self._listed = service, me, listed

    def student(self, named: str) -> str:
        """Oneself."""
        if named not in ("", self._me):
            raise Refused(NOT_ANOTHER)
        return self._me

    def released(self) -> dict[str, datetime]:
        """By name."""
        return {name: datetime.fromisoformat(at) for name, at in self._listed["released"].items()}

    def notebook(self, assignment: str) -> str:
        """As it was released last."""
        text: str = self._ask(assignment, "notebook")["notebook"]
        return text

    def submit(self, student: str, assignment: str, notebook: str) -> datetime:
        """As oneself, whoever is named."""
        return datetime.fromisoformat(self._ask(assignment, "submit", notebook=notebook)["submitted_at"])

    def submissions(self, assignment: str = "", student: str = "") -> list[Held]:
        """One's own."""
        return [
            Held(self._me, one["assignment"], datetime.fromisoformat(one["submitted_at"]), one["has_feedback"])
            for one in self._listed["submissions"]
            if assignment in ("", one["assignment"]) and student in ("", self._me)
        ]

    def feedback(self, student: str, assignment: str) -> str | None:
        """On one's own newest submission."""
        page: str | None = self._ask(assignment, "feedback")["page"]
        return page

    def _ask(self, assignment: str, what: str, **sent: str) -> dict[str, Any]:
        return self._service.ask(f"/{self.course}/{assignment}/{what}", **sent)
