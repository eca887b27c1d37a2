"""A kernel that was forked from a page, as Jupyter's kernel manager handles any process."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import time
from typing import TYPE_CHECKING, Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

if TYPE_CHECKING:
    from .pages import Page


class ForkedProcess:
    """A process that is not a child of this one, with as much of Popen as LocalProvisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._watch = os.pidfd_open(pid)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it runs, then 0: how it ended is its parent's to know."""
        if self.returncode is None and select.select([self._watch], [], [], 0)[0]:
            os.close(self._watch)
            self.returncode = 0
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; raises TimeoutError."""
        deadline = time.monotonic() + (timeout or 60)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError
            select.select([self._watch], [], [], 0.1)
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._watch, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Has the page fork a kernel where LocalProvisioner would start a process."""

    page: Page

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork; raises PageGone when that fails."""
        assert self.parent
        self.pid = await self.page.fork(self.parent.connection_file)
        self.process = ForkedProcess(self.pid)  # type: ignore[assignment]
        self.pgid = self.pid  # it leads a session of its own
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait until it has ended, ten times as attentively as for a process that takes longer to end."""
        while await self.poll() is None:  # noqa: ASYNC110  (nothing but its end tells of its end)
            await asyncio.sleep(0.01)
        return await super().wait()


class CourseKernelManager(ServerKernelManager):
    """Starts a kernel from a page where start_kernel names one, else an ordinary kernel."""

    async def _async_pre_start_kernel(self, *, page: Page | None = None, **kw: Any) -> tuple[list[str], dict[str, Any]]:
        if page:
            kernel_id = kw.get("kernel_id") or self.kernel_id
            self.provisioner = ForkProvisioner(kernel_id=kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.page = page
        return await super()._async_pre_start_kernel(**kw)
