"""Whoever watches the server learns whether it answers and how quickly, and nothing about anybody."""

from __future__ import annotations

import re
import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.cli import app
from tests.caller import Caller
from tests.test_forked import eventually
from tests.workshop import Workshop, running_workshop

JOURNAL = "/course/api/answers/02_what_you_bring.journal"


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workshop, int]]:
    """A workshop whose numbers can be read, and the port where."""
    port = free_port()
    with running_workshop(tmp_path_factory.mktemp("watched"), None, "--metrics-port", str(port)) as workshop:
        yield workshop, port


def numbers(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answered:
        lines = answered.read().decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if line.startswith("mentorcourse_") and "_created" not in line)
    return {name.removeprefix("mentorcourse_"): float(value) for name, _, value in pairs}


@pytest.mark.parametrize(("word", "status"), [("health", "running"), ("ready", "ready")])
def test_a_server_says_that_it_is_well_without_a_sign_in(workshop: Workshop, word: str, status: str) -> None:
    reply = Caller(workshop.port).ask(f"/course/{word}")
    assert (reply.status, reply.json) == (200, {"status": status})


def test_saves_pages_and_failures_are_counted(watched: tuple[Workshop, int]) -> None:
    workshop, port = watched
    before, person = numbers(port), workshop.member("Counted")
    person.ask("/course/sections/02_what_you_bring")
    person.ask(JOURNAL, "PATCH", {"base_revision": 0, "values": {"shared_path": "Confidential words"}})
    eventually(lambda: numbers(port)["save_seconds_count"] > before.get("save_seconds_count", 0), "it was not counted")
    after = numbers(port)
    grown = {name: after[name] - before.get(name, 0) for name in after}
    assert (grown["save_seconds_count"], grown["page_seconds_count"]) == (1, 1)
    assert 0 < grown["save_seconds_sum"] < 60
    assert after["open_pages"] == 0
    assert after["kernels"] >= 0
    assert not [name for name in after if name.startswith("failures_total")]


def test_the_numbers_are_about_nobody(watched: tuple[Workshop, int]) -> None:
    workshop, port = watched
    workshop.member("Somebody private").ask("/course/")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answered:
        told = answered.read().decode()
    assert not re.search(r"private|02_what|[0-9a-f]{8}-[0-9a-f]{4}|@", told)


def test_the_numbers_are_not_on_the_course_s_own_port(watched: tuple[Workshop, int]) -> None:
    workshop, _ = watched
    assert workshop.member("Curious").ask("/metrics").status == 404


def test_a_port_for_numbers_that_is_taken_is_refused_at_the_start(tmp_path: Path) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        told = CliRunner().invoke(
            app, ["workshop", "--no-browser", "--data", str(tmp_path), "--port", "0", "--metrics-port", str(port)]
        )
    assert (told.exit_code, f"port {port}" in told.output) == (1, True)
    assert "mentorcourse workshop --metrics-port" in told.output
