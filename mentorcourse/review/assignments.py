"""Read the reflection assignments of a course: questions for each section, the rubric, and days when they are due."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError, model_validator

from mentorcourse.content import ContentError, Course
from mentorcourse.content.kinds import Answers
from mentorcourse.content.models import Key, Labeled, Limits, Model, Prompt, Several, Text, Whole, Wording
from mentorcourse.content.read import read_yaml
from mentorcourse.language import Sentence, say

DRAFT = "reflection"  # the key of the private draft among a section's activities
TITLE = Sentence("Your reflection")
M = TypeVar("M", bound=Model)


class Criterion(Labeled):
    """One thing that a trainer looks for, with a descriptor for each level."""

    levels: dict[Key, Wording]


class Rubric(Model):
    """How reflections are read: criteria on levels from lowest to highest, and what all assignments share."""

    instructions: Wording
    minutes: Whole = Field(ge=1, le=120)
    characters: Whole = Field(ge=500, le=20_000)
    levels: Several[Labeled]
    criteria: Several[Criterion]

    @model_validator(mode="after")
    def _describes_each_level(self) -> Rubric:
        for criterion in self.criteria:
            if list(criterion.levels) != self.level_keys:
                raise ValueError(
                    f"{criterion.key} needs a descriptor for each of {', '.join(self.level_keys)}, in order"
                )
        return self

    @property
    def level_keys(self) -> list[str]:
        """The levels' keys, lowest first."""
        return [level.key for level in self.levels]

    def shown(self) -> dict[str, Any]:
        """The rubric as a page gets it: plain JSON."""
        return self.model_dump(mode="json", include={"levels", "criteria"})


class Assignment(Model):
    """The questions of one section's reflection."""

    section: Wording = ""
    title: Wording
    note: Text = ""
    questions: Several[Prompt] = Field(min_length=3, max_length=5)

    def asked(self) -> list[dict[str, str]]:
        """The questions as a submission keeps them: key and wording."""
        return [{"key": question.key, "label": question.label} for question in self.questions]


class Settings(Model):
    """What holds for every cohort that sets nothing else: days from the opening of a section until it is due."""

    due_after: dict[str, Annotated[Whole, Field(ge=1, le=365)]] = {}


class Assignments(Model):
    """All reflections of a course, by section; none where the course has no folder of exercises."""

    rubric: Rubric | None = None
    language: str = "en"
    settings: Settings = Settings()
    by_section: Mapping[str, Assignment] = {}

    def activity(self, section: str) -> Answers:
        """The private draft of a section's reflection as an activity; KeyError when the section has none."""
        assignment, rubric = self.by_section[section], self.rubric
        assert rubric
        return Answers(
            key=DRAFT, kind="answers", title=say(TITLE, self.language), audience="trainers", minutes=rubric.minutes,
            instructions="\n\n".join(filter(None, [rubric.instructions, assignment.note])),
            limits=Limits(characters=rubric.characters), prompts=assignment.questions,
        )  # fmt: skip


def exercises_folder(course: Course) -> Path:
    """Where the course's nbgrader exercises lie: beside its notebooks."""
    return course.folder.parent / "exercises"


def read_assignments(course: Course) -> Assignments:
    """The course's reflections; raises ContentError with file, key and mend for whatever is wrong."""
    folder = exercises_folder(course) / "reflections"
    if not folder.is_dir():
        return Assignments()
    rubric = _read(folder / "rubric.yaml", Rubric, course)
    settings = _read(folder / "settings.yaml", Settings, course)
    found = {}
    for section in course.sections:
        path = folder / f"{section.section}.yaml"
        if path.exists():
            found[section.section] = _read(path, Assignment, course, section=section.section)
    strays = sorted(set(settings.due_after) - set(found))
    if strays:
        raise ContentError([f"settings.yaml: due_after.{strays[0]}: there is no such reflection: correct the name"])
    return Assignments(rubric=rubric, language=course.language, settings=settings, by_section=found)


def with_reflections(course: Course, assignments: Assignments) -> Course:
    """The course with each section's reflection among its activities, for whatever lists all that a person wrote."""
    sections = []
    for section in course.sections:
        more = (assignments.activity(section.section),) if section.section in assignments.by_section else ()
        sections.append(section.model_copy(update={"activities": (*section.activities, *more)}))
    return course.model_copy(update={"sections": tuple(sections)})


def _read(path: Path, model: type[M], course: Course, **more: str) -> M:
    try:
        return model.model_validate({**read_yaml(path.parent, path.name), **more}, context=course.institution.settings)
    except ValidationError as error:
        wrong = [f"{path.name}: {'.'.join(map(str, one['loc'])) or 'the file'}: {one['msg']}" for one in error.errors()]
        raise ContentError(wrong) from error
