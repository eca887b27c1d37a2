"""JupyterHub on one host with the mentor course as a service; people sign in through the Hub.

Start it with `jupyterhub --config deploy/jupyterhub_config.py` in an environment that has `mentorcourse[hub]` and,
from npm, `configurable-http-proxy`. See README.md beside this file.
"""

import os
import sys
from pathlib import Path
from typing import Any

c: Any = get_config()  # type: ignore[name-defined]  # noqa: F821  (JupyterHub gives it to its configuration)

ADDRESS = os.environ.get("MENTORCOURSE_HUB_ADDRESS", "http://127.0.0.1:8000")
COHORT = os.environ.get("MENTORCOURSE_COHORT", "first-cohort")
COURSE = str(Path(sys.executable).with_name("mentorcourse"))  # installed beside this Hub

c.JupyterHub.bind_url = ADDRESS
c.JupyterHub.public_url = ADDRESS  # what people type: https://… where a proxy in front does https
c.JupyterHub.hub_bind_url = os.environ.get("MENTORCOURSE_HUB_INSIDE", "http://127.0.0.1:8081")

# Who may take part, and as what: a group is mentorcourse-<role>-<cohort>. With an authenticator that knows groups
# (OAuthenticator's manage_groups), name them so there and leave load_groups out.
GROUPS = [f"mentorcourse-{role}-{COHORT}" for role in ("participant", "trainer", "facilitator")]
c.JupyterHub.load_groups = {group: {"users": []} for group in GROUPS}
c.JupyterHub.load_roles = [
    {"name": "mentor-course", "scopes": ["access:services!service=course"], "groups": GROUPS},
    # Whoever only takes the course needs no server of their own: nobody can start one.
    {"name": "user", "scopes": ["read:users!user"], "description": "See who one is"},
]
# Where people do have a JupyterLab of their own: take the role "user" above away, and their servers' tokens may ask the
# course for nbgrader's exchange (single_user/ has the settings of such a server).
c.Spawner.server_token_scopes = [
    "users:activity!user",
    "access:servers!server",
    "access:services!service=course",
]
c.Spawner.environment = {"MENTORCOURSE_SERVICE": f"{ADDRESS}/services/course"}

c.JupyterHub.services = [
    {
        "name": "course",
        "url": "http://127.0.0.1:8866",
        "command": [COURSE, "workshop", "--hub", "--no-browser"],
        # MENTORCOURSE_DATABASE, MENTORCOURSE_SMTP_* and the others go in here, too.
        "environment": {"MENTORCOURSE_DATA": os.environ.get("MENTORCOURSE_DATA", "/var/lib/mentorcourse")},
        "display": True,
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": ["read:users:name!user", "read:users:groups!user"],
    }
]
