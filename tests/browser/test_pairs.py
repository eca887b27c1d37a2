"""Pairs are made once, and each participant sees their own; whoever comes without a link is let in at the door."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from .looks import violations

pytestmark = pytest.mark.timeout(300)
PHONE = ViewportSize(width=390, height=800)
STEM = "04_trust"


def test_a_facilitator_makes_the_pairs_and_a_participant_sees_their_own_partner_on_a_phone(newcomer):
    cohort = "Pairs in a browser"
    facilitator = newcomer("facilitator", cohort=cohort)
    first, second, third = (newcomer(cohort=cohort, viewport=PHONE) for _ in "abc")
    page = facilitator.page
    page.goto(f"{facilitator.workshop.url}/course/staff")
    page.get_by_role("button", name="Make the pairs").click(timeout=60_000)
    expect(page.get_by_text("The pairs are made.")).to_be_visible()
    expect(page.get_by_text("Three people are always together.")).to_be_visible()
    there = first.page
    there.goto(f"{first.workshop.url}/course/sections/{STEM}")
    line = there.get_by_role("complementary", name="Your partner")
    expect(line).to_contain_text("Your partners for section 4 are")
    expect(line).to_contain_text(re.compile(r"You (ask|answer) first\.|You watch first"))
    assert there.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Session", exact=True).select_option(STEM)
    page.get_by_text("Somebody has not come").click()
    buttons = page.get_by_role("button", name="Not here: ")
    expect(buttons).to_have_count(3)
    names = buttons.evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert names == sorted(names), "one looks for a name"
    gone = third.page.evaluate("fetch('/course/api/me').then((reply) => reply.json()).then((me) => me.name)")
    page.get_by_role("button", name=f"Not here: {gone}").click()
    expect(page.get_by_text(f"{gone} is not here.")).to_be_visible()
    expect(line).to_contain_text("Your partner for section 4 is")
    assert violations(there) == []
    page.get_by_role("button", name="Undo: section 4 without").click()
    expect(line).to_contain_text("Your partners for section 4 are")
    page.get_by_role("button", name="Undo: the pairs from section 1 on").click()
    asked = page.get_by_role("dialog", name="Take the pairs back?")
    asked.get_by_role("button", name="Leave them").click()
    expect(line).to_contain_text("Your partners for section 4 are")
    assert violations(page) == []
    home = second.page
    home.goto(f"{second.workshop.url}/course/")
    home.get_by_text("Is there somebody you would rather not work with?").click()
    home.get_by_label("Not with").select_option(gone)
    home.get_by_role("button", name="Keep us apart").click()
    expect(home.get_by_text(f"You are not put together with {gone}.")).to_be_visible()
    assert violations(home) == []
    page.reload()
    expect(page.get_by_text(re.compile(f"and {gone}|^{gone} and")).last).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name=re.compile("^Take back"))).to_have_count(0)


def test_the_pairs_of_a_whole_cohort_fit_on_the_page_and_on_paper(newcomer):
    cohort = "Pairs of many"
    page = newcomer("facilitator", cohort=cohort).page
    workshop = newcomer(cohort=cohort).workshop
    for number in range(2, 27):
        workshop.new_person(f"Participant with a long name {number}", cohort=cohort)
    page.goto(f"{workshop.url}/course/staff")
    page.get_by_role("button", name="Make the pairs").click(timeout=60_000)
    rota = page.get_by_role("region", name="Pairs by section")
    expect(rota.get_by_role("list").nth(1).get_by_role("listitem")).to_have_count(13)
    for size in (ViewportSize(width=1280, height=800), ViewportSize(width=320, height=640)):
        page.set_viewport_size(size)
        assert rota.evaluate("(part) => part.scrollWidth <= part.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert violations(page) == []


def test_somebody_without_a_link_types_the_code_waits_and_lands_in_the_course(newcomer, browser: Browser):
    facilitator = newcomer("facilitator", cohort="Door in a browser")
    page = facilitator.page
    page.goto(f"{facilitator.workshop.url}/course/staff")
    page.get_by_role("button", name="Open the door for an hour").click(timeout=60_000)
    code = page.get_by_label("The code:").inner_text()
    context = browser.new_context(viewport=PHONE)
    there = context.new_page()
    there.goto(f"{facilitator.workshop.url}/course/join/{code}")
    expect(there.get_by_label("Code")).to_have_value(code)
    there.get_by_label("Your name").fill("Newcomer <b>")
    assert violations(there) == []
    there.get_by_role("button", name="Ask to come in").click()
    expect(there.get_by_text("Your facilitator sees your name now")).to_be_visible()
    page.get_by_role("button", name="Do not let in: Newcomer <b>").click()
    expect(there.get_by_text("has not let “Newcomer <b>” in")).to_be_visible()
    page.get_by_role("button", name="Undo: Newcomer <b>").click()
    assert violations(page) == []
    page.get_by_role("button", name="Let in: Newcomer <b>", exact=True).click()
    there.get_by_role("button", name="Continue").click()
    expect(there.get_by_label("Your personal link")).to_have_value(re.compile("/course/enter/"))
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    there.get_by_role("button", name="Copy the link").click()
    expect(there.get_by_text("Copied.")).to_be_visible()
    assert "/course/enter/" in there.evaluate("navigator.clipboard.readText()")
    assert violations(there) == []
    there.get_by_role("link", name="Go to the course").click()
    there.get_by_role("button", name="I have read this, and go on").click()
    expect(there.get_by_role("link", name="Newcomer <b>")).to_be_visible(timeout=30_000)
    context.close()
