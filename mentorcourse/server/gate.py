"""The gate: every request, static files included, passes a list of what each role may do; all else is refused."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest, RequestStartLine, ResponseStartLine
from tornado.web import Application

from mentorcourse.store import StorageUnavailable

from .bearer import token_of
from .failures import log
from .refused import READ as READ
from .refused import RefusedHandler, wants_page
from .rules import RULES, Rule
from .site import Site, Visit

# Up to the second bound, a request that is larger than the first is refused in words instead of cut off.
MAX_REQUEST_BYTES = 4_000_000
MAX_DROPPED_BYTES = 100_000_000


StartLine = RequestStartLine | ResponseStartLine


class Gate:
    """Stands before the web application's handlers and lets through what RULES names."""

    def __init__(
        self, site: Site, application: Application, base_url: str, hosts: Callable[[], frozenset[str]],
        owner: Callable[[str], str | None], rules: tuple[Rule, ...] = RULES,
    ):  # fmt: skip
        self._site, self._application, self._hosts, self._owner = site, application, hosts, owner
        self._base = base_url.rstrip("/")
        self._delegate = application.get_handler_delegate
        self._rules = [(rule, re.compile(rule.path)) for rule in rules]
        application.get_handler_delegate = self.delegate  # type: ignore[method-assign,assignment]

    def delegate(
        self,
        request: HTTPServerRequest,
        target_class: Any,
        target_kwargs: Any = None,
        *args: Any,
        **kwargs: Any,
    ) -> HTTPMessageDelegate:
        """What tornado calls for every request, in place of its own method: the handler, or a refusal."""

        def decided(status: int) -> HTTPMessageDelegate:
            if status:
                return self._delegate(request, RefusedHandler, {"status": status})
            return self._delegate(request, target_class, target_kwargs, *args, **kwargs)

        status = self._too_large(request) or self._whoever_asks(request)
        if status is not None:
            return decided(status)
        return Deciding(partial(self._site.run, self._of_visitor, request), decided)

    def _too_large(self, request: HTTPServerRequest) -> int:
        length = request.headers.get("Content-Length", "")
        if not (length.isdecimal() and int(length) > MAX_REQUEST_BYTES):
            return 0
        request.connection.set_max_body_size(MAX_DROPPED_BYTES)  # type: ignore[union-attr]
        return 413

    def refusal(self, request: HTTPServerRequest) -> int:
        """0 when `request` may pass, else the status that refuses it (400, 401, 403, 404 or 503)."""
        status = self._whoever_asks(request)
        return self._of_visitor(request) if status is None else status

    def _whoever_asks(self, request: HTTPServerRequest) -> int | None:
        """The status when it is the same for everybody; None when the database has to say who asks."""
        if _host_name(request.host) not in self._hosts():
            return 400
        for_all = [rule for rule, _ in self._matching(request) if rule.who == "anyone"]
        if not for_all:
            return None
        request.course_route = for_all[0].path  # type: ignore[attr-defined]
        return 0

    def _of_visitor(self, request: HTTPServerRequest) -> int:
        try:
            visit = self._site.visit(request)
        except StorageUnavailable as error:
            log.error("%s", error)
            return 503
        allowed = [(rule, match) for rule, match in self._matching(request) if self._may(rule, visit, match, request)]
        request.course_route = allowed[0][0].path if allowed else ""  # type: ignore[attr-defined]
        if not allowed:
            return 401 if visit is None else 404
        return 403 if visit and self._has_to_read(request, visit) else 0

    def _has_to_read(self, request: HTTPServerRequest, visit: Visit) -> bool:
        """Whether the notice comes first. A new version waits for the next page: what is being written is kept."""
        if visit.agreed == "current" or (visit.agreed == "older" and not wants_page(request)):
            return False
        open_to = {rule.who for rule, _ in self._matching(request)}
        return not open_to & {"bearer", "newcomer"}

    def _matching(self, request: HTTPServerRequest) -> list[tuple[Rule, re.Match[str]]]:
        path = request.path.removeprefix(self._base) if request.path.startswith(self._base + "/") else ""
        found = [(rule, pattern.fullmatch(path)) for rule, pattern in self._rules if request.method in rule.methods]
        return [(rule, match) for rule, match in found if match]

    def _may(self, rule: Rule, visit: Visit | None, match: re.Match[str], request: HTTPServerRequest) -> bool:
        if rule.who == "bearer":
            return bool(token_of(request))
        if visit is None:
            return False
        if rule.who == "owner":
            return self._owner(match["kernel"]) == visit.person
        return (
            rule.who in ("newcomer", "guest") or (rule.who == "member" and visit.is_member) or rule.who in visit.roles
        )


class Deciding(HTTPMessageDelegate):
    """A request whose handler is chosen once the database has said who asks; until then nobody else waits for it.

    Tornado reads no body before it is chosen.
    """

    def __init__(self, status: Callable[[], Awaitable[int]], decided: Callable[[int], HTTPMessageDelegate]):
        self._status, self._decided = status, decided
        self._chosen: HTTPMessageDelegate | None = None

    async def headers_received(self, start_line: StartLine, headers: HTTPHeaders) -> None:
        """Ask, choose, and hand over."""
        self._chosen = self._decided(await self._status())
        waiting = self._chosen.headers_received(start_line, headers)
        if waiting is not None:
            await waiting

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Hand over a piece of the body."""
        return self._chosen.data_received(chunk) if self._chosen else None

    def finish(self) -> None:
        """The request is whole."""
        if self._chosen:
            self._chosen.finish()

    def on_connection_close(self) -> None:
        """Nobody waits for the answer any more."""
        if self._chosen:
            self._chosen.on_connection_close()


def _host_name(host: str) -> str:
    name = re.sub(r":\d+$", "", host).lower()
    return name[1:-1] if name.startswith("[") and name.endswith("]") else name
