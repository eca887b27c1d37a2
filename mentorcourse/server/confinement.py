"""What a kernel's process gives up before it runs a cell: rights, the network, memory and time without end.

On Linux all of it, elsewhere what the system has. What a process gives up, everything forked from it has given up, too.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mentorcourse.settings import KernelLimits, kernel_limits

if sys.platform != "win32":
    import pwd
    import resource

MB = 1024 * 1024
# What running a page and its pictures takes, beside what kernels forked from it may take more.
PAGE_MB = 1024
MOST_FILE_MB = 64
MOST_OPEN_FILES = 256
NICENESS = 5  # answers are saved first, pictures drawn afterwards
_NO_NEW_PRIVILEGES = 38
_OWN_NETWORK, _OWN_ACCOUNTS = 0x40000000, 0x10000000


def confine() -> None:
    """Give up all that no cell needs; for a process that has one thread yet."""
    leave_network()
    limit()


def leave_network() -> None:
    """Take a network of one's own, which leads nowhere; where the system does not let us, the old one stays.

    Root may. Others need accounts of their own for it, which shut out the way to another account.
    """
    if sys.platform != "linux" or _call("unshare", _OWN_NETWORK) == 0 or kernel_limits().user:
        return
    if _works(_take_own_network):
        _take_own_network()


def _take_own_network() -> None:
    user, group = os.geteuid(), os.getegid()
    if _call("unshare", _OWN_NETWORK | _OWN_ACCOUNTS) != 0:
        raise PermissionError
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    _drop_capabilities()  # whoever has accounts of their own is powerful among them


def _works(attempt: Callable[[], None]) -> bool:
    """Whether something that cannot be taken back would work, as a child of this process tries it."""
    child = os.fork()
    if child == 0:
        try:
            attempt()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def limit(limits: KernelLimits | None = None) -> None:
    """Become the account set for kernels, if there is one, and hold memory, files and priority within bounds."""
    if sys.platform == "win32":
        return
    limits = limits or kernel_limits()
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, MOST_FILE_MB * MB)
    _lower(resource.RLIMIT_NOFILE, MOST_OPEN_FILES)
    _lower(resource.RLIMIT_DATA, (PAGE_MB + limits.memory_mb) * MB)
    os.nice(NICENESS)
    os.umask(0o077)
    if limits.user:
        become(limits.user)
    if sys.platform == "linux":
        _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def become(user: str) -> None:
    """Turn into another account, for good."""
    account = pwd.getpwnam(user)
    if account.pw_uid == os.geteuid():
        return
    os.setgroups([])
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)


def limit_growth() -> None:
    """In a kernel just forked: a bounded amount of memory beyond what its page has, and no other process or thread."""
    _lower(resource.RLIMIT_DATA, _data_in_use() + kernel_limits().memory_mb * MB)
    _lower(resource.RLIMIT_NPROC, 0)


class ProcessorTime:
    """A kernel's processor time: so many seconds at once, and as many again each minute; then the system ends it."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic,
                 used: Callable[[], float] = time.process_time) -> None:  # fmt: skip
        self._most = self._left = seconds
        self._now, self._used = now, used
        self._seen_at, self._seen_used = now(), used()

    def ends_at(self) -> int:
        """The processor time, since the process began, at which there is none left as of now."""
        now, used = self._now(), self._used()
        gained = (now - self._seen_at) * self._most / 60
        self._left = min(self._most, max(0.0, self._left - (used - self._seen_used)) + gained)
        self._seen_at, self._seen_used = now, used
        return math.ceil(used + max(1.0, self._left))

    def hold(self) -> None:
        """Have the system hold the process to it from now on."""
        if sys.platform != "win32":
            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            resource.setrlimit(resource.RLIMIT_CPU, (self.ends_at(), hard))


def processor_time() -> ProcessorTime:
    """What a kernel that begins now has."""
    return ProcessorTime(kernel_limits().seconds)


def own_folder(folder: str) -> None:
    """Make a folder, for this process alone to work in and to put its temporary files in."""
    Path(folder).mkdir(mode=0o700)
    os.chdir(folder)
    os.environ["TMPDIR"] = tempfile.tempdir = folder


def _lower(what: int, most: int) -> None:
    """Set a limit for good, unless it is lower already."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(OSError, ValueError):  # not every system knows every limit
        resource.setrlimit(what, (most, most))


def _data_in_use() -> int:
    """Bytes that count for RLIMIT_DATA."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def _drop_capabilities() -> None:
    version_3, this_process = 0x20080522, 0
    none = (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(version_3, this_process), none)


def _call(name: str, *arguments: int) -> int:
    """One of the C library's functions that Python has no name for."""
    found = getattr(ctypes.CDLL(None), name)
    return int(found(*arguments))
