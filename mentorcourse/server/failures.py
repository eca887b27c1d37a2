"""When a request fails: what the server logs of it (nothing personal, no link's secret), and with which status."""

from __future__ import annotations

import logging
import re
from typing import Any

from tornado.web import HTTPError, RequestHandler

from mentorcourse.store import StorageUnavailable

EXPECTED = frozenset({401, 404, 405, 409, 422})
log = logging.getLogger("mentorcourse")


def log_request(handler: RequestHandler) -> None:
    """Count a request; log it if it failed, by its path alone: a query can hold anything."""
    handler.settings["mentorcourse"].metrics.ended(handler)
    status = handler.get_status()
    if status < 400 or status in EXPECTED:
        return
    milliseconds = 1000 * handler.request.request_time()
    level = logging.ERROR if status >= 500 else logging.WARNING
    log.log(level, "%s: %d after %.0f ms", _told(handler), status, milliseconds)


def _told(handler: RequestHandler) -> str:
    path = re.sub(r"/course/(enter|invitation|join)/.*", r"/course/\1/…", handler.request.path)
    return f"{handler.request.method} " + re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", path)


class DiscreetHandler(RequestHandler):
    """Stands first among the bases of the course's handlers, and keeps requests out of the log."""

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Log where the handler failed. Of what it only refused, `log_request` says enough."""
        if isinstance(value, StorageUnavailable):
            log.error("%s", value)
        elif not isinstance(value, HTTPError):
            log.error("%s failed", _told(self), exc_info=(typ, value, tb))

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Answer with an error page or message; while the storage is unavailable, 503: it is worth another try."""
        error = (kwargs.get("exc_info") or (None, None))[1]
        super().send_error(503 if isinstance(error, StorageUnavailable) else status_code, **kwargs)
