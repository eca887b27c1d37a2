"""Who is asking, from the sign-in cookie alone: for the gate, and for Jupyter Server's own handlers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from mentorcourse.people import SignedIn, who
from mentorcourse.people.cohorts import ROLES
from mentorcourse.privacy import consent
from mentorcourse.privacy.consent import Agreed
from mentorcourse.privacy.notice import Notices
from mentorcourse.store import StorageUnavailable, Store

from .site import Site, Visit

COOKIE = "mentorcourse"
DEVICE_COOKIE = "mentorcourse-device"


class CookieVisits:
    """Finds the visit behind a request's cookie, once a request.

    `notices` are set once the site is there: only then is anybody asked for consent.
    """

    def __init__(self, store: Store, cookie: str = COOKIE):
        self._store, self._cookie = store, cookie
        self.notices: Notices | None = None
        self._agreed: dict[str, tuple[str, int]] = {}

    def __call__(self, request: HTTPServerRequest) -> Visit | None:
        """The visit, or None for somebody unknown; kept on the request, for the gate asks first."""
        if not hasattr(request, "course_visit"):
            request.course_visit = self._find(request)  # type: ignore[attr-defined]
        found: Visit | None = request.course_visit  # type: ignore[attr-defined]
        return found

    def _find(self, request: HTTPServerRequest) -> Visit | None:
        cookie = request.cookies.get(self._cookie)
        found = who(self._store, cookie.value) if cookie else None
        if found is None:
            return None
        return Visit(found.person, found.name, found.cohort, found.cohort_name, found.roles, self._consent(found))

    def _consent(self, found: SignedIn) -> Agreed:
        """How somebody stands with the notice; the database is asked until they have agreed, and then no more."""
        if self.notices is None:
            return "current"
        notice = self.notices("members" if found.roles & ROLES else "guests")
        wanted = (notice.kind, notice.version)
        if self._agreed.get(found.person) == wanted:
            return "current"
        agreed = consent.agreed(self._store, found.person, notice)
        if agreed == "current":
            self._agreed[found.person] = wanted
        return agreed


class CourseIdentity(IdentityProvider):
    """Jupyter Server's view of the same visit; its own tokens, passwords and log-in pages are off."""

    def get_user(self, handler: RequestHandler) -> User | None:
        """The visitor as Jupyter Server's User, with the person's id for a name.

        Only pages for strangers come here unasked by the gate: while the database is away, whoever opens one is one.
        """
        site: Site = handler.settings["mentorcourse"]
        visit = None
        with suppress(StorageUnavailable):
            visit = site.visit(handler.request)
        return User(username=visit.person, name=visit.name) if visit else None

    def _token_default(self) -> str:
        return ""

    @property
    def auth_enabled(self) -> bool:
        """Always: there is no way in without signing in."""
        return True

    def get_handlers(self) -> list[tuple[str, object]]:
        """No log-in or log-out pages but the course's own."""
        return []

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Never: a token would bypass the XSRF check."""
        return False

    def should_check_origin(self, handler: RequestHandler) -> bool:
        """Always."""
        return True

    def validate_security(self, app: Any, ssl_options: dict[str, Any] | None = None) -> None:
        """Nothing to warn of: tokens and passwords of Jupyter's own are off on purpose."""
