"""Hold a course's translations to the English: the same keys and numbers everywhere, and every wording translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .content import ContentError, read_course
from .content.read import notebook_cells, read_yaml
from .language import known

# What a translation words anew, by its key or by that of what it stands in; all else stays as it is in English.
_WORDING = """title pitfall take_away objectives text label help hint instructions note situation question debrief
consequences feedback points follow_up reasons"""
WORDING = frozenset(_WORDING.split())
# What may read the same in both languages: names of articles and of people.
MAY_STAY = "reading"
WORDS_THAT_MAY_STAY = 3

Place = tuple[str, ...]
Differences = Iterator[tuple[str, str]]  # (key, mend)

_PLACE = re.compile(r"\{[a-z0-9_.]+\}")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)


def translated_languages(folder: Path) -> list[str]:
    """The languages that a folder of the course is named for."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and re.fullmatch("[a-z]{2,3}", path.name))


def check_translations(folder: Path) -> list[str]:
    """Every mistake in the translations of the course at `folder`, as "file: key: mend"."""
    return [mistake for language in translated_languages(folder) for mistake in _check(folder, language)]


def check_staff_pages(guide: Path) -> list[str]:
    """Every mistake in the translations of the facilitators' pages in their guide, as "file: key: mend"."""
    pages = sorted(path.name for path in guide.glob("*.ipynb"))
    languages = translated_languages(guide) if pages else []
    return [mistake for language in languages for page in pages for mistake in _check_file(guide, language, page)]


def _check(folder: Path, language: str) -> list[str]:
    try:
        known(language)
    except ValueError as unknown:
        return [f"{language}: {unknown}"]
    files = sorted(path.name for path in (folder / language).iterdir() if path.suffix in (".yaml", ".ipynb"))
    mistakes = [_stray(language, file) for file in files if not (folder / file).is_file()]
    for file in sorted({*files, "course.yaml", "home.ipynb", "journal.ipynb"}):
        if (folder / file).is_file():
            mistakes += _check_file(folder, language, file)
    if not mistakes:
        try:
            read_course(folder, language=language)
        except ContentError as error:
            mistakes = error.mistakes
    return mistakes


def _stray(language: str, file: str) -> str:
    return f"{language}/{file}: there is no {file} in English: correct its name, or remove it"


def _check_file(folder: Path, language: str, file: str) -> list[str]:
    translated = f"{language}/{file}"
    try:
        if file.endswith(".ipynb"):
            found = _notebook_differences(notebook_cells(folder, file), notebook_cells(folder, translated))
        elif file == "course.yaml":
            english = {"title": read_yaml(folder, file).get("title", "")}
            found = differences(english, read_yaml(folder, translated))
        else:
            found = differences(read_yaml(folder, file), read_yaml(folder, translated))
        return [f"{translated}: {place}: {mend}" for place, mend in found]
    except ContentError as error:
        return error.mistakes


def differences(english: Any, other: Any, place: Place = (), kinds: frozenset[str] = frozenset()) -> Differences:
    """Where a translation is not what its English is, as (key, mend); both are as YAML reads them.

    `kinds` are the keys, of those that the format defines, that both stand in; `place` names an author's keys, too.
    """
    if isinstance(english, dict) and isinstance(other, dict):
        yield from _keys_differ(english, other, place)
        for key in [key for key in english if key in other]:
            yield from differences(english[key], other[key], (*place, str(key)), kinds | {str(key)})
    elif _is_keyed(english) and _is_keyed(other):
        yield from _keyed_differ(english, other, place, kinds)
    elif isinstance(english, list) and isinstance(other, list):
        if len(english) != len(other):
            yield _shown(place), f"has {len(other)} entries, and the English {len(english)}: write as many"
        for number, (one, its) in enumerate(zip(english, other, strict=False), 1):
            yield from differences(one, its, (*place, str(number)), kinds)
    else:
        yield from _value_differs(english, other, place, kinds)


def _keyed_differ(english: Any, other: Any, place: Place, kinds: frozenset[str]) -> Differences:
    """Lists whose entries each have a key of their own."""
    wanted, found = ({one["key"]: one for one in listed} for listed in (english, other))
    yield from _keys_differ(wanted, found, place)
    for key in wanted:
        if key in found:
            yield from differences(wanted[key], found[key], (*place, str(key)), kinds)
    order = [key for key in wanted if key in found]
    if order != [key for key in found if key in wanted]:
        yield _shown(place), f"the keys stand in another order: put them as in English: {', '.join(order)}"


def _is_keyed(value: Any) -> bool:
    return bool(value) and isinstance(value, list) and all(isinstance(one, dict) and "key" in one for one in value)


def _keys_differ(english: dict[Any, Any], other: dict[Any, Any], place: Place) -> Differences:
    for key in english:
        if key not in other:
            yield _shown((*place, str(key))), "is missing, and the English has it: translate it"
    for key in other:
        if key not in english:
            yield _shown((*place, str(key))), "is not in the English: remove it, or add it there"


def _value_differs(english: Any, other: Any, place: Place, kinds: frozenset[str]) -> Differences:
    if not (isinstance(english, str) and WORDING & kinds):
        if english != other:
            yield _shown(place), f"is {other!r}, and in English {english!r}: use the same"
    elif not isinstance(other, str) or (english.strip() and not other.strip()):
        yield _shown(place), "the wording is missing: translate it"
    elif _PLACE.findall(english) and set(_PLACE.findall(english)) != set(_PLACE.findall(other)):
        yield _shown(place), f"has other places than {' '.join(sorted(set(_PLACE.findall(english))))}: use the same"
    elif english == other and len(english.split()) > WORDS_THAT_MAY_STAY and MAY_STAY not in kinds:
        yield _shown(place), "is still the English: translate it"


def _shown(place: Place) -> str:
    return ".".join(place) or "the file"


def _notebook_differences(english: list[dict[str, Any]], other: list[dict[str, Any]]) -> Differences:
    by_id = [{cell.get("id", ""): cell for cell in cells} for cells in (english, other)]
    if list(by_id[0]) != list(by_id[1]):
        different = sorted(set(by_id[0]) ^ set(by_id[1])) or ["their order"]
        yield "cells", f"are not those of the English: look at {', '.join(different)}"
    for name, cell in by_id[0].items():
        same = by_id[1].get(name, cell)
        if cell["cell_type"] == "code" and cell["source"] != same["source"]:
            yield f"cell {name}", "has other code than the English: use the same"
        elif cell["cell_type"] == "markdown" and _HEADING.findall(cell["source"]) != _HEADING.findall(same["source"]):
            yield f"cell {name}", "has other headings than the English: use the same levels, in the same order"
        elif cell["cell_type"] == "markdown" and name in by_id[1] and cell["source"] == same["source"]:
            yield f"cell {name}", "is still the English: translate it"
