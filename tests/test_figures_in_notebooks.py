"""Every picture that a notebook asks for can be drawn from the form that the notebook gives it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mentorcourse import figures
from mentorcourse.content import definition, notebooks_folder, read_course

CALLS = [
    (notebook.stem, call)
    for notebook in sorted(notebooks_folder().glob("*.ipynb"))
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
    for call in re.findall(r"section\.figure\((.*)\)", "".join(cell["source"]))
]


def form(stem: str, key: str) -> dict[str, Any]:
    course = read_course(only=stem)
    (activity,) = [one for one in course.section(stem).activities if one.key == key]
    return definition(activity, stem, course.language)


def filled(fields: dict[str, dict[str, Any]]) -> dict[str, object]:
    """An answer in every field of a form."""

    def answer(field: dict[str, Any]) -> object:
        if field["takes"] in ("option", "options"):
            key = field["options"][0]["key"]
            return key if field["takes"] == "option" else [key]
        others = {"text": "words", "texts": ["words"], "pairs": [{"text": "words", "follow_up": "more"}], "tick": True}
        return others.get(field["takes"], field["to"])

    return {key: answer(field) for key, field in fields.items()}


@pytest.mark.parametrize(("stem", "call"), CALLS, ids=[f"{stem}: {call}" for stem, call in CALLS])
def test_the_picture_can_be_drawn_and_is_described_and_what_it_draws_stands_beside_it_in_words(stem: str, call: str):
    name, *answers = re.findall(r'(?<!=)"(\w+)"', call)
    if not answers:
        picture = figures.draw(name)
        assert picture.svg
        assert len(picture.alternative) > 20
        return
    asked = form(stem, answers[0])
    values = filled(asked["fields"])
    picture = figures.draw(name, asked, {"then": values, "now": values} if "before=" in call else values)
    assert picture.svg
    assert len(picture.alternative) > 20
    assert "<table>" in picture.details or "<li>" in picture.details
    assert figures.draw(name, asked, {}).svg == ""
