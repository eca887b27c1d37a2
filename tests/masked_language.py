"""A language that says x for every letter of every sentence in the catalogues: what else is read is no sentence yet."""

from __future__ import annotations

import re
from typing import Any

from mentorcourse.language import Catalogue, messages

OWN = "§"
"""Stands for all that the course or a person words."""


def masked(text: str) -> str:
    """A sentence with x for every letter outside its places."""
    parts = re.split(r"({\w*})", text)
    return "".join(part if part.startswith("{") else re.sub(r"[^\W\d_]", "x", part) for part in parts)


def masked_catalogue() -> Catalogue:
    """Every sentence of the interface, masked; with the plural categories of Spanish."""
    sentences: dict[str, str] = {}
    plurals: dict[str, dict[str, str]] = {}
    for one in messages.collected():
        if one.pluralizable:
            plurals[one.id[0]] = {form: masked(one.id[form != "one"]) for form in ("one", "other", "many")}
        elif one.id:
            sentences[str(one.id)] = masked(str(one.id))
    return Catalogue("es", sentences, plurals)


def unmasked(text: str) -> set[str]:
    """Words of `text` (which may be HTML) that no catalogue has; the language itself puts "y" into lists."""
    return {word for word in re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>", " ", text)) if word.strip("x")} - {"y"}


def wordless(value: Any, key: str = "") -> Any:
    """The same definition or answers, with OWN for whatever people read in it."""
    if isinstance(value, dict):
        return {name: wordless(inner, "label" if key == "points" else name) for name, inner in value.items()}
    if isinstance(value, list):
        return [wordless(inner, key) for inner in value]
    return OWN if isinstance(value, str) and key in ("label", "text", "follow_up") else value
