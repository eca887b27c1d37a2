"""Hand the tests out to several workers: a file to each, those that take longest first, so that all end together."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# A file stays with one worker, so that what its tests share is started once; of these files each test goes by itself.
APART = ("browser/test_course.py", "browser/test_form_kinds.py", "browser/test_reflections.py")
# What takes minutes: left to the end, it would keep one worker busy when the others have nothing to do any more.
LONGEST = (
    "browser/test_course.py",
    "browser/test_access.py",
    "browser/test_agreements.py",
    "browser/test_console.py",
    "test_reflections_exchange.py",
    "test_reflections_nbgrader.py",
    "test_rehearsal.py",
    "browser/",
    "test_reflections_cli.py",
    "test_backups.py",
    "test_kernels.py",
    "test_confinement.py",
    "test_forked.py",
)


class FileByFile(LoadScopeScheduling):
    """Gives a worker that has nearly done its share the next file, in the order of the tests."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file.endswith(APART) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile | None:
    """Take `--dist loadfile` so."""
    return FileByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest first where there are several workers; alone, files go in the order of their names."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))


def place_of(nodeid: str) -> int:
    """How early a test begins: 0 is first."""
    file = nodeid.partition("::")[0].removeprefix("tests/")
    return next((place for place, name in enumerate(LONGEST) if file.startswith(name)), len(LONGEST))
