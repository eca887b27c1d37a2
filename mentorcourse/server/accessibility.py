"""The accessibility statement: a page for anybody, also before signing in."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler

from mentorcourse.content import ContentError
from mentorcourse.statement import read_statement

from .failures import DiscreetHandler, log
from .plain_page import render
from .site import Site
from .written import as_html


class AccessibilityPage(DiscreetHandler, JupyterHandler):
    """`/course/accessibility`."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The statement in the course's language; a copy of the course without one says that nothing is here."""
        site = cast("Site", self.settings["mentorcourse"])
        try:
            statement, language = await site.run(read_statement, site.course)
        except ContentError as error:
            log.error("%s", error)
            self.set_status(404)
            await self.finish(render(self, "404.html"))
        else:
            text = as_html(statement.text)
            await self.finish(render(self, "accessibility.html", statement=statement, text=text, language=language))

    head = get
