"""The frozen models that a section's YAML is read into, shared by every kind of activity."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self, TypeVar

import pydantic
from markdown_it import MarkdownIt
from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo, model_validator

from mentorcourse.language import wording

from .fields import BadAnswers, BadValue, Field, NamedField, Takes, is_answered

_markdown = MarkdownIt("commonmark", {"html": False})
_PLACEHOLDER = re.compile(r"\{institution\.([^}]*)\}")

Audience = Literal["private", "pair", "trainers", "cohort-anonymous", "cohort"]


def _is_text(value: object, info: ValidationInfo) -> str:
    """Refuse what YAML does not read as text, and fill in the institution profile, which is the context."""
    if isinstance(value, bool):
        raise ValueError("YAML reads a bare yes, no, on or off as true or false: put the word in quotes")
    if value is None:
        raise ValueError("the wording is missing: write it, or remove the key")
    if not isinstance(value, str):
        raise ValueError(f"YAML reads this as {type(value).__name__}, not as text: put it in quotes")
    if info.context is None:
        return value
    return _PLACEHOLDER.sub(lambda found: _setting(found[1], info.context or {}), value)


def _setting(key: str, institution: Mapping[str, object]) -> str:
    if key not in institution:
        raise ValueError(f"the institution profile has no {key}: add it, or correct the name")
    return str(institution[key])


def unique(keys: Sequence[str]) -> None:
    """Raise ValueError when one of `keys` stands twice."""
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"the key {', '.join(twice)} stands twice: give each its own")


def _are_unique(listed: tuple[Any, ...]) -> tuple[Any, ...]:
    unique([one.key for one in listed])
    return listed


T = TypeVar("T")
Text = Annotated[str, BeforeValidator(_is_text)]
Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_is_text)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), BeforeValidator(_is_text)]
# Written in YAML as Markdown, given to the browser as HTML; HTML of the author's is shown as text.
Markdown = Annotated[Wording, pydantic.PlainSerializer(lambda markdown: str(_markdown.render(markdown)))]
Whole = Annotated[int, pydantic.Strict()]
# One hint, kept under "", or in a table one for each row's key.
Hints = Annotated[dict[str, Text], BeforeValidator(lambda hint: hint if isinstance(hint, dict) else {"": hint})]
# One or more things, each with a key of its own.
Several = Annotated[tuple[T, ...], pydantic.Field(min_length=1), AfterValidator(_are_unique)]


class Model(pydantic.BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)


class Labeled(Model):
    """An option, a row, a question: its key is what is kept and never changes, its wording may."""

    key: Key
    label: Wording
    help: Text = ""


class Limits(Model):
    """How much fits: characters in each text, entries in each list."""

    characters: Whole = pydantic.Field(2000, ge=1, le=20_000)
    entries: Whole = pydantic.Field(12, ge=1, le=100)

    def field(self, label: str, takes: Takes = "text", options: Sequence[Labeled] = (), **more: Any) -> Field:
        """A field within these limits; `more` is what else Field knows."""
        choices = [option.model_dump(include={"key", "label", "help"}) for option in options]
        return Field(label, takes, options=choices, **self.model_dump(), **more)


class Scale(Model):
    """Whole numbers from one end to the other, with words at some points."""

    start: Whole = pydantic.Field(alias="from")
    stop: Whole = pydantic.Field(alias="to")
    points: dict[Whole, Wording] = {}

    @model_validator(mode="after")
    def _runs_upward(self) -> Self:
        if not self.start < self.stop <= self.start + 20:
            raise ValueError("a scale runs upward, over 21 points at most")
        if any(not self.start <= point <= self.stop for point in self.points):
            raise ValueError(f"points stand between {self.start} and {self.stop}")
        return self


class Prompt(Labeled):
    """One question and the form of its answer."""

    hint: Hints = {}
    entries: Literal["one", "many"] = "one"
    options: Several[Labeled] = ()
    pick: Literal["one", "many"] = "one"
    follow_up: Text = ""
    scale: Scale | None = None
    date: bool = False

    def field(self, limits: Limits, row: Labeled | None = None) -> Field:
        """The field that keeps this prompt's answer, in a table's `row` when there is one."""
        label = f"{row.label}: {self.label}" if row else self.label
        hint = self.hint.get(row.key if row else "", self.hint.get("", ""))
        scale = {name: getattr(self.scale, name) for name in Scale.model_fields} if self.scale else {}
        more = {"hint": hint, "help": self.help, "follow_up": self.follow_up, **scale}
        return limits.field(label, self._takes(), self.options, **more)

    def _takes(self) -> Takes:
        if self.scale:
            return "number"
        if self.options:
            return "option" if self.pick == "one" else "options"
        if self.entries == "one":
            return "date" if self.date else "text"
        return "pairs" if self.follow_up else "texts"


# Given to the browser as keys, for their wording is in the fields.
Prompts = Annotated[Several[Prompt], pydantic.PlainSerializer(lambda prompts: [prompt.key for prompt in prompts])]


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
    minutes: Whole = pydantic.Field(ge=1, le=120)
    instructions: Markdown
    limits: Limits = Limits()
    compose: Compose | None = None
    calendar: Calendar | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        self.check_wording()
        known = [key for key, _ in self.list_fields()]
        unique(known)
        drafts = self.model_dump_json(include={"compose", "calendar"})
        used = {*re.findall(r"\{([a-z0-9_.]+)\}", drafts), *([self.calendar.date] if self.calendar else [])}
        if not used <= set(known):
            strays = ", ".join(sorted(used - set(known)))
            raise ValueError(f"compose or calendar names {strays}, which is no field: correct it")
        return self

    def check_wording(self) -> None:
        """Raise ValueError where parts of the wording do not fit each other."""

    def list_fields(self) -> list[NamedField]:
        """Every field with its key, in reading order."""
        raise NotImplementedError

    def prompt_fields(self, prompts: Sequence[Prompt], rows: Sequence[Labeled] = ()) -> list[NamedField]:
        """A field for each prompt, or for each in each of `rows`."""
        if not rows:
            return [(prompt.key, prompt.field(self.limits)) for prompt in prompts]
        return [(f"{row.key}.{prompt.key}", prompt.field(self.limits, row)) for row in rows for prompt in prompts]

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
                    raise BadValue(wording.NO_SUCH_FIELD)
                kept[key] = known[key].clean(value)
            except BadValue as wrong:
                errors[key] = wrong.args[0]
        if errors:
            raise BadAnswers(errors)
        return kept

    def progress(self, values: Mapping[str, object]) -> tuple[int, int]:
        """How many steps are answered, of how many."""
        steps = self.steps()
        answered = sum(any(is_answered(values.get(key)) for key in step) for step in steps)
        return answered, len(steps)
