"""A whole session, from the first press on the console to the attendance: one facilitator, three participants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mentorcourse.content import read_course
from mentorcourse.schedule import make_plan, read_session
from tests.workshop import Workshop

from .course_pages import DEFINITIONS, Person
from .fill import fill, form_of

pytestmark = pytest.mark.timeout(300)
STEM, COHORT = "04_trust", "Whole session"
CASE = DEFINITIONS[f"{STEM}.case_helpful_task"]
BLOCKS = {slot.block.key: slot.block for slot in make_plan(read_session(read_course(), STEM).blocks, 90).slots}


@pytest.fixture
def come(workshop: Workshop, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Brings in somebody of a cohort of the test's own; fails the test on script errors and strange requests."""
    wrong: list[str] = []
    contexts = []

    def bring(name: str, *roles: str, **context: Any) -> Page:
        contexts.append(browser.new_context(**context))
        return Person(workshop, contexts[-1], wrong).enter(workshop.new_person(name, *roles, cohort=COHORT))

    yield bring
    for context in contexts:
        context.close()
    assert wrong == []


def band(page: Page) -> Locator:
    """What a participant's page shows of the session."""
    return page.get_by_role("region", name="Live session")


def test_a_whole_session_from_the_first_press_to_the_attendance(come: Callable[..., Page], workshop: Workshop) -> None:
    leader, first, second = (
        come("Leader", "facilitator"),
        come("First"),
        come("Second", viewport={"width": 390, "height": 800}),
    )
    workshop.new_person("Absent", cohort=COHORT)
    start = leader.url.split("/course/")[0]
    room = leader.context.new_page()
    room.goto(f"{start}/course/room")
    leader.goto(f"{start}/course/console")
    now = leader.get_by_role("region", name="Where the session stands")
    begin = leader.get_by_role("button", name="Start the session: 90 minutes")
    expect(begin).to_be_visible(timeout=60_000)

    # Pairs before the start, without the one who is not here.
    leader.get_by_label("Make the pairs from this section on").select_option(STEM)
    leader.get_by_role("button", name="Make the pairs").click()
    expect(leader.get_by_text("The pairs are made.").first).to_be_visible()
    leader.get_by_label("Session", exact=True).select_option(STEM)
    leader.get_by_text("Somebody has not come").click()
    leader.get_by_role("button", name="Not here: Absent").click()

    # The first blocks: every page follows.
    leader.get_by_role("combobox", name="Section").first.select_option(STEM)
    begin.click()
    for page in (first, second):
        expect(band(page)).to_contain_text(BLOCKS["arrive"].instruction)
    expect(room.get_by_role("heading", name=BLOCKS["arrive"].title)).to_be_visible()
    expect(room.get_by_role("timer")).to_have_text(re.compile(r"^[67]:\d\d$"))
    expect(leader.get_by_role("heading", name="Who works with whom", level=4)).to_be_visible()
    go_on(leader, now, "questions")
    for page in (first, second):
        expect(band(page)).to_contain_text(BLOCKS["questions"].title)
    expect(band(first)).to_contain_text("Your partner is Second.")
    expect(band(second)).to_contain_text("Your partner is First.")

    # Somebody is stuck, and says so.
    band(second).get_by_role("button", name="I am stuck").click()
    expect(band(second)).to_contain_text("Your facilitator sees that you are stuck.")
    expect(leader.get_by_role("heading", name="Go and see")).to_be_visible()
    expect(leader.get_by_role("listitem").filter(has_text=re.compile("^Second$"))).to_be_visible()

    # The case: opened for everybody, answered by one, and by too few to be counted.
    go_on(leader, now, "case")
    expect(leader.get_by_text("Nobody says that they are stuck.")).to_be_visible()  # it belonged to the block before
    band(first).get_by_role("link", name=CASE["title"]).click()
    form = form_of(first, CASE)
    expect(form).to_have_attribute("data-followed", "true", timeout=60_000)
    expect(form).to_be_in_viewport()
    choice = CASE["fields"]["choice"]["options"][0]["key"]
    fill(first, CASE, {"choice": choice, "reasons": "She would hear it from me.", "committed": True})
    expect(leader.get_by_text("1 person has answered.")).to_be_visible()
    leader.get_by_role("button", name=f"Reveal “{CASE['title']}”").click()
    leader.get_by_role("dialog").get_by_role("button", name="Reveal", exact=True).click()
    expect(leader.get_by_text("Counts show from five answers on; there are fewer so far.")).to_be_visible()
    expect(form).to_contain_text("five")

    # A message, somebody late, a pause.
    leader.get_by_role("textbox", name="Message").fill("The door is open again")
    leader.get_by_role("button", name="Send the message").click()
    late = come("Late")
    expect(band(late)).to_contain_text("The door is open again")
    expect(band(late)).to_contain_text(BLOCKS["case"].title)
    leader.get_by_label("Session", exact=True).select_option(STEM)
    leader.get_by_role("button", name="Is here: Late").click()
    leader.get_by_role("button", name="Pause").click()
    expect(band(late).get_by_role("timer")).to_contain_text("Paused")
    leader.get_by_role("button", name="Go on").click()
    expect(band(late).get_by_role("timer")).to_contain_text("left")

    # Presses are quicker than people, so the session is ahead; then it is behind, and another plan makes up for it.
    for ahead_or_behind in (
        "13 minutes ahead",
        "8 minutes ahead",
        "3 minutes ahead",
        "2 minutes behind",
        "7 minutes behind",
    ):
        leader.get_by_role("button", name="Add 5 minutes").click()
        expect(now).to_contain_text(ahead_or_behind)
    leader.get_by_role("button", name="Re-plan").click()
    expect(leader.get_by_text(re.compile(f"{BLOCKS['close'].title}: [5-8] instead of 9 minutes"))).to_be_visible()
    leader.get_by_role("button", name="Use this plan").click()
    expect(now).to_contain_text("On time")

    # To the end.
    go_on(leader, now, "talk")
    expect(band(late)).to_contain_text(re.compile("Your partners are (First and Second|Second and First)."))
    keys = list(BLOCKS)
    for key in keys[keys.index("talk") + 1 :]:
        go_on(leader, now, key)
    expect(band(second)).to_contain_text(BLOCKS["close"].title)
    leader.get_by_role("button", name="End the session").first.click()
    leader.get_by_role("dialog").get_by_role("button", name="End the session").click()
    for page in (first, second, late):
        expect(band(page)).to_be_hidden()
    expect(room.get_by_text("The session is over.")).to_be_visible()
    expect(leader.get_by_text("3 participants of 4 were there")).to_be_visible()
    expect(leader.get_by_label("Counts of section")).to_have_value(STEM)  # there was the last reveal
    for name, was_there in {"First": "yes", "Second": "yes", "Late": "yes", "Absent": "no"}.items():
        row = leader.get_by_role("table", name="were there").get_by_role("row", name=re.compile(f"^{name} "))
        expect(row).to_contain_text(was_there)


def go_on(leader: Page, now: Locator, key: str) -> None:
    """Press "Next block", and wait until the console stands there."""
    leader.get_by_role("button", name="Next block").click()
    expect(now).to_contain_text(BLOCKS[key].title)
