"""Set a document as a PDF: tagged, with bookmarks, and checked against PDF/UA-1 wherever fonts allow it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import typst

from .blocks import Document

TEMPLATES = Path(__file__).parent


def pdf(document: Document) -> bytes:
    """The document as a PDF file, by the template of its kind."""
    return _compile(document, fonts())


def fonts() -> list[Path]:
    """Where to look for letters that neither the typesetter's own fonts nor the system's have.

    matplotlib brings DejaVu Sans, which has Greek, Cyrillic, Hebrew and Arabic, and a last resort that has a box for
    every other character. Its files are looked up, not imported.
    """
    found = find_spec("matplotlib")
    places = [Path(place) for place in (found and found.submodule_search_locations) or ()]
    return [fonts for place in places if (fonts := place / "mpl-data" / "fonts" / "ttf").is_dir()]


def _compile(document: Document, folders: list[Path]) -> bytes:
    try:
        return _typeset(document, folders, "ua-1")
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.message:
            raise
        # PDF/UA-1 admits no letter without a shape. The text is still all there to be read aloud and copied.
        return _typeset(document, folders)


def _typeset(document: Document, folders: list[Path], *standards: Literal["ua-1"]) -> bytes:
    template, text = TEMPLATES / f"{document['document']}.typ", {"document": json.dumps(document)}
    return typst.compile(template, root=TEMPLATES, font_paths=folders, sys_inputs=text, pdf_standards=list(standards))
