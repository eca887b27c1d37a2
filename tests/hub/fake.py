"""As much of a JupyterHub as a service asks: whose token is this? And a course that is that Hub's service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from mentorcourse import people
from mentorcourse.cli.workshop import free_port
from mentorcourse.privacy import consent
from tests.hub.running import PREFIX, Replica
from tests.workshop import closing_store

SCOPE = "access:services!service=course"


class FakeHub:
    """Knows the owners of tokens; `is_down` lets it fail."""

    def __init__(self) -> None:
        self.tokens: dict[str, dict[str, Any]] = {}
        self.is_down = False
        hub = self

        class Handler(BaseHTTPRequestHandler):
            """Answers what `GET /hub/api/user` asks, and leads everybody else who comes elsewhere."""

            def do_GET(self) -> None:
                """The owner's model, or 403 as a Hub answers for tokens that it does not know."""
                if not self.path.startswith("/hub/api/user"):
                    self._answer(302, {})
                    return
                model = hub.tokens.get(self.headers.get("Authorization", "").removeprefix("token "))
                self._answer(503 if hub.is_down else 200 if model else 403, model or {})

            do_POST = do_GET  # noqa: N815  (its base class asks for this name)

            def _answer(self, status: int, content: dict[str, Any]) -> None:
                written = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(written)))
                if status == 302:
                    self.send_header("Location", "/hub/api/user")
                self.end_headers()
                self.wfile.write(written)

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        """Begin to answer."""
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """End."""
        self.server.shutdown()
        self.server.server_close()


class Service(Replica):
    """The course as the fake Hub's service."""

    def __init__(self, folder: Path, hub: FakeHub) -> None:
        self.hub, port = hub, free_port("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{port}{PREFIX}"
        settings = {
            "JUPYTERHUB_API_TOKEN": "f" * 40, "JUPYTERHUB_API_URL": f"{hub.url}/hub/api",
            "JUPYTERHUB_CLIENT_ID": "service-course", "JUPYTERHUB_SERVICE_PREFIX": PREFIX, "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}", "JUPYTERHUB_PUBLIC_URL": self.address,
        }  # fmt: skip
        super().__init__(folder, settings=settings)
        self.port = port

    def token(self, account: str, *groups: str, scopes: tuple[str, ...] = (SCOPE,), **more: Any) -> str:
        """A new token of an account in these groups."""
        token = f"{len(self.hub.tokens):040x}"
        model = {"kind": "user", "name": account, "groups": list(groups), "scopes": list(scopes)}
        self.hub.tokens[token] = {**model, **more}
        return token

    def member(self, account: str, *groups: str, agreed: bool = True) -> str:  # type: ignore[override]
        """Somebody who has signed in before; a token of theirs."""
        with closing_store(self) as store:
            person = people.enter_from_hub(store, account, "", groups).person
            if agreed:
                consent.agree(store, person, self.notice)
        return self.token(account, *groups)


@contextmanager
def running_service(folder: Path) -> Iterator[Service]:
    """A fake Hub, with the course as its service."""
    hub = FakeHub()
    hub.start()
    service = Service(folder, hub)
    service.start("--hub")
    try:
        yield service
    finally:
        service.stop()
        hub.stop()
