"""Bind formgrader's pages to the visitor's own course: they are read, and neither change nor run anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.server_extensions.formgrader import apihandlers, handlers
from nbgrader.server_extensions.formgrader.base import BaseHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, StaticFileHandler

from mentorcourse.review.readers import Unknown
from mentorcourse.review.source import STUB

from .own import OwnCourse, OwnCourses

TEMPLATES = Path(__file__).parent / "templates"
SETTING = "mentorcourse_formgrader"
# Scripts of nbgrader's own lists run; where somebody's text is shown none does.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class _Upstream(FileSystemLoader):
    """nbgrader's templates, whose scripts within the page are marked as the page's own."""

    def get_source(self, environment: Environment, template: str) -> Any:
        source, *rest = super().get_source(environment, template)
        return (source.replace("<script>", '<script nonce="{{ page.nonce }}">'), *rest)


@dataclass
class Formgrader:
    """What the pages stand on. `page` says what a page shows around its content, `speak` says our sentences."""

    courses: OwnCourses
    visitor: Callable[[HTTPServerRequest], Any]
    page: Callable[[Any], dict[str, Any]]
    speak: Callable[..., Any]

    @cached_property
    def templates(self) -> Environment:
        """nbgrader's own for its lists, ours around them."""
        loaders: list[BaseLoader] = [FileSystemLoader(TEMPLATES), _Upstream(handlers.template_path)]
        found = Environment(loader=ChoiceLoader(loaders), autoescape=True)
        found.globals["_"] = self.speak
        return found

    @cached_property
    def exporter(self) -> Any:
        """What makes a page of a submission, with the filters of exercises/nbgrader_config.py."""
        found = HTMLExporter(
            config=self.courses.released.config(), template_name="reading", extra_template_basedirs=[str(TEMPLATES)],
            extra_template_paths=[str(TEMPLATES)],
        )  # fmt: skip
        found.environment.globals["_"] = self.speak
        return found


class OwnHandler(BaseHandler):
    """Stands before nbgrader's handlers and gives them the visitor's own course in place of one for all."""

    own: OwnCourse
    scripts = "'self' 'nonce-{nonce}'"

    async def prepare(self) -> None:
        """Bring the visitor's course in step; who may come here, the gate has decided."""
        await super().prepare()
        self.nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", POLICY.format(scripts=self.scripts.format(nonce=self.nonce)))
        self.own = self._grader.courses.of(self._visitor.cohort, self._visitor.person)

    @property
    def _grader(self) -> Formgrader:
        found: Formgrader = self.settings[SETTING]
        return found

    @property
    def _visitor(self) -> Any:
        return self._grader.visitor(self.request)

    @property
    def api(self) -> Any:
        """nbgrader's interface to the visitor's own course."""
        return self.own.api

    @property
    def coursedir(self) -> Any:
        """The visitor's own."""
        return self.own.api.coursedir

    @property
    def url_prefix(self) -> str:
        """There is no JupyterLab here that could open files."""
        return ""

    @cached_property
    def gradebook(self) -> Any:
        """Opened for this request: one that stays open goes on showing what was."""
        return Gradebook(self.coursedir.db_url, self.coursedir.course_id)

    def on_finish(self) -> None:
        """Close it."""
        super().on_finish()
        if "gradebook" in self.__dict__:
            self.gradebook.close()

    def page(self) -> dict[str, Any]:
        """What stands around each page's content."""
        return {**self._grader.page(self), "nonce": self.nonce}

    def render(self, name: str, **ns: Any) -> str:
        """One of the templates, as nbgrader's handlers ask for it."""
        return self._grader.templates.get_template(name).render(page=self.page(), **ns)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """In words, whatever went wrong."""
        self.nonce = getattr(self, "nonce", "")
        self.finish(self.render("nothing.html.j2", status=status_code))


class Assignments(OwnHandler, handlers.GradebookAssignmentsHandler):
    """`/formgrader/gradebook`: the assignments."""


class Notebooks(OwnHandler, handlers.GradebookNotebooksHandler):
    """`/formgrader/gradebook/<assignment>`: its notebooks, of which there is one."""


class Submissions(OwnHandler, handlers.GradebookNotebookSubmissionsHandler):
    """`/formgrader/gradebook/<assignment>/<notebook>`: what was submitted."""


class Beside(OwnHandler, handlers.SubmissionNavigationHandler):
    """`/formgrader/submissions/<id>/next` and `/prev`."""


class _Listed(OwnHandler):
    async def prepare(self) -> None:
        await super().prepare()
        self.set_header("Content-Type", "application/json")


class AssignmentList(_Listed, apihandlers.AssignmentCollectionHandler):
    """What the page of assignments asks for."""


class NotebookList(_Listed, apihandlers.NotebookCollectionHandler):
    """What the page of notebooks asks for."""


class SubmissionList(_Listed, apihandlers.SubmittedNotebookCollectionHandler):
    """What the page of submissions asks for."""


class Reading(OwnHandler, handlers.SubmissionHandler):
    """`/formgrader/submissions/<id>/`: one submission, with what was released on it."""

    scripts = "'none'"

    def get(self, submission_id: str) -> None:
        """Note who opens it, then show it."""
        try:
            self.found = self.gradebook.find_submission_notebook_by_id(submission_id)
            self.own.open(self.found.student.id, self.found.assignment.assignment.name)
        except (MissingEntry, Unknown) as unknown:
            raise HTTPError(404) from unknown
        super().get(submission_id)

    @property
    def exporter(self) -> Any:
        """The exporter, told what this page needs besides the notebook."""
        return self

    def from_filename(self, filename: str, resources: dict[str, Any]) -> Any:
        """The page of a submission."""
        scores = {grade.name: None if grade.needs_manual_grade else grade.score for grade in self.found.grades}
        comments = {comment.name: comment.comment for comment in self.found.comments}
        more = {"page": self.page(), "scores": scores, "comments": comments, "stub": STUB}
        return self._grader.exporter.from_filename(filename, resources={**resources, **more})


ASSIGNMENT = r"[0-9]{2}_[a-z0-9_]+"
SUBMISSION = r"[0-9a-f]{32}"
STATIC = r"(?:css|js|node_modules)/(?!.*\.\.)[A-Za-z0-9_@.+/-]+\.(?:css|js|woff2?|ttf)"
# Everything that formgrader shows here; its other pages generate, collect, grade, release or remove.
ROUTES: list[tuple[Any, ...]] = [
    (r"/formgrader/gradebook/?", Assignments),
    (rf"/formgrader/gradebook/({ASSIGNMENT})/?", Notebooks),
    (rf"/formgrader/gradebook/({ASSIGNMENT})/({ASSIGNMENT})/?", Submissions),
    (rf"/formgrader/submissions/(?P<submission_id>{SUBMISSION})/(?P<action>next|prev)/?", Beside),
    (rf"/formgrader/submissions/({SUBMISSION})/?", Reading),
    (r"/formgrader/api/assignments", AssignmentList),
    (rf"/formgrader/api/notebooks/({ASSIGNMENT})", NotebookList),
    (rf"/formgrader/api/submitted_notebooks/({ASSIGNMENT})/({ASSIGNMENT})", SubmissionList),
    (rf"/formgrader/static/({STATIC})", StaticFileHandler, {"path": handlers.static_path}),
]


def settings(grader: Formgrader) -> dict[str, Any]:
    """What nbgrader's handlers look for in the web application's settings."""
    return {SETTING: grader, "nbgrader_bad_setup": False, "nbgrader_jinja2_env": grader.templates}
