"""Fixtures for every test: a real PostgreSQL, an installed browser, and no network but this machine's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import expect

from tests.machine import find_browser

# A page that starts a kernel takes seconds, on a machine that is busy with other tests many.
expect.set_options(timeout=20_000)
# Nor does it say anything about a text how long a busy machine has taken over it.
settings.register_profile("course", deadline=None)
settings.load_profile("course")

pytest_plugins = [
    "tests.order",
    "tests.postgres",
    "tests.stores",
    "tests.workshop",
    "tests.formgrader",
    "tests.browser.course_pages",
]


@pytest.fixture(autouse=True)
def files_that_others_may_read() -> Iterator[None]:
    """Let no command that a test runs in its own process, such as formgrader's, close the files of the next test."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser that the machine has; nothing it does by itself may leave the machine."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": str(find_browser()), "args": quiet}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the reading level that tests/test_words.py found for each section."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    levels = sorted(said for report in reports for name, said in report.user_properties if name == "reading level")
    if levels:
        terminalreporter.section("Years of school that the teaching text asks for")
        terminalreporter.write_line("\n".join([f"{'':62}SMOG  Fog  Flesch-Kincaid", *levels]))
