"""A facilitator sees how far the cohort is, whom to remind, and keeps the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.workshop import Workshop

from .looks import violations

pytestmark = pytest.mark.timeout(300)


def test_a_facilitator_reads_the_map_with_its_table_words_a_letter_and_keeps_the_report(
    newcomer, own_workshop: Workshop
):
    page = newcomer("facilitator", at=own_workshop).page
    page.goto(f"{own_workshop.url}/course/staff")
    drawn = page.get_by_role("img", name=re.compile("A map of 6 people by activity"))
    expect(drawn).to_be_visible(timeout=60_000)
    page.get_by_text("The same in words").first.click()
    table = page.get_by_role("table", name="Who has done what")
    expect(table.get_by_role("row")).to_have_count(7)
    page.get_by_role("combobox", name="Section", exact=True).select_option(index=2)
    expect(page.get_by_role("img", name=re.compile("Of 24 boxes"))).to_be_visible(timeout=30_000)

    chosen = page.get_by_label("Who has not begun section")
    chosen.select_option(label="10. Building a Mentoring Culture")
    letter = page.get_by_label("The letter for Participant 1", exact=True)
    expect(letter).to_have_value(re.compile("Dear Participant 1,\n\nOur cohort is at section 10 now"))
    page.get_by_text(re.compile("^Participant 1 (has not begun|was last in)")).click()
    letter.fill("My own words")
    mail = page.get_by_role("link", name="Open in your mail program: Participant 1")
    mail.evaluate("(link) => link.addEventListener('click', (event) => event.preventDefault())")
    mail.click()
    expect(mail).to_have_attribute("href", re.compile(r"^mailto:.*body=My%20own%20words"))
    assert violations(page) == []

    with page.expect_download(timeout=120_000) as kept:
        page.get_by_role("button", name="CSV files with a codebook").click()
    assert re.fullmatch(r"Program report - Example cohort - [0-9-]+\.zip", kept.value.suggested_filename)
    expect(page.get_by_text("The report is ready")).to_be_visible()
