"""What was typed on the journey, by whom and when, kept in plain Python; every number is worked out from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Save:
    """Somebody has typed these fields of an activity (`section.key`), or of a reflection's draft."""

    person: str
    address: str
    at: datetime
    values: Values


@dataclass
class Record:
    """Everything that was typed, oldest first; people by name."""

    saves: list[Save] = field(default_factory=list)
    reflections: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    reviews: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    agreements: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    attended: dict[str, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))

    def save(self, person: str, address: str, at: datetime, values: Values) -> None:
        """Note what somebody has typed."""
        self.saves.append(Save(person, address, at, dict(values)))

    def values(self, person: str, address: str) -> dict[str, Any]:
        """How an activity stands."""
        merged: dict[str, Any] = {}
        for one in self.saves:
            if one.person == person and one.address == address:
                merged |= one.values
        return merged

    def of(self, person: str) -> dict[str, dict[str, Any]]:
        """{activity: its values} of one person, with reflections' drafts."""
        addresses = dict.fromkeys(one.address for one in self.saves if one.person == person)
        return {address: self.values(person, address) for address in addresses}

    def texts(self, person: str = "") -> Iterator[str]:
        """Every text that one person, or anybody, has typed in an activity."""
        for one in self.saves:
            if not person or one.person == person:
                yield from texts_in(one.values)


def texts_in(value: Any) -> Iterator[str]:
    """The sentences in a value: keys of options have no spaces."""
    if isinstance(value, str):
        if " " in value:
            yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
