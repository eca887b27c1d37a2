"""What every step of the journey has at hand, and what several of them do."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.test_mail import Inbox

from . import keyboard, writing
from .cast import KEYBOARD, PARTICIPANTS, Cast, Role
from .course import Course
from .record import Record
from .story import Story
from .writing import Values


@dataclass
class Journey:
    """The course, its people, what they have typed, and the story that is told of it."""

    course: Course
    cast: Cast
    story: Story
    inbox: Inbox
    record: Record = field(default_factory=Record)

    def __post_init__(self) -> None:
        self.clock = self.course.clock

    def here(self) -> list[Role]:
        """The participants who have not left the course."""
        return [role for role in PARTICIPANTS if role.name not in self.record.left]

    def open_section(self, role: Role, stem: str) -> Page:
        """Somebody's page at a section."""
        page = self.cast.page(role)
        if not page.url.split("#")[0].endswith(f"/sections/{stem}"):
            page.goto(f"{self.course.url}/course/sections/{stem}")
        return page

    def answer(self, role: Role, address: str, values: Values, minutes: float = 1) -> Page:
        """Somebody writes in an activity, which takes them so many minutes."""
        page = self.open_section(role, address.split(".")[0])
        at = self.clock.forward(minutes=minutes)
        how = keyboard.write if role is KEYBOARD else writing.write
        how(page, address, values)
        self.record.save(role.name, address, at, values)
        return page
