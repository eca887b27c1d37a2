"""What each role may do where a JupyterHub signs people in: its groups are the roster, and its tokens are looked at."""

from __future__ import annotations

import re

from .rules import COURSE, RULES, SECTION, Rule, rule

# Nobody enters by a link, or is added by hand.
_WITHOUT_A_HUB = re.compile(r"/course/enter/|/course/join|/course/api/staff/(?:people|join-code|walk-ins)")
HUB_RULES: tuple[Rule, ...] = (
    *(one for one in RULES if not _WITHOUT_A_HUB.match(one.path)),
    rule("anyone", "GET", r"/oauth_callback"),
    # nbgrader's exchange, for participants' own Jupyter servers.
    rule("bearer", "GET", r"/course/api/exchange"),
    rule("bearer", "GET", rf"/course/api/exchange/{COURSE}/{SECTION}/(?:notebook|feedback)"),
    rule("bearer", "POST", rf"/course/api/exchange/{COURSE}/{SECTION}/submit"),
)
