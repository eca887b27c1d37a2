"""The processes that pages and their kernels come from: `python -m mentorcourse.server.forked.processes`."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import select
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from mentorcourse.server.confinement import confine, limit_growth, own_folder

from . import frames
from .kernel import PageApp
from .safety import why_unsafe

# What Linux's prctl is asked for.
END_WITH_PARENT, HAVE_NAME = 1, 15


class Lifeline(threading.Thread):
    """Ends a kernel's process as soon as the server's has ended."""

    def __init__(self, lifeline: int) -> None:
        super().__init__(name="Lifeline", daemon=True)
        self._lifeline = lifeline

    def run(self) -> None:
        """Wait for the end of a pipe that only the server could write to."""
        os.read(self._lifeline, 1)
        os._exit(0)


class Base:
    """Has imported what pages need; makes a page's process for each line that the server sends."""

    def __init__(self, line: socket.socket, lifeline: int) -> None:
        self._line, self._lifeline = line, lifeline

    def run(self) -> None:
        """Serve until the server has ended."""
        app = PageApp.instance()
        app.prepare()
        import mentorcourse.notebook  # noqa: F401  (after IPython has begun, for ipywidgets looks for it)

        _name_process("page-base")
        frames.send(self._line, {"ready": True})
        while _next_is_there(self._line, self._lifeline):
            _, lines, _, _ = socket.recv_fds(self._line, 1, 1)
            if not lines:
                return
            line = socket.socket(fileno=lines[0])
            if os.fork() == 0:
                self._line.close()
                _end_after(Page(app, line, self._lifeline).run)
            line.close()


class Page:
    """Runs a notebook's cells as the server sends them; forks a kernel whenever the server asks for one."""

    def __init__(self, app: PageApp, line: socket.socket, lifeline: int) -> None:
        self._app, self._line, self._lifeline = app, line, lifeline
        self._loop = asyncio.new_event_loop()
        self._known = {0, 1, 2, line.fileno(), lifeline}

    def run(self) -> None:
        """Serve until the server has closed the line, or ended."""
        _control_process(END_WITH_PARENT, signal.SIGKILL)  # in the midst of a cell, too
        _name_process("page")
        self._app.begin_page(self._line)
        frames.send(self._line, {"pid": os.getpid()})
        asyncio.set_event_loop(self._loop)
        while _next_is_there(self._line, self._lifeline) and (frame := frames.receive(self._line)):
            head, parts = frame
            if head["do"] == "handle":
                self._loop.run_until_complete(self._app.handle(parts))
            else:
                answer = self._seal() if head["do"] == "seal" else self._fork(head["name"], head["folder"])
                frames.send(self._line, answer)

    def _seal(self) -> dict[str, Any]:
        """Say why the page may not be forked, or "" and be ready for it: what is collected now is shared later."""
        from mentorcourse.figures.live import get_ready  # after IPython has begun, too

        get_ready()
        unsafe = why_unsafe(self._loop, self._known)
        gc.collect()
        gc.freeze()
        return {"unsafe": unsafe}

    def _fork(self, name: str, folder: str) -> dict[str, Any]:
        """Fork a kernel, whose line comes after the request; answer with its process's number, or 0 if that failed."""
        _, lines, _, _ = socket.recv_fds(self._line, 1, 1)
        with socket.socket(fileno=lines[0]) as line:
            try:
                pid = os.fork()
            except OSError:
                return {"pid": 0}
            if pid == 0:
                self._line.close()
                _end_after(lambda: self._become_kernel(line, name, folder))
        return {"pid": pid}

    def _become_kernel(self, line: socket.socket, name: str, folder: str) -> None:
        os.setsid()
        own_folder(folder)
        _control_process(END_WITH_PARENT, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _name_process(name)
        Lifeline(self._lifeline).start()
        limit_growth()
        asyncio.run(self._app.serve(line))


def _next_is_there(line: socket.socket, lifeline: int) -> bool:
    """Wait for something on the line; False when the server has ended."""
    readable, _, _ = select.select([line.fileno(), lifeline], [], [])
    return lifeline not in readable


def _end_after(work: Callable[[], None]) -> None:
    """Do all of a process's work, and end it without the last words of a Python that was started otherwise."""
    try:
        work()
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    os._exit(0)


def _name_process(name: str) -> None:
    """Show this name where processes are listed (15 letters of it)."""
    _control_process(HAVE_NAME, name.encode())


def _control_process(what: int, how: int | bytes) -> None:
    ctypes.CDLL(None).prctl(what, how, 0, 0, 0)


def main() -> None:
    """Begin as the base: the numbers of the line to the server and of the lifeline are the arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confine()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever ends is gone at once; the server watches by pidfd
    _end_after(Base(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])).run)


if __name__ == "__main__":
    main()
