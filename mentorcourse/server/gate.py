"""The gate: every request, static files included, passes a list of what each role may do; all else is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.web import Application

from mentorcourse.store import StorageUnavailable

from .bearer import token_of
from .failures import log
from .refused import READ as READ
from .refused import RefusedHandler, wants_page
from .site import Site, Visit

Who = Literal["anyone", "bearer", "newcomer", "guest", "member", "participant", "trainer", "facilitator", "owner"]
# Up to the second bound, a request that is larger than the first is refused in words instead of cut off.
MAX_REQUEST_BYTES = 4_000_000
MAX_DROPPED_BYTES = 100_000_000

_SECTION = r"[0-9]{2}_[a-z0-9_]+"
_ACTIVITY = _SECTION + r"\.[a-z][a-z0-9_]*"
_FILE = r"(?!.*\.\.)[A-Za-z0-9_@.+~/-]+"
_ID = r"[0-9a-f-]{36}"
_KEY = r"[a-z][a-z0-9_]{0,39}"
_COURSE = r"[A-Za-z0-9_-]{1,64}"


@dataclass(frozen=True)
class Rule:
    """One thing that somebody may do. "member" takes part in the course, "owner" owns the kernel named.

    "guest" is anyone signed in: members, and those whom a mentor has invited to an agreement. "newcomer" is the same,
    whether or not they have agreed to the privacy notice; for all else they have to. A "bearer" brings a token: whose
    it is, the handler asks the Hub. No cookie opens what is a bearer's.
    """

    who: Who
    methods: frozenset[str]
    path: str
    key: str = ""


def _rule(who: Who, methods: str, path: str) -> Rule:
    return Rule(who, frozenset(methods.split()), path)


RULES: tuple[Rule, ...] = (
    # Sign-in: the only pages that somebody unknown can reach.
    _rule("anyone", "GET HEAD", r"/course/static/(?:v-[0-9a-f]+/)?(?:page|figures)/[a-z_]+\.(?:css|js|svg)"),
    _rule("anyone", "GET HEAD", r"/course/static/(?:v-[0-9a-f]+/)?forms/course\.css"),
    _rule("anyone", "GET HEAD POST", r"/course/sign-in"),
    _rule("anyone", "GET HEAD POST", r"/course/enter/[A-Za-z0-9_-]{1,200}"),
    _rule("anyone", "GET HEAD POST", r"/course/invitation/[A-Za-z0-9_-]{1,200}"),
    _rule("anyone", "GET HEAD POST", r"/course/join(?:/[A-Za-z0-9-]{1,12})?"),
    _rule("anyone", "POST", r"/course/sign-out"),
    _rule("anyone", "GET HEAD", r"/course/accessibility"),
    _rule("anyone", "GET HEAD", r"/course/privacy"),
    _rule("newcomer", "POST", r"/course/privacy(?:/everything\.zip)?"),
    _rule("newcomer", "GET HEAD POST", r"/course/privacy/you"),
    # For what watches the server: a word, and nothing about anybody.
    _rule("anyone", "GET", r"/course/(?:health|ready)"),
    # The course: pages, their files, their answers.
    _rule("member", "GET HEAD", r"/"),
    _rule("member", "GET HEAD", r"/course/(?:journal)?"),
    _rule("member", "GET HEAD", rf"/course/sections/{_SECTION}"),
    _rule("member", "GET HEAD POST", r"/course/account"),
    _rule("guest", "GET HEAD", rf"/course/static/{_FILE}"),
    _rule("guest", "GET", r"/course/api/me"),
    _rule("member", "GET", r"/course/api/(?:progress|kept|journal|live|state)"),
    _rule("member", "GET PATCH", rf"/course/api/answers/{_ACTIVITY}"),
    _rule("member", "GET", rf"/course/api/answers/{_ACTIVITY}/history"),
    _rule("member", "GET", rf"/course/api/cohort/{_ACTIVITY}"),
    _rule("participant", "PUT DELETE", r"/course/api/pulse"),
    _rule("participant", "GET POST", r"/course/api/sentences"),
    _rule("participant", "DELETE", rf"/course/api/sentences/{_ID}"),
    _rule("member", "GET", r"/course/api/workbook\.(?:pdf|docx|json)"),
    _rule("member", "GET", rf"/course/api/(?:worksheets|card)/{_ACTIVITY}\.pdf"),
    _rule("member", "GET", rf"/course/api/calendar/{_ACTIVITY}"),
    _rule("participant", "GET", r"/course/api/certificate(?:\.pdf)?"),
    # What Voilà's own script asks for.
    _rule("member", "GET HEAD", rf"/voila/static/{_FILE}"),
    _rule("member", "GET HEAD", rf"/voila/labextensions/{_FILE}"),
    _rule("member", "GET HEAD", r"/voila/api/themes/@jupyterlab/theme-light-extension/index\.css"),
    _rule("owner", "GET", rf"/api/kernels/(?P<kernel>{_ID})"),
    _rule("owner", "GET", rf"/api/kernels/(?P<kernel>{_ID})/channels"),
    _rule("owner", "POST", rf"/voila/api/shutdown/(?P<kernel>{_ID})"),
    # With whom one would rather not work: one's own wishes.
    _rule("participant", "GET", r"/course/api/pairs/wishes"),
    _rule("participant", "PUT DELETE", rf"/course/api/pairs/wishes/{_ID}"),
    # Reflections: their writers submit them and read what comes back, trainers review; facilitators have no part in it.
    _rule("member", "GET HEAD", rf"/course/reflections(?:/{_SECTION})?"),
    _rule("participant", "GET", rf"/course/api/reflections(?:/{_SECTION})?"),
    _rule("participant", "POST", rf"/course/api/reflections/{_SECTION}/submit"),
    _rule("participant", "POST", rf"/course/api/reflections/versions/{_ID}/(?:withdraw|read|reply)"),
    _rule("participant", "GET", rf"/course/api/reflections/versions/{_ID}/feedback"),
    _rule("participant", "PUT", rf"/course/api/reflections/readers/{_ID}"),
    _rule("trainer", "GET HEAD", r"/course/review"),
    _rule("trainer", "GET", r"/course/api/review/queue"),
    _rule("trainer", "POST", rf"/course/api/review/submissions/{_ID}/(?:open|answer|recuse)"),
    _rule("trainer", "PUT", rf"/course/api/review/submissions/{_ID}/(?:claim|draft|release|check|rating|verdict)"),
    _rule("trainer", "DELETE", rf"/course/api/review/submissions/{_ID}/check"),
    _rule("trainer", "DELETE", rf"/course/api/review/recusals/{_ID}"),
    _rule("trainer", "GET", r"/course/api/review/examples"),
    _rule("trainer", "PUT", r"/course/api/review/examples/[a-z0-9_]{1,40}"),
    _rule("trainer", "GET POST", r"/course/api/review/bank"),
    _rule("trainer", "DELETE", r"/course/api/review/bank/[0-9]{1,12}"),
    # Agreements: their handlers let each of the two see their own, and nobody else see that there is one.
    _rule("guest", "GET HEAD", rf"/course/agreements(?:/{_ID})?"),
    _rule("guest", "GET", rf"/course/api/agreements(?:/{_ID})?(?:/live)?"),
    _rule("participant", "POST", r"/course/api/agreements"),
    _rule("participant", "GET", r"/course/api/agreements/offers"),
    _rule("participant", "POST DELETE", rf"/course/api/agreements/{_ID}/link"),
    _rule("member", "POST", rf"/course/api/agreements/{_ID}/accept"),
    _rule("guest", "GET PATCH", r"/course/api/answers/(?:agreement|look_back)\.[0-9a-f]{32}"),
    _rule("guest", "GET", r"/course/api/answers/(?:agreement|look_back)\.[0-9a-f]{32}/history"),
    _rule("guest", "GET", rf"/course/api/agreements/{_ID}/papers/(?:now|[0-9]{{1,6}})\.(?:pdf|docx)"),
    _rule("guest", "GET", rf"/course/api/agreements/{_ID}/check-ins\.ics"),
    _rule("guest", "PUT DELETE", rf"/course/api/agreements/{_ID}/check-ins"),
    _rule("guest", "POST", rf"/course/api/agreements/{_ID}/(?:opened|hand-over|end)"),
    _rule("guest", "POST", rf"/course/api/agreements/{_ID}/rows/{_KEY}/(?:initials|comments|anyway)"),
    # Facilitators: the roster and the counts, never anyone's text.
    _rule("facilitator", "GET HEAD", r"/course/staff"),
    _rule("facilitator", "GET HEAD", rf"/course/guide(?:/{_SECTION})?"),
    _rule("facilitator", "GET HEAD", r"/course/(?:console|room)"),
    _rule("facilitator", "GET POST", r"/course/api/staff/session"),
    _rule("facilitator", "POST", r"/course/api/staff/session/(?:acts|plan)"),
    _rule("facilitator", "GET", r"/course/api/staff/session/attendance"),
    _rule("facilitator", "PUT", rf"/course/api/staff/session/attendance/{_ID}"),
    _rule("facilitator", "PUT", rf"/course/api/staff/activities/{_ACTIVITY}"),
    _rule("facilitator", "GET", rf"/course/api/guide/{_SECTION}/pack\.pdf"),
    _rule("facilitator", "GET", r"/course/api/staff/(?:roster|progress)"),
    _rule("facilitator", "POST", r"/course/api/staff/people"),
    _rule("facilitator", "POST DELETE", rf"/course/api/staff/people/{_ID}/link"),
    _rule("facilitator", "POST", rf"/course/api/staff/people/{_ID}/mail"),
    _rule("facilitator", "DELETE", rf"/course/api/staff/people/{_ID}"),
    _rule("facilitator", "POST PUT DELETE", rf"/course/api/staff/people/{_ID}/erasure"),
    _rule("facilitator", "PUT", rf"/course/api/staff/sections/{_SECTION}"),
    _rule("facilitator", "GET", r"/course/api/staff/pairs"),
    _rule("facilitator", "POST", r"/course/api/staff/pairs/(?:rota|undo)"),
    _rule("facilitator", "POST DELETE", r"/course/api/staff/pairs/exclusions"),
    _rule("facilitator", "PUT", rf"/course/api/staff/pairs/{_SECTION}/people/{_ID}"),
    _rule("facilitator", "GET POST DELETE", r"/course/api/staff/join-code"),
    _rule("facilitator", "PUT", rf"/course/api/staff/walk-ins/{_ID}"),
    # … but for sentences that people share with the whole cohort on purpose.
    _rule("facilitator", "GET", r"/course/api/staff/(?:reveals|sentences)"),
    _rule("facilitator", "PUT", rf"/course/api/staff/reveals/{_ACTIVITY}"),
    _rule("facilitator", "PUT", rf"/course/api/staff/sentences/{_ID}"),
    _rule("facilitator", "GET", r"/course/api/staff/report\.(?:pdf|xlsx|zip)"),
    _rule("facilitator", "GET", r"/course/api/staff/nudges"),
    _rule("facilitator", "GET", r"/course/api/staff/certificates(?:\.pdf)?"),
    _rule("facilitator", "POST", rf"/course/api/staff/people/{_ID}/nudge"),
    _rule("facilitator", "GET PUT", r"/course/api/staff/reflections"),
    _rule("facilitator", "PUT DELETE", rf"/course/api/staff/reflections/{_SECTION}"),
)


# What stands for somebody or something in a path, and what the log calls it.
NAMES = {
    _ACTIVITY: "{activity}",
    _SECTION: "{section}",
    _FILE: "{file}",
    _ID: "{id}",
    _KEY: "{key}",
    _COURSE: "{course}",
}


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
        status = self._too_large(request) or self.refusal(request)
        if status:
            return self._delegate(request, RefusedHandler, {"status": status})
        return self._delegate(request, target_class, target_kwargs, *args, **kwargs)

    def _too_large(self, request: HTTPServerRequest) -> int:
        length = request.headers.get("Content-Length", "")
        if not (length.isdecimal() and int(length) > MAX_REQUEST_BYTES):
            return 0
        request.connection.set_max_body_size(MAX_DROPPED_BYTES)  # type: ignore[union-attr]
        return 413

    def refusal(self, request: HTTPServerRequest) -> int:
        """0 when `request` may pass, else the status that refuses it (400, 401, 403, 404 or 503)."""
        if _host_name(request.host) not in self._hosts():
            return 400
        try:
            visit = self._site.visit(request)
        except StorageUnavailable as error:
            log.error("%s", error)
            return 503
        path = request.path.removeprefix(self._base) if request.path.startswith(self._base + "/") else ""
        found = self._matching(request.method or "", path)
        allowed = [(rule, match) for rule, match in found if self._may(rule, visit, match, request)]
        request.course_route = allowed[0][0].path if allowed else ""  # type: ignore[attr-defined]
        if not allowed:
            return 401 if visit is None else 404
        return 403 if visit and self._has_to_read(request, visit, path) else 0

    def _has_to_read(self, request: HTTPServerRequest, visit: Visit, path: str) -> bool:
        """Whether the notice comes first. A new version waits for the next page: what is being written is kept."""
        if visit.agreed == "current" or (visit.agreed == "older" and not wants_page(request)):
            return False
        open_to = {rule.who for rule, _ in self._matching(request.method or "", path)}
        return not open_to & {"anyone", "bearer", "newcomer"}

    def _matching(self, method: str, path: str) -> list[tuple[Rule, re.Match[str]]]:
        found = [(rule, pattern.fullmatch(path)) for rule, pattern in self._rules if method in rule.methods]
        return [(rule, match) for rule, match in found if match]

    def _may(self, rule: Rule, visit: Visit | None, match: re.Match[str], request: HTTPServerRequest) -> bool:
        if rule.who in ("anyone", "bearer"):
            return rule.who == "anyone" or bool(token_of(request))
        if visit is None:
            return False
        if rule.who == "owner":
            return self._owner(match["kernel"]) == visit.person
        return (
            rule.who in ("newcomer", "guest") or (rule.who == "member" and visit.is_member) or rule.who in visit.roles
        )


def _host_name(host: str) -> str:
    name = re.sub(r":\d+$", "", host).lower()
    return name[1:-1] if name.startswith("[") and name.endswith("]") else name
