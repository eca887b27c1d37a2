"""The pages that have run, each with its HTML: made when first asked for, and anew when a file of theirs changes."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import mentorcourse

from . import frames
from .birth import AtBirth, ask_at_birth
from .client import PATIENCE_SECONDS, PageClient, PageLine
from .lines import Line, PageGone
from .recorded import Recorded

log = logging.getLogger("mentorcourse")

Render = Callable[[PageClient], Awaitable[str]]
Stamp = tuple[tuple[str, int], ...]
MOST_OUTDATED = 2
PACKAGE = Path(mentorcourse.__file__).parent
PACKAGE_SECONDS = (
    10.0  # between two looks at its files, which change when somebody works on it or has put in a newer one
)


class Page:
    """A notebook that has run: its HTML, what kernels of it say at birth, and the process they are forked from."""

    def __init__(self, html: str, at_birth: AtBirth, line: PageLine, folder: str) -> None:
        self.recorded, self.at_birth, self.line = Recorded(html), at_birth, line
        self._folder = folder  # for those of its kernels
        self.has_failed = False  # to fork
        self.visitors = 0  # who are connected just now

    async def fork(self, name: str, line: Line) -> None:
        """Put a new kernel at the other end of `line`, its folder removed with it; raises PageGone when that fails."""
        near, far = socket.socketpair()
        folder = str(Path(self._folder, uuid4().hex))
        await line.open(near)
        line.reading.add_done_callback(lambda _: shutil.rmtree(folder, ignore_errors=True))
        try:
            with far:
                pid = (await self.line.ask({"do": "fork", "name": name, "folder": folder}, far))["pid"]
            self.has_failed = self.has_failed or not pid
            line.watch(pid)
        except BaseException:
            line.close()
            raise


class Pages:
    """Every page of the course. `environment` is what kernels get of it; `folder` is where they start."""

    def __init__(self, sources: list[Path], environment: Mapping[str, str], folder: str) -> None:
        self._sources, self._environment, self._folder = sources, dict(environment), folder
        self._pages: dict[str, Page | None] = {}
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._base: _Base | None = None
        self._outdated: list[tuple[_Base, list[Page]]] = []
        self._lifeline = os.pipe()  # nothing is ever written to it; it is cut when this process ends
        self._stamp: Stamp = ()
        self._stamped_at = 0.0
        self._package: Stamp = ()
        self._package_read_at = -PACKAGE_SECONDS

    async def page(self, notebook: str, render: Render) -> Page | None:
        """The page of `notebook`, run with `render` if need be; None when kernels cannot be forked from it.

        Raises what `render` raises: a notebook that fails here fails everywhere.
        """
        if not can_fork():
            return None
        self._drop_when_changed()
        async with self._turns[notebook]:
            known = self._pages.get(notebook)
            if notebook in self._pages and (known is None or known.line.is_open):
                return None if known is None or known.has_failed else known
            edition = self._pages
            try:
                edition[notebook] = await self._run(notebook, render)
            except (PageGone, OSError) as error:
                log.warning("%s: its kernels cannot be forked now (%r); they start one by one.", notebook, error)
                return None
            return edition[notebook]

    async def _run(self, notebook: str, render: Render) -> Page | None:
        line = await self._new_line()
        try:
            client = PageClient(line)
            html = await render(client)
            at_birth = await asyncio.wait_for(ask_at_birth(client), PATIENCE_SECONDS)
            unsafe = (await line.ask({"do": "seal"}))["unsafe"]
        except BaseException:
            line.close()
            raise
        if not unsafe:
            return Page(html, at_birth, line, self._folder)
        line.close()
        log.warning("%s: its kernels are not forked but start one by one, for %s.", notebook, unsafe)
        return None

    async def _new_line(self) -> PageLine:
        if not (self._base and self._base.is_alive):
            self._base = _Base(self._environment, self._folder, self._lifeline[0])
        base = self._base
        try:
            await base.ready
            line = PageLine()
            await line.open(base.new_page())
            return line
        except BaseException:
            base.close()  # the next visitor's is another one
            raise

    def _drop_when_changed(self) -> None:
        """Run every page anew when a file that it may have read has changed; those who have it open keep theirs."""
        if time.monotonic() - self._stamped_at < 1:
            return
        stamp, self._stamped_at = self._read_stamp(), time.monotonic()
        if stamp != self._stamp:
            self._stamp = stamp
            if self._base:
                self._outdated.append((self._base, [page for page in self._pages.values() if page]))
            self._base, self._pages = None, {}
        self._close_outdated(MOST_OUTDATED)

    def _close_outdated(self, most: int) -> None:
        """End the processes of earlier editions, but of the last few that somebody is still connected to."""
        used = [edition for edition in self._outdated if any(page.visitors for page in edition[1])]
        kept = used[max(0, len(used) - most) :]
        for base, pages in self._outdated:
            if (base, pages) not in kept:
                _end(base, pages)
        self._outdated = kept

    def _read_stamp(self) -> Stamp:
        """The course's files each time, and now and then the package's, which are many: the visitor waits for it."""
        if time.monotonic() - self._package_read_at >= PACKAGE_SECONDS:
            self._package, self._package_read_at = (
                tuple(sorted(_files(str(PACKAGE), (".py", ".css")))),
                time.monotonic(),
            )
        sources = [str(source) for source in self._sources if source.is_dir()]
        found = [file for source in sources for file in _files(source, (".ipynb", ".yaml"))]
        return (*sorted(found), *self._package)

    def close(self) -> None:
        """Let the pages' processes end; kernels that were forked from them live on."""
        self._close_outdated(0)
        if self._base:
            _end(self._base, [page for page in self._pages.values() if page])
        self._base, self._pages = None, {}


def _files(folder: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The files under a folder with one of these suffixes, and when each was last changed; visitors wait for it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(suffixes) and entry.is_file():
                yield entry.path, entry.stat().st_mtime_ns
            elif entry.is_dir() and not entry.name.startswith((".", "__")):
                yield from _files(entry.path, suffixes)


def _end(base: _Base, pages: list[Page]) -> None:
    for page in pages:
        page.line.close()
    base.close()


class _Base:
    """The process that has imported everything, which pages are forked from."""

    def __init__(self, environment: Mapping[str, str], folder: str, lifeline: int) -> None:
        self._line, far = socket.socketpair()
        given = (far.fileno(), lifeline)
        command = [sys.executable, "-m", "mentorcourse.server.forked.processes", *map(str, given)]
        self._process = subprocess.Popen(  # noqa: S603  (our own module)
            command, env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL, pass_fds=given
        )
        far.close()
        self.ready = asyncio.ensure_future(self._is_ready())

    async def _is_ready(self) -> None:
        self._line.setblocking(False)
        length = len(frames.pack({"ready": True}))
        said = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self._line, length), PATIENCE_SECONDS)
        self._line.setblocking(True)
        if not said:
            raise PageGone

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def new_page(self) -> socket.socket:
        """The server's end of a line to a new page's process."""
        near, far = socket.socketpair()
        with far:
            socket.send_fds(self._line, [b"1"], [far.fileno()])
        return near

    def close(self) -> None:
        """End it, and with it its pages; kernels live on."""
        self._line.close()
        self._process.terminate()
        self._process.wait(10)


def can_fork() -> bool:
    """Whether processes can be forked and watched here: on Linux, and not on macOS or Windows."""
    return sys.platform == "linux" and hasattr(os, "fork") and hasattr(os, "pidfd_open")
