"""Read the example reflections on which trainers calibrate: a text, how we rate it, and why."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from mentorcourse.content import ContentError, Course
from mentorcourse.content.models import Key, Model, Several, Wording
from mentorcourse.content.read import read_yaml

from .assignments import Assignments, exercises_folder

FILE = "examples.yaml"


class Example(Model):
    """An answer to one question of a section's reflection, with a reference rating on each criterion."""

    key: Key
    section: Wording
    question: Key
    text: Wording
    reference: dict[Key, Key]
    because: dict[Key, Wording]


class Examples(Model):
    """All of them, in the order in which they are rated."""

    examples: Several[Example]


def read_examples(course: Course, assignments: Assignments) -> tuple[Example, ...]:
    """The course's examples, none where there is no file; ContentError names what does not fit the rubric."""
    folder = exercises_folder(course) / "reflections"
    if assignments.rubric is None or not (folder / FILE).exists():
        return ()
    try:
        found = Examples.model_validate(read_yaml(folder, FILE), context=course.institution.settings).examples
    except ValidationError as error:
        mistakes = [f"{FILE}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise ContentError(mistakes) from error
    wrong = [f"{FILE}: {one.key}: {said}" for one in found if (said := _mistake(one, assignments))]
    if wrong:
        raise ContentError(wrong)
    return found


def _mistake(example: Example, assignments: Assignments) -> str:
    rubric, assignment = assignments.rubric, assignments.by_section.get(example.section)
    assert rubric
    criteria = [criterion.key for criterion in rubric.criteria]
    if assignment is None or example.question not in {question.key for question in assignment.questions}:
        return "names a question that no reflection asks: correct section and question"
    if list(example.reference) != criteria or list(example.because) != criteria:
        return f"needs a reference and a reason for each of {', '.join(criteria)}, in this order"
    if not set(example.reference.values()) <= set(rubric.level_keys):
        return f"a reference is one of {', '.join(rubric.level_keys)}"
    return ""


def shown_example(example: Example, assignments: Assignments, own: dict[str, str] | None) -> dict[str, Any]:
    """An example as a trainer's page gets it: how we read it comes only with their own rating."""
    asked = next(one for one in assignments.by_section[example.section].questions if one.key == example.question)
    told = {"key": example.key, "section": example.section, "question": asked.label, "text": example.text, "own": own}
    return told | ({"reference": example.reference, "because": example.because} if own else {})
