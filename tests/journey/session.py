"""Lead a live session from the console by its plan, block by block, while everybody's page follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from mentorcourse.schedule import Plan, make_plan, read_session
from tests.browser.course_pages import COURSE, DEFINITIONS

from .cast import FACILITATOR, Role
from .journey import Journey

MINUTES = 60
During = Mapping[str, Callable[[], None]]


def plan_of(stem: str) -> Plan:
    """The plan of an hour."""
    return make_plan(read_session(COURSE, stem).blocks, MINUTES)


def band(page: Page) -> Locator:
    """What a participant's page shows of the session."""
    return page.get_by_role("region", name="Live session")


def open_console(journey: Journey) -> Page:
    """The facilitator's console, once a session can be begun."""
    console = journey.cast.go(FACILITATOR, "console")
    expect(console.get_by_role("button", name=f"Start the session: {MINUTES} minutes")).to_be_visible(timeout=60_000)
    return console


def lead(journey: Journey, stem: str, following: Callable[[], list[Role]], during: During) -> None:
    """From the first press to the last; `during` says what happens in a block, by its key. Each takes its minutes."""
    console = open_console(journey)
    console.get_by_role("combobox", name="Section", exact=True).first.select_option(stem)
    console.get_by_role("button", name=f"Start the session: {MINUTES} minutes").click()
    now = console.get_by_role("region", name="Where the session stands")
    at = journey.clock()
    slots = plan_of(stem).slots
    for slot in slots:
        expect(now).to_contain_text(slot.block.title)
        for role in following():
            expect(band(journey.cast.page(role))).to_contain_text(slot.block.title)
        during.get(slot.block.key, lambda: None)()
        at += timedelta(minutes=slot.minutes)
        journey.clock.set(at)
        if slot is not slots[-1]:
            console.get_by_role("button", name="Next block").click()
    expect(now).to_contain_text("On time")
    console.get_by_role("button", name="End the session").first.click()
    console.get_by_role("dialog").get_by_role("button", name="End the session").click()
    expect(console.get_by_role("button", name=f"Start the session: {MINUTES} minutes")).to_be_visible()
    for role in following():
        expect(band(journey.cast.page(role))).to_be_hidden()


def reveal(journey: Journey, address: str, answered: int, shown: int) -> None:
    """The facilitator shows the counts of an activity: so many have answered, and so many are in the counts."""
    console, title = journey.cast.page(FACILITATOR), DEFINITIONS[address]["title"]
    row = console.get_by_role("listitem").filter(has=console.get_by_role("heading", name=title, exact=True))
    expect(row).to_contain_text(f"{answered} people have answered.")
    console.get_by_role("button", name=f"Reveal “{title}”").click()
    console.get_by_role("dialog").get_by_role("button", name="Reveal", exact=True).click()
    words = f"with {shown} answers in the counts" if shown else "Counts show from five answers on"
    expect(row).to_contain_text(words)


def check_attendance(journey: Journey, stem: str, there: Mapping[Role, bool]) -> None:
    """The console says of everybody whether they were there."""
    console = journey.cast.page(FACILITATOR)
    count = sum(there.values())
    expect(console.get_by_text(f"{count} participants of {len(there)} were there")).to_be_visible()
    table = console.get_by_role("table", name="were there")
    for role, was_there in there.items():
        row = table.get_by_role("row", name=re.compile(f"^{role.name} "))
        expect(row.get_by_role("cell").first).to_have_text("yes" if was_there else "no")
        journey.record.attended[stem][role.name] = was_there
