"""How Sphinx builds these pages: MyST, a theme without requests elsewhere, other files of the project as pages."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mentorcourse.content import read_course

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent

project = "Mentor course"
project_copyright = "Mentor course contributors; text CC BY 4.0, code BSD 3-Clause"
language = "en"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4
nitpicky = True
highlight_language = "none"  # what people type is not Python

html_theme = "furo"
html_title = "Mentor course"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

# Files of the project that are a page here, too: a link to one leads to its page.
PAGES = {
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "developer.md",
    "CHANGELOG.md": "changes.md",
    "bench/README.md": "measurements.md",
    "deploy/README.md": "beyond_one_machine.md",
    "notebooks/accessibility.md": "accessibility.md",
    **{f"docs/{page.name}": page.name for page in HERE.glob("*.md")},
}
INCLUDE = re.compile(r"^```\{include\} (\S+)\n(?::start-at: (.+)\n)?(?::end-before: (.+)\n)?```$", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s]+)")


def with_other_files(app: Any, docname: str, source: list[str]) -> None:
    """Put the files that a page includes in their place, with links that lead on from here."""
    source[0] = INCLUDE.sub(lambda found: _included(app, *found.groups()), source[0])


def _included(app: Any, named: str, start: str | None, end: str | None) -> str:
    file = (HERE / named).resolve()
    app.env.note_dependency(str(file))
    text = file.read_text(encoding="utf-8")
    if start:
        text = text[_place(text, start, file) :]
    if end:
        text = text[: _place(text, end, file)]
    if file.is_relative_to(ROOT / "notebooks"):
        text = _in_the_institution_s_words(text)
    return LINK.sub(lambda link: _from_here(file, link[1]), text)


def _place(text: str, heading: str, file: Path) -> int:
    found = re.search(rf"^{re.escape(heading)}$", text, re.MULTILINE)
    if not found:
        raise LookupError(f"{file} has no heading {heading!r}: name another in docs/")
    return found.start()


def _in_the_institution_s_words(text: str) -> str:
    settings = read_course(ROOT / "notebooks").institution.settings
    return re.sub(r"\{institution\.(\w+)\}", lambda key: str(settings[key[1]]), text)


def _from_here(file: Path, link: str) -> str:
    """A link of `file`'s as one from this folder: to the page that shows what it leads to, else to the file."""
    parts = urlsplit(link)
    target = os.path.relpath(file.parent / parts.path, ROOT).replace(os.sep, "/")
    page = PAGES.get(target) or os.path.relpath(ROOT / target, HERE).replace(os.sep, "/")
    return f"{page}#{parts.fragment}" if parts.fragment else page


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", with_other_files)
