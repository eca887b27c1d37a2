"""The pages of reflections: the participants' own, and the trainers' notebook."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated

from mentorcourse.language import Sentence

from .failures import DiscreetHandler
from .page import CoursePageHandler
from .plain_page import render
from .reflection_site import ReflectionSite


class ReflectionsPage(DiscreetHandler, JupyterHandler):
    """`/course/reflections` and `/course/reflections/<section>`: pages in the course's dress, without a kernel.

    A section's reflection stands at the section's end, too, by the same script. Its own page opens at once on a phone,
    and also while the section is closed, so that feedback can be read then.
    """

    @authenticated
    async def get(self, stem: str = "") -> None:
        """The page; its script fetches what is personal."""
        self._show(stem)

    @authenticated
    async def head(self, stem: str = "") -> None:
        """The same without its text."""
        self._show(stem)

    def _show(self, stem: str) -> None:
        known = ReflectionSite.of(self.settings).assignments.by_section
        if stem and stem not in known:
            self.set_status(404)
            self.finish(render(self, "404.html"))
            return
        title = known[stem].title if stem else ""
        self.finish(render(self, "reflections.html", stem=stem, title=title))


class ReviewPage(CoursePageHandler):
    """`/course/review`: the trainers' page."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The review notebook."""
        return "exercises/review.ipynb", self.site.say(Sentence("Reflections to review"))
