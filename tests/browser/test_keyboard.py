"""A participant's whole way by keyboard alone, the focus seen at every step, in the order in which one reads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.workshop import Workshop

from .course_pages import DEFINITIONS, wait_for_forms
from .fill import form_of
from .looks import LOOKS

pytestmark = pytest.mark.timeout(300)
STEM = "02_what_you_bring"
BEFORE_YES = DEFINITIONS[f"{STEM}.before_i_say_yes"]
COHORT = "Cohort without a mouse"
SAVED = re.compile(r"^Saved \d")


def arrive(page: Page) -> None:
    """What is asked of each stop on the way; to be called once a page is there."""
    page.evaluate(LOOKS)


def step(page: Page) -> dict[str, Any]:
    """Press Tab; what has the focus then, which must be right to look at and in its place."""
    page.keyboard.press("Tab")
    here: dict[str, Any] = page.evaluate("window.looks.here()")
    assert here["wrong"] == []
    return here


def walk_to(page: Page, name: str, steps: int = 120) -> None:
    """Go on with Tab until what has the focus is called so."""
    for _ in range(steps):
        if name in step(page)["name"]:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def press(page: Page, name: str) -> None:
    walk_to(page, name)
    page.keyboard.press("Enter")


def test_a_participant_goes_all_the_way_from_the_link_to_the_workbook_by_keyboard(
    workshop: Workshop, page: Page
) -> None:
    workshop.new_person("Trainer without a mouse", "trainer", cohort=COHORT)
    page.goto(workshop.new_person("Participant without a mouse", cohort=COHORT))
    arrive(page)
    press(page, "Continue")
    expect(page.get_by_role("heading", name="Begin here")).to_be_visible(timeout=60_000)
    arrive(page)
    press(page, "Skip to the text")
    expect(page.get_by_role("main")).to_be_focused()
    press(page, "2. What Do You Bring")
    wait_for_forms(page, STEM)
    arrive(page)
    walk_to(page, BEFORE_YES["fields"]["why"]["label"])
    page.keyboard.type("Typed without a mouse.")
    expect(form_of(page, BEFORE_YES).get_by_text(SAVED)).to_be_visible(timeout=45_000)
    look_at_earlier_versions(page)
    page.goto(f"{workshop.url}/course/")
    expect(page.get_by_role("link", name="All your reflections")).to_be_visible(timeout=60_000)
    arrive(page)
    press(page, "All your reflections")
    expect(page.get_by_role("heading", name="Your reflections", level=1)).to_be_visible()
    submit_a_reflection(page)
    page.goto(f"{workshop.url}/course/")
    expect(page.get_by_role("link", name="PDF, to read and print")).to_be_visible(timeout=60_000)
    arrive(page)
    walk_to(page, "PDF, to read and print")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")


def look_at_earlier_versions(page: Page) -> None:
    """A dialog keeps the focus within until it is closed, and gives it back."""
    press(page, "Earlier versions")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name=re.compile("^Look at"))).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        here = page.evaluate("window.looks.here()")
        assert not here["name"] or here["inDialog"], here
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(form_of(page, BEFORE_YES).get_by_role("button", name="Earlier versions")).to_be_focused()


def submit_a_reflection(page: Page) -> None:
    """From the list of one's reflections to the trainers' hands."""
    expect(page.get_by_role("main").get_by_text(re.compile("^On section 2: "))).to_be_visible()
    arrive(page)
    page.get_by_role("main").focus()
    press(page, "What you bring, and its shadow")
    form = page.get_by_role("region", name="Your reflection", exact=True)
    expect(form.get_by_text(re.compile("^Nothing written yet"))).to_be_visible(timeout=45_000)
    arrive(page)
    question = form.get_by_role("textbox").first
    for _ in range(80):
        step(page)
        if question.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.type("Five minutes at the end of clinic.")
    expect(form.get_by_text(SAVED)).to_be_visible(timeout=45_000)
    press(page, "Submit to your trainers…")
    dialog = page.get_by_role("dialog", name="Submit this reflection?")
    expect(dialog).to_be_visible()
    walk_to(page, "Submit it", steps=10)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^Received: version 1"))).to_be_visible()


def test_a_passphrase_may_be_pasted_and_kept_by_a_password_manager(workshop: Workshop, page: Page) -> None:
    page.goto(f"{workshop.url}/course/sign-in")
    box = page.get_by_label("Passphrase")
    expect(box).to_have_attribute("autocomplete", "current-password")
    expect(page.get_by_label("E-mail")).to_have_attribute("autocomplete", "username")
    page.get_by_label("E-mail").fill("a b c d")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+x")
    box.focus()
    page.keyboard.press("ControlOrMeta+v")
    expect(box).to_have_value("a b c d")
