"""The course as a whole: its sections in order, its institution profile, and every activity by address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from .kinds import AnyActivity
from .models import Model, Text, Wording, unique


class Reference(Model):
    """One piece of further reading: its citation, and its address where a source gives one."""

    text: Wording
    url: Text = ""


class Fact(Model):
    """One line of the institution profile as participants see it."""

    label: Wording
    text: Wording
    url: Text = ""


class Section(Model):
    """One section of the course; `reading_minutes` is the time its text takes, computed from the notebook."""

    section: Wording
    title: Wording
    pitfall: Wording
    take_away: Wording
    objectives: tuple[Wording, ...] = Field(min_length=1)
    reading: tuple[Reference, ...] = ()
    activities: tuple[AnyActivity, ...] = Field(min_length=1)
    reading_minutes: int = 0

    @model_validator(mode="after")
    def _activities_are_unique(self) -> Section:
        unique("activity", [activity.key for activity in self.activities])
        return self

    @property
    def number(self) -> int:
        """The section's number, the digits its stem begins with."""
        return int(self.section.split("_")[0])

    @property
    def minutes(self) -> int:
        """Minutes for the whole section: its text and its activities."""
        return self.reading_minutes + sum(activity.minutes for activity in self.activities)


class Course(Model):
    """Everything the course says and asks; `folder` is where its notebooks lie."""

    folder: Path
    title: Wording
    language: Wording = "en"
    institution: Mapping[str, Text]
    institution_note: Text = ""
    institution_facts: Mapping[str, tuple[Fact, ...]] = {}
    sections: tuple[Section, ...]

    def section(self, stem: str) -> Section:
        """The section with this stem; KeyError when the course has none such."""
        for section in self.sections:
            if section.section == stem:
                return section
        raise KeyError(f"the course has no section {stem}: course.yaml lists {[s.section for s in self.sections]}")

    def activities(self) -> Iterator[tuple[str, Section, AnyActivity]]:
        """Every activity with its address (`section.key`) and its section, in course order."""
        for section in self.sections:
            for activity in section.activities:
                yield f"{section.section}.{activity.key}", section, activity

    def activity(self, address: str) -> AnyActivity:
        """The activity at `section.key`; KeyError when there is none."""
        for found, _, activity in self.activities():
            if found == address:
                return activity
        raise KeyError(f"the course has no activity {address}")


def fill_in(value: Any, institution: Mapping[str, str]) -> Any:
    """Replace each {institution.KEY} in every string within `value`; ValueError for a key the profile lacks."""
    if isinstance(value, dict):
        return {key: fill_in(one, institution) for key, one in value.items()}
    if isinstance(value, list):
        return [fill_in(one, institution) for one in value]
    if isinstance(value, str):
        return re.sub(r"\{institution\.([a-z0-9_]*)\}", lambda match: _setting(match[1], institution), value)
    return value


def _setting(key: str, institution: Mapping[str, str]) -> str:
    if key not in institution:
        raise ValueError(f"the institution profile in course.yaml has no {key}: add it, or correct the name")
    return institution[key]
