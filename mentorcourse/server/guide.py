"""The facilitator guide in the course: its chapters, and a page for each section's live session."""

from __future__ import annotations

from typing import Any, cast

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated

from mentorcourse.content import ContentError, Section
from mentorcourse.schedule import SPANS, Session, clock, read_chapters, read_session, run_of_show

from .failures import DiscreetHandler, log
from .plain_page import render
from .site import Site
from .written import as_html


class GuidePage(DiscreetHandler, JupyterHandler):
    """`/course/guide` and `/course/guide/<section>`. The gate lets only facilitators come here."""

    @authenticated
    async def get(self, stem: str = "") -> None:
        """The page: text alone, the same for every facilitator."""
        site = cast("Site", self.settings["mentorcourse"])
        try:
            shown = await site.run(self._section if stem else self._whole, site, stem)
        except KeyError:
            self.set_status(404)
            await self.finish(render(self, "404.html"))
        except ContentError as error:
            log.error("the facilitator guide has mistakes: %s", error)
            self.set_status(500)
            await self.finish(render(self, "500.html"))
        else:
            page = {"session": shown.pop("clock_data", None)}
            await self.finish(render(self, "guide.html", stem=stem, page=page, markdown=as_html, **shown))

    head = get

    @staticmethod
    def _whole(site: Site, stem: str) -> dict[str, Any]:
        course = site.course
        sessions = [read_session(course, section.section) for section in course.sections]
        return {"session": None, "sessions": sessions, "chapters": read_chapters(course)}

    @staticmethod
    def _section(site: Site, stem: str) -> dict[str, Any]:
        course = site.course
        session, section = read_session(course, stem), course.section(stem)
        place = course.sections.index(section)
        around = (course.sections[place - 1] if place else None, next(iter(course.sections[place + 1 :]), None))
        rows = run_of_show(session, section)
        homework = {when: _titles(section, session, when) for when in ("before", "after")}
        shown = {
            "session": session,
            "rows": rows,
            "spans": SPANS,
            "clock": clock,
            "homework": homework,
            "around": around,
        }
        return {**shown, "clock_data": {"stem": session.section}}


def _titles(section: Section, session: Session, when: str) -> list[str]:
    titles = {activity.key: activity.title for activity in section.activities}
    return [titles.get(key, key) for key in getattr(session.homework, when)]
