"""The course's side of nbgrader's exchange: release assignments, collect what was submitted, release feedback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from nbgrader.exchange import abc

from mentorcourse.review.ids import safe

from .base import CourseExchange
from .store import CourseStore

# Copies in somebody's folder would outlive a withdrawal and an erasure.
IN_THE_COURSE = (
    "Reflections are read and answered in the course itself, where their writers see who opened them: "
    "{service}/course/review. They are not released, collected or given feedback on from here."
)


class CourseSide(CourseExchange):
    """What these parts share: they need the database, so they are for those who administer the course."""

    @contextmanager
    def whole_exchange(self) -> Iterator[CourseStore]:
        """The cohort's exchange with the course's side of it; refused where there is none but the service."""
        if self.service:
            self.fail(IN_THE_COURSE.format(service=self.service.rstrip("/")))
        with self.exchange() as one:
            yield cast("CourseStore", one)


class ReleaseAssignment(CourseSide, abc.ExchangeReleaseAssignment):
    """`nbgrader release_assignment`."""

    def copy_files(self) -> None:
        """From the course's release folder into the store."""
        path = self.course_file(self.coursedir.release_directory, ".", ".ipynb")
        if not path.exists():
            self.fail(f"There is no {path}: run nbgrader generate_assignment {self.assignment} first")
        with self.whole_exchange() as exchange:
            if self.assignment in exchange.released() and not self.force:
                self.fail(f"{self.assignment} has been released already; --force releases it anew")
            exchange.release(self.assignment, path.read_text(encoding="utf-8"))


class Collect(CourseSide, abc.ExchangeCollect):
    """`nbgrader collect`: the newest submission of each student, answers poured as text."""

    def copy_files(self) -> None:
        """Into the course's submitted folder; an earlier one is replaced with --update only."""
        with self.whole_exchange() as exchange:
            for held in exchange.submissions(self.assignment, self.student):
                path = self.course_file(self.coursedir.submitted_directory, safe(held.student), ".ipynb")
                stamp = path.parent / "timestamp.txt"
                before = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
                if before == self.stamp(held) or (before and not self.update):
                    continue
                text = exchange.submitted(held.student, self.assignment)
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
                stamp.write_text(self.stamp(held), encoding="utf-8")


class ReleaseFeedback(CourseSide, abc.ExchangeReleaseFeedback):
    """`nbgrader release_feedback`."""

    def copy_files(self) -> None:
        """From the course's feedback folder into the store."""
        with self.whole_exchange() as exchange:
            for held in exchange.submissions(self.assignment, self.student):
                path = self.course_file(self.coursedir.feedback_directory, safe(held.student), ".html")
                if path.exists():
                    exchange.release_feedback(held.student, self.assignment, path.read_text(encoding="utf-8"))
