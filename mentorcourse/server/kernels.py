"""Kernels that know nobody: for a page's owner alone, without identity or credentials, let go when unused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from jupyter_server import CallContext
from jupyter_server._tz import isoformat, utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import Callable as CallableTrait
from traitlets import Dict, Float, Int, Unicode

from mentorcourse.settings import kernel_limits

from .forked.seats import Seats

LAUNCHER = "mentorcourse.server.ipykernel_launcher"
# All that a kernel gets of the server's environment: where programs and fonts lie, and the language.
PASSED_ON = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "TEMP", "TMP", "WINDIR"})


class OrdinaryKernel(ServerKernelManager):
    """A kernel that is not forked from its page, started within the limits that all kernels have."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Jupyter's command, with our launcher."""
        command = super().format_kernel_cmd(extra_arguments)
        return [LAUNCHER if part == "ipykernel_launcher" else part for part in command]


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
        self._folders: dict[str, str] = {}
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
        folder = self._new_folder()
        kwargs.update(path=None, cwd=folder, env={**self.kernel_environment(), "TMPDIR": folder})
        kwargs["extra_arguments"] = ["--HistoryManager.enabled=False"]
        try:
            kernel_id = await super().start_kernel(**kwargs)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._owners[kernel_id], self._folders[kernel_id] = person, folder
        self.add_restart_callback(kernel_id, self._teller(person, kernel_id), "dead")
        return kernel_id

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """End a kernel, and tell its page: it was idle, or one too many, or the page itself asked as it closed."""
        if self.seats.find(kernel_id):
            self.seats.drop(kernel_id)
            return
        person = self._owners.pop(kernel_id, None)
        await super().shutdown_kernel(kernel_id, *args, **kwargs)
        self._remove_folder(kernel_id)
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
        own |= {name: value for name, value in os.environ.items() if name.startswith("MENTORCOURSE_KERNEL_")}
        return {**passed, **own, "JUPYTER_NO_CONFIG": "1", "OPENBLAS_NUM_THREADS": "1", **self.environment}

    def _new_folder(self) -> str:
        """A folder for a kernel to work in, removed with it."""
        folder = Path(self.scratch, uuid4().hex)
        folder.mkdir(mode=0o700)
        if user := kernel_limits().user:
            shutil.chown(folder, user)
        return str(folder)

    def _remove_folder(self, kernel_id: str) -> None:
        shutil.rmtree(self._folders.pop(kernel_id, ""), ignore_errors=True)

    def _teller(self, person: str, kernel_id: str) -> Callable[[], None]:
        def died() -> None:
            self._owners.pop(kernel_id, None)
            self._remove_folder(kernel_id)
            self.on_end(person, kernel_id)

        return died
