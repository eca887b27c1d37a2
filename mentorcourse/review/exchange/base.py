"""What the parts of nbgrader's exchange share: the store that they speak with, and where files lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from nbgrader.exchange import ExchangeError, abc
from traitlets import Bool, Unicode

from mentorcourse.review.ids import Unsafe, safe
from mentorcourse.review.refused import Refused

from .store import ExchangeStore, Held


class CourseExchange(abc.Exchange):
    """What the parts share. In the database a course's id is a cohort's, a student's a person's."""

    service = Unicode(
        help="Address of the course's service of a JupyterHub, such as https://hub.example.edu/services/course: the "
        "exchange is asked there, with this Jupyter server's token. Without it, the exchange is the database."
    ).tag(config=True)
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
            if self.service:
                from .over_http import http_exchanges

                yield http_exchanges(self.service, courses)
            else:
                from .over_sql import sql_exchanges

                with sql_exchanges(self.database, courses) as opened:
                    yield opened
        except Refused as refused:
            self.fail(str(refused))

    def fail(self, msg: str) -> NoReturn:
        """End in these words. JupyterLab shows whatever ends so as a traceback, and what caused it above that."""
        self.log.fatal(msg)
        raise ExchangeError(msg) from Refused(msg)

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
