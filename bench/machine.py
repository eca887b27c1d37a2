"""What a server and all its processes cost this machine: processor time, and memory that they share with nobody."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path


def _tree(root: int) -> list[int]:
    """A process and all that have come from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _read(root: int, name: str) -> Iterator[str]:
    """The file of this name in /proc, of each process that has not ended."""
    for pid in _tree(root):
        try:
            yield Path(f"/proc/{pid}/{name}").read_text()
        except OSError:
            continue


def cpu_seconds(root: int) -> float:
    """Processor time that a process, its living descendants and those it has waited for have used."""
    fields = (stat.rpartition(")")[2].split() for stat in _read(root, "stat"))
    return sum(int(one) for each in fields for one in each[11:15]) / os.sysconf("SC_CLK_TCK")


def private_megabytes(root: int) -> float:
    """Memory of a process and its descendants that they share with nobody."""
    rollups = "".join(_read(root, "smaps_rollup"))
    return sum(int(size) for size in re.findall(r"Private_\w+:\s+(\d+)", rollups)) / 1024


def kernels(root: int) -> int:
    """How many of the descendants are kernels of ours."""
    return sum(name.startswith("kernel-") for name in _read(root, "comm"))


def described(*libraries: str) -> str:
    """The machine and the versions of what ran on it."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    versions = ", ".join(f"{library} {importlib.metadata.version(library)}" for library in libraries)
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model[1] if model else 'unknown'}), Python {platform.python_version()}, {versions}"


def free_megabytes() -> float:
    """Memory that programs could have without anything being moved out."""
    found = re.search(r"MemAvailable:\s+(\d+)", Path("/proc/meminfo").read_text())
    return int(found[1]) / 1024 if found else 0.0
