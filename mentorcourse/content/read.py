"""Read course.yaml and the sections' YAML into a Course; say file, key and mend for whatever is wrong."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from mentorcourse.language import place
from mentorcourse.settings import course_language

from .course import Course, Institution, Section
from .models import Model

WORDS_PER_MINUTE = 200
M = TypeVar("M", bound=Model)

_MENDS = {
    "missing": "is missing: write it",
    "extra_forbidden": "is not a key that is known here: correct its spelling, or remove it",
    "union_tag_invalid": "kind {tag} is unknown: use one of {expected_tags}",
    "string_too_short": "the wording is missing: write it",
    "string_pattern_mismatch": "a key is lower-case letters, digits and _, begins with a letter, 40 characters at most",
    "too_short": "has too few entries: write {min_length} at least",
    "union_tag_not_found": "kind is missing: say which kind of activity this is",
}


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


def read_course(folder: Path | None = None, only: str = "", language: str = "") -> Course:
    """Read the course in `folder` (by default `notebooks_folder()`), or with `only` one of its sections.

    Its language is `language`, else MENTORCOURSE_LANGUAGE, else what course.yaml says.

    Raises ContentError with every mistake.
    """
    folder = (folder or notebooks_folder()).resolve()
    raw = read_yaml(folder, "course.yaml")
    spoken = language or course_language() or raw.get("language", "en")
    raw |= read_yaml(folder, place(folder, "course.yaml", str(spoken))[0]) | {"language": spoken}
    stems = raw.pop("sections", None)
    if not isinstance(stems, list) or not all(re.fullmatch(r"\d+_\w+", str(stem)) for stem in stems):
        raise ContentError(["course.yaml: sections: list the name of each section's files, such as 01_introduction"])
    if not stems or len(set(stems)) < len(stems):
        raise ContentError(["course.yaml: sections: name one section at least, and each only once"])
    institution = _read_institution(folder, raw.get("institution"))
    whole = {**raw, "folder": folder, "institution": institution, "sections": ()}
    course = checked(Course, "course.yaml", whole, institution.settings)
    sections, mistakes = list[Section](), list[str]()
    for stem in [only] if only else stems:
        try:
            sections.append(read_section(folder, stem, institution.settings, course.language))
        except ContentError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ContentError(mistakes)
    return course.model_copy(update={"sections": tuple(sections)})


def _read_institution(folder: Path, name: object) -> Institution:
    if not re.fullmatch(r"[a-z]\w*", str(name)):
        raise ContentError(["course.yaml: institution: name a file of the folder institutions, without its .yaml"])
    file = f"institutions/{name}.yaml"
    raw = read_yaml(folder, file)
    return checked(Institution, file, raw, raw.get("settings"))


def read_section(folder: Path, stem: str, institution: Mapping[str, str], language: str = "en") -> Section:
    """Read one section's YAML, in English where it is not translated, with the institution profile filled in."""
    file, language = place(folder, f"{stem}.yaml", language)
    raw = read_yaml(folder, file)
    if raw.get("section", stem) != stem:
        raise ContentError([f"{file}: section: says {raw['section']}: it must say {stem}, like the file"])
    cells = notebook_cells(folder, file.replace(".yaml", ".ipynb"))
    text = " ".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
    minutes = ceil(len(re.findall(r"\w+", text)) / WORDS_PER_MINUTE)
    return checked(Section, file, {**raw, "reading_minutes": minutes, "language": language}, institution)


def read_yaml(folder: Path, file: str) -> dict[str, Any]:
    """Read a YAML file below `folder` whose top is a mapping; raises ContentError naming the line."""
    try:
        raw = yaml.load((folder / file).read_text(encoding="utf-8"), StrictLoader)  # noqa: S506  (a safe loader, and stricter)
    except FileNotFoundError as error:
        raise ContentError([f"{file}: the file is missing: create it, or take it out of course.yaml"]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ContentError([f"{file}: not YAML that can be read: {' '.join(str(error).split())}"]) from error
    if not isinstance(raw, dict):
        raise ContentError([f"{file}: must begin with keys such as section: and title:"])
    return raw


# The C loader reads a section ten times faster; it is there wherever PyYAML comes as a wheel.
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(_Loader):
    """A loader that refuses a key given twice, which YAML would settle in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"the key {twice[0]} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def notebook_cells(folder: Path, file: str) -> list[dict[str, Any]]:
    """The cells of a notebook, sources joined to one string; ContentError when it is missing or broken."""
    try:
        cells = json.loads((folder / file).read_text(encoding="utf-8"))["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except FileNotFoundError as error:
        raise ContentError([f"{file}: the notebook is missing: create it under that name"]) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ContentError([f"{file}: not a notebook that can be read: {error}"]) from error


def checked(model: type[M], file: str, raw: dict[str, Any], institution: object) -> M:
    try:
        return model.model_validate(raw, context=institution)
    except ValidationError as error:
        mistakes = []
        # A list whose only item is wrong counts as too short besides: that is said only when nothing else is wrong.
        for one in [one for one in error.errors() if one["type"] != "too_short"] or error.errors():
            mend = _MENDS.get(one["type"], "{msg}").format(**{**one, **one.get("ctx", {})})
            mistakes.append(f"{file}: {_place(raw, one['loc'])}: {mend.removeprefix('Value error, ')}")
        raise ContentError(mistakes) from error


def _place(raw: Any, location: Sequence[str | int]) -> str:
    """The path to a mistake in an author's terms: activities are named by key, not by number."""
    words = []
    for step in location:
        if isinstance(raw, list) and isinstance(step, int) and step < len(raw):
            raw = raw[step]
            words.append(raw.get("key", step + 1) if isinstance(raw, dict) else step + 1)
        elif not (isinstance(raw, dict) and raw.get("kind") == step):  # pydantic chose the model by its kind
            raw = raw.get(step) if isinstance(raw, dict) else None
            words.append(step)
    return ".".join(str(word) for word in words if word != "") or "the file"
