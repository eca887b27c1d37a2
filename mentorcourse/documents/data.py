"""A person's answers as data: current values, the questions they answer, and the full history of each activity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from mentorcourse.content import Course
from mentorcourse.content.fields import Field
from mentorcourse.language import said

from .kept import Kept
from .workbook import Owner


def data(course: Course, kept: Mapping[str, Kept], owner: Owner, made: datetime) -> dict[str, Any]:
    """Plain JSON, activities in course order and then those that the course has no longer; times ISO 8601 in UTC."""
    known = {address: (section.title, activity) for address, section, activity in course.activities()}
    begun = [address for address in known if address in kept] + sorted(kept.keys() - known.keys())
    return {
        "format": "mentorcourse workbook",
        "version": 1,
        "course": course.title,
        "language": course.language,
        "person": owner.name,
        "cohort": owner.cohort,
        "made_at": _moment(made),
        "activities": [_activity(kept[address], known.get(address), course.language) for address in begun],
    }


def _activity(kept: Kept, known: Any, language: str) -> dict[str, Any]:
    section, activity = known or ("", None)
    fields = dict(activity.list_fields()) if activity else {}
    return {
        "activity": kept.activity,
        "section": section,
        "title": activity.title if activity else "",
        "kind": activity.kind if activity else "",
        "revision": kept.revision,
        "saved_at": _moment(kept.saved_at),
        "answers": {key: _answer(kept, key, fields.get(key), language) for key in kept.values},
        "history": [
            {"revision": one.number, "saved_at": _moment(one.saved_at), "values": one.values} for one in kept.revisions
        ],
    }


def _answer(kept: Kept, key: str, field: Field | None, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"question": said(field.label, language)} if field else {}
    if field and field.options:
        told["options"] = {option["key"]: option["label"] for option in field.options}
    return {**told, "value": kept.values[key], "changed_at": _moment(kept.changed_at(key))}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
