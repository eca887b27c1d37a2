"""What each role may do: every address of the course, and who may ask for it by which methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["anyone", "bearer", "newcomer", "guest", "member", "participant", "trainer", "facilitator", "owner"]

SECTION = r"[0-9]{2}_[a-z0-9_]+"
_ACTIVITY = SECTION + r"\.[a-z][a-z0-9_]*"
_FILE = r"(?!.*\.\.)[A-Za-z0-9_@.+~/-]+"
_ID = r"[0-9a-f-]{36}"
_KEY = r"[a-z][a-z0-9_]{0,39}"
COURSE = r"[A-Za-z0-9_-]{1,64}"


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


def rule(who: Who, methods: str, path: str) -> Rule:
    return Rule(who, frozenset(methods.split()), path)


RULES: tuple[Rule, ...] = (
    # Sign-in: the only pages that somebody unknown can reach.
    rule("anyone", "GET HEAD", r"/course/static/(?:v-[0-9a-f]+/)?(?:page|figures)/[a-z_]+\.(?:css|js|svg)"),
    rule("anyone", "GET HEAD", r"/course/static/(?:v-[0-9a-f]+/)?forms/course\.css"),
    rule("anyone", "GET HEAD POST", r"/course/sign-in"),
    rule("anyone", "GET HEAD POST", r"/course/enter/[A-Za-z0-9_-]{1,200}"),
    rule("anyone", "GET HEAD POST", r"/course/invitation/[A-Za-z0-9_-]{1,200}"),
    rule("anyone", "GET HEAD POST", r"/course/join(?:/[A-Za-z0-9-]{1,12})?"),
    rule("anyone", "POST", r"/course/sign-out"),
    rule("anyone", "GET HEAD", r"/course/accessibility"),
    rule("anyone", "GET HEAD", r"/course/privacy"),
    rule("newcomer", "POST", r"/course/privacy(?:/everything\.zip)?"),
    rule("newcomer", "GET HEAD POST", r"/course/privacy/you"),
    # For what watches the server: a word, and nothing about anybody.
    rule("anyone", "GET", r"/course/(?:health|ready)"),
    # The course: pages, their files, their answers.
    rule("member", "GET HEAD", r"/(?:course)?"),
    rule("member", "GET HEAD", r"/course/(?:journal)?"),
    rule("member", "GET HEAD", rf"/course/sections/{SECTION}"),
    rule("member", "GET HEAD POST", r"/course/account"),
    rule("guest", "GET HEAD", rf"/course/static/{_FILE}"),
    rule("guest", "GET", r"/course/api/me"),
    rule("member", "GET", r"/course/api/(?:progress|kept|journal|live|state)"),
    rule("member", "GET PATCH", rf"/course/api/answers/{_ACTIVITY}"),
    rule("member", "GET", rf"/course/api/answers/{_ACTIVITY}/history"),
    rule("member", "GET", rf"/course/api/cohort/{_ACTIVITY}"),
    rule("participant", "PUT DELETE", r"/course/api/pulse"),
    rule("participant", "GET POST", r"/course/api/sentences"),
    rule("participant", "DELETE", rf"/course/api/sentences/{_ID}"),
    rule("member", "GET", r"/course/api/workbook\.(?:pdf|docx|json)"),
    rule("member", "GET", rf"/course/api/(?:worksheets|card)/{_ACTIVITY}\.pdf"),
    rule("member", "GET", rf"/course/api/calendar/{_ACTIVITY}"),
    rule("participant", "GET", r"/course/api/certificate(?:\.pdf)?"),
    # What Voilà's own script asks for.
    rule("member", "GET HEAD", rf"/voila/static/{_FILE}"),
    rule("member", "GET HEAD", rf"/voila/labextensions/{_FILE}"),
    rule("member", "GET HEAD", r"/voila/api/themes/@jupyterlab/theme-light-extension/index\.css"),
    rule("owner", "GET", rf"/api/kernels/(?P<kernel>{_ID})"),
    rule("owner", "GET", rf"/api/kernels/(?P<kernel>{_ID})/channels"),
    rule("owner", "POST", rf"/voila/api/shutdown/(?P<kernel>{_ID})"),
    # With whom one would rather not work: one's own wishes.
    rule("participant", "GET", r"/course/api/pairs/wishes"),
    rule("participant", "PUT DELETE", rf"/course/api/pairs/wishes/{_ID}"),
    # Reflections: their writers submit them and read what comes back, trainers review; facilitators have no part in it.
    rule("member", "GET HEAD", rf"/course/reflections(?:/{SECTION})?"),
    rule("participant", "GET", rf"/course/api/reflections(?:/{SECTION})?"),
    rule("participant", "POST", rf"/course/api/reflections/{SECTION}/submit"),
    rule("participant", "POST", rf"/course/api/reflections/versions/{_ID}/(?:withdraw|read|reply)"),
    rule("participant", "GET", rf"/course/api/reflections/versions/{_ID}/feedback"),
    rule("participant", "PUT", rf"/course/api/reflections/readers/{_ID}"),
    rule("trainer", "GET HEAD", r"/course/review"),
    rule("trainer", "GET", r"/course/api/review/queue"),
    rule("trainer", "POST", rf"/course/api/review/submissions/{_ID}/(?:open|answer|recuse)"),
    rule("trainer", "PUT", rf"/course/api/review/submissions/{_ID}/(?:claim|draft|release|check|rating|verdict)"),
    rule("trainer", "DELETE", rf"/course/api/review/submissions/{_ID}/check"),
    rule("trainer", "DELETE", rf"/course/api/review/recusals/{_ID}"),
    rule("trainer", "GET", r"/course/api/review/examples"),
    rule("trainer", "PUT", r"/course/api/review/examples/[a-z0-9_]{1,40}"),
    rule("trainer", "GET POST", r"/course/api/review/bank"),
    rule("trainer", "DELETE", r"/course/api/review/bank/[0-9]{1,12}"),
    # Agreements: their handlers let each of the two see their own, and nobody else see that there is one.
    rule("guest", "GET HEAD", rf"/course/agreements(?:/{_ID})?"),
    rule("guest", "GET", rf"/course/api/agreements(?:/{_ID})?(?:/live)?"),
    rule("participant", "POST", r"/course/api/agreements"),
    rule("participant", "GET", r"/course/api/agreements/offers"),
    rule("participant", "POST DELETE", rf"/course/api/agreements/{_ID}/link"),
    rule("member", "POST", rf"/course/api/agreements/{_ID}/accept"),
    rule("guest", "GET PATCH", r"/course/api/answers/(?:agreement|look_back)\.[0-9a-f]{32}"),
    rule("guest", "GET", r"/course/api/answers/(?:agreement|look_back)\.[0-9a-f]{32}/history"),
    rule("guest", "GET", rf"/course/api/agreements/{_ID}/papers/(?:now|[0-9]{{1,6}})\.(?:pdf|docx)"),
    rule("guest", "GET", rf"/course/api/agreements/{_ID}/check-ins\.ics"),
    rule("guest", "PUT DELETE", rf"/course/api/agreements/{_ID}/check-ins"),
    rule("guest", "POST", rf"/course/api/agreements/{_ID}/(?:opened|hand-over|end)"),
    rule("guest", "POST", rf"/course/api/agreements/{_ID}/rows/{_KEY}/(?:initials|comments|anyway)"),
    # Facilitators: the roster and the counts, never anyone's text.
    rule("facilitator", "GET HEAD", r"/course/staff"),
    rule("facilitator", "GET HEAD", rf"/course/guide(?:/{SECTION})?"),
    rule("facilitator", "GET HEAD", r"/course/(?:console|room)"),
    rule("facilitator", "GET POST", r"/course/api/staff/session"),
    rule("facilitator", "POST", r"/course/api/staff/session/(?:acts|plan)"),
    rule("facilitator", "GET", r"/course/api/staff/session/attendance"),
    rule("facilitator", "PUT", rf"/course/api/staff/session/attendance/{_ID}"),
    rule("facilitator", "PUT", rf"/course/api/staff/activities/{_ACTIVITY}"),
    rule("facilitator", "GET", rf"/course/api/guide/{SECTION}/pack\.pdf"),
    rule("facilitator", "GET", r"/course/api/staff/(?:roster|progress)"),
    rule("facilitator", "POST", r"/course/api/staff/people"),
    rule("facilitator", "POST DELETE", rf"/course/api/staff/people/{_ID}/link"),
    rule("facilitator", "POST", rf"/course/api/staff/people/{_ID}/mail"),
    rule("facilitator", "DELETE", rf"/course/api/staff/people/{_ID}"),
    rule("facilitator", "POST PUT DELETE", rf"/course/api/staff/people/{_ID}/erasure"),
    rule("facilitator", "PUT", rf"/course/api/staff/sections/{SECTION}"),
    rule("facilitator", "GET", r"/course/api/staff/pairs"),
    rule("facilitator", "POST", r"/course/api/staff/pairs/(?:rota|undo)"),
    rule("facilitator", "POST DELETE", r"/course/api/staff/pairs/exclusions"),
    rule("facilitator", "PUT", rf"/course/api/staff/pairs/{SECTION}/people/{_ID}"),
    rule("facilitator", "GET POST DELETE", r"/course/api/staff/join-code"),
    rule("facilitator", "PUT", rf"/course/api/staff/walk-ins/{_ID}"),
    # … but for sentences that people share with the whole cohort on purpose.
    rule("facilitator", "GET", r"/course/api/staff/(?:reveals|sentences)"),
    rule("facilitator", "PUT", rf"/course/api/staff/reveals/{_ACTIVITY}"),
    rule("facilitator", "PUT", rf"/course/api/staff/sentences/{_ID}"),
    rule("facilitator", "GET", r"/course/api/staff/report\.(?:pdf|xlsx|zip)"),
    rule("facilitator", "GET", r"/course/api/staff/nudges"),
    rule("facilitator", "GET", r"/course/api/staff/certificates(?:\.pdf)?"),
    rule("facilitator", "POST", rf"/course/api/staff/people/{_ID}/nudge"),
    rule("facilitator", "GET PUT", r"/course/api/staff/reflections"),
    rule("facilitator", "PUT DELETE", rf"/course/api/staff/reflections/{SECTION}"),
)


# What stands for somebody or something in a path, and what the log calls it.
NAMES = {
    _ACTIVITY: "{activity}",
    SECTION: "{section}",
    _FILE: "{file}",
    _ID: "{id}",
    _KEY: "{key}",
    COURSE: "{course}",
}
