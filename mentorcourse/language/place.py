"""Where a text of the course lies: in the folder of its language when it is translated, else in English beside it."""

from __future__ import annotations

from pathlib import Path

from .catalogue import ENGLISH, primary


def place(folder: Path, name: str, language: str) -> tuple[str, str]:
    """The file `name` as a path below `folder`, and the language it is in: es/home.ipynb and es, say."""
    if primary(language) == ENGLISH:
        return name, language
    translated = f"{primary(language)}/{name}"
    return (translated, language) if (folder / translated).is_file() else (name, ENGLISH)
