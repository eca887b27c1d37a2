"""Whatever people write is text in the course, in formgrader and in nbgrader's feedback: no script, no request."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mentorcourse import people
from mentorcourse.review.course_folder import CourseFolder
from mentorcourse.review.feedback import feedback_page
from mentorcourse.review.gradebook import sync
from mentorcourse.review.reading import open_submission, release
from mentorcourse.review.submissions import submit
from tests.formgrader import FormgraderProcess
from tests.hostile import ADDRESSES, GROUPS, MATHEMATICS, SCRIPTS, in_one
from tests.review_samples import ASKED, ASSIGNMENTS, KEYS, SECTION, WORDS
from tests.test_reflections_nbgrader import EXERCISES, pytestmark, released_course
from tests.workshop import Workshop, closing_store

from .looks import violations

__all__ = ["pytestmark", "released_course"]
COHORT = "Cohort of hostile texts"
ANSWERS = dict(zip(KEYS, map(in_one, GROUPS), strict=False))
COMMENTS = dict(zip(KEYS, map(in_one, (SCRIPTS, ADDRESSES, MATHEMATICS)), strict=False))
# What can run, load or lead elsewhere; `{where}` is the part of a page that shows what people wrote.
ALIVE = ["script", "iframe", "object", "embed", "img", "video", "svg:not(.mcf-icon)", "math", "style", "link", "meta"]
ALIVE += ["base", "form[action]", "a[href^='javascript' i]", "a[href^='data']", "a[href*='far.example']"]
ALIVE += ["[onerror]", "[onload]", "[onfocus]"]
LIVE = ", ".join(f"{{where}} {tag}" for tag in ALIVE)


@dataclass(frozen=True)
class Planted:
    """Links of trainers and of a writer whose hostile reflection has hostile feedback, and nbgrader's page of it."""

    trainer: str
    colleague: str
    writer: str
    feedback: str


@pytest.fixture(scope="module")
def planted(workshop: Workshop, released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """Two writers have submitted all attempts; a trainer has released all attempts to one of them."""
    trainer, colleague, writer = (
        workshop.new_person(f"{name} of hostile texts", role, cohort=COHORT)
        for name, role in [("trainer", "trainer"), ("colleague", "trainer"), ("participant", "participant")]
    )
    workshop.new_person("Second writer of hostile texts", "participant", cohort=COHORT)
    with closing_store(workshop) as store:
        cohort = people.find_cohort(store, COHORT)
        assert cohort
        ids = {one.person.name.split(" of ")[0]: one.person.id for one in people.members(store, cohort.id)}
        for name in ("participant", "Second writer"):
            made = submit(store, cohort.id, ids[name], SECTION, ASKED, ANSWERS, late=False)
            if name == "participant":
                open_submission(store, cohort.id, ids["trainer"], made.id)
                words = {**WORDS, "comments": COMMENTS, "overall": in_one(SCRIPTS)}
                release(store, cohort.id, ids["trainer"], made.id, words, 0)
                answered = made.id
        folder = tmp_path_factory.mktemp("hostile") / "nbgrader"
        shutil.copytree(released_course, folder)
        sync(store, cohort.id, ASSIGNMENTS, CourseFolder(folder, EXERCISES, cohort.id))
        page = feedback_page(store, answered)
    assert page
    return Planted(trainer, colleague, writer, page)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages from which any script error, dialog or request to another origin than those named is a failure."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(*origins: str, **context: object) -> Page:
        contexts.append(browser.new_context(**context))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: None if _is_own(request.url, origins) else wrong.append(request.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _is_own(url: str, origins: tuple[str, ...]) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob") or f"{parts.scheme}://{parts.netloc}" in origins


def shows_as_text(page: Page, where: str, attempts: list[str]) -> None:
    """Every attempt stands there letter by letter, and nothing of it is alive."""
    shown = " ".join(page.evaluate("where => [...document.querySelectorAll(where)].map(one => one.textContent)", where))
    missing = [one for one in attempts if "".join(one.split()) not in "".join(shown.split())]
    assert missing == []
    assert page.locator(LIVE.format(where=where)).evaluate_all("found => found.map(one => one.outerHTML)") == []
    page.mouse.move(200, 300)
    page.mouse.wheel(0, 2000)
    assert page.evaluate("window.hit ?? null") is None


def enter(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Continue").click()


def test_the_courses_own_pages_show_it_as_text(
    planted: Planted, workshop: Workshop, watched: Callable[..., Page]
) -> None:
    desk, page = watched(workshop.url), watched(workshop.url)
    enter(desk, planted.trainer)
    desk.goto(f"{workshop.url}/course/review")
    expect(desk.get_by_role("heading", name="Waiting")).to_be_visible(timeout=60_000)
    desk.keyboard.press("n")
    expect(desk.get_by_role("region", name="Question 1", exact=True)).to_be_visible()
    shows_as_text(desk, ".mc-desk", [one for group in GROUPS for one in group])
    enter(page, planted.writer)
    page.goto(f"{workshop.url}/course/reflections/{SECTION}")
    expect(page.get_by_role("region", name="Feedback from trainer of hostile texts")).to_be_visible()
    shows_as_text(page, "#mc-reflections", [*SCRIPTS, *ADDRESSES, *MATHEMATICS])


def test_formgrader_shows_it_as_text_and_can_be_used_by_everybody(
    planted: Planted, formgrader: FormgraderProcess, watched: Callable[..., Page]
) -> None:
    page = watched(formgrader.url, color_scheme="dark")
    enter(page, formgrader.here(planted.colleague))
    for step in ("assignments", "notebooks"):
        expect(page.get_by_role("searchbox")).to_be_visible()
        assert violations(page) == [], step
        page.get_by_role("grid").get_by_role("link", name=SECTION).click()
    expect(page.get_by_role("link", name="Writer-")).to_have_count(2)
    assert violations(page) == []
    seen = ""
    page.get_by_role("link", name="Writer-").first.click()
    for _ in range(2):
        expect(page.get_by_role("region", name="Answer 1")).to_be_visible()
        shows_as_text(page, "main", [one for group in GROUPS for one in group])
        seen += page.locator("main").inner_text()
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.emulate_media(color_scheme="light")
        page.get_by_role("link", name="Next").click()
    assert seen.count(f"Overall: {SCRIPTS[0]}") == 1
    expect(page.get_by_role("searchbox")).to_be_visible()


def test_nbgraders_feedback_shows_it_as_text_even_without_any_protection_around_it(
    planted: Planted, watched: Callable[..., Page]
) -> None:
    page = watched()
    page.set_content(planted.feedback)
    shows_as_text(page, "pre", [one for group in GROUPS for one in group])
    assert page.locator(LIVE.format(where="body").replace("body style, ", "")).count() == 0
    assert page.locator("body").inner_text().count("window.hit = 1") > 3
