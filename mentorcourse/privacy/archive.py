"""Pack everything that is kept about a person into one ZIP: data for programs, a page to read, and what is what."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any

from mentorcourse.language import Sentence, direction
from mentorcourse.store import Store

from .export import everything

TITLE = Sentence("What the course keeps about you")
README = (
    Sentence("This file holds all that the course keeps about you at this moment. It is confidential: guard it."),
    Sentence("everything.json has every row with all its fields, for programs. Times are in UTC."),
    Sentence("everything.html has the same to read; any browser opens it, without a connection."),
    Sentence("workbook.pdf, where it is there, has your answers as the workbook sets them."),
    Sentence(
        "Of other people it has what you were shown: who opened what you sent, feedback that was released to you, what "
        "the other wrote on your agreements and handed over, and what you both signed."
    ),
    Sentence("Left out are secrets of which only a hash is kept, such as your passphrase and your links."),
)
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin-bottom:1rem}th{width:12rem}:root{color-scheme:light dark}"
    "th,td{border:1px solid #8888;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}"
)


def packed(store: Store, person: str, language: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """The ZIP file's content; `more` are further files by name. Raises KeyError for an unknown person."""
    found = everything(store, person)
    made = store.now().isoformat(timespec="seconds")
    data = {"made_at": made, **found}
    files = {
        "README.txt": "\n\n".join(line.said(language) for line in README).encode(),
        "everything.json": json.dumps(data, ensure_ascii=False, indent=1).encode(errors="replace"),
        "everything.html": readable(found, language).encode(errors="replace"),
        **(more or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def readable(found: Mapping[str, list[dict[str, Any]]], language: str) -> str:
    """All of it as one HTML page that needs nothing else; what people wrote is text in it, never markup."""
    title = escape(TITLE.said(language))
    parts = [f"<h2>{escape(table)}</h2>" + "".join(map(_table, rows)) for table, rows in found.items() if rows]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    opening = f'<!DOCTYPE html><html lang="{language}" dir="{direction(language)}"><head>{head}</head>'
    return f"{opening}<body><h1>{title}</h1>{''.join(parts)}</body></html>"


def _table(row: Mapping[str, Any]) -> str:
    cells = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_cell(value)}</td></tr>' for name, value in row.items()
    )
    return f"<table>{cells}</table>"


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list):
        return "".join(f"<p>{_cell(one)}</p>" for one in value)
    return escape("" if value is None else str(value)).replace("\n", "<br>")
