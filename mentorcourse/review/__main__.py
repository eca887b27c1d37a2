"""Bring one cohort's nbgrader gradebook in step: `python -m mentorcourse.review`, its task as JSON in, JSON out.

It runs in a process of its own, since nbgrader takes seconds and much memory to import, and may be absent.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .worker import NO_NBGRADER


def main() -> None:
    """Do the task that stands on standard input; exit with NO_NBGRADER when nbgrader is not installed."""
    task = json.load(sys.stdin)
    os.umask(0o077)  # what people wrote is for the owner of the data folder alone
    with suppress(AttributeError, OSError):
        os.nice(task["niceness"])
    warnings.simplefilter("ignore")  # nbgrader's, about versions of what it stands on
    try:
        import nbgrader.api  # noqa: F401
    except ImportError:
        sys.exit(NO_NBGRADER)
    print(json.dumps(_sync(task)))


def _sync(task: dict[str, Any]) -> dict[str, int]:
    from mentorcourse.content import read_course
    from mentorcourse.store import open_store

    from .assignments import exercises_folder, read_assignments
    from .course_folder import CourseFolder
    from .gradebook import sync

    course = read_course(Path(task["notebooks"]))
    assignments = read_assignments(course)
    if assignments.rubric is None:
        return {"submissions": 0, "changed": 0, "removed": 0, "feedback": 0}
    folder = Path(task["folder"])
    with closing(open_store(task["database"], create=False)) as store, _alone(folder):
        return asdict(
            sync(store, task["cohort"], assignments, CourseFolder(folder, exercises_folder(course), task["cohort"]))
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process is at this gradebook."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        with suppress(ImportError):  # Windows has no such lock; there, do not run two at once
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
