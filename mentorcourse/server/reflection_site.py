"""What the handlers of reflections stand on: the assignments as their files say now, and nbgrader's worker."""

from __future__ import annotations

from typing import Any, cast

from mentorcourse.content import ContentError, Course
from mentorcourse.review.assignments import Assignments, exercises_folder, read_assignments, with_reflections
from mentorcourse.review.examples import Example, read_examples
from mentorcourse.review.worker import GradebookWorker

from .failures import log
from .site import Site

SETTING = "mentorcourse_reflections"


class ReflectionSite:
    """One for each server, made when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._gradebooks = GradebookWorker(site.store, site.notebooks)
        self._read: Assignments | None = None
        self._examples: tuple[Example, ...] = ()
        self._read_at: dict[str, int] = {}

    @classmethod
    def of(cls, settings: dict[str, Any]) -> ReflectionSite:
        """The one that belongs to a web application's settings."""
        if SETTING not in settings:
            settings[SETTING] = cls(settings["mentorcourse"])
        return cast("ReflectionSite", settings[SETTING])

    @property
    def assignments(self) -> Assignments:
        """The reflections as their files say now; a broken edit leaves the last good reading in force."""
        course = self._site.course
        files = sorted((exercises_folder(course) / "reflections").glob("*.yaml"))
        changed = {str(path): path.stat().st_mtime_ns for path in [*files, course.folder / "course.yaml"]}
        if self._read is None or changed != self._read_at:
            self._read_at = changed
            try:
                read = read_assignments(course)
                self._examples, self._read = read_examples(course, read), read
            except ContentError as error:
                log.error("the reflections have mistakes: %s", error)
                self._read = self._read or Assignments()
        return self._read

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples for calibration, which belong to these assignments."""
        return self._examples if self.assignments.rubric else ()

    @property
    def whole_course(self) -> Course:
        """The course with each section's reflection among its activities."""
        return with_reflections(self._site.course, self.assignments)

    def changed(self, cohort: str) -> None:
        """A reflection was submitted, withdrawn or released: nbgrader's gradebook follows."""
        self._gradebooks.changed(cohort)
