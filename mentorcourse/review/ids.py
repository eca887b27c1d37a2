"""Ids that may become part of a path: of students, assignments and courses."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Unsafe(ValueError):
    """An id that could lead out of the course's folder."""


def is_safe(key: str) -> bool:
    """Whether `key` can be part of a path."""
    return bool(_ID.fullmatch(key))


def safe(key: str) -> str:
    """`key`, when it can be part of a path; raises Unsafe."""
    if not is_safe(key):
        raise Unsafe(f"{key[:80]!r} cannot be the id of a student, an assignment or a course")
    return key
