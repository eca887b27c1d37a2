"""What nbgrader's exchange asks of whatever keeps a course; knows nothing of nbgrader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Held:
    """One submission as the exchange holds it; `has_feedback` once a page of feedback was released for it."""

    student: str
    assignment: str
    submitted_at: datetime
    has_feedback: bool


class ExchangeStore(Protocol):
    """One course's exchange as its students use it. Every method raises Refused, in words, for what it will not do."""

    course: str

    def student(self, named: str) -> str:
        """The id of the student that is meant where `named` was given; "" names nobody."""

    def released(self) -> dict[str, datetime]:
        """What has been released, and when."""

    def notebook(self, assignment: str) -> str:
        """The released notebook."""

    def submit(self, student: str, assignment: str, notebook: str) -> datetime:
        """Take the answers out of a filled-in notebook and submit them; when that was."""

    def submissions(self, assignment: str = "", student: str = "") -> list[Held]:
        """The newest submission of each student and assignment that one may list, of all or of those named."""

    def feedback(self, student: str, assignment: str) -> str | None:
        """The page of feedback on the newest submission, if there is one."""


class CourseStore(ExchangeStore, Protocol):
    """The same with the course's side of it."""

    def release(self, assignment: str, notebook: str) -> None:
        """Give an assignment to the course's participants."""

    def submitted(self, student: str, assignment: str) -> str:
        """The newest submission as a notebook."""

    def release_feedback(self, student: str, assignment: str, page: str) -> None:
        """Give a page of feedback to the student."""
