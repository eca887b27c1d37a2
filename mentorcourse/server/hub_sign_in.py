"""Signing in through a JupyterHub: by its OAuth, after which the course's own sign-in holds, as after a link."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyterhub.services.auth import HubOAuth
from limits.strategies import MovingWindowRateLimiter
from tornado.httputil import url_concat
from tornado.web import HTTPError

from mentorcourse import people
from mentorcourse.people import NotAdmitted

from .entry import EntryHandler

COOKIE = "mentorcourse-hub"
MINUTES = 10  # for signing in at the Hub


class HubSignInHandler(EntryHandler):
    """`/course/sign-in` where there is a Hub: sends the browser there, which sends it back to the callback."""

    def initialize(self, limiter: MovingWindowRateLimiter, secure: bool, hub: HubOAuth | None = None) -> None:
        """Take also what speaks with the Hub."""
        super().initialize(limiter, secure)
        self.hub = hub or HubOAuth.instance()

    @allow_unauthenticated
    async def get(self) -> None:
        """Go to the Hub, with a secret that the callback must bring back, kept in this browser until then."""
        verifier, challenge, method = self.hub.generate_pkce_code_challenge()
        state = secrets.token_urlsafe(32)
        wanted = base64.urlsafe_b64encode(self.next_page().encode()).decode()
        self._set(COOKIE, f"{state}.{verifier}.{wanted}", MINUTES / (24 * 60))
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(url_concat(self.hub.login_url, asked))


class HubCallbackHandler(HubSignInHandler):
    """`/oauth_callback`: the Hub says who this is."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Sign them in as whom the Hub knows them; what does not fit together is refused."""
        verifier = self._verifier()
        token = await self.hub.token_for_code(self.get_argument("code"), code_verifier=verifier, sync=False)
        user: dict[str, Any] | None = await self.hub.user_for_token(token, use_cache=False, sync=False)
        if not user or user.get("kind") != "user":
            raise HTTPError(403)
        named = str(user.get("auth_state", {}).get("name", "")) if user.get("auth_state") else ""
        try:
            groups = user.get("groups") or []
            sign_in = await self.site.run(people.enter_from_hub, self.site.store, user["name"], named, groups)
        except NotAdmitted as refused:
            self.show("hub_refused.html", 403, message=self.site.say(str(refused)))
            return
        await self.take_in(sign_in)
        self.redirect(self._wanted)

    def _verifier(self) -> str:
        """The half of the secret that only this browser and the Hub know; refuses a callback that nobody asked for."""
        state, _, rest = (self.get_cookie(COOKIE) or "").partition(".")
        verifier, _, wanted = rest.partition(".")
        self.clear_cookie(COOKIE, path=self.base_url)
        if not state or not hmac.compare_digest(state.encode(), self.get_argument("state", "").encode()):
            raise HTTPError(403)
        self._wanted = self.own_page(base64.urlsafe_b64decode(wanted).decode(errors="replace"))
        return verifier
