"""IPython's kernel on a line to the server in place of sockets: runs a page's cells, and its forks go on from there."""

from __future__ import annotations

import asyncio
import io
import os
import random
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any, cast

import zmq
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication
from jupyter_client.session import new_id
from traitlets import Any as AnyTrait
from traitlets import Type

from mentorcourse.server.confinement import processor_time

from . import frames

_sending = threading.Lock()  # a widget's callback may have started threads


class Recorder:
    """Stands where a kernel has a socket, and passes messages on as frames, once it has a line to the server."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self.line: socket.socket | None = None

    def send_multipart(self, parts: Sequence[bytes], **_: Any) -> None:
        """Pass one message on."""
        if self.line:
            with _sending:
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
    """IPython's kernel, whose replies may go where no ZMQ is."""

    shell_stream = AnyTrait()


class PageApp(IPKernelApp):
    """IPython's kernel application without sockets: begun in the base, gone on with in pages and kernels."""

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

    async def serve(self, line: socket.socket) -> None:
        """Go on as a visitor's kernel, on a line of its own, until the server closes it."""
        session, kernel = self.session, cast("Any", self.kernel)
        session.pid, session.session, session.digest_history = os.getpid(), new_id(), set()
        kernel._main_asyncio_lock = asyncio.Lock()
        self.replies.line = self.iopub_socket.line = line
        _make_random_numbers_differ()
        _forget_open_fonts()
        readable, time = asyncio.Event(), processor_time()
        asyncio.get_running_loop().add_reader(line, readable.set)
        while await readable.wait() and (frame := frames.receive(line)):
            readable.clear()
            time.hold()
            await self.handle(frame[1])


def _make_random_numbers_differ() -> None:
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()


def _forget_open_fonts() -> None:
    """Fonts' files are open, and forks would move each other's places in them."""
    fonts = sys.modules.get("matplotlib.font_manager")
    if fonts:
        fonts._get_font.cache_clear()
