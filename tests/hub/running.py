"""Start a JupyterHub, its proxy, PostgreSQL's tables and two replicas of the course; stop them again."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

from mentorcourse.cli.workshop import free_port
from mentorcourse.store import open_store
from tests.hub.balancer import Balancer
from tests.machine import find_hub_proxy
from tests.workshop import START_SECONDS, Workshop

DEPLOY = Path(__file__).parents[2] / "deploy" / "jupyterhub_config.py"
PREFIX = "/services/course/"
CONFIGURATION = """
import json, os
load_subconfig({deployed!r})
settings = json.loads({settings!r})
c.JupyterHub.services[0].update(settings["service"])
for unused in ("command", "environment"):
    del c.JupyterHub.services[0][unused]
c.JupyterHub.load_groups = settings["groups"]
c.JupyterHub.services.append({{"name": "tests", "api_token": settings["tests_token"]}})
c.JupyterHub.load_roles.append({{"name": "tests", "scopes": ["tokens"], "services": ["tests"]}})
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = settings["password"]
c.Authenticator.allow_all = True
c.JupyterHub.db_url = "sqlite:///" + settings["folder"] + "/hub.sqlite"
c.JupyterHub.cookie_secret_file = settings["folder"] + "/cookie_secret"
c.ConfigurableHTTPProxy.command = [settings["proxy"]]
c.ConfigurableHTTPProxy.api_url = settings["proxy_api"]
c.ConfigurableHTTPProxy.pid_file = settings["folder"] + "/proxy.pid"
c.JupyterHub.log_level = "INFO"
"""


class Replica(Workshop):
    """One replica of the course, as a service that the Hub knows and does not start."""

    def _wait_for_links(self, lines: Queue[str | None]) -> None:
        while "People sign in through the JupyterHub" not in (line := lines.get(timeout=START_SECONDS) or ""):
            assert line, f"the replica stopped:\n{''.join(self.output)}"


class Hub:
    """A running Hub: where it is, its two replicas by name, and the passphrase of every account."""

    def __init__(self, folder: Path, database: str, groups: dict[str, dict[str, list[str]]]):
        self.port, self.passphrase = free_port("127.0.0.1", 0), secrets.token_urlsafe(16)
        self._folder, self._inside, self._proxy_api = folder, *(free_port("127.0.0.1", 0) for _ in range(2))
        self._token, self._own_token, self._groups = secrets.token_hex(32), secrets.token_hex(32), groups
        self.database = database
        ports = {name: free_port("127.0.0.1", 0) for name in ("one", "two")}
        self.replicas = {name: self._replica(name, port, database) for name, port in ports.items()}
        self._balancer = Balancer(ports)
        self.output: deque[str] = deque(maxlen=400)

    @property
    def url(self) -> str:
        """Where the course is for people."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    def token(self, account: str) -> str:
        """A token as the account's own Jupyter server has one: it may ask the course, and nothing else."""
        path = f"/hub/api/users/{account}/tokens"
        connection = http.client.HTTPConnection("127.0.0.1", self._inside, timeout=60)
        with closing(connection):
            asked = json.dumps({"scopes": ["access:services!service=course"]})
            connection.request("POST", path, asked, {"Authorization": f"token {self._own_token}"})
            reply = json.load(connection.getresponse())
        return str(reply["token"])

    def _replica(self, name: str, port: int, database: str) -> Replica:
        hub = f"http://127.0.0.1:{self._inside}/hub/api"
        settings = {
            "MENTORCOURSE_DATABASE": database, "JUPYTERHUB_API_TOKEN": self._token, "JUPYTERHUB_API_URL": hub,
            "JUPYTERHUB_CLIENT_ID": "service-course", "JUPYTERHUB_SERVICE_PREFIX": PREFIX, "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}", "JUPYTERHUB_PUBLIC_URL": self.url,
        }  # fmt: skip
        return Replica(self._folder / name, settings=settings)

    def start(self) -> None:
        """Start everything, and wait until the Hub says that it runs."""
        for replica in self.replicas.values():
            replica.start("--hub")
        self._balancer.start()
        configuration = self._folder / "jupyterhub_config.py"
        text = CONFIGURATION.format(deployed=str(DEPLOY), settings=json.dumps(self._settings()))
        configuration.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "jupyterhub", "--config", str(configuration)]
        self._process = subprocess.Popen(
            command, cwd=self._folder, env=self._environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._wait()

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("MENTORCOURSE", "JUPYTERHUB"))
        }
        own = {"ADDRESS": f"http://127.0.0.1:{self.port}", "INSIDE": f"http://127.0.0.1:{self._inside}"}
        return {
            **kept,
            "MENTORCOURSE_COHORT": "spring",
            **{f"MENTORCOURSE_HUB_{name}": value for name, value in own.items()},
        }

    def _settings(self) -> dict[str, Any]:
        service = {"url": f"http://127.0.0.1:{self._balancer.port}", "api_token": self._token}
        api = f"http://127.0.0.1:{self._proxy_api}"
        return {
            "service": service, "tests_token": self._own_token, "groups": self._groups, "password": self.passphrase,
            "folder": str(self._folder), "proxy": str(find_hub_proxy()), "proxy_api": api,
        }  # fmt: skip

    def _wait(self) -> None:
        runs = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(runs,), daemon=True)
        self._reader.start()
        is_up = runs.wait(START_SECONDS) and self._process.poll() is None
        assert is_up, f"the Hub stopped:\n{''.join(self.output)}"

    def _read(self, runs: threading.Event) -> None:
        """Take in what the Hub says, to its end; tell when it says that it runs, or says no more."""
        for line in self._process.stdout or ():
            self.output.append(line)
            if "JupyterHub is now running" in line:
                runs.set()
        runs.set()

    def stop(self) -> None:
        """Stop everything that still runs."""
        self._process.terminate()
        self._process.wait(60)
        self._reader.join(60)
        if self._process.stdout:
            self._process.stdout.close()
        self._balancer.stop()
        for replica in self.replicas.values():
            if replica.exit_code is None:
                replica.stop()


@contextmanager
def running_hub(folder: Path, database: str, groups: dict[str, dict[str, list[str]]]) -> Iterator[Hub]:
    """A Hub with the course over `database`, whose accounts are in `groups`."""
    with closing(open_store(database)):  # its tables are there before two replicas would both make them
        pass
    hub = Hub(folder, database, groups)
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
