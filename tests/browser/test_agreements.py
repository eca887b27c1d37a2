"""Two people with a browser each bring an agreement from invitation to signed page, and later look back on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mentorcourse.agreements import follow_up, parties
from mentorcourse.server.agreement_site import form_of
from mentorcourse.store import open_store
from tests.agreement_pairs import Pair
from tests.workshop import Workshop, closing_store

from .course_pages import COURSE, Person
from .looks import violations

pytestmark = pytest.mark.timeout(400)
GOAL, ANSWER = "1. Submit the manuscript by May", "Which journal, and who reads it first?"


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that are closed at the end."""
    made: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        made.append(browser.new_context(**options))
        return made[-1]

    yield new
    for context in made:
        context.close()


def begin(mentor: Person, name: str) -> str:
    """Begin an agreement on the list's page; the link for the mentee."""
    page = mentor.page
    page.goto(f"{mentor.workshop.url}/course/agreements")
    page.get_by_label("Your mentee's name").fill(name)
    page.get_by_role("button", name="Begin an agreement").click()
    expect(page.get_by_role("img", name="The link as a QR code")).to_be_visible()
    link = page.get_by_label(f"Link for {name}").input_value()
    expect(page.get_by_role("link", name=f"With {name}, your mentee")).to_be_visible()  # the list has it at once
    page.get_by_role("link", name="Go to the agreement").click()
    return link


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mentorship Agreement with")


def row(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name, exact=True)


def write(page: Page, name: str, text: str) -> None:
    """Write in a row of one's own column, and wait until it is kept."""
    row(page, name).get_by_role("textbox", name=f"{name}: your words").fill(text)
    saved = page.get_by_role("region", name=re.compile("^You, the")).get_by_role("status")
    expect(saved.filter(has_text=re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)


def hand_over(page: Page, words: str, yes: str) -> None:
    page.get_by_role("button", name=words).click()
    page.get_by_role("dialog").get_by_role("button", name=yes).click()


def initial(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Initial this row: {name}", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Put my initials here").click()
    expect(page.get_by_role("button", name=f"Initial this row: {name}", exact=True)).to_have_count(0)


def rows_of(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator(".mca-row h4").all()]


def test_two_browsers_bring_an_agreement_from_the_invitation_to_the_signed_page(
    workshop: Workshop, newcomer: Callable[..., Person], contexts: Callable[..., BrowserContext]
) -> None:
    mentor = newcomer("participant")
    desk = mentor.page
    rehearse(desk)
    link = begin(mentor, "A mentee")
    expect(desk.get_by_text("has not accepted your invitation yet")).to_be_visible()
    page = contexts(viewport={"width": 1280, "height": 900}).new_page()
    come_in(page, link)
    expect(page.get_by_text("In the course, the two of you read this.")).to_be_visible()
    expect(desk.get_by_text("the law may compel disclosure")).to_be_visible()
    # Without a reload, the mentor sees who has come; and nothing of what is not sent.
    expect(desk.get_by_text("A mentee has this page open now.")).to_be_visible()
    write(page, "Goals", GOAL)
    expect(desk.get_by_text("It is the turn of A mentee.")).to_be_visible()
    expect(desk.get_by_text(GOAL)).to_have_count(0)
    write(page, "Other agreements", "Ask colleague@example.org first")
    hand_over(page, "Send to", "Send it")
    hand_over_anyway = page.get_by_role("dialog", name="Could somebody be recognized?")
    expect(hand_over_anyway.get_by_text("colleague@example.org")).to_be_visible()
    hand_over_anyway.get_by_role("button", name="Hand it over as it is").click()
    expect(row(desk, "Goals").get_by_text(GOAL)).to_be_visible()
    copy_what_was_written_before(desk)
    write(desk, "Goals", ANSWER)
    expect(page.get_by_text(ANSWER)).to_have_count(0)
    hand_over(desk, "Return to", "Return it")
    expect(row(page, "Goals").get_by_text(ANSWER)).to_be_visible()
    # Both write at once, each their own column.
    row(page, "Logistics").get_by_role("textbox").fill("Tuesdays at 7:30")
    row(desk, "Logistics").get_by_role("textbox").fill("Agreed, not in March")
    expect(row(desk, "Logistics").get_by_text("Tuesdays at 7:30")).to_be_visible()
    expect(row(page, "Logistics").get_by_text("Agreed, not in March")).to_be_visible()
    expect(row(page, "Logistics").get_by_role("textbox", name="Logistics: your words")).to_have_value(
        "Tuesdays at 7:30"
    )
    row(page, "Logistics").get_by_role("textbox").fill("Tuesdays at 7:30, or 555-123-4567")
    expect(page.get_by_text("Not shared yet: “555-123-4567”.")).to_be_visible()
    assert violations(page) == []
    row(page, "Logistics").get_by_role("button", name="Share it anyway").click()
    expect(row(desk, "Logistics").get_by_text("or 555-123-4567")).to_be_visible()
    names = rows_of(page)
    assert len(names) == 11
    for name, following in zip(names, [*names[1:], None], strict=True):
        initial(page, name)
        if following:
            expect(page.get_by_role("button", name=f"Initial this row: {following}", exact=True)).to_be_focused()
    # A row that the mentor changes needs the mentee's initials again.
    write(desk, "Goals", f"{ANSWER} I will.")
    expect(page.get_by_role("button", name="Initial this row: Goals", exact=True)).to_be_visible()
    initial(page, "Goals")
    for name in names:
        initial(desk, name)
    for one in (page, desk):
        expect(one.get_by_text("This agreement is final")).to_be_visible()
        expect(one.get_by_text("Version 1, signed by both")).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name=re.compile("^Version 1, signed by both .*PDF$")).click()
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(loading.value.path()).pages)
    assert GOAL in text
    assert "Which journal, and who reads it first? I will." in " ".join(text.split())


def copy_what_was_written_before(page: Page) -> None:
    """Copy the mentor's line from the rehearsal, by choice, and undo it."""
    place = row(page, "Topics that are off-limits")
    words = place.get_by_role("textbox", name="Topics that are off-limits: your words")
    place.get_by_text("Copy something you wrote in the course").click()
    expect(place.get_by_text("Salaries")).to_be_visible()
    expect(words).to_have_value("")
    place.get_by_role("button", name=re.compile("^Copy: Mentorship Agreement")).click()
    expect(words).to_have_value("Salaries")
    place.get_by_role("button", name="Undo").click()
    expect(words).to_have_value("")


def rehearse(page: Page) -> None:
    """What the mentor had written in section 3."""
    save = """() => fetch("/course/api/answers/03_ground_rules.agreement", {method: "PATCH", headers: {
        "Content-Type": "application/json", "X-XSRFToken": document.cookie.match(/_xsrf=([^;]*)/)[1]},
        body: JSON.stringify({base_revision: 0, values: {"off_limits.mentor": "Salaries"}})})
        .then((reply) => reply.status)"""
    assert page.evaluate(save) == 200


def signed_long_ago(workshop: Workshop, mentor: str, days: int) -> str:
    """An agreement that a mentor and somebody from outside have signed when the clock stood so many days back."""
    with closing_store(workshop) as real:
        store = open_store(real.url.render_as_string(), now=lambda: real.now() - timedelta(days=days))
        try:
            person, cohort = workshop.person(mentor)
            agreement, secret = parties.begin(store, person, cohort, "A mentee", "", form_of(COURSE).rows)
            entered = parties.enter(store, secret, "d" * 43, None, "A mentee")
            assert entered.sign_in
            pair = Pair(store, agreement, person, entered.sign_in.person).meet()
            pair.initial_all()
            follow_up.set_plan(store, person, agreement, meets_tomorrow(real.now()))
            return agreement
        finally:
            store.close()


def meets_tomorrow(now: datetime) -> dict[str, Any]:
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    return {"first": tomorrow, "at": "12:00", "zone": "UTC", "minutes": 30, "every": "month", "times": 3}


def test_ninety_days_later_home_says_so_and_both_look_back_on_the_goals_of_that_day(
    workshop: Workshop, newcomer: Callable[..., Person], contexts: Callable[..., BrowserContext]
) -> None:
    mentor = newcomer("participant", viewport={"width": 390, "height": 844}, color_scheme="dark")
    name = str(mentor.page.evaluate("fetch('/course/api/me').then((reply) => reply.json()).then((me) => me.name)"))
    agreement = signed_long_ago(workshop, name, 90)
    desk = mentor.page
    desk.goto(f"{workshop.url}/course/")
    expect(desk.get_by_text("A mentee has sent you the page: it is your turn.")).to_be_visible(timeout=60_000)
    expect(desk.get_by_text("Your check-in with A mentee")).to_be_visible(timeout=60_000)
    ahead = desk.get_by_text("Ninety days ago you and A mentee signed your agreement")
    ahead.get_by_role("link", name="Open the agreement").click()
    back = desk.get_by_role("region", name="Ninety days later: where are we now?")
    expect(back.get_by_role("group", name="Goals: A mentee, the mentee")).to_contain_text("Finish the manuscript")
    expect(back.get_by_role("group", name="Goals: You, the mentor")).to_contain_text("By March?")
    back.get_by_role("textbox", name="Where are we with these goals now?").fill("The first half is written.")
    person, _ = workshop.person(name)
    with closing_store(workshop) as store:
        link = f"{workshop.url}/course/invitation/{parties.renew_link(store, person, agreement)}"
    page = contexts(viewport={"width": 1280, "height": 900}).new_page()
    come_in(page, link)
    theirs = page.get_by_role("region", name="Ninety days later: where are we now?")
    expect(theirs.get_by_text("The first half is written.")).to_be_visible()
    theirs.get_by_role("textbox", name="What do we keep, and what do we change?").fill("Meet every two weeks.")
    expect(back.get_by_text("Meet every two weeks.")).to_be_visible()
    for one in (desk, page):
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(one) == []
