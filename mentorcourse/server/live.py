"""The live channel: one WebSocket a page, carrying state; a page that was away catches up from the state."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .crowding import LIVE_FOR_A_PERSON
from .presence import note_present

if TYPE_CHECKING:
    from .replicas import Replicas
    from .site import Site, Visit

MAX_MESSAGE_BYTES = 4096
SHORT = 12  # letters of an id that replicas tell each other: enough to tell people apart


class Listener(Protocol):
    """An open page: who looks at it, and how to reach it."""

    visit: Visit

    def send(self, message: dict[str, Any]) -> None:
        """Deliver `message`, or do nothing when the page has gone."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """End the channel; the page opens it again."""


class Hub:
    """Every open page by cohort. Messages carry a rising version, so that a page can tell old from new."""

    def __init__(self) -> None:
        self._pages: dict[str, set[Listener]] = defaultdict(set)
        self._versions = itertools.count(1)
        self.replicas: Replicas | None = None

    def join(self, page: Listener) -> None:
        """Add an open page."""
        self._pages[page.visit.cohort].add(page)

    def leave(self, page: Listener) -> None:
        """Forget a page that has closed."""
        self._pages[page.visit.cohort].discard(page)

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return sum(map(len, self._pages.values()))

    def names(self) -> dict[str, set[str]]:
        """Who of which cohort has a page open here, by the beginnings of their ids."""
        return {cohort: {page.visit.person[:SHORT] for page in pages} for cohort, pages in self._pages.items() if pages}

    def present(self, cohort: str) -> int:
        """How many people of `cohort` have a page open, at whichever replica."""
        return len(self.here(cohort))

    def here(self, cohort: str) -> set[str]:
        """Who of `cohort` has a page open, at whichever replica, by the beginnings of their ids."""
        elsewhere = self.replicas.elsewhere(cohort) if self.replicas else set()
        return self.names().get(cohort, set()) | elsewhere

    def people(self, cohort: str) -> list[str]:
        """Who of `cohort` has a page open here."""
        return list({visit.person: None for visit in self.visits(cohort)})

    def visits(self, cohort: str) -> list[Visit]:
        """Whose pages are open in `cohort` here, page by page."""
        return [page.visit for page in self._pages[cohort]]

    def tell_presence(self, cohort: str, but: Listener | None = None) -> None:
        """Tell the pages of `cohort`, but not the page `but`, how many people are there; the other replicas, who."""
        self.tell_presence_here(cohort, but)
        if self.replicas:
            self.replicas.tell_presence(cohort)

    def tell_presence_here(self, cohort: str, but: Listener | None = None) -> None:
        """The same to the pages that are open here."""
        if cohort in self._pages:
            self.deliver(cohort, {"state": {"present": self.present(cohort)}}, but=but)

    def send(self, page: Listener, message: dict[str, Any]) -> None:
        """Send `message` to one open page."""
        page.send({**message, "version": next(self._versions)})

    def publish(self, cohort: str, message: dict[str, Any], person: str | None = None) -> None:
        """Send `message` to every open page of `cohort`, or only to those of `person`, at every replica."""
        self.deliver(cohort, message, person)
        if self.replicas:
            self.replicas.tell({"cohort": cohort, "person": person, "message": message})

    def deliver(
        self, cohort: str, message: dict[str, Any], person: str | None = None, but: Listener | None = None
    ) -> None:
        """Send `message` to the pages that are open here."""
        for page in list(self._pages[cohort]):
            if person in (None, page.visit.person) and page is not but:
                self.send(page, message)

    def tell(self, person: str, message: dict[str, Any]) -> None:
        """Tell every open page of `person`, in whatever cohort, at every replica."""
        self.deliver_to(person, message)
        if self.replicas:
            self.replicas.tell({"person": person, "message": message})

    def deliver_to(self, person: str, message: dict[str, Any]) -> None:
        """Send `message` to the pages of `person` that are open here."""
        for cohort in list(self._pages):
            self.deliver(cohort, message, person)

    def drop(self) -> None:
        """Close every page's channel: the pages come back at once, and catch up from the state."""
        for page in [page for pages in self._pages.values() for page in pages]:
            page.close(1012, "The course has started anew.")


class LiveHandler(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """`/course/api/live`: sends the state at once and after every change; takes nothing but pongs."""

    visit: Visit

    @property
    def site(self) -> Site:
        """The parts that handlers share."""
        found: Site = self.settings["mentorcourse"]
        return found

    @property
    def max_message_size(self) -> int:
        """Nothing that a page could send is worth reading."""
        return MAX_MESSAGE_BYTES

    def set_default_headers(self) -> None:
        """A WebSocket has no page headers to set."""

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Open the channel for the visitor that the gate has let in."""
        visit = self.site.visit(self.request)
        if visit is None:
            self.send_error(403)
            return
        self.visit = visit
        if not self.site.crowd.may_open(visit.person):
            self.send_error(429)
            return
        with self.site.crowd.place(self, visit.person, LIVE_FOR_A_PERSON):
            await super().get(*args, **kwargs)

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Join the cohort's pages: this one hears how things stand, the others that somebody has come."""
        super().open(*args, **kwargs)
        self.site.hub.join(self)
        self.site.hub.tell_presence(self.visit.cohort, but=self)
        await note_present(self.site, self.visit.cohort, self.visit)
        await self.site.announce(self.visit.cohort, to=self)

    def on_message(self, message: str | bytes) -> None:
        """Pages have nothing to say here: one that talks is closed."""
        self.close(1003, "This channel only speaks.")

    def on_close(self) -> None:
        """Leave, and tell the others."""
        super().on_close()
        if hasattr(self, "visit"):
            self.site.hub.leave(self)
            self.site.hub.tell_presence(self.visit.cohort)

    def send(self, message: dict[str, Any]) -> None:
        """Deliver one message as JSON."""
        try:
            sent = self.write_message(json.dumps(message))
            sent.add_done_callback(lambda one: one.cancelled() or one.exception())  # a page may go meanwhile
        except WebSocketClosedError:
            self.site.hub.leave(self)
