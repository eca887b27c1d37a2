"""The frozen models that a section's YAML is read into, shared by every kind of activity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from markdown_it import MarkdownIt
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from . import fields

_markdown = MarkdownIt("commonmark", {"html": False})

Audience = Literal["private", "pair", "trainers", "cohort-anonymous", "cohort"]

_BEYOND = "Administrators of the server could technically read its database, and the law may compel disclosure."
AUDIENCE_WORDS: dict[Audience, str] = {
    "private": "No one in the course sees what you write here; facilitators see only that it is done. " + _BEYOND,
    "pair": "Only you and the other person on this agreement see this. " + _BEYOND,
    "trainers": "Your trainers read this once you submit it; until then no one in the course sees it. " + _BEYOND,
    "cohort-anonymous": "Your cohort sees counts of the choices, never who chose what, and only once at least "
    "five people have answered. No one in the course sees your own answers or what you write. " + _BEYOND,
    "cohort": "What you share here is shown to your cohort, without your name unless you add it. " + _BEYOND,
}
UNCOUNTED_WORDS = (
    "No one in the course sees what you choose or write here, not even that you have opened it, and it is not "
    "counted. " + _BEYOND
)


def _is_text(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("YAML reads a bare yes, no, on or off as true or false: put the word in quotes")
    if isinstance(value, int | float):
        raise ValueError("YAML reads this as a number: put it in quotes")
    return value


def _has_wording(value: str) -> str:
    if not value.strip():
        raise ValueError("the wording is missing: write it")
    return value.strip()


def _is_key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", value):
        raise ValueError("a key is lower-case letters, digits and _, begins with a letter, 40 characters at most")
    return value


Text = Annotated[str, BeforeValidator(_is_text)]
Wording = Annotated[Text, AfterValidator(_has_wording)]
Key = Annotated[Text, AfterValidator(_is_key)]


def html(markdown: str) -> str:
    """Render an author's Markdown; HTML inside it is shown as text."""
    return str(_markdown.render(markdown))


# Written in YAML as Markdown, given to the browser as HTML.
Markdown = Annotated[Wording, PlainSerializer(html)]
NamedField = tuple[str, fields.Field]


def unique(kind: str, keys: list[str]) -> None:
    """Raise ValueError when one of `keys` stands twice."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the {kind} key {', '.join(twice)} stands twice: give each its own")


class Model(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Model):
    """One choice; its key is what is kept and never changes."""

    key: Key
    label: Wording
    help: Text = ""


class Limits(Model):
    """How much fits: characters in each text, entries in each list."""

    characters: int = Field(2000, ge=1, le=20_000)
    entries: int = Field(12, ge=1, le=100)


class Scale(Model):
    """Whole numbers from one end to the other, with words at some points."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)

    key: Key = "scale"
    label: Text = ""
    start: int = Field(alias="from")
    stop: int = Field(alias="to")
    points: dict[int, Wording] = {}

    @model_validator(mode="after")
    def _runs_upward(self) -> Scale:
        if not self.start < self.stop <= self.start + 20:
            raise ValueError("a scale runs upward, over 21 points at most")
        if any(not self.start <= point <= self.stop for point in self.points):
            raise ValueError(f"points stand between {self.start} and {self.stop}")
        return self

    def field(self, label: str, explanation: str = "") -> fields.Field:
        """The field that keeps a point of this scale."""
        points = dict(self.points)
        return fields.Field(label, "number", help=explanation, start=self.start, stop=self.stop, points=points)


class Prompt(Model):
    """One question and the form of its answer."""

    key: Key
    label: Wording
    hint: Text | dict[str, Text] = ""
    help: Text = ""
    entries: Literal["one", "many"] = "one"
    options: tuple[Option, ...] = ()
    pick: Literal["one", "many"] = "one"
    follow_up: Text = ""
    scale: Scale | None = None
    date: bool = False

    def field(self, limits: Limits, label: str = "", row: str = "") -> fields.Field:
        """The field that keeps this prompt's answer, in a table's `row` when one is named."""
        if self.scale:
            return self.scale.field(label or self.label, self.help)
        return fields.Field(
            label=label or self.label,
            takes=self._takes(),
            hint=self.hint.get(row, "") if isinstance(self.hint, dict) else self.hint,
            help=self.help,
            options=tuple(option.model_dump(include={"key", "label", "help"}) for option in self.options),
            characters=limits.characters,
            entries=limits.entries,
            follow_up=self.follow_up,
        )

    def _takes(self) -> fields.Takes:
        if self.options:
            return "option" if self.pick == "one" else "options"
        if self.entries == "one":
            return "date" if self.date else "text"
        return "pairs" if self.follow_up else "texts"


class Compose(Model):
    """A text drafted from the answers: {field} stands for an answer; lines without any answer are left out."""

    title: Wording
    text: Wording


class Calendar(Model):
    """An all-day entry for the person's own calendar, on the day in the field `date`; {field} as in Compose."""

    date: Key
    title: Wording
    text: Text = ""


class Activity(Model):
    """What every kind of activity has; each kind adds its own wording and says which fields it keeps."""

    key: Key
    title: Wording
    audience: Audience
    counted: bool = True
    minutes: int = Field(ge=1, le=120)
    instructions: Markdown
    limits: Limits = Limits()
    compose: Compose | None = None
    calendar: Calendar | None = None

    @model_validator(mode="after")
    def _fields_are_known(self) -> Activity:
        known = [key for key, _ in self.list_fields()]
        unique("field", known)
        strays = sorted(self._fields_drafted_from() - set(known))
        if strays:
            raise ValueError(f"compose or calendar names {', '.join(strays)}, which is no field: correct it")
        return self

    def _fields_drafted_from(self) -> set[str]:
        calendar = [f"{{{self.calendar.date}}}", self.calendar.title, self.calendar.text] if self.calendar else []
        texts = calendar + ([self.compose.text] if self.compose else [])
        return {key for text in texts for key in re.findall(r"\{([a-z0-9_.]+)\}", text)}

    @property
    def audience_words(self) -> str:
        """Who can see the answers, as the form says it."""
        return AUDIENCE_WORDS[self.audience] if self.counted else UNCOUNTED_WORDS

    def text(self, label: str, takes: fields.Takes = "text") -> fields.Field:
        """A field for text within this activity's limits."""
        return fields.Field(label, takes, characters=self.limits.characters, entries=self.limits.entries)

    def list_fields(self) -> list[NamedField]:
        """Every field with its key, in reading order."""
        raise NotImplementedError

    def steps(self) -> list[list[str]]:
        """Groups of fields that count as one in "7 of 12 answered"; answered when any of them is."""
        return [[key] for key, _ in self.list_fields()]

    def refuse(self, kept: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, str]:
        """Say for which fields `changes` may not follow upon `kept`, and why."""
        return {}

    def clean(self, changes: Mapping[str, object]) -> dict[str, Any]:
        """Return `changes` as they will be kept, or raise BadAnswers naming each field that is wrong."""
        known, kept, errors = dict(self.list_fields()), {}, {}
        for key, value in changes.items():
            try:
                if key not in known:
                    raise fields.BadValue("This worksheet has no such field. Reload the page to get its newest form.")
                kept[key] = known[key].clean(value)
            except fields.BadValue as wrong:
                errors[key] = str(wrong)
        if errors:
            raise BadAnswers(errors)
        return kept

    def progress(self, values: Mapping[str, object]) -> tuple[int, int]:
        """How many steps are answered, of how many."""
        steps = self.steps()
        answered = sum(any(fields.is_answered(values.get(key)) for key in step) for step in steps)
        return answered, len(steps)


class BadAnswers(ValueError):
    """Values that an activity cannot take: `errors` maps each field to what to do about it."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(f"{key}: {why}" for key, why in errors.items()))
        self.errors = errors
