"""`/course/health` and `/course/ready`, for what watches the server: does it answer, and can it read its database."""

from __future__ import annotations

from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler

from mentorcourse import people
from mentorcourse.store import StorageUnavailable

from .failures import DiscreetHandler, log
from .site import Site


class HealthHandler(DiscreetHandler, JupyterHandler):
    """The server answers; nothing is looked at."""

    @allow_unauthenticated
    async def prepare(self) -> None:  # type: ignore[override]
        """Whoever watches need not sign in."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Say so."""
        await self.finish({"status": "running"})


class ReadyHandler(HealthHandler):
    """People can be sent here: the database can be read. The reason why not is in the log alone."""

    @allow_unauthenticated
    async def get(self) -> None:
        """200, or 503 while the database cannot be read."""
        site = cast("Site", self.settings["mentorcourse"])
        try:
            await site.run(people.cohorts, site.store)
        except StorageUnavailable as error:
            log.error("%s", error)
            self.set_status(503)
            await self.finish({"status": "the database cannot be read"})
            return
        await self.finish({"status": "ready"})
