"""On a phone: the notice at the first sign-in, what is known about one, everything to take away, an erasure undone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.workshop import Workshop

from .looks import findings

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's browser in which nobody is signed in; script errors fail the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, timezone_id="America/Denver")
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def test_a_newcomer_reads_the_notice_sees_what_is_known_takes_it_and_undoes_an_erasure(
    workshop: Workshop, phone: Page
) -> None:
    phone.goto(workshop.new_person("On a phone", agreed=False))
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", name="What happens to what you write")).to_be_visible()
    assert findings(phone) == []
    phone.get_by_role("button", name="I have read this, and go on").click()
    expect(phone.get_by_role("heading", name="Begin here")).to_be_visible(timeout=60_000)

    phone.goto(f"{workshop.url}/course/account")
    phone.get_by_role("link", name="What is known about you").click()
    record = phone.get_by_role("table", name="Newest first")
    expect(record.get_by_role("row").nth(1)).to_contain_text("Read the privacy notice and went on")
    expect(record.get_by_role("row").nth(2)).to_contain_text("Signed in")
    expect(record.locator("time").first).not_to_contain_text("UTC")  # it is the time where the phone is
    assert findings(phone) == []

    with phone.expect_download(timeout=90_000) as download:
        phone.get_by_role("button", name="Download everything").click()
    path = download.value.path()
    with zipfile.ZipFile(io.BytesIO(Path(path).read_bytes())) as archive:
        assert "On a phone" in archive.read("everything.html").decode()
    assert re.search(r"On a phone.*\.zip$", download.value.suggested_filename)

    phone.get_by_label("To confirm, type the word erase").fill("no")
    phone.get_by_role("button", name="Erase everything about me").click()
    expect(phone.get_by_role("alert")).to_contain_text("Nothing is erased")
    phone.get_by_label("To confirm, type the word erase").fill("erase")
    phone.get_by_role("button", name="Erase everything about me").click()
    expect(phone.get_by_text("Everything about you will be erased on")).to_be_visible()
    assert findings(phone) == []
    phone.goto(f"{workshop.url}/course/")
    phone.get_by_role("link", name="Call it off, or take everything with you").click(timeout=60_000)
    phone.get_by_role("button", name="Call it off, keep everything").click()
    expect(phone.get_by_role("status")).to_contain_text("called off")


def test_a_facilitator_erases_somebody_from_the_roster_in_two_steps(workshop: Workshop, phone: Page) -> None:
    workshop.new_person("Leaves for good", cohort="Cohort of the roster's erasure")
    phone.goto(workshop.new_person("Roster lead", "facilitator", cohort="Cohort of the roster's erasure"))
    phone.get_by_role("button", name="Continue").click()
    phone.goto(f"{workshop.url}/course/staff")
    phone.get_by_label("More: Leaves for good").click(timeout=60_000)
    phone.get_by_role("button", name="Erase…: Leaves for good").click()
    expect(phone.get_by_role("heading", name="Erase Leaves for good")).to_be_focused()
    expect(phone.get_by_text("0 saved entries in worksheets and the journal")).to_be_visible()
    name = phone.get_by_label("To confirm, type the name: Leaves for good")
    name.fill("Leaves for good")
    phone.get_by_role("button", name="Erase for good").click()
    expect(phone.get_by_text("Leaves for good will be erased on")).to_be_visible()
    phone.get_by_role("button", name="Call off the erasure: Leaves for good").click()
    expect(phone.get_by_text("Leaves for good will not be erased.")).to_be_visible()
