"""One field of an activity: what it takes, and what is a good value for it."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from mentorcourse.language import said, wording

Takes = Literal["text", "texts", "pairs", "option", "options", "number", "tick", "date"]

# Control characters that browsers and word processors let through when people paste; none of them is text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


class BadValue(ValueError):
    """A value that the field cannot take; the message tells the person what to do."""


class BadAnswers(ValueError):
    """Values that an activity cannot take: `errors` maps each field to what to do about it."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(f"{key}: {why}" for key, why in errors.items()))
        self.errors = errors


@dataclass(frozen=True)
class Field:
    """A single answer within an activity, the unit that is validated, versioned and merged.

    `characters` bounds each text, `entries` the length of a list; both count what the person typed.
    """

    label: str
    takes: Takes = "text"
    hint: str = ""
    help: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    characters: int = 2000
    entries: int = 12
    follow_up: str = ""
    start: int = 0
    stop: int = 0
    points: dict[int, str] = field(default_factory=dict)

    def clean(self, value: object) -> Any:
        """Return `value` as it will be kept (texts without control characters, lists without empty entries).

        Raises BadValue when it is of the wrong type, too long, or not among the options.
        """
        if value is None:
            return self.empty
        return getattr(self, f"_clean_{self.takes}")(value)

    @property
    def empty(self) -> Any:
        """The value that means "not answered"."""
        return {"text": "", "option": "", "date": "", "number": None, "tick": False}.get(self.takes, [])

    def definition(self, language: str = "en") -> dict[str, Any]:
        """The field as the browser gets it: plain JSON."""
        points = {str(point): words for point, words in self.points.items()}
        label = said(self.label, language)
        plain = asdict(self) | {"label": label, "points": points, "from": self.start, "to": self.stop}
        return {name: plain[name] for name in plain if name not in ("start", "stop")}

    def _clean_text(self, value: object) -> str:
        if not isinstance(value, str):
            raise BadValue(wording.NOT_TEXT)
        text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
        if len(text) > self.characters:
            raise BadValue(wording.too_long(len(text), self.characters))
        return text if text.strip() else ""

    def _clean_texts(self, value: object) -> list[str]:
        return self._bounded([text for text in map(self._clean_text, _listed(value)) if text])

    def _clean_pairs(self, value: object) -> list[dict[str, str]]:
        pairs = []
        for entry in _listed(value):
            if not isinstance(entry, dict) or not set(entry) <= {"text", "follow_up"}:
                raise BadValue(wording.NOT_PAIRED)
            pair = {name: self._clean_text(entry.get(name, "")) for name in ("text", "follow_up")}
            if any(pair.values()):
                pairs.append(pair)
        return self._bounded(pairs)

    def _bounded(self, entries: list[Any]) -> list[Any]:
        if len(entries) > self.entries:
            raise BadValue(wording.too_many(len(entries), self.entries))
        return entries

    def _clean_option(self, value: object) -> str:
        return "".join(self._clean_options([] if value == "" else [value]))

    def _clean_options(self, value: object) -> list[str]:
        keys = [option["key"] for option in self.options]
        if not isinstance(value, list) or any(key not in keys for key in value):
            raise BadValue(wording.NO_OPTION)
        return [key for key in keys if key in value]

    def _clean_number(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self.start <= value <= self.stop:
            raise BadValue(wording.off_scale(self.start, self.stop))
        return value

    def _clean_date(self, value: object) -> str:
        day = self._clean_text(value).strip()
        try:
            return date.fromisoformat(day).isoformat() if day else ""
        except ValueError as wrong:
            raise BadValue(wording.NO_DAY) from wrong

    def _clean_tick(self, value: object) -> bool:
        if not isinstance(value, bool):
            raise BadValue(wording.NO_TICK)
        return value


NamedField = tuple[str, Field]


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadValue(wording.NOT_LISTED)
    return value


def is_answered(value: object) -> bool:
    """Whether a kept value counts as an answer (0 on a scale does)."""
    return value not in ("", [], None) and value is not False
