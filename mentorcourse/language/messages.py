"""Collect the interface's English sentences for translators, and find what a catalogue has wrong (`make messages`)."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from .catalogue import FOLDER as FOLDER

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATE = FOLDER / "messages.pot"
PLURAL = (2, 3)  # plural(count, one, other), in Python as in JavaScript

# Sentences in scripts: babel reads no calls within template strings, where ours may well stand.
_STRING = r'"(?:[^"\\]|\\.)*"'
_JOINED = rf"{_STRING}(?:\s*\+\s*{_STRING})*"
_SAID = re.compile(rf'(?<![\w.$])(?:(t)\(\s*({_JOINED})|(plural)\([^"]*?,\s*({_JOINED}),\s*({_JOINED}))')


def scripts(file: IO[bytes], *_: object, **__: object) -> Iterator[tuple[int, str, Any, list[str]]]:
    """What a script says by t(sentence) and plural(count, one, other); an extraction method of babel's kind."""
    for t, sentence, several, one, other in _SAID.findall(file.read().decode()):
        said = [*map(_joined, [sentence] if t else ["", one, other])]
        yield 0, t or several, said if several else said[0], []


def _joined(strings: str) -> str:
    return "".join(json.loads(string) for string in re.findall(_STRING, strings))


# How sentences are marked in each kind of file: by the call that they stand in.
MARKED: dict[str, tuple[Any, dict[str, Any]]] = {
    ".py": ("python", {"Sentence": None, "plural": PLURAL}),
    ".js": (scripts, {"t": None, "plural": PLURAL}),
    ".html": (babel_extract, {"_": None}),
    ".j2": (babel_extract, {"_": None}),
}
# Sentences of rooms that know nothing of languages, by the name of the constant that holds each.
CONSTANTS = {"people/links.py": ["REFUSAL"], "people/passphrases.py": ["REFUSAL"]}

HEADER = "# The interface's sentences. `make messages` collects them; CONTRIBUTING.md tells how to translate."
# What babel would write into a catalogue's head, and what changes from day to day.
_NOT_OURS = re.compile(
    rb'"(Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Language-Team|POT-Creation-Date|PO-Revision-Date'
    rb"|Generated-By)[^\n]*\n"
)

_PLACE = re.compile(r"\{(\w*)\}")


@cache
def collected() -> Catalog:
    """Every sentence of the interface, with the files it stands in."""
    found = Catalog(header_comment=HEADER, charset="utf-8", fuzzy=False)
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in MARKED):
        file = path.relative_to(PACKAGE.parent).as_posix()
        for message in _sentences(path):
            found.add(message, locations=[(file, 0)])
    return found


def _sentences(path: Path) -> Iterator[Any]:
    method, keywords = MARKED[path.suffix]
    for _, message, _, _ in extract_from_file(method, path, keywords=keywords):
        yield message
    for name in CONSTANTS.get(path.relative_to(PACKAGE).as_posix(), []):
        yield _constant(path, name)


def _constant(path: Path, name: str) -> str:
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return str(ast.literal_eval(statement.value))
    raise LookupError(f"{path.name} has no text named {name}: correct CONSTANTS in language/messages.py")


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file, the same for the same sentences whenever it is made."""
    made = BytesIO()
    write_po(made, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return _NOT_OURS.sub(b"", made.getvalue())


def renew() -> None:
    """Write the template anew, and bring every catalogue in step: new sentences are empty, old ones go."""
    template = collected()
    TEMPLATE.write_bytes(written(template))
    for path in FOLDER.glob("*.po"):
        kept = _read(path)
        kept.update(template, no_fuzzy_matching=True, update_header_comment=True)
        path.write_bytes(written(kept))


def faults(language: str) -> list[str]:
    """What is wrong with a language's catalogue, as "file: sentence: mend"; empty when all is translated well."""
    file, kept = f"{language}.po", _read(FOLDER / f"{language}.po")
    mistakes = []
    for message in collected():
        translated = kept.get(message.id) if message.id else None
        if message.id:
            mend = _fault(message, translated, kept.num_plurals)
            mistakes += [f"{file}: {_shown(message)!r}: {mend}"] if mend else []
    wanted = {_shown(message) for message in collected()}
    strays = [_shown(message) for message in kept if message.id and _shown(message) not in wanted]
    return mistakes + [f"{file}: {stray!r}: nothing says this any longer: run make messages" for stray in strays]


def _fault(message: Message, translated: Message | None, forms: int) -> str:
    if translated is None:
        return "is missing: run make messages, then translate it"
    said = translated.string if isinstance(translated.string, tuple) else (translated.string,)
    if not all(said) or len(said) != (forms if message.pluralizable else 1):
        return "is not translated: write each of its forms"
    if translated.fuzzy:
        return "is marked fuzzy: look at it, then take the mark away"
    wanted = _places(message.id)
    if any(_places(one) - wanted for one in said) or _places(list(said)) != wanted:
        return f"has other places than {{{'}, {'.join(sorted(wanted))}}}: use the same"
    return ""


def _places(texts: Any) -> set[str]:
    return {name for text in ([texts] if isinstance(texts, str) else texts) for name in _PLACE.findall(str(text))}


def _shown(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


if __name__ == "__main__":
    renew()
