"""A facilitator's page: people and their links, sections opened and closed, progress without a word of anyone's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.workshop import Workshop

from .course_pages import DEFINITIONS, wait_for_forms
from .fill import field_of, form_of
from .looks import violations

pytestmark = pytest.mark.timeout(300)
BEFORE_YES = DEFINITIONS["02_what_you_bring.before_i_say_yes"]
FIRST = next(iter(BEFORE_YES["fields"]))
SECRET_WORDS = "Words that no facilitator may read"


@pytest.fixture
def cohort(request: pytest.FixtureRequest) -> str:
    """A cohort that only this test has, for sections are closed here."""
    return f"Cohort of {request.node.name[:80]}"


@pytest.fixture
def first_link(workshop: Workshop, cohort: str) -> str:
    """The link of the first of the cohort's two participants."""
    workshop.new_person(f"Second in {cohort[:60]}", cohort=cohort)
    return workshop.new_person(f"First in {cohort[:60]}", cohort=cohort)


@pytest.fixture
def facilitator(newcomer, cohort: str, first_link: str):
    """A facilitator at the cohort's page."""
    person = newcomer("facilitator", cohort=cohort)
    person.page.goto(f"{person.workshop.url}/course/staff")
    expect(person.page.get_by_role("heading", name=f"People in {cohort}")).to_be_visible(timeout=30_000)
    return person


def test_a_facilitator_adds_a_person_whose_link_works(facilitator, newcomer, browser):
    page = facilitator.page
    page.get_by_label("Name", exact=True).fill("New colleague")
    page.get_by_label("E-mail", exact=True).fill("colleague@example.org")
    page.get_by_role("button", name="Add and make a link").click()
    link = page.get_by_label("Link for New colleague").input_value()
    expect(page.get_by_role("row", name=re.compile("New colleague.*not used yet"))).to_be_visible()
    context = browser.new_context()
    other = context.new_page()
    other.goto(link)
    other.get_by_role("button", name="Continue").click()
    other.get_by_role("button", name="I have read this, and go on").click()
    expect(other.get_by_role("link", name="New colleague")).to_be_visible()
    context.close()


def test_whoever_leads_an_empty_cohort_is_led_to_it_and_told_what_to_do_first(browser, workshop):
    context = browser.new_context()
    page = context.new_page()
    page.goto(workshop.new_person("Lead of nobody", "facilitator", cohort="Cohort of nobody"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("main").get_by_role("link", name="Your cohort").click(timeout=60_000)
    steps = page.get_by_role("region", name="Begin here: nobody takes part yet")
    expect(steps.get_by_role("listitem")).to_have_count(4, timeout=60_000)
    expect(page.get_by_text("you see here who has not begun a section")).to_be_visible(timeout=60_000)
    page.get_by_label("Name", exact=True).fill("The first")
    page.get_by_label("E-mail", exact=True).fill("the-first@example.org")
    page.get_by_role("button", name="Add and make a link").click()
    expect(page.get_by_label("Link for The first")).to_be_visible()
    expect(steps).to_have_count(0)
    context.close()


def test_a_facilitator_s_home_asks_for_nothing_that_only_participants_have(facilitator, workshop):
    page, refused = facilitator.page, []
    page.on("response", lambda reply: refused.append(reply.url) if reply.status >= 400 else None)
    page.goto(f"{workshop.url}/course/")
    expect(page.get_by_role("heading", name="Your workbook")).to_be_visible(timeout=60_000)
    page.wait_for_load_state("networkidle")
    assert refused == []


def test_a_link_to_a_part_of_the_page_leads_there_even_while_the_parts_above_are_still_coming(facilitator):
    page = facilitator.page
    page.goto(f"{facilitator.workshop.url}/course/staff")
    page.get_by_role("link", name="Your institution", exact=True).click()
    expect(page.get_by_role("button", name="Make the pairs")).to_be_attached(timeout=60_000)
    expect(page.get_by_role("heading", name="Certificates")).to_be_attached()
    expect(page.get_by_role("heading", name="Your institution")).to_be_in_viewport()


def test_a_wrong_row_is_refused_in_words_and_nothing_typed_is_lost(facilitator):
    page = facilitator.page
    page.get_by_label("Name", exact=True).fill("Somebody")
    page.get_by_label("E-mail", exact=True).fill("no-address@x y")
    page.get_by_label("E-mail", exact=True).evaluate("(field) => { field.type = 'text'; }")
    page.get_by_role("button", name="Add and make a link").click()
    expect(page.get_by_text("is not an e-mail address")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Somebody")


def test_a_renewed_link_replaces_the_older_one(facilitator, first_link, browser):
    page = facilitator.page
    page.get_by_role("button", name="New link: First in").click()
    expect(page.get_by_label("Link for First in")).to_be_visible()
    context = browser.new_context()
    visitor = context.new_page()
    visitor.goto(first_link)
    visitor.get_by_role("button", name="Continue").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Ask your facilitator for a new link")
    context.close()


def test_closing_a_section_reaches_open_pages_and_keeps_what_was_typed(facilitator, newcomer, cohort, workshop):
    participant = newcomer(cohort=cohort)
    there = participant.open_section("02_what_you_bring")
    home = participant.new_page()
    home.goto(f"{workshop.url}/course/")
    expect(home.get_by_role("heading", name="Begin here")).to_be_visible()
    title = "2. What Do You Bring to the Table as a Mentor?"
    facilitator.page.get_by_role("button", name=f"Close {title}").click()
    expect(facilitator.page.get_by_text(f"{title} is closed now")).to_be_visible()
    expect(home.get_by_text("Closed for now.")).to_be_visible(timeout=30_000)
    home.goto(f"{workshop.url}/course/sections/02_what_you_bring")
    expect(home.get_by_role("heading", name="This section is closed for now")).to_be_visible()
    field_of(there, BEFORE_YES, FIRST).get_by_role("textbox").fill("Typed after it was closed.")
    expect(form_of(there, BEFORE_YES).get_by_text("has closed this section", exact=False)).to_be_visible(timeout=30_000)
    facilitator.page.get_by_role("button", name=f"Open {title}").click()
    expect(form_of(there, BEFORE_YES).get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=45_000)
    wait_for_forms(home, "02_what_you_bring")  # nobody has pressed anything there
    there.reload()
    wait_for_forms(there, "02_what_you_bring")
    expect(field_of(there, BEFORE_YES, FIRST).get_by_role("textbox")).to_have_value("Typed after it was closed.")


def test_home_follows_the_sections_and_leaves_the_keyboard_where_it_is(facilitator, newcomer, cohort, workshop):
    home = newcomer(cohort=cohort).page
    home.goto(f"{workshop.url}/course/")
    closed = home.get_by_text("Closed for now.")
    title = "2. What Do You Bring to the Table as a Mentor?"
    for act, link in (("Close", "PDF, to read and print"), ("Open", "3. Setting Ground Rules and Commitments")):
        here = home.get_by_role("main").get_by_role("link", name=link)
        here.focus()
        facilitator.page.get_by_role("button", name=f"{act} {title}").click()
        expect(closed).to_have_count(int(act == "Close"), timeout=30_000)
        expect(here).to_be_focused()


def test_progress_shows_that_something_is_begun_and_never_what(facilitator, newcomer, cohort):
    participant = newcomer(cohort=cohort)
    there = participant.open_section("02_what_you_bring")
    field_of(there, BEFORE_YES, FIRST).get_by_role("textbox").fill(SECRET_WORDS)
    expect(form_of(there, BEFORE_YES).get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)
    page = facilitator.page
    page.get_by_label("Section", exact=True).select_option(
        "2. What Do You Bring to the Table as a Mentor?", timeout=60_000
    )
    again = page.get_by_role("button", name="Refresh")
    tall = [one.bounding_box()["height"] for one in (page.get_by_label("Section", exact=True), again)]
    assert tall[0] < 1.5 * tall[1], "a choice is one line tall, as a button is"
    again.click()
    row = page.get_by_role("row", name=re.compile("Before I say yes"))
    expect(row.get_by_role("cell").nth(2)).to_have_text("1", timeout=30_000)
    assert SECRET_WORDS not in page.content()
    assert "Mandatory reporting" not in page.content()


def test_a_facilitator_moves_a_due_day_and_says_who_checks_reviews(facilitator, newcomer, cohort, workshop):
    for _ in ("the lead", "another"):
        newcomer("trainer", cohort=cohort)
    page = facilitator.page
    title = "2. What Do You Bring to the Table as a Mentor?"
    page.get_by_label(f"Due day of {title}").fill("2099-02-15")
    page.get_by_role("button", name=f"Set the day: {title}").click()
    expect(page.get_by_text(f"“{title}”: the day is set.")).to_be_visible()
    expect(page.get_by_role("combobox", name="The lead trainer")).to_be_disabled()
    page.get_by_role("radio", name="The lead trainer").check()
    expect(page.get_by_role("combobox", name="The lead trainer")).to_be_enabled()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("It is kept, and counts from the next release on.")).to_be_visible()
    assert violations(page) == []
    there = newcomer(cohort=cohort).page
    there.goto(f"{workshop.url}/course/reflections/02_what_you_bring")
    expect(there.get_by_text("It is due on Sunday, February 15, 2099.")).to_be_visible()
    expect(there.get_by_text("the lead trainer reads it with your reflection")).to_be_visible()
    page.get_by_role("button", name=f"Use the usual day: {title}").click()
    expect(page.get_by_text(f"“{title}”: the usual day holds.")).to_be_visible()
    there.reload()
    expect(there.get_by_text("It has no due date.")).to_be_visible()


def test_a_participant_finds_nothing_at_the_staff_page(newcomer):
    person = newcomer()
    person.page.goto(f"{person.workshop.url}/course/staff")
    expect(person.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    expect(person.page.get_by_role("link", name="Your cohort")).to_have_count(0)
