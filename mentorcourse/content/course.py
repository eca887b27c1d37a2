"""The course as a whole: its sections in order, its institution profile, and every activity by address."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from mentorcourse.language import audience_words, known

from .kinds import AnyActivity
from .models import Activity, Key, Model, Several, Text, Wording


class Reference(Model):
    """One piece of further reading: its citation, and its address where a source gives one."""

    text: Wording
    url: Text = ""


class Fact(Reference):
    """One line of the institution profile as participants see it."""

    label: Wording


class Institution(Model):
    """The institution profile: `settings` stand wherever a text has {institution.KEY}, `facts` are shown in groups."""

    note: Text = ""
    settings: Mapping[Key, Text]
    facts: Mapping[Key, tuple[Fact, ...]] = {}


class Section(Model):
    """One section; `reading_minutes` is the time its text takes, computed from the notebook.

    `language` is that of its texts: English where the course's language has no translation of it yet.
    """

    section: Wording
    title: Wording
    pitfall: Wording
    take_away: Wording
    objectives: tuple[Wording, ...] = Field(min_length=1)
    reading: tuple[Reference, ...] = ()
    activities: Several[AnyActivity]
    reading_minutes: int = 0
    language: str = "en"

    @property
    def number(self) -> int:
        """The section's number, the digits its stem begins with."""
        return int(self.section.split("_")[0])

    @property
    def minutes(self) -> int:
        """Minutes for the whole section: its text and its activities."""
        return self.reading_minutes + sum(activity.minutes for activity in self.activities)


class Course(Model):
    """Everything the course says and asks; `folder` is where its notebooks lie.

    `certificate` is what a certificate of completion asks for, as course.yaml has it: the room programme reads it.
    """

    folder: Path
    title: Wording
    language: Annotated[Wording, AfterValidator(known)] = "en"
    institution: Institution
    retention: Mapping[Key, Any] = {}
    sections: tuple[Section, ...]
    certificate: Mapping[str, Any] = {}

    def section(self, stem: str) -> Section:
        """The section with this stem; KeyError when the course has none such."""
        return {section.section: section for section in self.sections}[stem]

    def activities(self) -> Iterator[tuple[str, Section, AnyActivity]]:
        """Every activity with its address (`section.key`) and its section, in course order."""
        for section in self.sections:
            for activity in section.activities:
                yield f"{section.section}.{activity.key}", section, activity

    def activity(self, address: str) -> AnyActivity:
        """The activity at `section.key`; KeyError when there is none."""
        return {found: activity for found, _, activity in self.activities()}[address]


def definition(activity: AnyActivity, section: str, language: str = "en") -> dict[str, Any]:
    """The activity as the browser gets it: JSON, Markdown already HTML."""
    shared = {"kind", "title", "audience", "minutes", "instructions", "compose", "calendar"}
    return {
        **activity.model_dump(mode="json", include=shared),
        "activity": f"{section}.{activity.key}",
        **audience_words(activity.audience if activity.counted else "uncounted", language),
        "language": language,
        "fields": {key: field.definition(language) for key, field in activity.list_fields()},
        "steps": activity.steps(),
        "layout": activity.model_dump(mode="json", exclude=set(Activity.model_fields) | {"kind"}),
    }
