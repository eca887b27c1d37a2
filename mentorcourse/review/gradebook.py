"""Keep nbgrader's own course folder and gradebook in step with our tables; needs nbgrader, in a process of its own."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy import text

from mentorcourse.store import Store

from .assignments import Assignments
from .course_folder import CourseFolder, write
from .due import due_days, end_of
from .exchange.over_sql import SQLExchange
from .exchange.store import CourseStore
from .feedback import keep_feedback, stale_feedback, without_scripts
from .ids import safe
from .pouring import notebook_text, poured
from .source import answer_id
from .standing import Standing, standings

log = logging.getLogger("mentorcourse")


@dataclass(frozen=True)
class Synced:
    """What a sync did: how many submissions the gradebook holds, how many changed or went, new pages of feedback."""

    submissions: int
    changed: int
    removed: int
    feedback: int


def sync(store: Store, cohort: str, assignments: Assignments, course: CourseFolder) -> Synced:
    """Make the gradebook what our tables say: submissions, scores, comments; then the feedback that is missing."""
    assert assignments.rubric, "a course without reflections has nothing to keep in step"
    course.release(sorted(assignments.by_section))
    due = due_days(store, cohort, assignments)
    _show(SQLExchange(store, cohort, assignments), course, assignments)
    everybody = standings(store, cohort, assignments.rubric, assignments.language)
    known = [one for one in everybody if one.assignment in assignments.by_section]
    changed, removed = fill(course, known, due)
    stale = {one.submission for one in stale_feedback(store, known)}
    wanted = [one for one in known if one.submission in stale or (one.released_at and not _page(course, one).exists())]
    made = sum([_make_feedback(store, course, one) for one in wanted])
    return Synced(len(known), changed, removed, made)


def fill(course: CourseFolder, known: Sequence[Standing], due: Mapping[str, date]) -> tuple[int, int]:
    """Let the gradebook and its folders hold these submissions and no others; return how many changed, and went.

    `due` has the day on which each assignment is due, where there is one.
    """
    with Gradebook(course.database) as gradebook:
        pouring = _Pouring(gradebook, course)
        for held in gradebook.assignments:
            held.duedate = end_of(due[held.name]) if held.name in due else None
        changed = sum([pouring.pour(one) for one in known])
        gradebook.db.commit()
        return changed, _remove_others(gradebook, course, {(one.student, one.assignment) for one in known})


def _show(exchange: CourseStore, course: CourseFolder, assignments: Assignments) -> None:
    """Let nbgrader's exchange offer what has been generated."""
    offered = exchange.released()
    for assignment in assignments.by_section:
        notebook = notebook_text(course.released(assignment))
        if assignment not in offered or exchange.notebook(assignment) != notebook:
            exchange.release(assignment, notebook)


def _page(course: CourseFolder, one: Standing) -> Path:
    return course.place("feedback", one.student, one.assignment) / f"{one.assignment}.html"


class _Pouring:
    """Brings submissions into an open gradebook; what that holds already is looked up once."""

    def __init__(self, gradebook: Any, course: CourseFolder) -> None:
        # The file can be made anew from our tables, so nothing waits for the disk.
        gradebook.db.execute(text("PRAGMA synchronous=OFF"))
        self._gradebook, self._course = gradebook, course
        self._released: dict[str, dict[str, Any]] = {}
        self._names = {student.id: student.last_name for student in gradebook.students}
        self._held = {(one.name, one.student_id): one for all_ in gradebook.assignments for one in all_.submissions}

    def pour(self, one: Standing) -> bool:
        """Bring one submission into the gradebook and the folders; return whether anything was new."""
        fresh = self._write_files(one)
        if self._names.get(one.student) != one.name:
            self._gradebook.update_or_create_student(safe(one.student), last_name=one.name)
            self._names[one.student] = one.name
        held, at = self._held.get((one.assignment, one.student)), one.submitted_at.replace(tzinfo=None)
        if held is None:
            held, fresh = self._gradebook.add_submission(one.assignment, one.student, timestamp=one.submitted_at), True
        elif held.timestamp != at:
            held.timestamp, fresh = at, True
        (notebook,) = held.notebooks
        comments = {comment.name: comment for comment in notebook.comments}
        questions = {answer_id(question): question for question in one.answers}
        for grade in notebook.grades:
            if grade.name in questions:
                fresh |= _settle(grade, comments[grade.name], one, questions[grade.name], fresh)
        return fresh

    def _write_files(self, one: Standing) -> bool:
        if one.assignment not in self._released:
            self._released[one.assignment] = self._course.released(one.assignment)
        released = self._released[one.assignment]
        notebook, stamp = notebook_text(poured(released, one.answers)), _stamp(one)
        fresh = False
        for step in ("submitted", "autograded"):
            place = self._course.place(step, one.student, one.assignment)
            fresh |= write(place / f"{one.assignment}.ipynb", notebook) | write(place / "timestamp.txt", stamp)
        return fresh


def _stamp(one: Standing) -> str:
    return one.submitted_at.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def _settle(grade: Any, comment: Any, one: Standing, question: str, is_new: bool) -> bool:
    """Write what was released for one question. Until then, only a new version takes old scores and comments away."""
    if one.released_at is None and not is_new and grade.needs_manual_grade:
        return False
    wanted = (one.scores.get(question), one.comments.get(question), one.released_at is None)
    before = (grade.manual_score, comment.manual_comment, grade.needs_manual_grade)
    grade.manual_score, comment.manual_comment, grade.needs_manual_grade = wanted
    return before != wanted


def _remove_others(gradebook: Any, course: CourseFolder, known: set[tuple[str, str]]) -> int:
    """Take out what our tables have no longer, such as a version that was withdrawn."""
    held = [(one.student.id, one.assignment.name) for a in gradebook.assignments for one in a.submissions]
    gone = [place for place in held if place not in known]
    for student, assignment in gone:
        gradebook.remove_submission(assignment, student)
        for step in ("submitted", "autograded", "feedback"):
            shutil.rmtree(course.place(step, student, assignment), ignore_errors=True)
    return len(gone)


def _make_feedback(store: Store, course: CourseFolder, one: Standing) -> bool:
    done = course.api().generate_feedback(one.assignment, one.student, force=True)
    path = _page(course, one)
    if not done["success"] or not path.exists():
        log.error("nbgrader made no feedback for a submission of %s: %s", one.assignment, done.get("error", ""))
        return False
    page = without_scripts(path.read_text(encoding="utf-8"))
    write(path, page)
    keep_feedback(store, one.submission, page)
    return True
