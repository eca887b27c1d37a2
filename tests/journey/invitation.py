"""The cohort is made from a CSV file, everybody gets a letter with a link, and comes in."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import Page, expect

from . import keyboard
from .cast import COHORT, DERMATOLOGY, FACILITATOR, KEYBOARD, PARTICIPANTS, SURGERY, TRAINERS, Role, expect_home
from .journey import Journey
from .story import TO_TOP

EVERYBODY = (FACILITATOR, *TRAINERS, *PARTICIPANTS)


def make_cohort(journey: Journey) -> None:
    """By command: a cohort, and everybody on a roster as a spreadsheet writes it."""
    roster = journey.course.folder.parent / "people.csv"
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "email", "role"])
        writer.writerows([role.name, role.email, role.role] for role in EVERYBODY)
    journey.course.run("cohort", "add", COHORT)
    said = journey.course.run("people", "import", str(roster), "--cohort", COHORT)
    assert said.startswith("15 on the roster, 15 of them new"), said
    assert len(re.findall(r"http\S+/course/enter/\S+", said)) == len(EVERYBODY)
    shown = re.sub(r"(/course/enter/\S{6})\S+", r"\1…", said)
    journey.story.terminal(
        f'mentorcourse people import people.csv --cohort "{COHORT}"', shown, "import", documents=True
    )
    journey.story.tell("A cohort of twelve, a facilitator and two trainers are imported from a CSV file.")


def mail_links(journey: Journey, link: str) -> None:
    """The facilitator comes in by the link that the terminal shows, and mails everybody theirs."""
    page = come_in(journey, FACILITATOR, link)
    page.goto(f"{journey.course.url}/course/staff")
    expect(page.get_by_role("heading", name=f"People in {COHORT}")).to_be_visible(timeout=60_000)
    journey.story.picture(page, "cohort-page")
    for role in (*TRAINERS, *PARTICIPANTS):
        page.get_by_role("button", name=f"Mail a link: {role.name}", exact=True).click()
        expect(page.get_by_text(f"A new link has been mailed to {role.name}.", exact=False)).to_be_visible()
    page.get_by_role("heading", name=f"People in {COHORT}").evaluate(TO_TOP)
    journey.story.picture(page, "links-mailed", documents=False)
    journey.story.tell("The facilitator mails everybody a personal link.")


def come_in(journey: Journey, role: Role, link: str) -> Page:
    """Somebody opens their link for the first time, and agrees to the privacy notice."""
    page = journey.cast.open(role)
    page.goto(link)
    _push(page, role, "Continue")
    expect(page.get_by_role("heading", name="What happens to what you write")).to_be_visible()
    if role is SURGERY:
        journey.story.picture(page, "privacy-notice-phone")
    _push(page, role, "I have read this, and go on")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def _push(page: Page, role: Role, name: str) -> None:
    if role is KEYBOARD:
        keyboard.press(page, name)
    else:
        page.get_by_role("button", name=name).click()


def letters_links(journey: Journey) -> dict[str, str]:
    """{address: the link in the letter to it}."""
    found = {}
    for letter in journey.inbox.letters:
        match = re.search(r"http\S+/course/enter/\S+", letter.get_content())
        assert match, letter
        found[str(letter["To"])] = match[0]
    return found


def everybody_comes_in(journey: Journey) -> None:
    """Trainers and participants, each by the link in their letter."""
    links = letters_links(journey)
    assert set(links) == {role.email for role in (*TRAINERS, *PARTICIPANTS)}
    for role in (*TRAINERS, *PARTICIPANTS):
        page = come_in(journey, role, links[role.email])
        if role in PARTICIPANTS:
            expect_home(page)
        if role in (PARTICIPANTS[0], DERMATOLOGY):
            journey.story.picture(page, f"home-{role.device}", dark=role is DERMATOLOGY)
    journey.story.tell("Everybody comes in by the link in their letter, on laptops and phones.")
