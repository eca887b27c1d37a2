"""Sections 5 and 10, live: one comes late, one drops out for good, and at the end everybody promises a step."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .cast import (
    CARDIOLOGY,
    DROPOUT,
    FACILITATOR,
    LATE,
    NURSING,
    ONCOLOGY,
    PARTICIPANTS,
    PATHOLOGY,
    PEDIATRICS,
    PHARMACY,
    SURGERY,
    THOROUGH,
    Role,
)
from .counts import expect_counts, shown_now
from .journey import Journey
from .session import band, check_attendance, lead, reveal
from .story import TO_TOP
from .writing import FIFTH, FIRST, TENTH, counted, values_for

FIFTH_CASE, ASKING = f"{FIFTH}.case_ninety_seconds", f"{FIFTH}.asking_only"
TENTH_CASE, TENTH_RATING, BACK = (f"{TENTH}.{key}" for key in ("case_lip_service", "self_rating", "looking_back"))
EARLY = (CARDIOLOGY, PHARMACY, PEDIATRICS, SURGERY)  # answer the case of section 5 before the session
NEVER_LOOKS_BACK = ONCOLOGY
MESSAGE = "Those on the phone: please write along, too."


def hold_fifth(journey: Journey) -> None:
    """Four have answered the case beforehand: too few to be shown. One leaves, one comes late."""
    for role in EARLY:
        journey.answer(role, FIFTH_CASE, values_for(role, FIFTH_CASE, second=False), 4)
    journey.cast.page(LATE).goto("about:blank")
    away = {LATE}
    for role in PARTICIPANTS:
        if role not in away:
            journey.open_section(role, FIFTH)
    lead(journey, FIFTH, lambda: [role for role in PARTICIPANTS if role not in away], {
        "talk": lambda: _too_few(journey),
        "first": lambda: _drop_out(journey, away),
        "second": lambda: _come_late(journey, away),
        "debrief": lambda: _write_down(journey),
    })  # fmt: skip
    check_attendance(journey, FIFTH, dict.fromkeys(PARTICIPANTS, True))
    journey.story.tell("Section 5 is led live: eleven stay to the end, and twelve were there.")


def _too_few(journey: Journey) -> None:
    reveal(journey, FIFTH_CASE, 4, 0)
    page = journey.cast.page(CARDIOLOGY)
    expect_counts(page, FIFTH_CASE, shown_now(journey.record, FIFTH_CASE, 4))
    form = page.get_by_role("region", name="Case study: advice within ninety seconds", exact=True)
    expect(form).to_contain_text("five")
    journey.story.tell("Counts of four answers are revealed, and nothing is shown: it would point at people.")
    for role in PARTICIPANTS:
        if role not in (*EARLY, LATE):
            journey.answer(role, FIFTH_CASE, values_for(role, FIFTH_CASE, second=False), 0.25)
    counts = shown_now(journey.record, FIFTH_CASE, 4)
    assert sum(counts.values()) == 10
    expect_counts(page, FIFTH_CASE, counts)
    journey.story.tell("With eleven answers the counts are of ten: the eleventh waits for four more.")


def _drop_out(journey: Journey, away: set[Role]) -> None:
    journey.cast.leave(DROPOUT)
    away.add(DROPOUT)
    console = journey.cast.page(FACILITATOR)
    console.get_by_role("textbox", name="Message").fill(MESSAGE)
    console.get_by_role("button", name="Send the message").click()
    expect(band(journey.cast.page(SURGERY))).to_contain_text(MESSAGE)
    journey.story.tell("One leaves in the middle of the pair exercise.")


def _come_late(journey: Journey, away: set[Role]) -> None:
    page = journey.cast.go(LATE)
    expect(band(page)).to_contain_text(MESSAGE)
    expect(band(page)).to_contain_text("Change places")
    journey.story.picture(page, "late-arrival")
    band(page).get_by_role("link", name="5. Using Coaching Skills in Mentoring").click()
    expect(band(page)).to_contain_text("Change places")
    away.discard(LATE)
    console = journey.cast.page(FACILITATOR)
    console.evaluate("scrollTo(0, 0)")
    journey.story.picture(console, "console-section-5", documents=False)
    journey.story.tell("One comes late, and finds the block, its time and the message on the page.")


def _write_down(journey: Journey) -> None:
    for role in PARTICIPANTS:
        if role not in (LATE, DROPOUT):
            journey.answer(role, ASKING, values_for(role, ASKING), 0.5)
    journey.cast.page(SURGERY).get_by_role("region", name="Pair exercise, asking only", exact=True).evaluate(TO_TOP)
    _expect_apart(journey.cast.page(SURGERY))
    journey.story.picture(journey.cast.page(SURGERY), "pair-exercise-phone", dark=True)


def _expect_apart(page: Page) -> None:
    """The time in the corner covers nothing that one could press at the form's foot."""
    form = page.get_by_role("region", name="Pair exercise, asking only", exact=True)
    foot, corner = form.locator("footer").bounding_box(), page.locator(".mc-live-corner").bounding_box()
    assert foot, "the form has no foot"
    assert corner, "the time is not in the corner"
    assert corner["y"] + corner["height"] <= foot["y"], "the time in the corner covers the foot of the form"


def catch_up(journey: Journey) -> None:
    """Whoever came late does at home what the others did in the session."""
    for address in (FIFTH_CASE, ASKING):
        journey.answer(LATE, address, values_for(LATE, address), 9)
    counts = shown_now(journey.record, FIFTH_CASE, 4)
    expect_counts(journey.cast.page(LATE), FIFTH_CASE, counts)
    journey.story.tell("Whoever came late catches up at home; the counts stay as they were.")


def say_goodbye(journey: Journey) -> None:
    """Whoever has left gets a letter, and is then taken out of the cohort."""
    page = journey.cast.go(FACILITATOR, "staff")
    page.get_by_label("Who has not begun section").select_option(
        label="10. Building a Mentoring Culture", timeout=60_000
    )
    page.get_by_text(f"{DROPOUT.name} was last in section 5", exact=False).click()
    page.get_by_role("heading", name="Who to remind").evaluate(TO_TOP)
    journey.story.picture(page, "letter-to-remind")
    before = len(journey.inbox.letters)
    page.get_by_role("button", name=f"Send the letter to {DROPOUT.name}").click()
    expect(page.get_by_text("The message has been handed to the mail server.")).to_be_visible()
    (letter,) = journey.inbox.letters[before:]
    assert (letter["To"], DROPOUT.name in letter.get_content()) == (DROPOUT.email, True)
    page.get_by_label(f"More: {DROPOUT.name}", exact=True).click()
    page.get_by_role("button", name=f"Remove: {DROPOUT.name}", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Take out").click()
    expect(page.get_by_text(f"{DROPOUT.name} is no longer in the cohort.")).to_be_visible()
    journey.record.left.add(DROPOUT.name)
    journey.story.tell("Whoever left is written to, and at last taken out of the cohort: eleven go on.")


def hold_tenth(journey: Journey) -> None:
    """The ten statements once more, and a promise."""
    there = journey.here()
    for role in there:
        journey.answer(role, TENTH_RATING, values_for(role, TENTH_RATING), 3)
        if role is not NEVER_LOOKS_BACK:
            journey.answer(role, BACK, values_for(role, BACK), 2)
    journey.story.tell("Before section 10, eleven rate themselves once more, and ten of them look back.")
    lead(journey, TENTH, lambda: there, {
        "case": lambda: _answer_tenth(journey),
        "idea": lambda: _each(journey, f"{TENTH}.culture_change"),
        "promise": lambda: _each(journey, f"{TENTH}.commitment"),
    })  # fmt: skip
    check_attendance(journey, TENTH, dict.fromkeys(there, True))
    journey.story.tell("Section 10 is led live; eleven promise a step.")


def _answer_tenth(journey: Journey) -> None:
    _each(journey, TENTH_CASE)
    reveal(journey, TENTH_CASE, 11, 11)
    expect_counts(journey.cast.page(NURSING), TENTH_CASE, shown_now(journey.record, TENTH_CASE, 11))


def _each(journey: Journey, address: str) -> None:
    for role in journey.here():
        journey.answer(role, address, values_for(role, address, second=False), 0.25)


def change_a_mind(journey: Journey) -> Page:
    """Somebody rates a statement anew when the group's ratings are settled: the report stays as it was."""
    key = "attention.often"
    old = journey.record.values(CARDIOLOGY.name, TENTH_RATING)[key]
    page = journey.answer(CARDIOLOGY, TENTH_RATING, {key: old % 5 + 1}, 1)
    journey.story.tell("One changes a rating afterwards; in the report it stays as it was.")
    return page


def work_through(journey: Journey) -> None:
    """The three who do everything go through all the other activities, between the sessions and after them."""
    for role in THOROUGH:
        for address in counted():
            written = journey.record.values(role.name, address)
            wanted = {} if written and role is PEDIATRICS else values_for(role, address)
            missing = {key: value for key, value in wanted.items() if key not in written}
            if missing and not address.startswith(FIRST):
                journey.answer(role, address, missing, 2)  # all of it before midnight
        journey.story.tell(f"{role.name} works through all ten sections, on a {role.device}.")
    page = journey.open_section(PEDIATRICS, TENTH)
    assert page
    for role in (PATHOLOGY,):
        journey.answer(role, f"{TENTH}.culture_scan", values_for(role, f"{TENTH}.culture_scan", most=3), 4)
