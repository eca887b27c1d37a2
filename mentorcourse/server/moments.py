"""Write a time as the API gives it."""

from __future__ import annotations

from datetime import datetime


def moment(at: datetime | None) -> str | None:
    """A time as ISO 8601, in UTC."""
    return at.isoformat().replace("+00:00", "Z") if at else None
