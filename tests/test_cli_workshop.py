"""`mentorcourse workshop` starts by one command, proves itself with --check, and refuses in words that name a mend."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy
from typer.testing import CliRunner, Result

from mentorcourse.cli import app
from mentorcourse.store import open_store
from tests.workshop import running_workshop

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command over a data folder of its own; only for what is refused before a server starts."""
    for name in ("DATABASE", "PUBLIC_URL", "PORT", "HOST", "CERTFILE", "KEYFILE"):
        monkeypatch.delenv(f"MENTORCOURSE_{name}", raising=False)
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(app, ["workshop", "--no-browser", *map(str, words)])


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine on which somebody else listens."""
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield int(somebody.getsockname()[1])


def test_a_mail_server_that_is_only_half_set_up_is_refused_before_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORCOURSE_SMTP_HOST", "mail.example.edu")
    monkeypatch.delenv("MENTORCOURSE_SMTP_SENDER", raising=False)
    done = run()
    assert done.exit_code == 1
    assert "Set MENTORCOURSE_SMTP_SENDER" in done.output


def test_a_check_saves_a_worksheet_through_the_page_s_own_api_reads_it_back_and_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mentorcourse.cli", "workshop", "--check"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Saved “.+” and read it back: revision 1", done.stdout)
    assert list(tmp_path.iterdir()) == []  # neither in the folder one is in, nor among temporary files


def test_the_first_start_makes_an_example_cohort_and_prints_everyone_s_link(tmp_path: Path) -> None:
    links = r"^  (\S.*?) +http://127\.0\.0\.1:\d+/course/enter/\S+$"
    everyone = ["Facilitator", "Trainer 1", "Trainer 2", *(f"Participant {number}" for number in range(1, 7))]
    with running_workshop(tmp_path / "data") as workshop:
        printed = "".join(workshop.output)
        assert re.findall(links, printed, re.MULTILINE) == everyone
        assert "confidential" in printed
        workshop.stop()
        workshop.output.clear()
        workshop.start()
        assert re.findall(links, "".join(workshop.output), re.MULTILINE) == ["Facilitator (Example cohort)"]


def test_a_port_in_use_is_named_with_the_flag_that_helps(run: Run, taken_port: int) -> None:
    refused = run("--port", taken_port)
    assert refused.exit_code == 1
    assert f"port {taken_port}" in refused.stderr
    assert "a rehearsal runs there" in refused.stderr
    assert f"--port {taken_port + 1 if taken_port < 65535 else 8866}" in refused.stderr


def test_a_host_that_is_not_this_computer_is_named_with_the_flag_that_helps(run: Run) -> None:
    refused = run("--host", "192.0.2.1", "--port", 0)
    assert refused.exit_code == 1
    assert "192.0.2.1" in refused.stderr
    assert "--host" in refused.stderr


def test_a_link_that_is_made_later_leads_to_where_the_course_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MENTORCOURSE_PUBLIC_URL", raising=False)
    with running_workshop(tmp_path / "data") as workshop:
        made = CliRunner().invoke(app, ["people", "link", "trainer2@example.org", "--data", str(tmp_path / "data")])
        assert made.stdout.startswith(f"{workshop.url}/course/enter/")
        assert workshop.caller(made.stdout.strip()).ask("/course/api/me").json["name"] == "Trainer 2"


@pytest.mark.parametrize("url", ["course.example.org", "ftp://course.example.org", "https://x.org/y", "https://"])
def test_a_public_address_that_links_cannot_begin_with_is_refused(run: Run, url: str) -> None:
    refused = run("--public-url", url)
    assert refused.exit_code == 2
    assert "https://course.example.org" in refused.stderr


def test_a_certificate_without_its_key_is_refused(run: Run, tmp_path: Path) -> None:
    certificate = tmp_path / "cert.pem"
    certificate.write_text("no certificate")
    assert run("--certfile", certificate).exit_code == 2
    refused = run("--certfile", certificate, "--keyfile", certificate)
    assert refused.exit_code == 1
    assert "--keyfile" in refused.stderr


def test_a_data_folder_of_a_newer_version_is_refused_and_not_touched(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data" / "course.db"
    store = open_store(path)
    with store.writing() as session:
        session.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    store.close()
    before = path.read_bytes()
    refused = run("--port", 0)
    assert refused.exit_code == 1
    assert "newer version" in refused.stderr
    assert path.read_bytes() == before
