"""Read the facilitator guide: front matter and headings of each section's page, and the chapters of its README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from mentorcourse.content import ContentError, Course
from mentorcourse.content.read import StrictLoader, checked

from .models import Chapter, Session

NAME = "facilitator_guide"
# The headings below a block's own, the field that each is kept in, and what stands there.
PARTS = {
    "Say": ("say", "what to say to open it"),
    "Do": ("do", "what you do meanwhile"),
    "If it goes wrong": ("trouble", "what usually goes wrong, and what to do"),
    "Debrief": ("debrief", "what to bring out"),
}
WHOLE = {"Difficult moments": "moments", "Afterward": "follow_up"}


def guide_folder(course: Course) -> Path:
    """Where the course's facilitator guide lies: beside its notebooks."""
    return course.folder.parent / NAME


def read_session(course: Course, stem: str) -> Session:
    """How the section `stem` is led; ContentError with file, key and mend, KeyError when there is no such section."""
    section = course.section(stem)
    file = f"{NAME}/{stem}.md"
    front, body = _parted(guide_folder(course) / f"{stem}.md", file)
    raw = {**front, "section": stem, "title": section.title}
    blocks = {str(block.get("title")): block for block in raw.get("blocks") or [] if isinstance(block, dict)}
    for heading, text in headed(body, "##"):
        if heading in WHOLE:
            raw[WHOLE[heading]] = text
        elif heading in blocks:
            blocks[heading] |= _parts(text, f"{file}: {heading}")
        else:
            raise ContentError([f"{file}: {heading}: is the title of no block: correct it here or in the front matter"])
    return checked(Session, file, raw, course.institution.settings)


def read_chapters(course: Course) -> tuple[Chapter, ...]:
    """The chapters of the guide's README; ContentError when it cannot be read."""
    file = f"{NAME}/README.md"
    said = headed(_text(guide_folder(course) / "README.md", file), "##")
    settings = course.institution.settings
    return tuple(checked(Chapter, f"{file}: {title}", {"title": title, "text": text}, settings) for title, text in said)


def headed(markdown: str, signs: str) -> list[tuple[str, str]]:
    """Each heading of one level with the Markdown below it; what stands before the first is left out."""
    parts = re.split(rf"^{signs} +(.*\S) *$", markdown, flags=re.MULTILINE)
    return [(heading, text.strip()) for heading, text in zip(parts[1::2], parts[2::2], strict=True)]


def _parts(text: str, place: str) -> dict[str, str]:
    found = dict(headed(text, "###"))
    strays = [heading for heading in found if heading not in PARTS]
    if strays:
        raise ContentError([f"{place}: “### {strays[0]}” is not known: use {', '.join(PARTS)}"])
    return {PARTS[heading][0]: written for heading, written in found.items()}


def _parted(path: Path, file: str) -> tuple[dict[str, Any], str]:
    """A page's front matter and its Markdown."""
    opening, _, rest = _text(path, file).partition("---\n")
    front, closed, body = rest.partition("\n---\n")
    if opening or not closed:
        raise ContentError([f"{file}: must begin with front matter between two lines of ---"])
    try:
        raw = yaml.load(front, StrictLoader)  # noqa: S506  (a safe loader, and stricter)
    except yaml.YAMLError as error:
        raise ContentError([f"{file}: not YAML that can be read: {' '.join(str(error).split())}"]) from error
    if not isinstance(raw, dict):
        raise ContentError([f"{file}: the front matter must begin with keys such as purpose: and blocks:"])
    return raw, body


def _text(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContentError([f"{file}: the page is missing: write it, as another section has it"]) from error
    except UnicodeDecodeError as error:
        raise ContentError([f"{file}: is not UTF-8: save it as UTF-8"]) from error
