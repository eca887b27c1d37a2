"""A plugin for nbgrader's ExchangeFactory: release, fetch, submit, collect and feedback over the course's store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc
from traitlets import Bool, Unicode

from mentorcourse.content import notebooks_folder, read_course
from mentorcourse.people import cohorts
from mentorcourse.settings import database_address
from mentorcourse.store import NewerSchema, OldSchema, StorageUnavailable, open_store

from .assignments import read_assignments
from .course_folder import Unsafe, safe
from .exchange_store import ExchangeStore, Held, SQLExchange
from .readers import Refused

NEVER = "Submissions are a record and are not removed by nbgrader: their writers withdraw them on their own page."
# What ExchangeFactory calls each part, and which class here it is.
PARTS = {
    "exchange": "CourseExchange",
    "fetch_assignment": "FetchAssignment",
    "fetch_feedback": "FetchFeedback",
    "release_assignment": "ReleaseAssignment",
    "release_feedback": "ReleaseFeedback",
    "list": "List",
    "submit": "Submit",
    "collect": "Collect",
}


class CourseExchange(abc.Exchange):
    """What the parts share. The course's id is a cohort's, students' ids are people's."""

    database = Unicode(help="The course's database; by default the installation's own.").tag(config=True)
    path_includes_course = Bool(False, help="Whether one's copies lie in a folder for each course.").tag(config=True)

    def init_src(self) -> None:
        """Ids are checked before anything is made of them."""
        for key in filter(None, [self.coursedir.course_id, self.coursedir.assignment_id, self.student]):
            try:
                safe(key)
            except Unsafe as unsafe:
                self.fail(str(unsafe))

    def init_dest(self) -> None:
        """Each part says where its files go as it writes them."""

    @property
    def student(self) -> str:
        """The student named by --student; "" when none is."""
        named: str = self.coursedir.student_id
        return "" if named in ("*", ".") else named

    @property
    def one_student(self) -> str:
        """The student, who must be named: nobody is taken for the account that runs the command."""
        if not self.student:
            self.fail("Say whose it is: --student=ID")
        return self.student

    @property
    def assignment(self) -> str:
        """The assignment named."""
        named: str = self.coursedir.assignment_id
        return named

    @contextmanager
    def exchange(self) -> Iterator[ExchangeStore]:
        """The cohort's exchange; what it refuses ends the command in words."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        with self.exchanges([self.coursedir.course_id]) as (one,):
            yield one

    @contextmanager
    def exchanges(self, courses: Sequence[str] = ()) -> Iterator[list[ExchangeStore]]:
        """Those of several courses, of all when none is named."""
        try:
            assignments = read_assignments(read_course(notebooks_folder()))
            with closing(open_store(self.database or database_address(), create=False)) as store:
                named = courses or sorted(one.id for one in cohorts(store))
                yield [SQLExchange(store, course, assignments) for course in named]
        except (Refused, StorageUnavailable, OldSchema, NewerSchema) as refused:
            self.fail(str(refused))

    def own_folder(self) -> Path:
        """Where a student's own copy of the assignment lies."""
        return self.own_place(self.coursedir.course_id) / self.assignment

    def own_place(self, course: str) -> Path:
        """Where a student's own copies of a course's assignments lie."""
        return Path(self.assignment_dir).resolve() / (course if self.path_includes_course else ".")

    def stamp(self, held: Held) -> str:
        """A time as nbgrader writes it."""
        return held.submitted_at.strftime(self.timestamp_format)

    def course_file(self, step: str, student: str, ending: str) -> Path:
        """A notebook, or page of feedback, in one of the course directory's steps."""
        return Path(self.coursedir.format_path(step, student, self.assignment)) / f"{self.assignment}{ending}"


class ReleaseAssignment(CourseExchange, abc.ExchangeReleaseAssignment):
    """`nbgrader release_assignment`."""

    def copy_files(self) -> None:
        """From the course's release folder into the store."""
        path = self.course_file(self.coursedir.release_directory, ".", ".ipynb")
        if not path.exists():
            self.fail(f"There is no {path}: run nbgrader generate_assignment {self.assignment} first")
        with self.exchange() as exchange:
            if self.assignment in exchange.released() and not self.force:
                self.fail(f"{self.assignment} has been released already; --force releases it anew")
            exchange.release(self.assignment, path.read_text(encoding="utf-8"))


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
        with self.exchange() as exchange:
            at = exchange.submit(self.one_student, self.assignment, path.read_text(encoding="utf-8", errors="replace"))
        self.log.info("Submitted as: %s %s %s", self.coursedir.course_id, self.assignment, at)


class Collect(CourseExchange, abc.ExchangeCollect):
    """`nbgrader collect`: the newest submission of each student, answers poured as text."""

    def copy_files(self) -> None:
        """Into the course's submitted folder; an earlier one is replaced with --update only."""
        with self.exchange() as exchange:
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


class ReleaseFeedback(CourseExchange, abc.ExchangeReleaseFeedback):
    """`nbgrader release_feedback`."""

    def copy_files(self) -> None:
        """From the course's feedback folder into the store."""
        with self.exchange() as exchange:
            for held in exchange.submissions(self.assignment, self.student):
                path = self.course_file(self.coursedir.feedback_directory, safe(held.student), ".html")
                if path.exists():
                    exchange.release_feedback(held.student, self.assignment, path.read_text(encoding="utf-8"))


class FetchFeedback(CourseExchange, abc.ExchangeFetchFeedback):
    """`nbgrader fetch_feedback`: one's own."""

    def copy_files(self) -> None:
        """Into `feedback/<time of submission>` beside the assignment."""
        with self.exchange() as exchange:
            for held in exchange.submissions(self.assignment, self.one_student):
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
