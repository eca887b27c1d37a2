"""The institution profiles beside a course: what is still to be filled in, and whether their keys are the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .content import ContentError
from .content.read import read_yaml

PLACEHOLDER = "FILL IN:"


def profile_in_use(folder: Path) -> str:
    """The profile that course.yaml names, as a path below the course's folder."""
    return f"institutions/{read_yaml(folder, 'course.yaml').get('institution')}.yaml"


def unfilled(folder: Path) -> list[str]:
    """Each value of the profile in use that is still a placeholder, as "file: key: what to do"."""
    file = profile_in_use(folder)
    return [
        f"{file}: {key}: write {value.removeprefix(PLACEHOLDER).strip()}"
        for key, value in _values(read_yaml(folder, file))
        if isinstance(value, str) and value.startswith(PLACEHOLDER)
    ]


def wrong_addresses(folder: Path) -> list[str]:
    """Each address in the profile in use that no browser can open, as "file: key: mend"."""
    file = profile_in_use(folder)
    return [
        f'{file}: {key}: begin it with https://, or write "" where there is none'
        for key, value in _values(read_yaml(folder, file).get("settings"), "settings")
        if key.endswith("_url") and value and not str(value).startswith(("https://", "http://", PLACEHOLDER))
    ]


def _values(raw: Any, *place: str) -> Iterator[tuple[str, Any]]:
    """Every value with its key, as in `settings.name` and `facts.support.1.text`."""
    parts = raw.items() if isinstance(raw, dict) else enumerate(raw, 1) if isinstance(raw, list) else None
    if parts is None:
        yield ".".join(place), raw
    for key, value in parts or ():
        yield from _values(value, *place, str(key))


def differences(folder: Path) -> list[str]:
    """What the other profiles have less or more than the one in use, as "file: key: mend"."""
    used, mistakes = profile_in_use(folder), list[str]()
    wanted = _keys(folder, used)
    for file in sorted(f"institutions/{path.name}" for path in (folder / "institutions").glob("*.yaml")):
        try:
            keys = _keys(folder, file)
        except ContentError as error:
            mistakes += error.mistakes
            continue
        mistakes += [f"{file}: {key}: is missing, and {used} has it: add it here" for key in wanted if key not in keys]
        mistakes += [
            f"{file}: {key}: is only here: add it to {used}, or remove it" for key in keys if key not in wanted
        ]
    return mistakes


def _keys(folder: Path, file: str) -> list[str]:
    """The keys that every profile has: those at the top, the settings, and the groups of facts."""
    keys = []
    for key, value in read_yaml(folder, file).items():
        keys += [key, *(f"{key}.{name}" for name in (value if isinstance(value, dict) else ()))]
    return keys
