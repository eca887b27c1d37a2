"""People at the real course, each in a browser of their own, watched for script errors and strange requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mentorcourse.content import definition, read_course
from tests.workshop import Workshop, closing_store

COURSE = read_course()
DEFINITIONS: dict[str, dict[str, Any]] = {
    address: definition(activity, section.section) for address, section, activity in COURSE.activities()
}


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, workshop: Workshop, context: BrowserContext, wrong: list[str]):
        self.workshop, self.context, self._wrong = workshop, context, wrong
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Another tab."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self._wrong.append(f"script error: {error}"))
        page.on("request", lambda request: self._note_stranger(request.url))
        return page

    def _note_stranger(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.workshop.url).netloc:
            self._wrong.append(f"asked another origin: {url}")

    def enter(self, link: str) -> Page:
        """Come in by a personal link, to home."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Continue").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        return self.page

    def sign_in(self, link: str) -> None:
        """Come in by a personal link, to what is there at once, from where one goes on to a page."""
        self.page.goto(f"{link}?next=/course/api/me")
        self.page.get_by_role("button", name="Continue").click()
        self.page.wait_for_url("**/course/api/me")

    def open_section(self, stem: str) -> Page:
        """Go to a section, and wait until its last form is there."""
        self.page.goto(f"{self.workshop.url}/course/sections/{stem}")
        wait_for_forms(self.page, stem)
        return self.page


def wait_for_forms(page: Page, stem: str) -> None:
    """Wait until every form of the section has fetched its answers, and its widget has joined it."""
    for address, one in DEFINITIONS.items():
        if address.startswith(f"{stem}."):
            form = page.get_by_role("region", name=one["title"], exact=True)
            expect(form).to_have_attribute("data-loaded", "true", timeout=30_000)
            expect(form).to_have_attribute("data-followed", "true", timeout=30_000)


@pytest.fixture
def newcomer(workshop: Workshop, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Person]]:
    """Makes people: somebody new to the cohort who has come in by their link; fails the test on what went wrong."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []
    made = iter(range(1, 100))

    def come(*roles: str, at: Workshop = workshop, cohort: str = "", **context: Any) -> Person:
        opened = browser.new_context(**context)
        contexts.append(opened)
        person = Person(at, opened, wrong)
        person.sign_in(at.new_person(f"{request.node.name[:60]} {next(made)}", *roles, cohort=cohort))
        return person

    yield come
    for context in contexts:
        context.close()
    assert wrong == []


def kept_values(workshop: Workshop, name_part: str, address: str) -> dict[str, Any]:
    """What the database holds of the one person whose name has this in it."""
    with closing_store(workshop) as store:
        from mentorcourse import people

        cohort = people.cohorts(store)[0]
        (person,) = [m.person for m in people.members(store, cohort.id) if name_part in m.person.name]
        return store.answer(person.id, cohort.id, address).values
