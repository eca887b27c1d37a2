"""Whether a process that has run a page may be forked, or why not."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from pathlib import Path

FONTS = {".ttf", ".otf", ".ttc", ".afm", ".pfb"}


def why_unsafe(loop: asyncio.AbstractEventLoop, known: set[int]) -> str:
    """ "" when nothing of the page's could be shared by mistake, else what is in the way, in words.

    `known` are the file descriptors that are the process's own. Threads do not survive a fork; open files and
    connections (databases among them) would be shared by all kernels, and pending tasks would run in each.
    """
    threads = [thread.name for thread in threading.enumerate() if thread is not threading.current_thread()]
    if threads:
        return f"it has started threads: {', '.join(threads)}"
    pending = [str(task.get_coro()) for task in asyncio.all_tasks(loop)]
    if pending:
        return f"it has tasks that go on: {', '.join(pending)}"
    loop.close()
    opened = [name for number in _descriptors() - known if (name := _held(number))]
    return f"it holds files or connections open: {', '.join(sorted(opened))}" if opened else ""


def _descriptors() -> set[int]:
    return {int(entry.name) for entry in Path("/proc/self/fd").iterdir()}


def _held(number: int) -> str:
    """What an open descriptor leads to; "" for what may be shared: a font that is only read, or nothing at all."""
    try:
        mode, leads_to = os.fstat(number).st_mode, Path(f"/proc/self/fd/{number}").readlink()
    except OSError:  # the listing's own, closed by now
        return ""
    is_font = stat.S_ISREG(mode) and leads_to.suffix.lower() in FONTS
    return "" if is_font or str(leads_to) == os.devnull else str(leads_to)
