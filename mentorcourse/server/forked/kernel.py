"""A kernel in two steps: first without sockets, to run a page's cells; then, in a fork, with all that kernels have."""

from __future__ import annotations

import asyncio
import io
import os
import random
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import uuid4

import zmq
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from IPython.core.application import BaseIPythonApplication
from jupyter_client.session import new_id
from traitlets import Any as AnyTrait
from traitlets import Type

from . import frames


class Recorder:
    """Stands where a kernel has a socket, and passes messages on as frames, once it has a line to the server."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.line: socket.socket | None = None

    def send_multipart(self, parts: Sequence[bytes], **_: Any) -> None:
        """Pass one message on."""
        if self.line:
            frames.send(self.line, {"channel": self.channel}, [bytes(part) for part in parts])


class RecordedStream(io.TextIOBase):
    """Standard output or error of a page's cells, as messages."""

    def __init__(self, name: str, kernel: PageKernel) -> None:
        self._name, self._kernel = name, kernel

    def write(self, text: str) -> int:
        """Send the text as a message."""
        kernel, content = self._kernel, {"name": self._name, "text": text}
        if text and kernel.session:
            kernel.session.send(kernel.iopub_socket, "stream", content, parent=kernel.get_parent())
        return len(text)


class PageKernel(IPythonKernel):
    """IPython's kernel, which may be given its sockets and threads later than its life begins."""

    shell_stream = AnyTrait()

    @classmethod
    def instance(cls, *args: Any, **kwargs: Any) -> Any:
        """The one kernel of this process: made when there is none, else given these sockets and threads."""
        if not cls.initialized():
            return super().instance(*args, **kwargs)
        kernel = super().instance()
        kernel.adopt(**kwargs)
        return kernel

    def adopt(self, **parts: Any) -> None:
        """Take what IPKernelApp.init_kernel would have made a new kernel with."""
        for name in ("shell_stream", "control_stream", "control_thread", "shell_channel_thread", "iopub_thread"):
            setattr(self, name, parts[name])
        self.iopub_socket, self.stdin_socket = parts["iopub_socket"], parts["stdin_socket"]
        self.ident = str(uuid4())
        self._main_asyncio_lock = asyncio.Lock()
        self._stdout, self._stderr = sys.stdout, sys.stderr
        shell = cast("Any", self.shell)
        shell.displayhook.pub_socket = shell.display_pub.pub_socket = self.iopub_socket
        shell.displayhook.topic = self._topic("execute_result")

    def start(self) -> None:
        """Begin to listen; a page's kernel is never debugged."""
        cast("Any", self.shell).exit_now = False
        Kernel.start(self)


class PageApp(IPKernelApp):
    """IPython's kernel application, in two steps."""

    kernel_class = Type(PageKernel, klass="ipykernel.kernelbase.Kernel")  # type: ignore[assignment]

    def prepare(self) -> None:
        """Make the kernel, without sockets and threads. Libraries that look for IPython are imported after this."""
        sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs here, and importing it starts threads
        BaseIPythonApplication.initialize(self, ["--HistoryManager.enabled=False"])
        self.session.key = b""
        self.replies, self.iopub_socket = Recorder("shell"), Recorder("iopub")
        self.displayhook = ZMQDisplayHook(self.session, self.iopub_socket)
        made_with = {"session": self.session, "log": self.log, "profile_dir": self.profile_dir}
        self.kernel = PageKernel.instance(
            parent=self, iopub_socket=self.iopub_socket, shell_stream=self.replies, user_ns=self.user_ns, **made_with
        )
        sys.displayhook = self.displayhook
        self.init_path()
        self.init_shell()
        self.init_gui_pylab()
        self.init_extensions()
        self.init_code()

    def begin_page(self, line: socket.socket) -> None:
        """Send what cells display over `line`, in the process that runs a page's cells."""
        self.session.pid = os.getpid()
        self.replies.line = self.iopub_socket.line = line
        sys.stdout, sys.stderr = RecordedStream("stdout", self.kernel), RecordedStream("stderr", self.kernel)

    async def handle(self, parts: Sequence[bytes]) -> None:
        """Do what a message asks for."""
        await self.kernel.dispatch_shell([zmq.Frame(part) for part in parts])

    def become_kernel(self, connection_file: str, when_bound: Callable[[], None]) -> None:
        """Take sockets and threads as the connection file says, and serve until the process ends."""
        asyncio.set_event_loop(asyncio.new_event_loop())
        session = self.session
        session.pid, session.session, session.digest_history = os.getpid(), new_id(), set()
        self.connection_file, self.capture_fd_output = connection_file, False
        self.init_connection_file()
        self.init_sockets()
        self.init_heartbeat()
        when_bound()
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        self.init_io()
        self.init_signal()
        self.init_kernel()
        _make_random_numbers_differ()
        _forget_open_fonts()
        self.start()


def _make_random_numbers_differ() -> None:
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _forget_open_fonts() -> None:
    """Fonts' files are open, and forks would move each other's places in them."""
    fonts = sys.modules.get("matplotlib.font_manager")
    if fonts:
        fonts._get_font.cache_clear()
