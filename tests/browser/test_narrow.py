"""On the narrowest phone: letters in pictures can be read, who reads an answer is one step away, tables stay whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from mentorcourse.figures.style import BODY, WIDTH

from .course_pages import DEFINITIONS
from .fill import form_of
from .looks import violations

pytestmark = pytest.mark.timeout(300)
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
BEFORE_YES = DEFINITIONS["02_what_you_bring.before_i_say_yes"]


def test_letters_in_a_picture_can_be_read(newcomer):
    page = newcomer(**NARROW).open_section("01_introduction")
    for picture in page.get_by_role("img").all():
        box = picture.bounding_box()
        assert box
        assert box["width"] / WIDTH * BODY > 10
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_who_reads_an_answer_is_said_in_short_and_in_full_one_key_away(newcomer):
    page = newcomer(**NARROW).open_section("02_what_you_bring")
    form = form_of(page, BEFORE_YES)
    promise = form.get_by_text("Administrators of the server could technically read its database")
    short = form.locator("summary").filter(has_text="No one in the course reads this.")
    expect(short).to_be_visible()
    expect(promise).to_be_hidden()
    short.focus()
    page.keyboard.press("Enter")
    expect(promise).to_be_visible()
    assert violations(page) == []


def test_the_staff_page_s_tables_do_not_scroll_sideways(newcomer):
    person = newcomer("facilitator", **NARROW)
    person.workshop.new_person(f"Trainer {'of a very long name ' * 4}", "trainer")
    page = person.page
    page.goto(page.url.split("/course/")[0] + "/course/staff")
    tables = page.locator(".mc-staff-counts")
    expect(tables.first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name=re.compile("^2. What Do You Bring"))).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("^Reflections by section"))).to_be_visible()
    assert tables.evaluate_all("all => all.every((one) => one.scrollWidth <= one.clientWidth + 1)")
    expect(page.locator("html")).to_have_js_property("scrollWidth", 320)  # once its styles are there


def test_an_address_that_leads_nowhere_leads_home(newcomer):
    person = newcomer(**NARROW)
    for path in ("nowhere", "account"):
        person.page.goto(f"{person.workshop.url}/course/{path}")
        head = person.page.get_by_role("banner")
        expect(head.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
        head.get_by_role("link", name="Career Mentoring").click()
        expect(person.page.get_by_role("heading", name="Begin here")).to_be_visible()
