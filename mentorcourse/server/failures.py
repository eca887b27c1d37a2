"""When a request fails: what the server logs of it (nothing personal, no link's secret), and with which status."""

from __future__ import annotations

import logging
import re
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from mentorcourse.store import StorageUnavailable

EXPECTED = frozenset({401, 404, 405, 409, 422})
log = logging.getLogger("mentorcourse")


def log_request(handler: RequestHandler) -> None:
    """Count a request; warn of it if it failed, by its path alone: a query can hold anything.

    The others are told at a level that only structured logs keep, and there by their route.
    """
    handler.settings["mentorcourse"].metrics.ended(handler)
    status, milliseconds = handler.get_status(), 1000 * handler.request.request_time()
    is_worth_a_line = status >= 400 and status not in EXPECTED
    level = logging.ERROR if status >= 500 else logging.WARNING if is_worth_a_line else logging.INFO
    route = getattr(handler.request, "course_route", "")
    fields = {"event": "request", "method": handler.request.method, "route": route, "status": status}
    told = {"fields": {**fields, "milliseconds": round(milliseconds)}}
    log.log(level, "%s: %d after %.0f ms", _told(handler), status, milliseconds, extra=told)


def _told(handler: RequestHandler) -> str:
    path = re.sub(r"/course/(enter|invitation|join)/.*", r"/course/\1/…", handler.request.path)
    return f"{handler.request.method} " + re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)


class DiscreetHandler(RequestHandler):
    """Stands first among the bases of the course's handlers, and keeps requests out of the log."""

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log where the handler failed. Of what it only refused, `log_request` says enough; who left misses nothing."""
        if isinstance(value, StorageUnavailable):
            log.error("%s", value)
        elif not isinstance(value, HTTPError | StreamClosedError):
            route = getattr(self.request, "course_route", "")
            told = {"fields": {"event": "handler failed", "method": self.request.method, "route": route}}
            log.error("%s failed", _told(self), exc_info=(typ, value, tb), extra=told)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Answer with an error page or message; while the storage is unavailable, 503: it is worth another try."""
        error = (kwargs.get("exc_info") or (None, None))[1]
        super().send_error(503 if isinstance(error, StorageUnavailable) else status_code, **kwargs)
