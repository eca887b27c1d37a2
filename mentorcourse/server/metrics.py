"""Numbers for those who run the server, in Prometheus' format, on a port that this computer alone can reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from tornado.web import RequestHandler

WAITS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """Counts requests as they end, and asks for the rest when it is asked; nothing is about any one person."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        own: dict[str, Any] = {"namespace": "mentorcourse", "registry": self._registry}
        self._saves = Histogram(
            "save_seconds", "How long saves waited until they were kept", buckets=WAITS_SECONDS, **own
        )
        self._pages = Histogram(
            "page_seconds", "How long pages took until their HTML was sent", buckets=WAITS_SECONDS, **own
        )
        self._failures = Counter("failures", "Requests that ended with an error of the server", ["status"], **own)
        self._own = own

    def watch(self, name: str, meaning: str, count: Callable[[], float]) -> None:
        """Add a number that is counted anew each time somebody asks."""
        Gauge(name, meaning, **self._own).set_function(count)

    def ended(self, handler: RequestHandler) -> None:
        """Count a request that has been answered."""
        status, path, method = handler.get_status(), handler.request.path, handler.request.method
        if status >= 500:
            self._failures.labels(str(status)).inc()
        elif status == 200 and method == "PATCH" and "/course/api/answers/" in path:
            self._saves.observe(handler.request.request_time())
        elif status == 200 and method == "GET" and "/course/sections/" in path:
            self._pages.observe(handler.request.request_time())

    def serve(self, port: int) -> Callable[[], None]:
        """Answer at http://127.0.0.1:`port`/metrics in a thread of its own; the function returned ends that.

        Raises OSError when the port is taken.
        """
        server, thread = start_http_server(port, addr="127.0.0.1", registry=self._registry)

        def end() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return end
