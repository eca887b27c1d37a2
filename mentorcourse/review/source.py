"""Write nbgrader's source assignment for each reflection from its questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mentorcourse.content import Course

from .assignments import Assignment, Assignments, Rubric, exercises_folder, read_assignments
from .examples import read_examples

SCHEMA = 3
STUB = "YOUR ANSWER HERE"


def answer_id(question: str) -> str:
    """The grade_id, and cell id, under which nbgrader keeps the answer to a question."""
    return f"answer-{question.replace('_', '-')}"


def source_notebook(assignment: Assignment, rubric: Rubric) -> dict[str, Any]:
    """The notebook as JSON: what is asked in locked cells, and a free-text cell below each question."""
    opening = "\n\n".join(filter(None, [f"# {assignment.title}", rubric.instructions, assignment.note]))
    cells = [_locked("opening", opening), _locked("rubric", _rubric_text(rubric))]
    for number, question in enumerate(assignment.questions, start=1):
        asked = f"## Question {number}\n\n{question.label}"
        cells.append(_locked(f"question-{question.key.replace('_', '-')}", asked))
        cells.append(_answer(question.key, len(rubric.levels) - 1))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def source_files(assignments: Assignments) -> dict[str, str]:
    """The text of every source notebook by its path below `source/`."""
    assert assignments.rubric or not assignments.by_section
    return {
        f"{section}/{section}.ipynb": _written(source_notebook(one, assignments.rubric))
        for section, one in assignments.by_section.items()
        if assignments.rubric
    }


def write_source(assignments: Assignments, folder: Path) -> list[Path]:
    """Write the notebooks below `folder` (the course's `exercises/source`); return those that changed."""
    changed = []
    for name, text in source_files(assignments).items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def check_reflections(course: Course) -> list[str]:
    """The mistakes in a course's reflections, as "file: key: mend"; raises ContentError for those in their YAML."""
    folder, assignments = exercises_folder(course) / "source", read_assignments(course)
    read_examples(course, assignments)
    stale = [
        f"exercises/source/{name}"
        for name, text in source_files(assignments).items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]
    missing = [
        one.section for one in course.sections if assignments.rubric and one.section not in assignments.by_section
    ]
    return [
        *(
            f"exercises/reflections/{stem}.yaml: the section's reflection is missing: write its questions"
            for stem in missing
        ),
        *(f"{name}: is not what its questions say: run mentorcourse reflections source" for name in stale),
    ]


def _written(notebook: dict[str, Any]) -> str:
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _locked(key: str, text: str) -> dict[str, Any]:
    return _cell(key, text, {"grade": False, "locked": True, "solution": False})


def _answer(question: str, points: int) -> dict[str, Any]:
    return _cell(answer_id(question), STUB, {"grade": True, "locked": False, "solution": True, "points": points})


def _cell(key: str, text: str, marks: dict[str, Any]) -> dict[str, Any]:
    nbgrader = {"grade_id": key, "schema_version": SCHEMA, "task": False, **marks}
    lines = text.splitlines(keepends=True)
    return {"cell_type": "markdown", "id": key, "metadata": {"nbgrader": nbgrader}, "source": lines}


def _rubric_text(rubric: Rubric) -> str:
    parts = ["## How it is read", "Three things, each on four levels. They say where a text stands; they are no grade."]
    names = {level.key: level.label for level in rubric.levels}
    for criterion in rubric.criteria:
        lines = [f"- {names[level]}: {words}" for level, words in criterion.levels.items()]
        parts.append("\n".join([f"**{criterion.label}.** {criterion.help}", "", *lines]))
    return "\n\n".join(parts)
