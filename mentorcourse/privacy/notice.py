"""Read the privacy notice: Markdown whose front matter says its version, and what has changed since the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field

from mentorcourse.content import ContentError, Course
from mentorcourse.content.models import Model, Whole, Wording
from mentorcourse.content.read import StrictLoader, checked
from mentorcourse.language import place

Kind = Literal["members", "guests"]
FILES: dict[Kind, str] = {"members": "privacy.md", "guests": "privacy_guests.md"}


class Notice(Model):
    """One notice as it is shown: `text` is Markdown, `changes` what is new in this version."""

    kind: Kind
    title: Wording
    version: Whole = Field(ge=1)
    changes: Wording
    text: Wording
    language: str

    @property
    def digest(self) -> str:
        """A hash of the text, so that a consent tells for good what it was given to."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def read_notice(course: Course, kind: Kind = "members", language: str = "") -> Notice:
    """The notice for those who take part, or for those invited to an agreement alone, in the course's language.

    Raises ContentError with file, key and mend.
    """
    file, found = place(course.folder, FILES[kind], language or course.language)
    front, text = _parted(course.folder / file, file)
    raw = {**front, "kind": kind, "text": text, "language": found}
    return checked(Notice, file, raw, course.institution.settings)


def check_notices(course: Course, languages: list[str]) -> list[str]:
    """Every mistake in the notices and in their translations, as "file: key: mend"."""
    mistakes: list[str] = []
    for kind, file in FILES.items():
        try:
            original = read_notice(course, kind, "en")
        except ContentError as error:
            mistakes += error.mistakes
            continue
        for language in languages:
            mistakes += _check_translation(course, original, language, f"{language}/{file}")
    return mistakes


def _check_translation(course: Course, original: Notice, language: str, file: str) -> list[str]:
    if not (course.folder / file).is_file():
        return [f"{file}: the notice is missing in this language: translate {FILES[original.kind]}"]
    try:
        translated = read_notice(course, original.kind, language)
    except ContentError as error:
        return error.mistakes
    if translated.version != original.version:
        return [f"{file}: version: says {translated.version}: bring it in step with the English, {original.version}"]
    if (translated.title, translated.text) == (original.title, original.text):
        return [f"{file}: is still the English: translate it"]
    return []


def _parted(path: Path, file: str) -> tuple[dict[str, Any], str]:
    try:
        opening, _, rest = path.read_text(encoding="utf-8").partition("---\n")
    except FileNotFoundError as error:
        raise ContentError([f"{file}: the privacy notice is missing: write it, nobody is let in without"]) from error
    except UnicodeDecodeError as error:
        raise ContentError([f"{file}: is not UTF-8: save it as UTF-8"]) from error
    front, closed, body = rest.partition("\n---\n")
    try:
        raw = yaml.load(front, StrictLoader)  # noqa: S506  (a safe loader, and stricter)
    except yaml.YAMLError as error:
        raise ContentError([f"{file}: not YAML that can be read: {' '.join(str(error).split())}"]) from error
    if opening or not closed or not isinstance(raw, dict):
        raise ContentError([f"{file}: must begin with title:, version: and changes: between two lines of ---"])
    return raw, body.strip()


class Notices:
    """The notices in force: read again when their files change, and a broken edit leaves the last good reading."""

    def __init__(self, course: Callable[[], Course]) -> None:
        self._course = course
        self._read: dict[Kind, tuple[Path, int, Notice]] = {}

    def __call__(self, kind: Kind = "members") -> Notice:
        """The notice of this kind; raises ContentError when it could never be read."""
        known = self._read.get(kind)
        if known and _changed_at(known[0]) == known[1]:
            return known[2]
        course = self._course()
        path = course.folder / place(course.folder, FILES[kind], course.language)[0]
        changed = _changed_at(path)
        try:
            read = read_notice(course, kind)
        except ContentError:
            if known is None:
                raise
            read = known[2]
        self._read[kind] = (path, changed, read)
        return read


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
