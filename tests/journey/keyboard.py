"""Write in activities by keyboard alone: Tab to each field, arrow keys and Space to choose, Enter to press."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.course_pages import DEFINITIONS

from .writing import SAVED, Values, wait_for

FARTHEST = 500
IN_FIELD = """([activity, key]) => document.activeElement.closest(`[data-activity="${activity}"]`) !== null
  && document.activeElement.closest(`[data-field="${key}"]`) !== null"""
NAME = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? ''"


def walk(page: Page, arrived: Callable[[], bool], where: str) -> None:
    """Go on with Tab until one has arrived."""
    for _ in range(FARTHEST):
        if arrived():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {where}")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Go to what is called so, and press Enter."""
    wanted = name if isinstance(name, re.Pattern) else re.compile(re.escape(name))
    page.keyboard.press("Tab")
    walk(page, lambda: wanted.search(page.evaluate(NAME).strip()) is not None, str(name))
    page.keyboard.press("Enter")


def write(page: Page, address: str, values: Values) -> Locator:
    """Give these answers, and wait until they are kept; the form."""
    form, definition = wait_for(page, address), DEFINITIONS[address]
    for key, value in values.items():
        if key == "committed":
            press(page, "Commit to this answer")
            expect(form.get_by_role("dialog")).to_be_visible()
            press(page, "Yes, commit")
            expect(form.get_by_role("heading", name="What may follow")).to_be_visible()
        else:
            walk(page, lambda key=key: page.evaluate(IN_FIELD, [address, key]), key)  # type: ignore[misc]
            _give(page, definition["fields"][key], value)
    expect(form.get_by_text(SAVED)).to_be_visible(timeout=60_000)
    return form


def _give(page: Page, field: Mapping[str, Any], value: Any) -> None:
    match field["takes"]:
        case "text":
            page.keyboard.type(value)
        case "texts":
            page.keyboard.type(value[0])
        case "date":
            year, month, day = value.split("-")
            page.keyboard.type(f"{month}{day}{year}")
        case "tick":
            page.keyboard.press("Enter")
        case _:
            _choose(page, str(value))


def _choose(page: Page, value: str) -> None:
    """The radio button with this value: Space takes the one that has the focus, arrows go on."""
    page.keyboard.press("Space")
    for _ in range(20):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrow keys do not lead to {value}")
