"""Signing in, out and back in: the pages that work before any notebook does."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from tornado.web import HTTPError, RequestHandler, authenticated

from mentorcourse import people
from mentorcourse.people import LIFETIME, NotAdmitted, PassphraseRefused, SignIn

from .identity import COOKIE, DEVICE_COOKIE
from .site import Site, Visit

DEVICE_DAYS = 400
# Ten tries for one account or link, and sixty from one address, in five minutes.
TRIES_FOR_ONE = RateLimitItemPerMinute(10, 5)
TRIES_FROM_ONE_ADDRESS = RateLimitItemPerMinute(60, 5)


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def render(handler: RequestHandler, name: str, **values: Any) -> str:
    """One of the course's plain pages, as HTML."""
    settings = handler.settings
    site: Site = settings["mentorcourse"]
    base = settings["base_url"]
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    return (
        _templates()
        .get_template(name)
        .render(
            base=base,
            static=f"{base}course/static/{settings['mentorcourse_static_version']}/",
            course=site.course,
            visit=site.visit(handler.request),
            xsrf=lambda: handler.xsrf_form_html(),
            **values,
        )
    )


class EntryHandler(JupyterHandler):
    """What the entry pages share: limits on tries, and the sign-in cookie."""

    def initialize(self, limiter: MovingWindowRateLimiter, secure: bool) -> None:
        """Take what signing in needs; `secure` marks cookies for https only."""
        self.limiter, self.secure = limiter, secure

    @property
    def site(self) -> Site:
        """The parts that handlers share."""
        return cast("Site", self.settings["mentorcourse"])

    @property
    def visit(self) -> Visit | None:
        """Who is asking, if they are signed in."""
        return self.site.visit(self.request)

    def set_default_headers(self) -> None:
        """Entry pages are never kept by a browser or proxy."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def too_many_tries(self, subject: str) -> bool:
        """Count one try for `subject` and for the address it comes from."""
        address = self.request.remote_ip or ""
        counted = [
            self.limiter.hit(TRIES_FOR_ONE, subject),
            self.limiter.hit(TRIES_FROM_ONE_ADDRESS, address),
        ]
        return not all(counted)

    def welcome(self, sign_in: SignIn) -> None:
        """Give the browser its sign-in and send it on."""
        self._set(COOKIE, sign_in.token, LIFETIME / timedelta(days=1))
        self.redirect(self.next_page())

    def next_page(self) -> str:
        """Where to go on to: a page of this course, whatever the address says."""
        wanted = self.get_argument("next", "")
        parts = urlsplit(wanted)
        own = wanted.startswith(f"{self.base_url}course/") and not (parts.scheme or parts.netloc) and "\\" not in wanted
        return wanted if own else f"{self.base_url}course/"

    def _set(self, name: str, value: str, expires_days: float) -> None:
        self.set_cookie(
            name,
            value,
            expires_days=expires_days,
            path=self.base_url,
            httponly=True,
            secure=self.secure,
            samesite="Lax",
        )

    def show(self, name: str, status: int = 200, **values: Any) -> None:
        """Finish with a page."""
        self.set_status(status)
        self.finish(render(self, name, **values))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Errors here are pages too; a form left open too long has lost its XSRF cookie."""
        self.show("stale.html" if status_code == 403 else "500.html", status_code)


class SignInHandler(EntryHandler):
    """`/course/sign-in`: with e-mail and passphrase."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The form."""
        self.show("sign_in.html", next=self.next_page(), message="", email="")

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign in; the answer is the same for an unknown person and for a wrong passphrase."""
        email, passphrase = (
            self.get_body_argument("email", ""),
            self.get_body_argument("passphrase", "", strip=False),
        )
        if self.too_many_tries(f"passphrase {email.strip().lower()}"):
            self._refuse(429, email, "Too many tries. Wait five minutes, then try again.")
            return
        try:
            self.welcome(await self.site.run(people.sign_in_with_passphrase, self.site.store, email, passphrase))
        except NotAdmitted as refused:
            self._refuse(403, email, str(refused))

    def _refuse(self, status: int, email: str, message: str) -> None:
        self.show("sign_in.html", status, next=self.next_page(), message=message, email=email)


class EnterHandler(EntryHandler):
    """`/course/enter/<secret>`: a personal link. Opening it changes nothing; Continue does."""

    @allow_unauthenticated
    async def get(self, secret: str) -> None:
        """A page that asks to continue. Mail scanners open links, and must not use them up."""
        self.show("enter.html", message="", next=self.next_page())

    @allow_unauthenticated
    async def post(self, secret: str) -> None:
        """Bind the link to this browser, sign in, and leave the secret's address."""
        if self.too_many_tries(f"link {secret}"):
            self.show("enter.html", 429, message="Too many tries. Wait five minutes, then try again.", next="")
            return
        device = self.get_cookie(DEVICE_COOKIE) or secrets.token_urlsafe(32)
        try:
            sign_in = await self.site.run(people.accept_link, self.site.store, secret, device)
        except NotAdmitted as refused:
            self.show("enter.html", 403, message=str(refused), next="")
            return
        self._set(DEVICE_COOKIE, device, DEVICE_DAYS)
        self.welcome(sign_in)


class SignOutHandler(EntryHandler):
    """`/course/sign-out`: the page has saved or asked before it comes here."""

    @allow_unauthenticated
    async def post(self) -> None:
        """End this sign-in, and its pages' kernels; the browser drops drafts when it sees the page."""
        token, visit = self.get_cookie(COOKIE), self.visit
        if token:
            await self.site.run(people.end, self.site.store, token)
        self.clear_cookie(COOKIE, path=self.base_url)
        self.show("signed_out.html", draft_key=visit.draft_key if visit else "")


class AccountHandler(EntryHandler):
    """`/course/account`: one's passphrase, one's other devices, one's cohorts."""

    @authenticated
    async def get(self) -> None:
        """The form."""
        await self._page()

    @authenticated
    async def post(self) -> None:
        """Do what one of the page's buttons says."""
        actions = {"passphrase": self._passphrase, "everywhere": self._everywhere, "cohort": self._cohort}
        action = actions.get(self.get_body_argument("action", ""))
        if action is None:
            raise HTTPError(400)
        await action()

    async def _passphrase(self) -> None:
        first, again = (self.get_body_argument(name, "", strip=False) for name in ("passphrase", "again"))
        if first != again:
            await self._page(422, error="The two passphrases differ. Type the same one twice.")
            return
        try:
            await self.site.run(people.set_passphrase, self.site.store, self._person, first)
        except PassphraseRefused as weak:
            await self._page(422, error=str(weak))
            return
        await self._page(done="Your passphrase is set. With it and your e-mail you can sign in on any device.")

    async def _everywhere(self) -> None:
        await self.site.run(people.end_everywhere, self.site.store, self._person)
        self.site.hub.tell(self._person, {"signed_out": True})
        self.clear_cookie(COOKIE, path=self.base_url)
        self.redirect(f"{self.base_url}course/sign-in")

    async def _cohort(self) -> None:
        cohort, token = self.get_body_argument("cohort", ""), self.get_cookie(COOKIE) or ""
        try:
            await self.site.run(people.switch_cohort, self.site.store, token, cohort)
        except NotAdmitted as refused:
            await self._page(403, error=str(refused))
            return
        self.redirect(f"{self.base_url}course/")

    @property
    def _person(self) -> str:
        assert self.visit, "the gate lets only members come here"
        return self.visit.person

    async def _page(self, status: int = 200, error: str = "", done: str = "") -> None:
        places = await self.site.run(people.memberships, self.site.store, self._person)
        has = await self.site.run(people.has_passphrase, self.site.store, self._person)
        page = {"cohorts": [one.cohort for one in places], "has_passphrase": has, "minimum": people.SHORTEST}
        self.show("account.html", status, error=error, done=done, **page)


def new_limiter() -> MovingWindowRateLimiter:
    """A limiter that remembers tries in memory, for one server's life."""
    return MovingWindowRateLimiter(MemoryStorage())
