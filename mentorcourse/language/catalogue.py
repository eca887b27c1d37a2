"""The catalogues: for each language a .po file that maps the interface's English sentences to its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from pathlib import Path

FOLDER = Path(__file__).parent / "catalogues"
ENGLISH = "en"

# Numbers among which every plural category of CLDR occurs.
_SAMPLES = (*range(201), 1_000, 1_000_000)


@dataclass(frozen=True)
class Catalogue:
    """One language's sentences by the English ones; those with plural forms by CLDR category ("one", "other", …)."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    in_scripts: frozenset[str] = frozenset()

    def one(self, message: str) -> str:
        """The sentence in this language; in English where the catalogue lacks it."""
        return self.sentences.get(message, message)

    def several(self, count: int, one: str, other: str) -> str:
        """The form of a sentence that goes with `count`."""
        if one not in self.plurals:
            return one if count == 1 else other
        return self.plurals[one][category(self.language, count)]

    def for_scripts(self) -> dict[str, str | Mapping[str, str]]:
        """What the browser needs: each sentence of the scripts, or its plural forms by category."""
        everything: dict[str, str | Mapping[str, str]] = {**self.sentences, **self.plurals}
        return {message: form for message, form in everything.items() if message in self.in_scripts}


def primary(language: str) -> str:
    """The language of a BCP 47 tag without its region: es for es-MX."""
    return language.replace("_", "-").split("-")[0].lower()


def languages() -> list[str]:
    """Every language that the interface speaks."""
    return sorted({ENGLISH, *(path.stem for path in FOLDER.glob("*.po"))})


def known(language: str) -> str:
    """Return the language's tag; raises ValueError when the interface does not speak it."""
    if primary(language) not in languages():
        raise ValueError(
            f"the interface does not speak {language} yet: choose {' or '.join(languages())}, here and in "
            "MENTORCOURSE_LANGUAGE, or translate it as CONTRIBUTING.md tells"
        )
    return language


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue for a BCP 47 tag; for English, and for a language that has none, an empty one."""
    name = primary(language)
    path = FOLDER / f"{name}.po"
    return _read(name, path) if path.is_file() else Catalogue(name)


def _read(language: str, path: Path) -> Catalogue:
    from babel.messages.pofile import read_po  # English pages never need it

    with path.open("rb") as file:
        read = read_po(file, locale=language)
    forms = _forms(language, read.plural_expr)
    sentences, plurals, in_scripts = dict[str, str](), dict[str, dict[str, str]](), set[str]()
    for message in read:
        if not message.id or not message.string or message.fuzzy:
            continue
        if isinstance(message.id, str):
            key = message.id
            sentences[key] = str(message.string)
        else:
            key, said = message.id[0], tuple(message.string)
            plurals[key] = {name: said[index] for name, index in forms.items()}
        if any(file.endswith(".js") for file, _ in message.locations):
            in_scripts.add(key)
    return Catalogue(language, sentences, plurals, frozenset(in_scripts))


def _forms(language: str, expression: str) -> dict[str, int]:
    """For each plural category of the language, which of a catalogue's forms it takes."""
    form = c2py(expression)
    return {category(language, number): form(number) for number in _SAMPLES}


@cache
def category(language: str, count: int) -> str:
    from babel import Locale

    return str(Locale.parse(language).plural_form(count))


@cache
def direction(language: str) -> str:
    """Which way the language is written: "ltr" or "rtl"."""
    from babel import Locale

    return "ltr" if primary(language) == ENGLISH else str(Locale.parse(primary(language)).text_direction)
