"""The course in languages that nobody speaks: one of long words, as in German, and one written from right to left."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.pofile import write_po

from mentorcourse.content import notebooks_folder
from mentorcourse.language.messages import collected
from mentorcourse.translations import WORDING

Speak = Callable[[str], str]
# What is no word of a sentence: places, tags and their like, targets of links, code, headings' signs.
_APART = re.compile(r"(\{[^{}]*\}|<[^<>]*>|\]\([^()]*\)|&\w+;|`[^`]*`|https?://\S+)")
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض")


def long(text: str) -> str:
    """The same with each longer word made into a compound: half as long again."""
    return _each_part(text, lambda part: re.sub(r"\b([A-Za-z]{5,})\b", r"\1sverfahren", part))


def reversed_script(text: str) -> str:
    """The same in Arabic letters."""
    return _each_part(text, lambda part: part.lower().translate(_LETTERS))


def _each_part(text: str, speak: Speak) -> str:
    parts = _APART.split(text)
    return "".join(part if number % 2 else speak(part) for number, part in enumerate(parts))


SPEAK: dict[str, Speak] = {"de": long, "ar": reversed_script}


def write_catalogue(folder: Path, language: str) -> None:
    """The interface's sentences in the language, as a catalogue of a real translator's would be."""
    speak, found = SPEAK[language], Catalog(locale=language, charset="utf-8", fuzzy=False)
    for one in collected():
        if isinstance(one.id, (tuple, list)):
            forms = tuple(speak(one.id[min(number, 1)]) for number in range(found.num_plurals))
            found.add(tuple(one.id), forms, locations=one.locations)
        elif one.id:
            found.add(one.id, speak(one.id), locations=one.locations)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{language}.po").open("wb") as file:
        write_po(file, found)


def write_course(folder: Path, language: str, *stems: str) -> Path:
    """A copy of the course in `folder` whose sections `stems` and common pages are translated; its notebooks."""
    notebooks, speak = folder / "notebooks", SPEAK[language]
    for name in ("notebooks", "exercises", "facilitator_guide"):
        shutil.copytree(notebooks_folder().parent / name, folder / name)
    there = notebooks / language
    there.mkdir()
    (there / "course.yaml").write_text(yaml.safe_dump({"title": speak("Career mentoring")}, allow_unicode=True))
    for stem in stems:
        raw = yaml.safe_load((notebooks / f"{stem}.yaml").read_text(encoding="utf-8"))
        worded = yaml.safe_dump(_worded(raw, speak), allow_unicode=True, sort_keys=False)
        (there / f"{stem}.yaml").write_text(worded, encoding="utf-8")
    for stem in (*stems, "home", "journal"):
        whole = json.loads((notebooks / f"{stem}.ipynb").read_text(encoding="utf-8"))
        for cell in whole["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = [speak(line) for line in cell["source"]]
        (there / f"{stem}.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    return notebooks


def _worded(raw: Any, speak: Speak, is_wording: bool = False) -> Any:
    """The same with each wording spoken; what stands in one, such as a hint for each row, is wording too."""
    if isinstance(raw, dict):
        return {key: _worded(one, speak, is_wording or key in WORDING) for key, one in raw.items() if key != "url"} | {
            key: one for key, one in raw.items() if key in ("url", "key", "section")
        }
    if isinstance(raw, list):
        return [_worded(one, speak, is_wording) for one in raw]
    return speak(raw) if isinstance(raw, str) and is_wording else raw
