"""Read course.yaml and the sections' YAML into a Course; say file, key and mend for whatever is wrong."""

from __future__ import annotations

import json
import os
import re
from math import ceil
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .course import Course, Section, fill_in

WORDS_PER_MINUTE = 200


class ContentError(Exception):
    """The content cannot be used: `mistakes` lists each as "file: key: what to mend"."""

    def __init__(self, mistakes: list[str]):
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def notebooks_folder() -> Path:
    """Where the course's notebooks lie: MENTORCOURSE_NOTEBOOKS, else beside the package, else inside it."""
    package = Path(__file__).resolve().parents[1]
    named = os.environ.get("MENTORCOURSE_NOTEBOOKS")
    candidates = [Path(named)] if named else [package.parent / "notebooks", package / "notebooks"]
    for folder in candidates:
        if (folder / "course.yaml").is_file():
            return folder.resolve()
    raise ContentError([f"{candidates[0]}: course.yaml is missing: set MENTORCOURSE_NOTEBOOKS to the course's folder"])


def read_course(folder: Path | None = None, only: str = "") -> Course:
    """Read the course in `folder` (by default `notebooks_folder()`), or with `only` one of its sections.

    Raises ContentError with every mistake.
    """
    folder = (folder or notebooks_folder()).resolve()
    raw = read_yaml(folder / "course.yaml")
    stems = [only] if only else raw.get("sections") or []
    mistakes: list[str] = []
    sections = []
    for stem in stems:
        try:
            sections.append(read_section(folder, str(stem), raw.get("institution") or {}))
        except ContentError as error:
            mistakes += error.mistakes
    if len(set(stems)) < len(stems):
        mistakes.append("course.yaml: sections: a section is listed twice: remove one")
    if mistakes:
        raise ContentError(mistakes)
    try:
        facts = fill_in(raw.get("institution_facts") or {}, raw.get("institution") or {})
        return Course.model_validate({**raw, "folder": folder, "sections": sections, "institution_facts": facts})
    except ValidationError as error:
        raise ContentError(_mistakes("course.yaml", raw, error)) from error
    except ValueError as error:
        raise ContentError([f"course.yaml: institution_facts: {error}"]) from error


def read_section(folder: Path, stem: str, institution: dict[str, str]) -> Section:
    """Read one section's YAML, with the institution profile filled in."""
    path = folder / f"{stem}.yaml"
    raw = read_yaml(path)
    try:
        filled = fill_in(raw, institution)
        section = Section.model_validate({**filled, "reading_minutes": _reading_minutes(folder / f"{stem}.ipynb")})
    except ValidationError as error:
        raise ContentError(_mistakes(path.name, raw, error)) from error
    except ValueError as error:
        raise ContentError([f"{path.name}: {error}"]) from error
    if section.section != stem:
        raise ContentError([f"{path.name}: section: says {section.section}: it must say {stem}, like the file"])
    return section


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top is a mapping; raises ContentError naming the line."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506  (a safe loader, and stricter)
    except FileNotFoundError as error:
        raise ContentError([f"{path.name}: the file is missing: create it, or take it out of course.yaml"]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError([f"{path.name}: not YAML that can be read: {' '.join(str(error).split())}"]) from error
    if not isinstance(raw, dict):
        raise ContentError([f"{path.name}: must begin with keys such as section: and title:"])
    return raw


# The C loader reads a section ten times faster; it is there wherever PyYAML comes as a wheel.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_Loader):
    """A loader that refuses a key given twice, which YAML would settle in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice[0]} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def notebook_cells(path: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, sources joined to one string; ContentError when it is missing or broken."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError as error:
        raise ContentError([f"{path.name}: the notebook is missing: create it beside its YAML"]) from error
    except (ValueError, KeyError) as error:
        raise ContentError([f"{path.name}: not a notebook that can be read: {error}"]) from error
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def _reading_minutes(path: Path) -> int:
    text = " ".join(cell["source"] for cell in notebook_cells(path) if cell["cell_type"] == "markdown")
    return ceil(len(re.findall(r"\w+", text)) / WORDS_PER_MINUTE)


def _mistakes(file: str, raw: dict[str, Any], error: ValidationError) -> list[str]:
    return [f"{file}: {_place(raw, list(one['loc']))}: {_mend(one)}" for one in error.errors()]


def _place(raw: Any, location: list[Any]) -> str:
    """The path to a mistake in an author's terms: activities are named by key, not by number."""
    words = []
    for step in location:
        if isinstance(step, int) and isinstance(raw, list) and step < len(raw):
            raw = raw[step]
            words.append(str(raw.get("key", step + 1)) if isinstance(raw, dict) else str(step + 1))
        elif isinstance(raw, dict) and step in raw:
            raw = raw[step]
            words.append(str(step))
        elif not (isinstance(raw, dict) and raw.get("kind") == step):
            words.append(str(step))
    return ".".join(words) or "the file"


def _mend(one: Any) -> str:
    context = one.get("ctx", {})
    mends = {
        "missing": "is missing: write it",
        "extra_forbidden": "is not a key that is known here: correct its spelling, or remove it",
        "union_tag_invalid": f"kind {context.get('tag')} is unknown: use one of {context.get('expected_tags')}",
        "union_tag_not_found": "kind is missing: say which kind of activity this is",
    }
    if one["type"] in mends:
        return mends[one["type"]]
    return str(one["msg"]).removeprefix("Value error, ")
