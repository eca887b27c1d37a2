"""Two mentors invite a mentee each by mail, and both agreements become final with everybody's initials."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .cast import PHARMACY, SURGERY, Role
from .journey import Journey
from .story import TO_TOP
from .taken_away import pdf_text
from .words import bare, sentence
from .writing import SAVED

# {mentor: their mentee}; the second mentor is the one who is erased at the end.
MENTEES = {SURGERY: Role("Fellow in Surgery", "guest"), PHARMACY: Role("Resident in Pharmacy", "guest", "phone")}
WRITTEN = ("Goals", "Logistics")


def make_both(journey: Journey) -> None:
    """From the invitations to the signed pages."""
    for mentor, mentee in MENTEES.items():
        desk, page = _invite(journey, mentor, mentee)
        _write_down(journey, mentor, mentee, desk, page)
        _initial_all(page, desk)
        _keep_signed(journey, mentor, mentee, desk, page)
        journey.story.tell(f"The agreement of {mentor.name} and {mentee.name} is final, with both their initials.")


def _invite(journey: Journey, mentor: Role, mentee: Role) -> tuple[Page, Page]:
    desk = journey.cast.go(mentor, "agreements")
    desk.get_by_label("Your mentee's name").fill(mentee.name)
    desk.get_by_label("Your mentee's e-mail, if you know it").fill(mentee.email)
    desk.get_by_role("checkbox", name="Send the invitation to this address").check()
    before = len(journey.inbox.letters)
    desk.get_by_role("button", name="Begin an agreement").click()
    expect(desk.get_by_role("img", name="The link as a QR code")).to_be_visible()
    (letter,) = journey.inbox.letters[before:]
    assert letter["To"] == mentee.email
    link = re.search(r"http\S+/course/invitation/\S+", letter.get_content())
    assert link, letter.get_content()
    if mentor is SURGERY:
        journey.story.picture(desk, "agreement-invitation-phone")
    desk.get_by_role("link", name="Go to the agreement").click()
    page = journey.cast.open(mentee)
    page.goto(link[0])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mentorship Agreement with")
    return desk, page


def _write_down(journey: Journey, mentor: Role, mentee: Role, desk: Page, page: Page) -> None:
    """The mentee writes first and sends it; the mentor answers in a column of their own and returns it."""
    kept = journey.record.agreements.setdefault(mentor.name, {})
    for side, (one, words, yes) in {
        "mentee": (page, "Send to", "Send it"), "mentor": (desk, "Return to", "Return it")
    }.items():  # fmt: skip
        for name in WRITTEN:
            text = sentence()
            _write(one, name, text)
            kept[name] = (*kept.get(name, ()), text)
        if mentor is SURGERY and side == "mentor":
            row(desk, "Goals").evaluate(TO_TOP)
            journey.story.picture(desk, "agreement-row-phone")
        one.get_by_role("button", name=words).click()
        one.get_by_role("dialog").get_by_role("button", name=yes).click()
        journey.clock.forward(minutes=5)
    for name in WRITTEN:
        expect(row(page, name).get_by_text(kept[name][1])).to_be_visible()


def _initial_all(page: Page, desk: Page) -> None:
    names = [one.inner_text() for one in page.locator(".mca-row h4").all()]
    assert len(names) == 11
    for one in (page, desk):
        for name in names:
            button = one.get_by_role("button", name=f"Initial this row: {name}", exact=True)
            button.click()
            one.get_by_role("dialog").get_by_role("button", name="Put my initials here").click()
            expect(button).to_have_count(0)


def _keep_signed(journey: Journey, mentor: Role, mentee: Role, desk: Page, page: Page) -> None:
    for one in (page, desk):
        expect(one.get_by_text("This agreement is final")).to_be_visible()
        expect(one.get_by_text("Version 1, signed by both")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    journey.story.picture(page, f"agreement-final-{mentee.device}", dark=mentee.device == "phone")
    expect_on_paper(journey, mentor, download(page))


def download(page: Page) -> Path:
    """The signed version as PDF."""
    with page.expect_download() as loading:
        page.get_by_role("link", name=re.compile("^Version 1, signed by both .*PDF$")).click()
    return Path(loading.value.path())


def expect_on_paper(journey: Journey, mentor: Role, file: Path) -> None:
    """The signed page holds what both have written."""
    text = bare(pdf_text(file.read_bytes()))
    for name, both in journey.record.agreements[mentor.name].items():
        for one in both:
            assert bare(one) in text, f"the signed agreement of {mentor.name}, {name}: expected “{one}”"


def row(page: Page, name: str) -> Locator:
    """A row of the agreement."""
    return page.get_by_role("region", name=name, exact=True)


def _write(page: Page, name: str, text: str) -> None:
    row(page, name).get_by_role("textbox", name=f"{name}: your words").fill(text)
    saved = page.get_by_role("region", name=re.compile("^You, the")).get_by_role("status")
    expect(saved.filter(has_text=SAVED)).to_be_visible()
