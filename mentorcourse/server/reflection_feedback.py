"""The page that nbgrader made of released feedback, for its writer alone: a document that can do nothing.

It is what nbgrader's own tools show, without the points, which are no grade and which nobody in the course sees.
"""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse.language import Sentence
from mentorcourse.review.feedback import page_for_writer
from mentorcourse.review.submissions import Version, versions

from .documents import DocumentHandler
from .reflection_site import ReflectionSite

# Whatever stood in it, the page runs no script, sends nothing and loads nothing; styles are nbgrader's own, inline.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
NOT_MADE = Sentence(
    "There is no page of feedback here yet. It is made a moment after the release; what your trainer wrote stands with "
    "your reflection in the meantime."
)


class FeedbackHandler(DocumentHandler):
    """`/course/api/reflections/versions/<id>/feedback`: to read and print, or with `?download` to keep."""

    @authenticated
    async def get(self, submission: str) -> None:
        """nbgrader's page; 404 until it is made, or when the version is somebody else's."""
        version, page = await self.site.run(self._find, submission)
        self.set_header("Content-Security-Policy", POLICY)
        if "download" in self.request.query_arguments:
            assignment = ReflectionSite.of(self.settings).assignments.by_section.get(version.section)
            name = f"{assignment.title if assignment else version.section} - {version.number}"
            self.give(page.encode(), name, "html", "text/html; charset=UTF-8")
        else:
            self.finish(page, set_content_type="text/html; charset=UTF-8")

    def _find(self, submission: str) -> tuple[Version, str]:
        visit, store = self.visit, self.site.store
        for version in versions(store, visit.cohort, visit.person):
            if version.id == submission and (page := page_for_writer(store, version)):
                return version, page
        raise HTTPError(404, NOT_MADE)
