"""What each role may do where a JupyterHub signs people in: its groups are the roster, and its tokens are looked at."""

from __future__ import annotations

import re

from .gate import _COURSE, _SECTION, RULES, Rule, _rule

# Nobody enters by a link, or is added by hand.
_WITHOUT_A_HUB = re.compile(r"/course/enter/|/course/join|/course/api/staff/(?:people|join-code|walk-ins)")
HUB_RULES: tuple[Rule, ...] = (
    *(rule for rule in RULES if not _WITHOUT_A_HUB.match(rule.path)),
    _rule("anyone", "GET", r"/oauth_callback"),
    # nbgrader's exchange, for participants' own Jupyter servers.
    _rule("bearer", "GET", r"/course/api/exchange"),
    _rule("bearer", "GET", rf"/course/api/exchange/{_COURSE}/{_SECTION}/(?:notebook|feedback)"),
    _rule("bearer", "POST", rf"/course/api/exchange/{_COURSE}/{_SECTION}/submit"),
)
