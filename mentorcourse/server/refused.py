"""What the gate says to whoever may not pass: sign in first, read the notice first, or there is nothing here."""

from __future__ import annotations

from urllib.parse import quote

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import stream_request_body

from mentorcourse.language import Sentence

from .failures import DiscreetHandler
from .plain_page import render
from .site import Site

READ = frozenset({"GET", "HEAD"})


def wants_page(request: HTTPServerRequest) -> bool:
    """Whether a browser opens a page, where a script would ask for data."""
    return request.method in READ and "text/html" in request.headers.get("Accept", "")


WORDS = {
    400: Sentence("Unknown host name."),
    401: Sentence("Sign in first."),
    403: Sentence("Read the privacy notice first: it says what happens to what you write."),
    404: Sentence("There is nothing here for you."),
    413: Sentence("This is too much for one save. Shorten it, or split it over several fields."),
    503: Sentence("The course cannot read its database just now. Wait a moment, then try again."),
}
PAGES = {400: "400.html", 401: "401.html", 404: "404.html", 503: "500.html"}


@stream_request_body  # what is sent along is dropped as it comes
class RefusedHandler(DiscreetHandler, JupyterHandler):
    """Answers a request that the gate has refused: sign in first, or there is nothing here."""

    def initialize(self, status: int) -> None:
        """Keep the status that the gate decided."""
        self.status = status

    @allow_unauthenticated
    async def prepare(self) -> None:  # type: ignore[override]
        """No credential or XSRF token is looked at."""

    def data_received(self, chunk: bytes) -> None:
        """Drop it. Answered before they have sent all, browsers report a broken connection, not the answer."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Refuse, whatever was asked: unknown people are shown to sign in, others that there is nothing here."""
        is_page = wants_page(self.request)
        first = {401: "sign-in", 403: "privacy"}.get(self.status)
        if first and is_page:
            self.redirect(f"{self.base_url}course/{first}?next={quote(self.request.uri or '', safe='')}")
            return
        self.set_status(self.status)
        if is_page and self.status in PAGES:
            await self.finish(render(self, PAGES[self.status]))
        else:
            site: Site = self.settings["mentorcourse"]
            await self.finish({"message": site.say(WORDS[self.status])})

    head = post = put = patch = delete = options = get
