"""A page with one form on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from .harness import Course, Harness, running


@pytest.fixture(scope="session")
def base_url() -> None:
    """Pages are asked for by their whole address; the plugin's own fixture is deprecated by pytest."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Colours are judged when they have arrived, not on their way."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def harness() -> Iterator[Harness]:
    """The one server of this run."""
    with running() as server:
        yield server


@pytest.fixture
def course(harness: Harness) -> Course:
    """An empty course."""
    return harness.fresh()


@pytest.fixture
def open_form(page: Page, course: Course, harness: Harness) -> Iterator[Callable[..., Page]]:
    """Opens the page of a kind; fails the test on a script error or a request to another origin."""
    wrong: list[str] = []

    def watch(watched: Page) -> None:
        watched.on("pageerror", lambda error: wrong.append(str(error)))
        watched.on("request", lambda request: _note_stranger(request.url, harness, wrong))

    def open_page(kind: str, on: Page | None = None) -> Page:
        if on is not None:
            watch(on)
        shown = on or page
        shown.goto(harness.page(kind))
        return shown

    watch(page)
    yield open_page
    assert wrong == []


def _note_stranger(url: str, harness: Harness, wrong: list[str]) -> None:
    if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(harness.address):
        wrong.append(f"asked another origin: {url}")
