"""A facilitator leads a session from the console, and everybody's page follows without being reloaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.workshop import Workshop

from .course_pages import Person
from .looks import violations

pytestmark = pytest.mark.timeout(300)
STEM, AFTER = "04_trust", "05_coaching_skills"
CASE = "Case study: a helpful task"
_numbers = count(1)


@pytest.fixture
def cohort() -> str:
    """The name of a cohort of the test's own: a session is the whole cohort's."""
    return f"Console {next(_numbers)}"


@pytest.fixture
def come(workshop: Workshop, browser: Browser, cohort: str) -> Iterator[Callable[..., Page]]:
    """Brings in somebody new to the test's cohort; fails the test on script errors and strange requests."""
    wrong: list[str] = []
    contexts = []

    def bring(name: str, *roles: str, **context: Any) -> Page:
        contexts.append(browser.new_context(**context))
        person = Person(workshop, contexts[-1], wrong)
        return person.enter(workshop.new_person(f"{cohort} {name}", *roles, cohort=cohort))

    yield bring
    for context in contexts:
        context.close()
    assert wrong == []


def open_console(page: Page) -> Locator:
    """The console, once a session can be begun; where the session stands, on it."""
    page.goto(page.url.split("/course/")[0] + "/course/console")
    expect(page.get_by_role("button", name="Start the session: 60 minutes")).to_be_visible(timeout=60_000)
    page.get_by_role("combobox", name="Section").first.select_option(STEM)
    return page.get_by_role("region", name="Where the session stands")


def band(page: Page) -> Locator:
    return page.get_by_role("region", name="Live session")


def seconds_left(shown: Locator) -> int:
    found = re.search(r"(\d+):(\d\d)", shown.get_by_role("timer").inner_text())
    assert found
    return int(found[1]) * 60 + int(found[2])


def test_a_session_is_led_from_the_console_and_every_page_follows(come):
    leader = come("leader", "facilitator")
    person = come("person", viewport={"width": 320, "height": 700})
    start = person.url.split("/course/")[0]
    now = open_console(leader)
    expect(band(person)).to_be_hidden()
    leader.get_by_role("button", name="Start the session: 60 minutes").click()
    expect(now).to_contain_text("Arrive")
    expect(now).to_contain_text("On time")
    expect(leader.get_by_role("heading", name="Say", exact=True)).to_be_visible()
    expect(band(person)).to_contain_text("Arrive")
    assert 240 < seconds_left(band(person)) <= 300
    assert person.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(person) == []

    leader.get_by_role("textbox", name="Message").fill("Doors <b>open</b> at two")
    leader.get_by_role("button", name="Send the message").click()
    expect(band(person)).to_contain_text("Doors <b>open</b> at two")
    leader.get_by_role("button", name="Pause").click()
    expect(band(person).get_by_role("timer")).to_contain_text("Paused")
    leader.get_by_role("button", name="Go on").click()
    expect(band(person).get_by_role("timer")).to_contain_text("left")
    leader.get_by_role("button", name="Take the message away").click()
    expect(band(person)).not_to_contain_text("Doors")
    leader.get_by_role("button", name="Next block").click()
    expect(band(person)).to_contain_text("Ask me something")
    leader.get_by_role("button", name="Next block").click()
    expect(now).to_contain_text("A helpful task")
    band(person).get_by_role("link", name=CASE).click()
    expect(person.get_by_role("region", name=CASE)).to_be_in_viewport(timeout=60_000)

    # At minute forty: a device in another zone, whose clock is hours off.
    late = come("late", timezone_id="America/Denver")
    late.clock.set_system_time("2026-03-08T08:59:00Z")
    late.goto(f"{start}/course/sections/{STEM}")
    expect(band(late)).to_contain_text("A helpful task")
    assert abs(seconds_left(band(late)) - seconds_left(now)) <= 5
    leader.get_by_role("button", name="Back to the block before").click()
    expect(band(late)).to_contain_text("Ask me something")

    assert violations(leader) == []
    leader.get_by_role("heading", name="Before the day").scroll_into_view_if_needed()
    expect(now.get_by_role("button", name="Next block")).to_be_in_viewport()  # over the whole page
    leader.get_by_role("button", name="End the session").click()
    leader.get_by_role("dialog").get_by_role("button", name="End the session").click()
    expect(leader.get_by_role("button", name="Start the session: 60 minutes")).to_be_visible()
    expect(leader.get_by_text("The session is over.")).to_be_visible()
    expect(leader.get_by_role("combobox", name="Section").first).to_have_value(AFTER)
    for page in (person, late):
        expect(band(page)).to_be_hidden()
    row = leader.get_by_role("row", name=re.compile("late"))
    expect(row).to_contain_text("yes")
    expect(row).not_to_contain_text("to now")
    expect(leader.get_by_text(re.compile("^Session of .*: 4. Building Trust"))).to_be_visible()


def test_a_page_that_the_channel_does_not_reach_follows_by_asking(come):
    leader = come("leader", "facilitator")
    open_console(leader)
    leader.get_by_role("button", name="Start the session: 90 minutes").click()
    person = come("person")
    person.route_web_socket(re.compile("/course/api/live"), lambda socket: socket.close())
    person.reload()
    expect(band(person)).to_contain_text("Arrive")
    expect(person.get_by_text("The course cannot be reached")).to_be_hidden()


def test_a_closed_activity_says_so_keeps_what_is_typed_and_saves_it_once_it_is_open(come):
    leader = come("leader", "facilitator")
    open_console(leader)
    leader.get_by_role("button", name="Start the session: 60 minutes").click()
    person = come("person")
    person.goto(person.url.split("/course/")[0] + f"/course/sections/{STEM}")
    case = person.get_by_role("region", name=CASE, exact=True)
    expect(case).to_have_attribute("data-loaded", "true", timeout=60_000)
    leader.get_by_role("button", name=f"Lead everybody to it: {CASE}").click()
    expect(band(person)).to_contain_text(f"Open now: {CASE}")
    leader.get_by_role("button", name=f"Close: {CASE}").click()
    expect(band(person)).to_contain_text(f"Closed for now: {CASE}")
    expect(person.get_by_text("Your facilitator has closed this activity for now, so that")).to_be_visible()
    case.get_by_role("radio").first.check()
    expect(case).to_contain_text("What you typed is kept on this device, and saved when it opens.")
    leader.get_by_role("button", name="End the session").click()
    leader.get_by_role("dialog").get_by_role("button", name="End the session").click()
    expect(leader.get_by_role("heading", name="Activities that are still closed")).to_be_visible()
    leader.get_by_role("button", name=f"Open: {CASE}").click()
    expect(person.get_by_text("Your facilitator has closed this activity for now, so that")).to_be_hidden()
    expect(case).to_contain_text(re.compile("Saved"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_room_view_holds_nobody_s_data_and_is_read_from_the_back_row(come, cohort: str, scheme: str):
    leader = come("leader", "facilitator", color_scheme=scheme)
    room = leader.context.new_page()
    room.goto(leader.url.split("/course/")[0] + "/course/room")
    expect(room.get_by_text("We begin in a moment.")).to_be_visible()
    expect(room.get_by_role("img", name="QR code that leads to the course")).to_be_visible()
    open_console(leader)
    leader.get_by_role("button", name="Start the session: 60 minutes").click()
    expect(room.get_by_role("heading", name="Arrive")).to_be_visible()
    timer = room.get_by_role("timer")
    assert float(timer.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")) > 200
    assert room.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nobody scrolls on a wall"
    assert cohort not in room.content()
    assert violations(room) == []
