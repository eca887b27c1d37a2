"""The students' side of nbgrader's exchange: list, fetch, submit, and fetch feedback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.exchange import abc
from traitlets.config import Application

from mentorcourse.review.refused import Refused

from .base import CourseExchange
from .store import ExchangeStore

NEVER = "Submissions are a record and are not removed by nbgrader: their writers withdraw them on their own page."


class FetchAssignment(CourseExchange, abc.ExchangeFetchAssignment):
    """`nbgrader fetch_assignment`."""

    def copy_files(self) -> None:
        """Into a folder of the assignment's name; a notebook that is there already stays."""
        path = self.own_folder() / f"{self.assignment}.ipynb"
        if path.parent.exists() and not self.replace_missing_files:
            self.fail(f"You already have a copy of the assignment in this directory: {self.assignment}")
        if not path.exists():
            with self.exchange() as exchange:
                text = exchange.notebook(self.assignment)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


class Submit(CourseExchange, abc.ExchangeSubmit):
    """`nbgrader submit`: of the notebook only the answers' text is taken."""

    def init_src(self) -> None:
        """The assignment may be named by its folder."""
        self.coursedir.assignment_id = Path(self.coursedir.assignment_id).name
        super().init_src()

    def copy_files(self) -> None:
        """From the folder of the assignment's name into the store."""
        path = self.own_folder() / f"{self.assignment}.ipynb"
        if not path.exists():
            self.fail(f"Assignment not found: {path}")
        text = path.read_text(encoding="utf-8", errors="replace")
        with self.exchange() as exchange:
            at = exchange.submit(exchange.student(self.student), self.assignment, text)
        self.log.info("Submitted as: %s %s %s", self.coursedir.course_id, self.assignment, at)


class FetchFeedback(CourseExchange, abc.ExchangeFetchFeedback):
    """`nbgrader fetch_feedback`: one's own."""

    def copy_files(self) -> None:
        """Into `feedback/<time of submission>` beside the assignment."""
        with self.exchange() as exchange:
            for held in exchange.submissions(self.assignment, exchange.student(self.student)):
                page = exchange.feedback(held.student, self.assignment)
                if page is None:
                    self.log.warning("There is no feedback on %s yet", self.assignment)
                    continue
                path = self.own_folder() / "feedback" / self.stamp(held) / f"{self.assignment}.html"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page, encoding="utf-8")


class List(CourseExchange, abc.ExchangeList):
    """`nbgrader list`: what is released, or with --inbound what was submitted."""

    def copy_files(self) -> None:
        """Listing copies nothing."""

    def list_files(self) -> list[dict[str, Any]]:
        """In the shape, and with the words, of nbgrader's own exchange."""
        is_inbound = self.inbound or self.cached
        with self.exchanges([self.coursedir.course_id] if self.coursedir.course_id else []) as all_:
            found = [info for one in all_ for info in (self._submitted(one) if is_inbound else self._released(one))]
        self.log.info("%s assignments:", "Submitted" if is_inbound else "Released")
        for info in found:
            said = self._told(info["submissions"][0]) if is_inbound else info["assignment_id"]
            said += " (already downloaded)" if info["status"] == "fetched" else ""
            self.log.info("%s %s", info["course_id"], said)
        return found

    def _told(self, one: dict[str, Any]) -> str:
        told = "feedback ready to be fetched" if one["has_exchange_feedback"] else "no feedback available"
        told = "feedback already fetched" if one["has_local_feedback"] else told
        return f"{one['student_id']} {one['assignment_id']} {one['timestamp']} ({told})"

    def remove_files(self) -> None:
        """Refused: upstream's would delete submissions."""
        self.fail(NEVER)

    def fail(self, msg: str) -> NoReturn:
        """In JupyterLab's Assignment List an ExchangeError would be shown as a missing folder, whatever its words."""
        if isinstance(self.parent, Application):
            super().fail(msg)
        self.log.fatal(msg)
        raise Refused(msg) from Refused(msg)

    def _released(self, exchange: ExchangeStore) -> Iterator[dict[str, Any]]:
        for name in sorted(exchange.released()):
            path = self.own_place(exchange.course) / name
            notebooks = [{"notebook_id": name, "path": str(path / f"{name}.ipynb")}]
            info = {"course_id": exchange.course, "assignment_id": name, "path": str(path), "notebooks": notebooks}
            if self.assignment in ("", name):
                yield {**info, "status": "fetched" if path.exists() else "released"}

    def _submitted(self, exchange: ExchangeStore) -> Iterator[dict[str, Any]]:
        for held in exchange.submissions(self.assignment, self.student):
            place = {"course_id": exchange.course, "student_id": held.student, "assignment_id": held.assignment}
            local = self.own_place(exchange.course) / held.assignment / "feedback" / self.stamp(held)
            feedback = {
                "has_exchange_feedback": held.has_feedback,
                "has_local_feedback": local.exists(),
                "local_feedback_path": str(local) if local.exists() else None,
                "feedback_updated": False,
            }
            notebook = {"notebook_id": held.assignment, **feedback}
            one = {**place, "status": "submitted", "timestamp": self.stamp(held), "notebooks": [notebook], **feedback}
            yield {**place, "status": "submitted", "submissions": [one]}
