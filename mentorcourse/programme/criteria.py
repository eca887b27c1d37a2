"""What a certificate of completion asks for, read from course.yaml, and how far somebody is with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from mentorcourse.content import ContentError, Course
from mentorcourse.content.models import Model, Whole
from mentorcourse.content.read import checked
from mentorcourse.language import Sentence, plural
from mentorcourse.store import Progress


class Criteria(Model):
    """`activities` is a percentage of those that count, `reflections` a number of sections; 0 asks for none."""

    activities: Whole = Field(0, ge=0, le=100)
    reflections: Whole = Field(0, ge=0)

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.activities or self.reflections):
            raise ValueError("asks for nothing: say activities or reflections, or remove the part")
        return self


class _Part(Model):
    certificate: Criteria


@dataclass(frozen=True)
class Point:
    """One thing that is asked for: in words how far somebody is, and whether it is enough."""

    words: Sentence
    is_met: bool


def read_criteria(course: Course) -> Criteria | None:
    """The criteria; None where course.yaml has none, and no certificate is offered. Raises ContentError."""
    if not course.certificate:
        return None
    criteria = checked(_Part, "course.yaml", {"certificate": dict(course.certificate)}, None).certificate
    if criteria.reflections > len(course.sections):
        most = len(course.sections)
        raise ContentError([f"course.yaml: certificate.reflections: the course has {most} sections: ask for fewer"])
    return criteria


def points(criteria: Criteria, course: Course, kept: Iterable[Progress], submitted: int) -> list[Point]:
    """How far one person is, by their progress and the number of sections they have submitted a reflection on."""
    answered = {one.activity: one.answered for one in kept}
    counted = [(address, activity) for address, _, activity in course.activities() if activity.counted]
    done = sum(answered.get(address, 0) >= len(activity.steps()) for address, activity in counted)
    need = -(-criteria.activities * len(counted) // 100)  # rounded up
    found = []
    if criteria.activities:
        words = plural(
            done,
            "{count} activity finished; {need} are needed",
            "{count} activities finished; {need} are needed",
            need=need,
        )
        found.append(Point(words, done >= need))
    if criteria.reflections:
        need = criteria.reflections
        words = plural(
            submitted,
            "{count} reflection submitted; {need} are needed",
            "{count} reflections submitted; {need} are needed",
            need=need,
        )
        found.append(Point(words, submitted >= need))
    return found
