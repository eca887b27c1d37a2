"""Read a form's values for a picture; what does not have the expected shape counts as not answered."""

from __future__ import annotations

from collections.abc import Mapping

Values = Mapping[str, object]


def number(values: Values, field: str, low: int, high: int) -> int | None:
    """The whole number between `low` and `high` kept under `field`, if there is one."""
    value = values.get(field)
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None


def texts(values: Values, field: str) -> list[str]:
    """The texts kept under `field` that say something, whether it takes one or several."""
    return [text for text, _ in entries(values, field)]


def entries(values: Values, field: str) -> list[tuple[str, str | None]]:
    """Each text under `field` with its follow-up: "" while that is missing, None where none was asked for."""
    value = values.get(field)
    found: list[tuple[str, str | None]] = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            found.append((entry.strip(), None))
        elif isinstance(entry, Mapping):
            text, follow_up = entry.get("text"), entry.get("follow_up")
            found.append(
                (
                    text.strip() if isinstance(text, str) else "",
                    follow_up.strip() if isinstance(follow_up, str) else "",
                )
            )
    return [(text, follow_up) for text, follow_up in found if text]
