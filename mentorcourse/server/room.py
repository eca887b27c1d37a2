"""The room view for the projector: the timer, the instruction and the way to the course, and nobody's data."""

from __future__ import annotations

from typing import cast

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated

from mentorcourse.documents.qr import qr_code
from mentorcourse.language import Sentence

from .failures import DiscreetHandler
from .plain_page import render
from .site import Site
from .written import Html


class RoomPage(DiscreetHandler, JupyterHandler):
    """`/course/room`. The gate lets only facilitators come here."""

    @authenticated
    async def get(self) -> None:
        """The page; what goes on is told to it by the live channel."""
        site = cast("Site", self.settings["mentorcourse"])
        way = f"{self.settings['mentorcourse_public_url']}/course/"
        words = site.say(Sentence("QR code that leads to the course"))
        await self.finish(render(self, "room.html", way=way, code=Html(qr_code(way, words))))

    head = get
