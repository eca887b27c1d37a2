"""What a JupyterHub tells the service that it runs or knows: where it stands, and under which address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from mentorcourse.settings import BadSetting

NEEDED = ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_CLIENT_ID", "JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_SERVICE_URL")


@dataclass(frozen=True)
class HubService:
    """One service of a Hub: where to listen, the path under which people come, and their whole address."""

    host: str
    port: int
    base_url: str
    public_url: str


def hub_service(environment: Mapping[str, str] = os.environ) -> HubService:
    """This service by the Hub's JUPYTERHUB_* variables; raises BadSetting when one is missing."""
    missing = [name for name in NEEDED if not environment.get(name)]
    if missing:
        raise BadSetting(
            f"{', '.join(missing)} is not set. JupyterHub sets it for the services that it starts; a service that "
            "is started otherwise needs the same values: see deploy/README.md."
        )
    where, prefix = urlsplit(environment["JUPYTERHUB_SERVICE_URL"]), environment["JUPYTERHUB_SERVICE_PREFIX"]
    public = environment.get("JUPYTERHUB_PUBLIC_URL") or environment.get("MENTORCOURSE_PUBLIC_URL", "")
    if not public:
        raise BadSetting(
            "Set c.JupyterHub.public_url, or MENTORCOURSE_PUBLIC_URL for the service: the address that people type, "
            f"with {prefix} at its end. Links and the check of where a request comes from need it."
        )
    return HubService(where.hostname or "127.0.0.1", where.port or 80, prefix, public.rstrip("/"))
