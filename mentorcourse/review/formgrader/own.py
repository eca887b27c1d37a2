"""Give each trainer an nbgrader course of their own, made from our tables, which holds only what they may read.

So nothing has to be filtered out of nbgrader's pages: what a trainer may not read was never in their gradebook.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mentorcourse.content import read_course
from mentorcourse.review.assignments import Assignments, exercises_folder, read_assignments
from mentorcourse.review.course_folder import CourseFolder
from mentorcourse.review.due import due_days
from mentorcourse.review.gradebook import fill
from mentorcourse.review.ids import safe
from mentorcourse.review.queue import queue
from mentorcourse.review.readers import Unknown, mark
from mentorcourse.review.reading import open_submission
from mentorcourse.review.standing import Standing, standings
from mentorcourse.store import Store


class OwnCourse:
    """One trainer's course. Its students are writers without names, as on the trainers' page while names are hidden."""

    def __init__(self, store: Store, cohort: str, trainer: str, assignments: Assignments, course: CourseFolder) -> None:
        self._store, self._cohort, self._trainer, self._assignments = store, cohort, trainer, assignments
        self._course, self._poured = course, list[Standing]()
        self._submissions = dict[tuple[str, str], str]()
        self.api = course.api()

    def refresh(self) -> None:
        """Bring it in step with what was submitted and released, and with who may read it at this moment."""
        assert self._assignments.rubric
        readable = {row.id for row in queue(self._store, self._cohort, self._trainer)}
        known = [
            one
            for one in standings(self._store, self._cohort, self._assignments.rubric)
            if one.submission in readable and one.assignment in self._assignments.by_section
        ]
        if known != self._poured:
            named = aliases(self._cohort, {one.student for one in known})
            hidden = [replace(one, student=named[one.student], name="") for one in known]
            fill(self._course, hidden, due_days(self._store, self._cohort, self._assignments))
            self._submissions = {(one.student, one.assignment): one.submission for one in hidden}
            self._poured = known

    def open(self, student: str, assignment: str) -> None:
        """Open a submission to read it, just as the trainers' page does; raises Unknown when that may not be."""
        submission = self._submissions.get((student, assignment))
        if submission is None:
            raise Unknown("There is no such submission for you.")
        open_submission(self._store, self._cohort, self._trainer, submission)


class OwnCourses:
    """The courses of all trainers who come, in a folder that is emptied before and afterwards."""

    def __init__(self, store: Store, notebooks: Path, folder: Path) -> None:
        course = read_course(notebooks)
        self._store, self._folder = store, folder
        self._assignments, self._exercises = read_assignments(course), exercises_folder(course)
        self._made = dict[tuple[str, str], OwnCourse]()
        self.close()
        self.released = CourseFolder(folder / "released", self._exercises, "formgrader")
        self.released.release(sorted(self._assignments.by_section))

    def of(self, cohort: str, trainer: str) -> OwnCourse:
        """A trainer's own, as things are now."""
        if (cohort, trainer) not in self._made:
            place = self._folder / safe(cohort) / safe(trainer)
            shutil.copytree(self.released.folder, place)
            course = CourseFolder(place, self._exercises, cohort)
            self._made[cohort, trainer] = OwnCourse(self._store, cohort, trainer, self._assignments, course)
        own = self._made[cohort, trainer]
        own.refresh()
        return own

    def close(self) -> None:
        """Leave nothing of what people wrote behind."""
        shutil.rmtree(self._folder, ignore_errors=True)


def aliases(cohort: str, people: Iterable[str]) -> dict[str, str]:
    """What stands for each person: the same as where the trainers' page hides names, longer only if two would meet."""
    marks = {one: mark(one, cohort) for one in people}
    length = next(n for n in range(4, 65) if len({one[:n] for one in marks.values()}) == len(marks))
    return {one: f"Writer-{letters[:length]}" for one, letters in marks.items()}
