"""The pages of agreements: the list of one's own, and one agreement with both columns."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated

from mentorcourse.agreements import reading
from mentorcourse.agreements.keeping import Unknown

from .failures import DiscreetHandler
from .plain_page import render
from .site import Site


class AgreementsPage(DiscreetHandler, JupyterHandler):
    """`/course/agreements` and `/course/agreements/<id>`: pages in the course's dress, without a kernel."""

    @authenticated
    async def get(self, agreement: str = "") -> None:
        """The page; its script fetches what the two have written."""
        await self._show(agreement)

    @authenticated
    async def head(self, agreement: str = "") -> None:
        """The same without its text."""
        await self._show(agreement)

    async def _show(self, agreement: str) -> None:
        site: Site = self.settings["mentorcourse"]
        visit = site.visit(self.request)
        assert visit, "the gate lets only people come here who are signed in"
        if agreement:
            try:
                await site.run(reading.see, site.store, visit.person, agreement)
            except Unknown:
                self.set_status(404)
                await self.finish(render(self, "404.html"))
                return
        page = {"live": f"agreements/{agreement}/live" if agreement else "agreements/live"}
        self.finish(render(self, "agreements.html", agreement=agreement, page=page, is_member=visit.is_member))
