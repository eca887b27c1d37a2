"""Find every mistake an author can make across YAML, notebooks, the facilitator guide and the record of keys in use."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .content import ContentError, Course, notebooks_folder, read_course
from .content.read import notebook_cells
from .institutions import differences, wrong_addresses
from .privacy.notice import check_notices
from .privacy.retention import read_retention
from .programme.criteria import read_criteria
from .review.source import check_reflections
from .schedule import check_guide
from .statement import check_statement
from .tidy import check_tidy
from .translations import check_staff_pages, check_translations, translated_languages

_CALL = re.compile(r"section\.form\(\s*[\"']([^\"']*)[\"']")
_OPEN = re.compile(r"open_section\(\s*[\"']([^\"']*)[\"']")
_FRAME = ("section.opening()", "section.closing()", "section.reading()")
RECORD = "keys.json"
_RECORD_THEM = "when all else is right, run mentorcourse check --record"


def check(folder: Path | None = None) -> list[str]:
    """Every mistake in the course at `folder`, as "file: key: mend"; empty when there is none."""
    folder = folder or notebooks_folder()
    try:
        read_course(folder)  # in the language that is set
        course = read_course(folder, language="en")
    except ContentError as error:
        return error.mistakes
    try:
        within = _check_notebooks(course) + _check_strays(course) + check_tidy(folder)
        translated = check_translations(folder) + check_staff_pages(folder.parent / "facilitator_guide")
        read_criteria(course)
        read_retention(course)
        translated += check_statement(course, translated_languages(folder))
        told = check_notices(course, translated_languages(folder))
        around = (
            differences(folder)
            + wrong_addresses(folder)
            + translated
            + told
            + check_reflections(course)
            + check_guide(course)
        )
        return within + around + _check_record(course)
    except ContentError as error:
        return error.mistakes


def _check_notebooks(course: Course) -> list[str]:
    mistakes = []
    for section in course.sections:
        file = f"{section.section}.ipynb"
        cells = notebook_cells(course.folder, file)
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        shown = [key for source in code for key in _CALL.findall(source)]
        defined = [activity.key for activity in section.activities]
        opened = {stem for source in code for stem in _OPEN.findall(source)}
        if opened != {section.section}:
            mistakes.append(f'{file}: open_section: its first code cell must call open_section("{section.section}")')
        title = f"# {section.number}. {section.title}"
        if section.language == "en" and not (cells and cells[0]["source"].split("\n")[0].strip() == title):
            mistakes.append(f"{file}: title: its first cell must begin with the line “{title}”")
        for call in [call for call in _FRAME if not any(call in source for source in code)]:
            mistakes.append(f"{file}: {call}: is missing: add a code cell with it")
        for key in sorted(set(shown) - set(defined)):
            mistakes.append(f"{file}: {key}: is shown but not defined: define it in {section.section}.yaml")
        for key in sorted(set(defined) - set(shown)):
            mistakes.append(f'{section.section}.yaml: {key}: is defined but never shown: add section.form("{key}")')
        for key in sorted({key for key in shown if shown.count(key) > 1}):
            mistakes.append(f"{file}: {key}: is shown twice: show each activity once")
    return mistakes


def _check_strays(course: Course) -> list[str]:
    listed = {"course.yaml", *(f"{section.section}.yaml" for section in course.sections)}
    strays = sorted({path.name for path in course.folder.glob("*.y*ml")} - listed)
    return [f"{name}: is not in course.yaml: list it under sections, or remove the file" for name in strays]


def keys_in_use(course: Course) -> dict[str, list[str]]:
    """Each activity's field keys, and `field=option` for each option: what must never change once used."""
    record = {}
    for address, _, activity in course.activities():
        keys = []
        for key, field in activity.list_fields():
            keys += [key, *(f"{key}={option['key']}" for option in field.options)]
        record[address] = keys
    return record


def record_keys(course: Course) -> None:
    """Write the record of keys in use; keys recorded before stay recorded."""
    path = course.folder / RECORD
    before, now = _recorded(course), keys_in_use(course)
    merged = {a: list(dict.fromkeys(before.get(a, []) + now.get(a, []))) for a in sorted({*before, *now})}
    path.write_text(json.dumps(merged, indent=1) + "\n", encoding="utf-8")


def _recorded(course: Course) -> dict[str, list[str]]:
    path = course.folder / RECORD
    try:
        recorded: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except ValueError as error:
        raise ContentError([f"{RECORD}: not JSON that can be read: {error}: bring back its last version"]) from error
    return recorded


def _check_record(course: Course) -> list[str]:
    recorded, now = _recorded(course), keys_in_use(course)
    mistakes = []
    for address in sorted({*recorded, *now}):
        gone = [key for key in recorded.get(address, []) if key not in now.get(address, [])]
        new = [key for key in now.get(address, []) if key not in recorded.get(address, [])]
        for key in gone:
            what = f"option {key.split('=')[1]} of {key.split('=')[0]}" if "=" in key else f"field {key}"
            mistakes.append(
                f"{RECORD}: {address}: {what} has been used and is gone: bring it back, change only wording"
            )
        if new:
            named = ", ".join(new[:3]) + (f" and {len(new) - 3} more" if new[3:] else "")
            mistakes.append(f"{RECORD}: {address}: {named} not recorded yet: {_RECORD_THEM}")
    return mistakes
