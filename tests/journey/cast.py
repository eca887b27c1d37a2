"""Who takes part in the journey, what each of them does to it, and the browser that each of them has."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

COHORT = "Spring cohort"
Device = Literal["laptop", "phone"]
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# A browser without windows tells the first page of a mouse in its corner that nobody has moved.
NO_MOUSE = """for (const kind of ["pointerdown", "mousedown", "mousemove", "touchstart"])
  addEventListener(kind, (event) => {
    const moved = kind !== "mousemove" || event.clientX || event.clientY;
    if (event.isTrusted && moved) sessionStorage.setItem("mouse", `${kind} at ${location.pathname}`);
  }, true);"""


@dataclass(frozen=True)
class Role:
    """Somebody on the roster."""

    name: str
    role: str = "participant"
    device: Device = "laptop"

    @property
    def email(self) -> str:
        """Their address."""
        return f"{self.name.lower().removeprefix('mentor in ').replace(' ', '.')}@example.org"


FACILITATOR = Role("Facilitator", "facilitator")
TRAINERS = (Role("Trainer North", "trainer"), Role("Trainer South", "trainer"))
# Named by field: nobody is a person of flesh and blood.
(
    CARDIOLOGY, PHARMACY, SURGERY, PEDIATRICS, NURSING, NEUROLOGY, ONCOLOGY, PSYCHIATRY, GERIATRICS, RADIOLOGY,
    PATHOLOGY, DERMATOLOGY,
) = PARTICIPANTS = (
    Role("Mentor in Cardiology"),
    Role("Mentor in Pharmacy"),
    Role("Mentor in Surgery", device="phone"),
    Role("Mentor in Pediatrics", device="phone"),
    Role("Mentor in Nursing"),
    Role("Mentor in Neurology", device="phone"),
    Role("Mentor in Oncology"),
    Role("Mentor in Psychiatry", device="phone"),
    Role("Mentor in Geriatrics"),
    Role("Mentor in Radiology", device="phone"),
    Role("Mentor in Pathology"),
    Role("Mentor in Dermatology", device="phone"),
)  # fmt: skip
# What each is there for.
THOROUGH = (CARDIOLOGY, PHARMACY, PEDIATRICS)  # do all ten sections; the third hands in too few reflections
KEYBOARD = NURSING  # uses no mouse
LATE = GERIATRICS  # comes late to section 5
DROPOUT = DERMATOLOGY  # leaves in the middle of section 5, and for good
ERASED = PHARMACY  # wants to be erased at the end


@dataclass
class Cast:
    """Everybody's page, each in a browser of its own that is watched for script errors and strange requests."""

    browser: Browser
    url: Callable[[], str]
    pages: dict[str, Page] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def new_context(self, device: Device = "laptop") -> BrowserContext:
        """A browser in which nobody is signed in."""
        size = PHONE if device == "phone" else LAPTOP
        return self.browser.new_context(**size, reduced_motion="reduce", timezone_id="UTC", accept_downloads=True)

    def watched(self, page: Page) -> Page:
        """The page, of which errors and requests to elsewhere are noted."""
        page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        page.on("request", lambda request: self._note_stranger(request.url))
        return page

    def _note_stranger(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.url()).netloc:
            self.wrong.append(f"asked another origin: {url}")

    def open(self, role: Role) -> Page:
        """A new browser for somebody."""
        context = self.new_context(role.device)
        if role is KEYBOARD:
            context.add_init_script(NO_MOUSE)
        self.pages[role.name] = self.watched(context.new_page())
        return self.pages[role.name]

    def page(self, role: Role) -> Page:
        """Somebody's page."""
        return self.pages[role.name]

    def second_page(self, role: Role) -> Page:
        """Another tab in somebody's browser."""
        return self.watched(self.page(role).context.new_page())

    def go(self, role: Role, path: str = "") -> Page:
        """Somebody's page at an address of the course."""
        page = self.page(role)
        page.goto(f"{self.url()}/course/{path}")
        return page

    def leave(self, role: Role) -> None:
        """Close somebody's browser."""
        self.pages.pop(role.name).context.close()

    def everybody_leaves(self) -> None:
        """Close every browser: an open page would go on asking the server that it came from."""
        for name in list(self.pages):
            self.pages.pop(name).context.close()

    def keep_what_is_seen(self, folder: Path) -> None:
        """A picture of everybody's page, for whoever has to find out why a step has failed."""
        for name, page in self.pages.items():
            with suppress(PlaywrightError):  # a page that has gone shows nothing
                page.screenshot(path=folder / f"failed, {name}.png")

    def mouse_used(self) -> str | None:
        """What whoever has only a keyboard has used besides, and where."""
        return self.page(KEYBOARD).evaluate("sessionStorage.getItem('mouse')")


def expect_home(page: Page) -> None:
    """Wait until home is there."""
    expect(page.get_by_role("heading", name="Your sections")).to_be_visible(timeout=60_000)
