"""Take the pictures of the front page anew: `.venv/bin/python -m docs.pictures`, from a fresh example cohort."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.course_pages import DEFINITIONS
from tests.browser.fill import field_of, form_of
from tests.machine import find_browser
from tests.workshop import Workshop

FOLDER = Path(__file__).resolve().parent / "pictures"
MOST_BYTES = 150_000
SIZE = {"width": 1180, "height": 760}
SHEET = "02_what_you_bring.balance_sheet"
WRITTEN = {
    ("life", "assets"): "Raised two children through years of overnight call",
    ("life", "biases"): "If I managed without help, others can",
    ("career", "assets"): "Changed from the bench to education at forty",
    ("career", "biases"): "A detour has to look planned",
    ("organization", "assets"): "Know who decides on start-up money, and when",
    ("network", "assets"): "Can ask three editors for a frank word",
    ("network", "biases"): "People I trained with judge better than others",
    ("expertise", "assets"): "Can teach anyone to plan a trial on one page",
}


def main() -> None:
    """Start the course, write into a section, lead a session, and keep a picture of each."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workshop = Workshop(Path(folder) / "data")
        workshop.start()
        browser = playwright.chromium.launch(executable_path=find_browser())
        try:
            section(entered(browser, workshop.new_link("Participant 1")))
            console(entered(browser, workshop.new_link("Facilitator")))
        finally:
            browser.close()
            workshop.stop()


def entered(browser: Browser, link: str) -> Page:
    """A window of somebody who has come in by their link."""
    page = browser.new_context(viewport=SIZE, reduced_motion="reduce").new_page()  # type: ignore[arg-type]
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your course")).to_be_visible(timeout=60_000)
    return page


def section(page: Page) -> None:
    """A participant's worksheet in section 2, and the picture that is drawn of it."""
    stem, sheet = SHEET.split(".")[0], DEFINITIONS[SHEET]
    page.goto(page.url.replace("/course/", f"/course/sections/{stem}"))
    form = form_of(page, sheet)
    expect(form).to_have_attribute("data-loaded", "true", timeout=60_000)
    for (row, column), words in WRITTEN.items():
        field_of(page, sheet, f"{row}.{column}").get_by_role("textbox").first.fill(words)
    expect(form.get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)
    page.evaluate("document.activeElement.blur()")
    form.evaluate("form => window.scrollBy(0, form.getBoundingClientRect().top - 90)")
    keep(page, "readme-section")


def console(page: Page) -> None:
    """A facilitator's console with a session that runs."""
    page.goto(page.url.replace("/course/", "/course/console"))
    page.get_by_role("button", name="Start the session: 60 minutes").click()
    expect(page.get_by_role("button", name="Next block")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Next block").click()
    expect(page.get_by_role("link", name="What stays in the room")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Next block")).to_be_enabled()
    page.evaluate("window.scrollTo(0, 0)")
    keep(page, "readme-console")


def keep(page: Page, name: str) -> None:
    """The window as a PNG of few colors, small enough for a front page."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size < MOST_BYTES, f"{file.name} is too large"


if __name__ == "__main__":
    main()
