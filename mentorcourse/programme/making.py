"""Have a cohort's report made in a process of its own."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any, cast

from mentorcourse.content import Course
from mentorcourse.documents.blocks import Document
from mentorcourse.documents.press import Press

COMMAND = (sys.executable, "-P", "-m", "mentorcourse.programme")
SECONDS = 180.0


def report_press(mark: str = "") -> Press:
    """Makes one report at a time, with `mark` on every page: each takes a processor for some seconds."""
    return Press(COMMAND, SECONDS, at_once=1, mark=mark)


def order(course: Course, cohort: str, facts: dict[str, Any], paper: str, made: datetime) -> Document:
    """What the process is given: numbers, and how the cohort and the course are called."""
    about = {
        "course": course.title,
        "cohort": cohort,
        "institution": course.institution.settings.get("name", ""),
        "language": course.language,
        "paper": paper,
        "made": made.isoformat(timespec="seconds"),
    }
    return cast("Document", {"document": "programme", "language": course.language, "facts": facts, "about": about})
