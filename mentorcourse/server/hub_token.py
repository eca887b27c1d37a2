"""Whoever asks with a token of the JupyterHub: the Hub says each time whose it is, and no cookie is looked at."""

from __future__ import annotations

import os
from typing import Any

from jupyterhub.services.auth import HubOAuth
from limits import RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter
from tornado.web import HTTPError

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.people import Taking
from mentorcourse.privacy import consent

from .bearer import token_of
from .entry import TOO_MANY_TRIES, WRONG_TRIES_FROM_ONE_ADDRESS
from .failures import log
from .reflections import ReflectionHandler
from .site import Visit

MOST_ASKED = RateLimitItemPerMinute(120)
NO_TOKEN = Sentence(
    "JupyterHub does not know this token, or no longer. Stop your Jupyter server in the Hub’s control panel, start it "
    "again, and try once more."
)
NO_PERSON = Sentence("This token is not a person’s. Use the one of your own Jupyter server.")
NO_HUB = Sentence(
    "The course cannot ask JupyterHub who you are just now. Nothing is lost: wait a moment, then try again."
)


def scope_of_service() -> str:
    """The Hub's scope that lets somebody use this service."""
    return f"access:services!service={os.environ['JUPYTERHUB_CLIENT_ID'].removeprefix('service-')}"


def _no_scope(scope: str) -> Sentence:
    return Sentence(
        "This token may not be used for the course. Whoever runs the JupyterHub gives it the scope {scope}.",
        scope=scope,
    )


def _not_here_yet(url: str) -> Sentence:
    return Sentence(
        "Open the course in your browser first, at {url}/course/, and read the privacy notice: it says what happens to "
        "what you write. Then try again.",
        url=url,
    )


class TokenHandler(ReflectionHandler):
    """Stands before what is asked with a token: `taking` is who asks, and where they take part."""

    taking: Taking

    def initialize(self, limiter: MovingWindowRateLimiter, hub: HubOAuth | None = None, **_: Any) -> None:
        """Take the limiter of wrong tries, and what speaks with the Hub."""
        self._limiter, self._hub = limiter, hub or HubOAuth.instance()

    @property
    def visit(self) -> Visit:
        """Nobody's: whoever has a cookie has not shown a token by it."""
        raise HTTPError(401, NO_TOKEN)

    def check_xsrf_cookie(self) -> None:
        """Nothing to check: another site can make a browser send cookies along, and no token in a request's head."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Ask the Hub; whoever it does not know, or who may not use this service, comes no further."""
        await super().prepare()
        user = await self._user()
        taking = await self.site.run(people.taking_part, self.site.store, user["name"], user.get("groups") or [])
        if taking is None or not await self.site.run(self._has_agreed, taking):
            raise HTTPError(403, _not_here_yet(self.settings["mentorcourse_public_url"]))
        self.site.pace.keep(MOST_ASKED, f"exchange {taking.person}")
        self.taking = taking

    def _has_agreed(self, taking: Taking) -> bool:
        return consent.agreed(self.site.store, taking.person, self.site.notice("members")) == "current"

    async def _user(self) -> dict[str, Any]:
        """The Hub's model of the person whose token it is: nothing else in the request says who asks."""
        address = self.request.remote_ip or ""
        if not self._limiter.test(WRONG_TRIES_FROM_ONE_ADDRESS, "token", address):
            raise HTTPError(429, TOO_MANY_TRIES)
        token = token_of(self.request)
        try:
            user = await self._hub.user_for_token(token, use_cache=False, sync=False) if token else None
        except HTTPError as failed:  # in it stands where the Hub is
            log.error("the Hub could not be asked whose token it is: %s", failed.log_message)
            raise HTTPError(503, NO_HUB) from None
        if not user:
            self._limiter.hit(WRONG_TRIES_FROM_ONE_ADDRESS, "token", address)
            raise HTTPError(401, NO_TOKEN)
        if user.get("kind") != "user":
            raise HTTPError(403, NO_PERSON)
        scope = scope_of_service()
        if not self._hub.check_scopes({scope}, user):
            raise HTTPError(403, _no_scope(scope))
        return dict(user)
