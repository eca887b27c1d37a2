"""Every page of the course and every state that it may be in, and how one comes there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mentorcourse import people
from mentorcourse.review.submissions import submit
from mentorcourse.server import plain_page
from tests.agreement_pairs import Two
from tests.review_samples import ASKED, SECTION, written
from tests.workshop import Workshop, closing_store

from .course_pages import COURSE, DEFINITIONS, wait_for_forms
from .fill import field_of, form_of

COHORT = "Cohort of all pages"
LED = "Cohort in a live session"  # of its own: every page of a cohort shows its session
LED_ROLES = {"leader": "facilitator", "led": "participant"}
BEFORE_YES = DEFINITIONS["02_what_you_bring.before_i_say_yes"]
FIRST = next(iter(BEFORE_YES["fields"]))
SAVED = re.compile(r"^Saved \d")


@dataclass
class Cast:
    """One browser each for somebody of each role, in a cohort in which something has happened."""

    workshop: Workshop
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, role: str) -> Page:
        """The page of whoever has this role; "anyone" has none, "newcomer" has written nothing yet."""
        if role not in self.pages:
            page = self.new_context().new_page()
            if role != "anyone":
                self._enter(page, role)
            self.pages[role] = page
        return self.pages[role]

    def new_context(self) -> BrowserContext:
        """A browser in which nobody is signed in."""
        return self.browser.new_context(reduced_motion="reduce")

    def new_link(self, name: str, *roles: str, cohort: str = COHORT) -> str:
        """The personal link of somebody new in the cohort."""
        return self.workshop.new_person(name, *roles, cohort=cohort)

    def _enter(self, page: Page, role: str) -> None:
        known = "participant" if role in ("newcomer", "writer") else LED_ROLES.get(role, role)
        page.goto(self.new_link(f"A {role}", known, cohort=LED if role in LED_ROLES else COHORT))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    def go(self, role: str, path: str) -> Page:
        """Somebody's page at an address of the course."""
        page = self.page(role)
        page.goto(f"{self.workshop.url}/course/{path}")
        return page

    @cached_property
    def agreement(self) -> Two:
        """An agreement that the two have met over, with a row initialled."""
        two = Two(self.workshop, f"{COHORT} with an agreement")
        two.meet()
        two.initial(two.mentee, "goals")
        return two

    @cached_property
    def submitted(self) -> None:
        """A reflection that the writer has submitted."""
        self.page("writer"), self.page("trainer")
        with closing_store(self.workshop) as store:
            cohort = people.find_cohort(store, COHORT)
            assert cohort
            writer = next(one.person.id for one in people.members(store, cohort.id) if one.person.name == "A writer")
            submit(store, cohort.id, writer, SECTION, ASKED, written("First thoughts"), late=False)

    def close(self) -> None:
        """Close every browser."""
        for page in self.pages.values():
            page.context.close()


Reach = Callable[[Cast], Page]


def _at(role: str, path: str, heading: str | re.Pattern[str] = "") -> Reach:
    """Go there, and wait for the page's own heading."""

    def reach(cast: Cast) -> Page:
        page = cast.go(role, path)
        expect(page.get_by_role("heading", name=heading or None).first).to_be_visible(timeout=60_000)
        expect(page.get_by_text(re.compile("^Fetching"))).to_have_count(0, timeout=60_000)
        return page

    return reach


def _section(stem: str, role: str = "newcomer") -> Reach:
    def reach(cast: Cast) -> Page:
        page = cast.go(role, f"sections/{stem}")
        wait_for_forms(page, stem)
        return page

    return reach


def _refused_sign_in(cast: Cast) -> Page:
    page = cast.go("anyone", "sign-in")
    page.get_by_label("E-mail").fill("nobody@example.org")
    page.get_by_label("Passphrase").fill("not the right words")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def _expired_link(cast: Cast) -> Page:
    page = cast.go("anyone", f"enter/{'x' * 43}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def _signed_out(cast: Cast) -> Page:
    page = cast.new_context().new_page()
    cast.pages["leaver"] = page
    page.goto(cast.new_link("A leaver"))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    return page


def _refused_passphrase(cast: Cast) -> Page:
    page = cast.go("newcomer", "account")
    page.get_by_label("New passphrase").fill("four unrelated words here")
    page.get_by_label("The same again").fill("four unrelated words there")
    page.get_by_role("button", name="Keep this passphrase").click()
    expect(page.get_by_role("alert")).to_be_visible()
    return page


def _first_box(page: Page, words: str = "To give back what I was given.") -> Page:
    field_of(page, BEFORE_YES, FIRST).get_by_role("textbox").fill(words)
    return page


def _some_progress(cast: Cast) -> Page:
    page = _first_box(_section(SECTION, "writer")(cast))
    expect(form_of(page, BEFORE_YES).get_by_text(SAVED)).to_be_visible(timeout=45_000)
    page = _at("writer", "", "Begin here")(cast)
    expect(page.get_by_text(re.compile("1 of [0-9]+ answered")).first).to_be_visible()
    return page


def _history(cast: Cast) -> Page:
    page = _first_box(_section(SECTION, "writer")(cast))
    expect(form_of(page, BEFORE_YES).get_by_text(SAVED)).to_be_visible(timeout=45_000)
    form_of(page, BEFORE_YES).get_by_role("button", name="Earlier versions").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Look at")).first.click()
    return page


def _answering(cast: Cast, status: int, body: dict[str, object]) -> Page:
    """The first form of section 2 when the server answers so to what is written."""
    page = _section(SECTION, "newcomer")(cast)
    page.route("**/api/answers/*yes", lambda route: (
        route.fulfill(status=status, json=body) if route.request.method == "PATCH" else route.continue_()
    ))  # fmt: skip
    return _first_box(page, f"Answered with {status}.")


def _refused_field(cast: Cast) -> Page:
    page = _answering(cast, 422, {"errors": {FIRST: "Please write something else."}})
    expect(page.get_by_text("Please write something else.")).to_be_visible()
    page.unroute("**/api/answers/*yes")
    return page


def _conflict(cast: Cast) -> Page:
    theirs = {"activity": BEFORE_YES["activity"], "revision": 7, "saved_at": "2027-01-01T10:00:00Z"}
    both = {"yours": "To give back what I was given.", "theirs": "Because I was asked."}
    body = {**theirs, "values": {FIRST: both["theirs"]}, "conflicts": {FIRST: both}}
    page = _answering(cast, 409, body)
    expect(page.get_by_role("group", name="Two versions")).to_be_visible()
    page.unroute("**/api/answers/*yes")
    return page


def _offline(cast: Cast) -> Page:
    page = _section("03_ground_rules", "newcomer")(cast)
    bundle = page.locator("script[src$='page/bundle.js']").get_attribute("src") or ""
    both = "banner.tell('offline', true); banner.tell('signedOut', true);"
    page.evaluate(f"(address) => import(address).then((banner) => {{ {both} }})", bundle.replace("bundle", "banner"))
    expect(page.locator("#mc-banner").get_by_role("link", name="Sign in again")).to_be_visible()
    return page


def _reflection_dialog(cast: Cast) -> Page:
    cast.page("trainer")
    page = _at("newcomer", f"reflections/{SECTION}", "Your reflection")(cast)
    page.get_by_role("region", name="Your reflection", exact=True).get_by_role("textbox").first.fill("Five minutes.")
    expect(page.get_by_role("region", name="Your reflection", exact=True).get_by_text(SAVED)).to_be_visible(
        timeout=45_000
    )
    page.get_by_role("button", name="Submit to your trainers…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def _versions(cast: Cast) -> Page:
    cast.submitted  # noqa: B018  (made once)
    page = _at("writer", f"reflections/{SECTION}", "Your reflection")(cast)
    expect(page.get_by_role("article", name="Version 1")).to_be_visible()
    return page


def _agreement(cast: Cast) -> Page:
    """The agreement as the mentor sees it."""
    if "mentor" not in cast.pages:
        page = cast.new_context().new_page()
        with closing_store(cast.workshop) as store:
            cohort = people.find_cohort(store, cast.agreement.cohort)
            assert cohort
            mentor = next(
                one.person for one in people.members(store, cohort.id) if one.person.name.startswith("Mentor")
            )
            link = f"{cast.workshop.url}/course/enter/{people.issue_link(store, mentor.id, cohort.id)}"
        page.goto(link)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        cast.pages["mentor"] = page
    page = cast.go("mentor", f"agreements/{cast.agreement.id}")
    expect(page.get_by_role("region", name="Goals", exact=True).first).to_be_visible()
    return page


def _agreements(cast: Cast) -> Page:
    page = _agreement(cast)
    page.goto(f"{cast.workshop.url}/course/agreements")
    expect(page.get_by_role("button", name="Begin an agreement")).to_be_visible()
    return page


def _new_invitation(cast: Cast) -> Page:
    page = cast.go("writer", "agreements")
    page.get_by_label("Your mentee's name").fill("A mentee")
    page.get_by_role("button", name="Begin an agreement").click()
    expect(page.get_by_role("img", name="The link as a QR code")).to_be_visible()
    return page


def _invitation(cast: Cast) -> Page:
    made = cast.agreement.mentor.ask("/course/api/agreements", "POST", {"name": "Somebody", "email": ""})
    page = cast.page("anyone")
    page.goto(made.json["invitation"]["link"])
    return page


def _review(cast: Cast) -> Page:
    cast.submitted  # noqa: B018  (made once)
    page = _at("trainer", "review", "Waiting")(cast)
    page.keyboard.press("n")
    expect(page.get_by_role("region", name="Question 1", exact=True)).to_be_visible()
    return page


def _comment_bank(cast: Cast) -> Page:
    page = _review(cast)
    first = page.get_by_role("region", name="Question 1", exact=True)
    first.get_by_role("group", name="Honesty about yourself").get_by_role("radio", name="Solid").check()
    page.get_by_role("button", name="Comment bank for: Overall comment").click()
    expect(page.get_by_text("Your bank is empty")).to_be_visible()
    return page


def _calibration(cast: Cast) -> Page:
    page = _at("trainer", "review", "Waiting")(cast)
    page.get_by_text("Calibrate with your team").click()
    expect(page.get_by_role("region", name=re.compile("^Example: Look at one relationship"))).to_be_visible()
    return page


def _in_session(role: str, path: str, shown: str) -> Reach:
    """Go there while a session runs, which whoever leads it begins on the guide's page, if it is not running."""

    def reach(cast: Cast) -> Page:
        leader = cast.go("leader", "guide/01_introduction")
        clock = leader.get_by_role("region", name="Where the session stands")
        start = leader.get_by_role("button", name=re.compile("^Start the session")).first
        expect(start.or_(clock).first).to_be_visible()
        if start.is_visible():
            start.click()
            expect(clock).to_be_visible()
        page = cast.go(role, path)
        expect(page.get_by_role("region", name=shown).or_(page.get_by_role("timer", name=shown)).first).to_be_visible(
            timeout=60_000
        )
        expect(page.get_by_text(re.compile("^Fetching"))).to_have_count(0, timeout=60_000)
        return page

    return reach


def _cohort(cast: Cast) -> Page:
    page = _at("facilitator", "staff", re.compile("^People in "))(cast)
    expect(page.get_by_role("table", name=re.compile("^Reflections by section"))).to_be_visible(timeout=60_000)
    return page


def _plain(template: str, status: HTTPStatus) -> Reach:
    """A plain page as the server renders it, in place of the one that is asked for."""

    def reach(cast: Cast) -> Page:
        page = cast.go("newcomer", "account")
        style = page.locator("link[rel=stylesheet]").first.get_attribute("href") or ""
        loader = FileSystemLoader(plain_page.__file__.replace("plain_page.py", "templates"))
        made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(f"{template}.html")
        shown = {"base": "/", "static": style.removesuffix("forms/course.css"), "course": COURSE, "direction": "ltr"}
        shown["reader"] = None
        html = made.render(shown, section=COURSE.sections[0], _=plain_page.speaker("en"), rehearsal="")
        page.route("**/course/failing", lambda route: route.fulfill(status=status, body=html, content_type="text/html"))
        page.goto(f"{cast.workshop.url}/course/failing")
        return page

    return reach


ERRORS = {"400": 400, "401": 401, "403": 403, "404": 404, "500": 500, "closed": 403, "stale": 403}
PLACES: Mapping[str, Reach] = {
    "sign-in": _at("anyone", "sign-in", "Sign in"),
    "sign-in, refused": _refused_sign_in,
    "personal link": _at("anyone", f"enter/{'y' * 43}", "Welcome"),
    "personal link, run out": _expired_link,
    "signed out": _signed_out,
    "privacy notice": _at("anyone", "privacy"),
    "what is kept about me": _at("newcomer", "privacy/you"),
    "join page": _at("anyone", "join"),
    "accessibility statement": _at("anyone", "accessibility", "What is not met, or not known"),
    "home, nothing done": _at("newcomer", "", "Begin here"),
    "home, something done": _some_progress,
    **{f"section {section.number}": _section(section.section) for section in COURSE.sections},
    "section, an answer refused": _refused_field,
    "section, two versions of an answer": _conflict,
    "section, earlier versions": _history,
    "section, offline and signed out": _offline,
    "journal": _at("writer", "journal", "Your journal"),
    "account": _at("newcomer", "account", "Your account"),
    "account, refused": _refused_passphrase,
    "reflections": _at("writer", "reflections", "Your reflections"),
    "reflection": _at("newcomer", f"reflections/{SECTION}", "Your reflection"),
    "reflection, about to be submitted": _reflection_dialog,
    "reflection, submitted": _versions,
    "agreements": _agreements,
    "agreement": _agreement,
    "agreement, just begun": _new_invitation,
    "invitation": _invitation,
    "invitation, not valid": _at("anyone", f"invitation/{'x' * 43}"),
    "cohort": _cohort,
    "guide": _at("facilitator", "guide", "Running a cohort"),
    "guide, a session": _at("facilitator", "guide/07_ethics", re.compile("^7. ")),
    "guide, a session runs": _in_session("leader", "guide/01_introduction", "Where the session stands"),
    "console": _at("facilitator", "console", "Before the day"),
    "console, a session runs": _in_session("leader", "console", "Where the session stands"),
    "room view": _at("facilitator", "room"),
    "room view, a session runs": _in_session("leader", "room", "Time left"),
    "home, a session runs": _in_session("led", "", "Live session"),
    "review": _review,
    "review, comment bank": _comment_bank,
    "review, calibration": _calibration,
    **{f"error {name}": _plain(name, HTTPStatus(status)) for name, status in ERRORS.items()},
}
