"""A sentence of the interface: English text that remembers how it was made, so that any language can say it."""

from __future__ import annotations

from typing import Any, Self

from .catalogue import ENGLISH, catalogue, primary

FIVE_DIGITS = 10_000


class Sentence(str):
    """An English sentence whose {places} are filled with `values`, or left open when there are none.

    A value is a text, a number, another sentence, or a list of them; each is said by the language's own rules.

    Passing it on as a plain text is harmless: it is then said in English, or as `say` finds it by its wording.
    """

    message: str
    other: str
    number: int | None
    values: dict[str, Any]

    def __new__(cls, message: str, **values: Any) -> Self:
        """The sentence for one message."""
        return cls._made(message, "", None, values)

    @classmethod
    def _made(cls, message: str, other: str, number: int | None, values: dict[str, Any]) -> Self:
        text = message if number in (None, 1) else other
        made = super().__new__(cls, _filled(text, ENGLISH, values))
        made.message, made.other, made.number, made.values = message, other, number, values
        return made

    def __deepcopy__(self, _copied: object) -> Self:
        """Nothing changes a sentence."""
        return self

    def said(self, language: str) -> str:
        """The sentence in this language (a BCP 47 tag)."""
        found = catalogue(language)
        text = found.one(self.message) if self.number is None else found.several(self.number, self.message, self.other)
        return _filled(text, language, self.values)


def plural(count: int, one: str, other: str, **values: Any) -> Sentence:
    """A sentence in the form that goes with `count`, which its {count} stands for."""
    return Sentence._made(one, other, count, {"count": count, **values})


def say(text: str, language: str) -> str:
    """A sentence, or a text that may be one, in this language; any other text stays as it is."""
    return text.said(language) if isinstance(text, Sentence) else catalogue(language).one(text)


def said(text: str, language: str) -> str:
    """A sentence in this language; any other text is somebody's own, and stays even where a catalogue has it."""
    return text.said(language) if isinstance(text, Sentence) else text


def _filled(text: str, language: str, values: dict[str, Any]) -> str:
    if not values:
        return text
    return text.format_map({name: _in(language, value) for name, value in values.items()})


def _in(language: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(language, value)
    if isinstance(value, list):
        return _listed(language, [_in(language, one) for one in value])
    return value.said(language) if isinstance(value, Sentence) else str(value)


def _number(language: str, value: int) -> str:
    """Grouped from five digits on, in every language alike: four may be a year, and many languages leave them whole."""
    if abs(value) < FIVE_DIGITS:
        return str(value)
    if primary(language) == ENGLISH:
        return f"{value:,}"
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=language.replace("-", "_")))


def _listed(language: str, names: list[str]) -> str:
    """In English without the comma before the last "and": "a", "a and b", "a, b and c"."""
    if primary(language) == ENGLISH:
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    from babel.lists import format_list

    return format_list(names, locale=language.replace("-", "_"))
