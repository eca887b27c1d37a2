"""What a cohort shows itself: a pulse on the board, counts at the reveal, a sentence from its writer to the room."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.caller import Caller
from tests.workshop import Workshop

from .course_pages import DEFINITIONS
from .fill import form_of
from .looks import violations

pytestmark = pytest.mark.timeout(300)
STEM = "02_what_you_bring"
KEY = "case_worked_for_me"
CASE = f"{STEM}.{KEY}"
TITLE = DEFINITIONS[CASE]["title"]
COUNTS = re.compile(r"Keep your opinion to yourself and ask questions \d+")
ROOM = "Cohort that shares a room"  # a session holds for a whole cohort
HOSTILE = "I ask <b>first</b> & tell later."


def commit(person: Caller, choice: str) -> None:
    values = {"choice": choice, "reasons": "Reasons of my own", "committed": True}
    assert person.ask(f"/course/api/answers/{CASE}", "PATCH", {"base_revision": 0, "values": values}).status == 200


def begin(leader: Caller) -> None:
    """Start the section's session, and lead everybody to its case."""
    started = leader.ask("/course/api/staff/session", "POST", {"section": STEM, "minutes": 60}).json["session"]
    act = {"act": "lead", "activity": KEY, "session": started["session"], "version": started["version"]}
    assert leader.ask("/course/api/staff/session/acts", "POST", act).status == 200


def caller_of(person: Any) -> Caller:
    """The same person without their browser."""
    caller = Caller(person.workshop.port)
    caller.cookies = {one["name"]: one["value"] for one in person.context.cookies()}
    return caller


def test_a_pulse_a_reveal_and_a_sentence_reach_those_whom_they_are_for(workshop: Workshop, newcomer) -> None:
    leader, person = newcomer("facilitator", cohort=ROOM), newcomer(cohort=ROOM)
    others = [workshop.member(f"Other {number} in the room", cohort=ROOM) for number in range(5)]
    for other in others:
        commit(other, "only_ask")
    begin(caller_of(leader))
    commit(caller_of(person), "other_views")
    page, console, room = person.open_section(STEM), leader.page, leader.new_page()
    console.goto(f"{workshop.url}/course/console")
    room.goto(f"{workshop.url}/course/room")

    stuck = page.get_by_role("button", name="I am stuck")
    stuck.press("Enter")
    expect(stuck).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Your facilitator sees that you are stuck.")).to_be_visible()
    expect(console.get_by_role("heading", name="Go and see")).to_be_visible(timeout=60_000)
    expect(console.locator(".mc-board li")).to_have_count(1)
    stuck.press("Enter")
    expect(console.get_by_text("Nobody says that they are stuck.")).to_be_visible()

    counts = form_of(page, DEFINITIONS[CASE]).get_by_role("row", name=COUNTS)
    expect(form_of(page, DEFINITIONS[CASE])).to_contain_text("shows these counts to everybody at the same time")
    expect(counts).to_have_count(0)
    expect(console.get_by_text("6 people have answered.")).to_be_visible()
    console.get_by_role("button", name=f"Reveal “{TITLE}”").click()
    console.get_by_role("dialog").get_by_role("button", name="Reveal", exact=True).click()
    expect(counts).to_have_text(re.compile("5.*83%"))
    expect(room.get_by_role("row", name=COUNTS)).to_be_visible()
    expect(console.get_by_role("img", name=re.compile("Counts of 6 answers"))).to_be_visible(timeout=60_000)
    commit(workshop.member("Late in the room", cohort=ROOM), "only_ask")
    expect(console.get_by_text("7 people have answered.")).to_be_visible()
    expect(counts).to_have_text(re.compile("5.*83%"))

    page.get_by_label("Your sentence").fill("My patient Maria Lopez taught me.")
    page.get_by_role("button", name="Share a sentence with the room").click()
    expect(page.get_by_role("alert").get_by_text("This looks like somebody’s name.")).to_be_visible()
    page.get_by_label("Your sentence").fill(HOSTILE)
    page.get_by_role("button", name="Share a sentence with the room").click()
    expect(page.get_by_text("It is with your facilitator now.")).to_be_visible()
    expect(console.get_by_text("1 sentence waits for you.")).to_be_visible()
    console.get_by_role("button", name=f"Show to the cohort: {HOSTILE}").click()
    expect(room.locator("blockquote")).to_have_text(HOSTILE)
    expect(page.locator("blockquote", has_text=HOSTILE)).to_be_visible()
    console.get_by_role("button", name="Open the door for an hour").click()
    for size in (ViewportSize(width=1280, height=720), ViewportSize(width=1024, height=768)):
        room.set_viewport_size(size)
        expect(room.get_by_text("The course on your own device:")).to_be_in_viewport(ratio=1)
        expect(room.get_by_label(re.compile("^The code:"))).to_be_in_viewport(ratio=1)
        assert room.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nobody scrolls on a wall"
    assert violations(page) == []
    assert violations(console) == []
    assert violations(room) == []
    page.get_by_role("button", name=f"Withdraw: {HOSTILE}").click()
    expect(room.locator("blockquote")).to_have_count(0)
    expect(page.get_by_role("heading", name="From the room")).to_have_count(0)
