"""Signing in and out: the pages that work before any notebook does."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.people import LIFETIME, NotAdmitted, SignIn

from .failures import DiscreetHandler
from .identity import COOKIE, DEVICE_COOKIE
from .plain_page import render
from .site import Site, Visit

DEVICE_DAYS = 400
# In five minutes: ten tries for one account or link, and sixty wrong ones from one address. Right ones do not
# count for the address, for a whole cohort may sit behind it.
TRIES_FOR_ONE = RateLimitItemPerMinute(10, 5)
WRONG_TRIES_FROM_ONE_ADDRESS = RateLimitItemPerMinute(60, 5)
TOO_MANY_TRIES = Sentence("Too many tries. Wait five minutes, then try again.")


class EntryHandler(DiscreetHandler, JupyterHandler):
    """What the entry pages share: limits on tries, and the sign-in cookie."""

    cookie, where = COOKIE, ""

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

    @allow_unauthenticated
    async def head(self, *args: str) -> None:
        """What `get` answers, without its text: mail scanners look at links so."""
        await cast("Awaitable[None]", self.get(*args))

    def too_many_tries(self, kind: str, subject: str) -> bool:
        """Count one try for `subject`, kept as a hash; also whether there were too many wrong ones from its address."""
        hashed = hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest()
        may_try = self.limiter.hit(TRIES_FOR_ONE, kind, hashed)
        return not (may_try and self.limiter.test(WRONG_TRIES_FROM_ONE_ADDRESS, self.request.remote_ip or ""))

    def count_wrong_try(self) -> None:
        """Count a try that failed for the address it came from."""
        self.limiter.hit(WRONG_TRIES_FROM_ONE_ADDRESS, self.request.remote_ip or "")

    async def welcome(self, sign_in: SignIn) -> None:
        """Give the browser its sign-in and send it on."""
        await self.take_in(sign_in)
        self.redirect(self.next_page())

    async def take_in(self, sign_in: SignIn) -> None:
        """Record the sign-in and give it to the browser."""
        who = {"by": sign_in.person, "about": sign_in.person, "cohort": sign_in.cohort}
        await self.site.record("signed in", **who, detail=self.where)
        self._set(self.cookie, sign_in.token, LIFETIME / timedelta(days=1))

    def next_page(self) -> str:
        """Where to go on to: a page of this course, whatever the address says."""
        return self.own_page(self.get_argument("next", ""))

    def own_page(self, wanted: str) -> str:
        """The address, if it is a page of this course; else the course's home."""
        own = wanted.startswith(f"{self.base_url}course/") and wanted.isprintable() and "\\" not in wanted
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
        if self.too_many_tries("passphrase", unicodedata.normalize("NFC", email.strip().lower())):
            self._refuse(429, email, TOO_MANY_TRIES)
            return
        try:
            await self.welcome(await self.site.run(people.sign_in_with_passphrase, self.site.store, email, passphrase))
        except NotAdmitted as refused:
            self.count_wrong_try()
            self._refuse(403, email, str(refused))

    def _refuse(self, status: int, email: str, message: str) -> None:
        self.show("sign_in.html", status, next=self.next_page(), message=self.site.say(message), email=email)


class EnterHandler(EntryHandler):
    """`/course/enter/<secret>`: a personal link. Opening it changes nothing; Continue does."""

    def set_default_headers(self) -> None:
        """What is fetched from here on may know the server that sent it, never the link."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "strict-origin")

    @allow_unauthenticated
    async def get(self, secret: str) -> None:
        """A page that asks to continue. Mail scanners open links, and must not use them up."""
        self.show("enter.html", message="", next=self.next_page())

    @allow_unauthenticated
    async def post(self, secret: str) -> None:
        """Bind the link to this browser, sign in, and leave the secret's address."""
        if self.too_many_tries("link", secret):
            self.show("enter.html", 429, message=self.site.say(TOO_MANY_TRIES), next="")
            return
        device = self.get_cookie(DEVICE_COOKIE) or secrets.token_urlsafe(32)
        try:
            sign_in = await self.site.run(people.accept_link, self.site.store, secret, device)
        except NotAdmitted as refused:
            self.count_wrong_try()
            self.show("enter.html", 403, message=self.site.say(str(refused)), next="")
            return
        self._set(DEVICE_COOKIE, device, DEVICE_DAYS)
        await self.welcome(sign_in)


class SignOutHandler(EntryHandler):
    """`/course/sign-out`: the page has saved or asked before it comes here."""

    @allow_unauthenticated
    async def post(self) -> None:
        """End this sign-in. Kernels know nobody, and end unused."""
        token = self.get_cookie(self.cookie)
        if token:
            await self.site.run(people.end, self.site.store, token)
        self.clear_cookie(self.cookie, path=self.base_url)
        self.show("signed_out.html")


def new_limiter() -> MovingWindowRateLimiter:
    """A limiter that remembers tries in memory, for one server's life."""
    return MovingWindowRateLimiter(MemoryStorage())
