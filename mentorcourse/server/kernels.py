"""Kernels that know nobody: for a page's owner alone, without identity or credentials, let go when unused."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from jupyter_server import CallContext
from jupyter_server._tz import isoformat, utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Callable as CallableTrait
from traitlets import Dict, Float, Int, Unicode

from .forked.seats import Seats

# All that a kernel gets of the server's environment: where programs and fonts lie, and the language.
PASSED_ON = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "TEMP", "TMP", "WINDIR"})


class CourseKernels(AsyncMappingKernelManager):
    """The kernels of every open page. Each has one owner, and only the owner may reach it (see the gate)."""

    scratch = Unicode(help="The folder that kernels start in, and call home.").tag(config=True)
    environment = Dict(help="What kernels get in their environment besides PASSED_ON.").tag(config=True)
    kernels_per_person = Int(6, help="A person's oldest kernels end when they use more pages.").tag(config=True)
    idle_seconds = Float(60, help="After how long unused a kernel is let go that can be forked again.").tag(config=True)
    on_end = CallableTrait(lambda person, kernel_id: None, help="Called when a kernel ended unasked.")

    cull_idle_timeout = 300
    cull_interval = 60

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._owners: dict[str, str] = {}
        self.seats = Seats(self.kernels_per_person, self.idle_seconds, lambda *ended: self.on_end(*ended))

    def owner(self, kernel_id: str) -> str | None:
        """The person whose page has this kernel, or may have it when it asks; None for any other."""
        seat = self.seats.find(kernel_id)
        if seat:
            return seat.person
        return self._owners.get(kernel_id) if kernel_id in self else None

    def kernel_model(self, kernel_id: str) -> dict[str, Any]:
        """What Jupyter tells of a kernel, which is the same for one that is only to come."""
        seat = self.seats.find(kernel_id)
        if not seat:
            return dict(super().kernel_model(kernel_id))
        state = {"execution_state": "idle", "connections": seat.connections, "last_activity": isoformat(utcnow())}
        return {"id": kernel_id, "name": "python3", **state}

    async def start_kernel(self, **kwargs: Any) -> str:  # type: ignore[override]
        """Start a kernel for the person whose request this is; the caller's environment and folder are not used."""
        person = CallContext.get(CallContext.JUPYTER_HANDLER).current_user.username
        await self._make_room(person)
        kwargs.update(path=None, cwd=self.scratch, env=self.kernel_environment())
        kwargs["extra_arguments"] = ["--HistoryManager.enabled=False"]
        kernel_id = await super().start_kernel(**kwargs)
        self._owners[kernel_id] = person
        self.add_restart_callback(kernel_id, self._teller(person, kernel_id), "dead")
        return kernel_id

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """End a kernel, and tell its page: it was idle, or one too many, or the page itself asked as it closed."""
        if self.seats.find(kernel_id):
            self.seats.drop(kernel_id)
            return
        person = self._owners.pop(kernel_id, None)
        await super().shutdown_kernel(kernel_id, *args, **kwargs)
        if person:
            self.on_end(person, kernel_id)

    async def shutdown_all(self, now: bool = False) -> None:  # type: ignore[override]
        """End all kernels, for the server stops."""
        self.seats.close()
        await super().shutdown_all(now=now)

    async def _make_room(self, person: str) -> None:
        """End the person's oldest kernels, those without an open page first."""
        own = [kernel_id for kernel_id, owner in self._owners.items() if owner == person and kernel_id in self]
        own.sort(key=lambda kernel_id: self._kernel_connections.get(kernel_id, 0) > 0)
        for kernel_id in own[: max(0, len(own) + 1 - self.kernels_per_person)]:
            await self.shutdown_kernel(kernel_id, now=True)

    def kernel_environment(self) -> dict[str, str]:
        """All that a kernel gets of the environment."""
        passed = {name: value for name, value in os.environ.items() if name in PASSED_ON}
        own = {"HOME": self.scratch, "IPYTHONDIR": self.scratch, "MPLCONFIGDIR": self.scratch}
        own["JUPYTER_WIDGETS_ECHO"] = "0"  # one page a kernel: nobody else has to hear what the page has said
        return {**passed, **own, "JUPYTER_NO_CONFIG": "1", "OPENBLAS_NUM_THREADS": "1", **self.environment}

    def _teller(self, person: str, kernel_id: str) -> Callable[[], None]:
        def died() -> None:
            self._owners.pop(kernel_id, None)
            self.on_end(person, kernel_id)

        return died
