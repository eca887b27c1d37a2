"""Pour answers as text into the notebook that nbgrader released: nobody's code, outputs or metadata come along."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from typing import Any

from .source import STUB, answer_id


def as_text(text: str) -> str:
    """A text as Markdown that shows it letter by letter, whatever it holds: a fence longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def poured(released: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    """The released notebook (as JSON) with the answers in its answer cells; without an answer a cell stays as it is."""
    notebook = copy.deepcopy(dict(released))
    by_cell = {answer_id(question): text for question, text in answers.items()}
    for cell in notebook["cells"]:
        text = by_cell.get(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""), "")
        if text.strip():
            cell["source"] = as_text(text).splitlines(keepends=True)
    return notebook


def taken_out(notebook: Mapping[str, Any], questions: Mapping[str, str]) -> dict[str, str]:
    """The answers in a notebook that somebody filled in, by question: text alone, of the cells that ask for it.

    `questions` are the assignment's, key to wording. What `poured` wrote comes out as it went in.
    """
    cells = {}
    for cell in notebook.get("cells", []):
        key, source = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id"), cell.get("source", "")
        if cell.get("cell_type") == "markdown" and isinstance(key, str):
            cells[key] = source if isinstance(source, str) else "".join(source)
    found = {question: _bare(cells.get(answer_id(question), "")) for question in questions}
    return {question: "" if text.strip() == STUB else text for question, text in found.items()}


def _bare(source: str) -> str:
    match = re.fullmatch(r"(`{3,})text\n(.*)\n\1", source, re.DOTALL)
    return match[2] if match and match[1] not in match[2] else source


def notebook_text(notebook: Mapping[str, Any]) -> str:
    """A notebook as its file holds it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
