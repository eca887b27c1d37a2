"""Set a workbook as a PDF: tagged, with bookmarks, and checked against PDF/UA-1 wherever fonts allow it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import typst

from .blocks import Workbook

TEMPLATE = Path(__file__).with_name("workbook.typ")


def pdf(workbook: Workbook) -> bytes:
    """The workbook as a PDF file."""
    return _compile(workbook, fonts())


def fonts() -> list[Path]:
    """Where to look for letters that neither the typesetter's own fonts nor the system's have.

    matplotlib brings DejaVu Sans, which has Greek, Cyrillic, Hebrew and Arabic, and a last resort that has a box for
    every other character. Its files are looked up, not imported.
    """
    found = find_spec("matplotlib")
    places = [Path(place) for place in (found and found.submodule_search_locations) or ()]
    return [fonts for place in places if (fonts := place / "mpl-data" / "fonts" / "ttf").is_dir()]


def _compile(workbook: Workbook, folders: list[Path]) -> bytes:
    try:
        return _typeset(workbook, folders, "ua-1")
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.message:
            raise
        # PDF/UA-1 admits no letter without a shape. The text is still all there to be read aloud and copied.
        return _typeset(workbook, folders)


def _typeset(workbook: Workbook, folders: list[Path], *standards: Literal["ua-1"]) -> bytes:
    text = {"workbook": json.dumps(workbook)}
    return typst.compile(
        TEMPLATE, root=TEMPLATE.parent, font_paths=folders, sys_inputs=text, pdf_standards=list(standards)
    )
