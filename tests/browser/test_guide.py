"""The facilitator guide in the course: found from the staff page, readable on a phone, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from mentorcourse.sessions.clock import Clock
from mentorcourse.sessions.tables import LiveSession
from tests.workshop import Workshop, closing_store

from .looks import violations

pytestmark = pytest.mark.timeout(300)


def test_a_facilitator_goes_from_the_staff_page_to_the_next_session_and_through_its_blocks(newcomer):
    page = newcomer("facilitator").page
    page.goto(page.url.split("/course/")[0] + "/course/staff")
    page.get_by_role("link", name="the facilitator guide").click(timeout=60_000)
    expect(page.get_by_role("heading", name="Running a cohort", level=1)).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Using Coaching Skills in Mentoring").click()
    expect(page.get_by_role("heading", name="5. Using Coaching Skills in Mentoring")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Which hat"))
    expect(row.get_by_role("cell").nth(0)).to_have_text("left out")
    expect(row.get_by_role("cell").nth(1)).to_have_text(re.compile(r"^0:07\s+9 min$"))
    row.get_by_role("link").click()
    expect(page.get_by_role("region", name="Which hat")).to_be_in_viewport()
    expect(page.get_by_role("region", name="Which hat").get_by_role("heading", name="Say")).to_be_visible()
    page.get_by_role("link", name="Open the section as participants read it").click()
    expect(page.get_by_role("heading", name="Using Coaching Skills in Mentoring", level=1)).to_be_visible(
        timeout=60_000
    )


def test_a_participant_and_a_trainer_find_nothing_at_the_guide(newcomer):
    for role in ("participant", "trainer"):
        page = newcomer(role).page
        page.goto(page.url.split("/course/")[0] + "/course/guide/01_introduction")
        expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def test_a_facilitator_keeps_time_runs_late_plans_anew_and_takes_it_back(newcomer, own_workshop: Workshop):
    page = newcomer("facilitator", at=own_workshop).page
    guide = page.url.split("/course/")[0] + "/course/guide/"
    page.goto(f"{guide}01_introduction")
    page.get_by_role("button", name="Start the session: 60 minutes").click()
    now = page.get_by_role("region", name="Where the session stands")
    expect(now).to_contain_text("Arrive")
    expect(now).to_contain_text("On time")
    expect(now.get_by_role("button", name="Re-plan")).to_be_disabled()
    now.get_by_role("button", name="Next block").click()
    expect(now).to_contain_text("6 minutes ahead")
    let_pass(own_workshop, 20)
    page.reload()  # a phone that slept, a page opened anew
    expect(now).to_contain_text("What stays in the room")
    expect(now).to_contain_text("8 minutes behind")
    expect(now.get_by_role("timer")).to_contain_text("over")
    now.get_by_role("button", name="Next block").click()
    expect(now).to_contain_text("8 minutes behind")
    today = page.get_by_role("table", name="Plan for today")
    expect(today.get_by_role("row", name=re.compile("A view or an order"))).to_have_count(1)
    expect(now.get_by_role("link", name="The mentor who says yes to everyone")).to_be_visible()
    following = re.search(r"Next, at (\d+:\d\d)", now.inner_text())
    assert following
    expect(today.get_by_role("row").nth(4)).to_contain_text(following[1])  # the bar and the plan tell one time
    now.get_by_role("button", name="Re-plan").click()
    expect(page.get_by_text("Left out: A view or an order")).to_be_visible()
    page.get_by_role("button", name="Use this plan").click()
    expect(now).to_contain_text("On time")
    expect(today.get_by_role("row", name=re.compile("A view or an order"))).to_have_count(0)
    expect(today.get_by_role("row", name=re.compile("A short break"))).to_have_count(1)
    page.get_by_role("button", name="Undo the new plan").click()
    expect(now).to_contain_text("8 minutes behind")
    expect(today.get_by_role("row", name=re.compile("A view or an order"))).to_have_count(1)
    let_pass(own_workshop, 30)
    page.reload()
    now.get_by_role("button", name="Re-plan").click()
    page.get_by_role("button", name=re.compile("^Go on [0-9]+ minutes longer$")).click()
    page.get_by_role("button", name="Use this plan").click()
    expect(now).to_contain_text("On time")
    assert violations(page) == []
    page.goto(f"{guide}02_what_you_bring")
    expect(page.get_by_role("main").get_by_text("Another session is running:")).to_be_visible()


def let_pass(workshop: Workshop, minutes: int) -> None:
    """Put the running session's beginning and its marks so many minutes back, as if time had passed."""
    with closing_store(workshop) as store, store.writing() as session:
        row = session.scalars(select(LiveSession)).one()
        clock, earlier = Clock.model_validate(row.clock), timedelta(minutes=minutes)
        began, marks = clock.began - earlier, tuple(mark - earlier for mark in clock.marks[:-1])
        moved = clock.model_copy(update={"began": began, "marks": (*marks, clock.marks[-1] - earlier)})
        row.clock = moved.model_dump(mode="json")
