"""Section 1, live: everybody is there, one of them without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from . import keyboard
from .cast import CARDIOLOGY, FACILITATOR, KEYBOARD, PARTICIPANTS, SURGERY, THOROUGH
from .counts import expect_counts, expect_counts_in_room, shown_now
from .journey import Journey
from .session import band, check_attendance, lead, open_console, reveal
from .story import TO_TOP
from .writing import FIRST, counted, values_for, wait_for

CASE, RATING = f"{FIRST}.case_always_yes", f"{FIRST}.self_rating"


def prepare(journey: Journey) -> None:
    """At home: everybody rates themselves, and three do what else is asked for before the session."""
    for role in PARTICIPANTS:
        if role is KEYBOARD:
            keyboard.press(journey.cast.page(role), "1. Introduction to")
            wait_for(journey.cast.page(role), RATING)
        page = journey.answer(role, RATING, values_for(role, RATING), 3)
        if role is SURGERY:
            page.get_by_role("region", name="Where I stand today", exact=True).evaluate(TO_TOP)
            journey.story.picture(page, "self-rating-phone")
        if role in THOROUGH:
            address = f"{FIRST}.formal_or_informal"
            page = journey.answer(role, address, values_for(role, address), 7)
        if role is CARDIOLOGY:
            page.get_by_role("region", name="Formal or informal?", exact=True).evaluate(TO_TOP)
            journey.story.picture(page, "worksheet")
    journey.story.tell("Before section 1, all twelve rate themselves, one of them without a mouse.")


def pair_up(journey: Journey) -> None:
    """The facilitator makes the pairs for the whole course."""
    console = open_console(journey)
    console.get_by_role("button", name="Make the pairs").click()
    expect(console.get_by_text("The pairs are made.").first).to_be_visible()
    console.get_by_role("heading", name="Before the day").evaluate(TO_TOP)
    journey.story.tell("The facilitator makes the pairs.")


def hold(journey: Journey) -> None:
    """The session itself."""
    room = journey.cast.second_page(FACILITATOR)
    room.set_viewport_size({"width": 1280, "height": 960})
    room.goto(f"{journey.course.url}/course/room")
    lead(journey, FIRST, lambda: list(PARTICIPANTS), {
        "case": lambda: _answer(journey),
        "talk": lambda: _talk(journey, room),
        "view": lambda: _pairs(journey),
    })  # fmt: skip
    room.close()
    check_attendance(journey, FIRST, dict.fromkeys(PARTICIPANTS, True))
    journey.story.tell("Section 1 is led live; the console notes that all twelve were there.")


def _answer(journey: Journey) -> None:
    console = journey.cast.page(FACILITATOR)
    console.evaluate("scrollTo(0, 0)")
    journey.story.picture(console, "console-section-1")
    for role in PARTICIPANTS:
        page = journey.answer(role, CASE, values_for(role, CASE, second=False), 0.5)
        if role is SURGERY:
            page.evaluate("scrollTo(0, 0)")
            journey.story.picture(page, "live-band-phone")
    journey.story.tell("Twelve commit to an answer to the case.")


def _talk(journey: Journey, room: Page) -> None:
    reveal(journey, CASE, 12, 12)
    counts = shown_now(journey.record, CASE, 12)
    for role in (CARDIOLOGY, SURGERY):
        expect_counts(journey.cast.page(role), CASE, counts)
    expect_counts_in_room(room, CASE, counts)
    assert room.evaluate("document.documentElement.scrollHeight <= innerHeight"), "nobody scrolls a projector"
    journey.story.picture(room, "room-counts")
    journey.story.tell("The counts are revealed to everybody at once, and are those of the twelve.")


def _pairs(journey: Journey) -> None:
    for role in PARTICIPANTS:
        expect(band(journey.cast.page(role))).to_contain_text("Your partner is ")
    page = journey.cast.page(CARDIOLOGY)
    page.evaluate("scrollTo(0, 0)")
    journey.story.picture(page, "partner")


def afterwards(journey: Journey) -> None:
    """At home again: a second answer to the case, and the journal, by those who do everything."""
    for role in THOROUGH:
        second = {key: value for key, value in values_for(role, CASE).items() if key.startswith("second")}
        journey.answer(role, CASE, second, 2)
        for address in set(counted(FIRST)) - {CASE, RATING, f"{FIRST}.formal_or_informal"}:
            journey.answer(role, address, values_for(role, address), 8)
