"""Progress and aggregates: counts only, never anyone's text, and nothing about groups smaller than five."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mentorcourse.content import Course
from mentorcourse.store import Progress

SMALLEST_GROUP = 5


def person_progress(course: Course, rows: Iterable[Progress]) -> list[dict[str, Any]]:
    """One person's way through the course: each section with its activities and the minutes left in it.

    Minutes left are those of the activities not finished, and of the text while nothing is begun.
    """
    kept = {row.activity: row for row in rows}
    sections = []
    for section in course.sections:
        activities: list[dict[str, Any]] = []
        for activity in section.activities:
            address = f"{section.section}.{activity.key}"
            answered, total = (kept[address].answered if address in kept else 0), len(activity.steps())
            activities.append(
                {
                    "activity": address,
                    "title": activity.title,
                    "answered": min(answered, total),
                    "total": total,
                    "minutes": activity.minutes,
                    "done": answered >= total,
                }
            )
        begun = any(one["answered"] for one in activities)
        left = sum(one["minutes"] for one in activities if not one["done"])
        sections.append(
            {
                "section": section.section,
                "number": section.number,
                "title": section.title,
                "minutes": section.minutes,
                "minutes_left": left + (0 if begun else section.reading_minutes),
                "answered": sum(one["answered"] for one in activities),
                "total": sum(one["total"] for one in activities),
                "activities": activities,
            }
        )
    return sections


def cohort_progress(course: Course, people: list[tuple[str, str]], rows: Iterable[Progress]) -> list[dict[str, Any]]:
    """One row for each person and activity: begun or done, never what. Uncounted activities are left out.

    `people` are (id, name) of the participants; `person` in a row is their number in this list.
    """
    kept = {(row.person, row.activity): row for row in rows}
    listed = []
    for number, (person, name) in enumerate(people, start=1):
        for address, section, activity in course.activities():
            if not activity.counted:
                continue
            answered = kept[person, address].answered if (person, address) in kept else 0
            total = len(activity.steps())
            state = "done" if answered >= total else "begun" if answered else "not begun"
            listed.append(
                {
                    "person": number,
                    "name": name,
                    "section": f"{section.number}. {section.title}",
                    "activity": activity.title,
                    "state": state,
                }
            )
    return listed
