"""Bring notebooks into the form in which they are kept: without outputs or an editor's marks, cell ids in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from .content.read import notebook_cells

_WORDS = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
# What an editor makes up: eight hexadecimal digits, or a whole UUID.
_MADE_UP = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}.*)?")
_CALL = re.compile(r"\.(\w+)\((?:[\"'](\w+)[\"'])?[^()]*\)\s*$")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def check_tidy(folder: Path) -> list[str]:
    """The notebooks of the course at `folder` that are not in that form, as "file: key: mend"."""
    return [f"{name}: cells: hold what an editor left in them: run mentorcourse tidy" for name, _, _ in _untidy(folder)]


def tidy(folder: Path) -> list[str]:
    """Write every notebook of the course at `folder` in that form; returns the names of those that changed."""
    changed = list(_untidy(folder))
    for _, path, notebook in changed:
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [name for name, _, _ in changed]


def tidied(notebook: dict[str, Any], ids: Sequence[str] = ()) -> dict[str, Any]:
    """A copy without outputs, an editor's marks and empty cells; `ids` are the English notebook's, where it has one."""
    copy = deepcopy(notebook)
    copy["cells"] = [cell for cell in copy["cells"] if "".join(cell["source"]).strip()]
    if "metadata" in copy:
        copy["metadata"] = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}}
    taken = set[str]()
    for number, cell in enumerate(copy["cells"]):
        for key, value in (("metadata", {}), ("outputs", []), ("execution_count", None)):
            if key in cell:
                cell[key] = value
        cell.pop("attachments", None)
        name = ids[number] if len(ids) == len(copy["cells"]) else _name(cell, taken)
        cell["id"] = name
        taken.add(name)
    return copy


def _name(cell: dict[str, Any], taken: set[str]) -> str:
    """The id that the cell has, or words from its heading or its call where an editor made the id up."""
    own, source = str(cell.get("id", "")), "".join(cell["source"])
    if _WORDS.fullmatch(own) and not _MADE_UP.fullmatch(own) and own not in taken:
        return own
    call = _CALL.search(source) if cell["cell_type"] == "code" else None
    said = (call[2] or call[1]) if call else source.lstrip("# ").split("\n")[0]
    words = re.findall(r"[a-z0-9]+", said.lower().replace("’", "").replace("'", ""))[:6]
    name = re.sub(r"^[^a-z]+", "", "-".join(words))[:50].strip("-") or "cell"
    name = f"the-{name}" if _MADE_UP.fullmatch(name) else name
    return next(one for one in [name, *(f"{name}-{number}" for number in range(2, 1000))] if one not in taken)


def _untidy(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Each notebook that is not in that form: its name, its path, and what it should hold."""
    for home in (folder, folder.parent / "facilitator_guide", folder.parent / "exercises"):
        for path in sorted([*home.glob("*.ipynb"), *home.glob("[a-z][a-z]/*.ipynb")]):
            name = str(path.relative_to(home if home == folder else folder.parent))
            cells = notebook_cells(path.parent, path.name)  # says in words what cannot be read
            english = home / path.name
            ids: list[str] = []
            if english != path and english.is_file():
                same = tidied({"cells": notebook_cells(home, path.name)})["cells"]
                ids = [cell["id"] for cell in same] if _kinds(same) == _kinds(cells) else []
            held = json.loads(path.read_text(encoding="utf-8"))
            if (kept := tidied(held, ids)) != held:
                yield name, path, kept


def _kinds(cells: list[dict[str, Any]]) -> list[str]:
    return [cell["cell_type"] for cell in cells if cell["source"].strip()]
