"""The nine kinds of activity: which fields each keeps, and what is particular to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, model_validator

from . import fields
from .models import Activity, Key, Markdown, Model, NamedField, Option, Prompt, Scale, Text, Wording, unique


class Row(Model):
    """One line of a table or grid."""

    key: Key
    label: Wording
    help: Text = ""


class Table(Activity):
    """A worksheet of rows and columns, one field a cell."""

    kind: Literal["table"]
    rows: tuple[Row, ...] = Field(min_length=1)
    columns: tuple[Prompt, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hints_are_for_rows(self) -> Table:
        rows = {row.key for row in self.rows}
        for column in self.columns:
            strays = set(column.hint) - rows if isinstance(column.hint, dict) else set()
            if strays:
                raise ValueError(f"column {column.key} has a hint for {', '.join(sorted(strays))}, which is no row")
        return self

    def list_fields(self) -> list[NamedField]:
        return [
            (f"{row.key}.{column.key}", column.field(self.limits, f"{row.label}: {column.label}", row.key))
            for row in self.rows
            for column in self.columns
        ]


class Answers(Activity):
    """Short answers, one field a prompt."""

    kind: Literal["answers", "journal"]
    prompts: tuple[Prompt, ...] = Field(min_length=1)

    def list_fields(self) -> list[NamedField]:
        return [(prompt.key, prompt.field(self.limits)) for prompt in self.prompts]


class Item(Model):
    """One box to tick, with room for a note or a choice where it asks for one."""

    key: Key
    label: Wording
    help: Text = ""
    note: Text = ""
    options: tuple[Option, ...] | None = None
    pick: Literal["one", "many"] = "one"


class Stage(Model):
    """A part of a checklist that belongs together in time."""

    key: Key
    title: Wording
    help: Text = ""
    note: Text = ""
    items: tuple[Item, ...] = Field(min_length=1)


class Checklist(Activity):
    """Boxes to tick in stages, with notes."""

    kind: Literal["checklist"]
    stages: tuple[Stage, ...] = Field(min_length=1)

    def list_fields(self) -> list[NamedField]:
        found: list[NamedField] = []
        for stage in self.stages:
            for item in stage.items:
                found.append((item.key, fields.Field(label=item.label, takes="tick", help=item.help)))
                if item.options:
                    choice = Prompt(key=item.key, label=item.label, options=item.options, pick=item.pick)
                    found.append((f"{item.key}.option", choice.field(self.limits)))
                if item.note:
                    found.append((f"{item.key}.note", self.text(item.note)))
            if stage.note:
                found.append((f"{stage.key}.note", self.text(stage.note)))
        return found

    def steps(self) -> list[list[str]]:
        return [[item.key] for stage in self.stages for item in stage.items]


class Ratings(Activity):
    """A grid of statements, each rated on one or more scales."""

    kind: Literal["ratings"]
    items: tuple[Row, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = Field(min_length=1)

    def list_fields(self) -> list[NamedField]:
        return [
            (f"{item.key}.{scale.key}", scale.field(f"{item.label}: {scale.label}"))
            for item in self.items
            for scale in self.scales
        ]


class Consequences(Model):
    """What a choice brings to each of the people concerned."""

    mentee: Markdown
    mentor: Markdown
    others: Markdown


class CaseOption(Option):
    """One way to act in a case study."""

    consequences: Consequences


class Case(Activity):
    """A case study: choose, give reasons, commit; then debrief and a second answer, both kept."""

    kind: Literal["case"]
    situation: Markdown
    question: Wording
    options: tuple[CaseOption, ...] = Field(min_length=2)
    weigh: tuple[Prompt, ...] = ()
    own: Key | None = None
    debrief: Markdown

    @model_validator(mode="after")
    def _own_is_an_option(self) -> Case:
        keys = [option.key for option in self.options]
        unique("option", keys)
        if self.own and self.own not in keys:
            raise ValueError(f"own names {self.own}, which is no option: name one of the options")
        return self

    def list_fields(self) -> list[NamedField]:
        weighed = [
            (f"{option.key}.{prompt.key}", prompt.field(self.limits, f"{option.label}: {prompt.label}"))
            for option in self.options
            for prompt in self.weigh
        ]
        committed = fields.Field(label="First answer committed", takes="tick")
        first, second = self._answer("", "Your reasons"), self._answer("second_", "Your reasons now")
        return [*weighed, *first, ("committed", committed), *second]

    def _answer(self, prefix: str, reasons: str) -> list[NamedField]:
        choice = Prompt(key="choice", label=self.question, options=self.options).field(self.limits)
        own = [(f"{prefix}own_way", self.text("Your own way"))] if self.own else []
        return [(f"{prefix}choice", choice), *own, (f"{prefix}reasons", self.text(reasons))]

    def steps(self) -> list[list[str]]:
        return [["choice"], ["reasons"], ["committed"], ["second_choice"], ["second_reasons"]]

    def refuse(self, kept: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, str]:
        known, after = dict(self.list_fields()), {**kept, **changes}
        if kept.get("committed"):
            words = (
                "Your first answer is kept as you committed it. Write what you see differently in your second answer."
            )
            first = [key for key in changes if not key.startswith("second_")]
            return {key: words for key in first if changes[key] != kept.get(key, known[key].empty)}
        if not after.get("committed"):
            words = "Commit to your first answer before you write the second."
            return {k: words for k, v in changes.items() if k.startswith("second_") and fields.is_answered(v)}
        complete = after.get("choice") and after.get("reasons")
        return {} if complete else {"committed": "Choose one way and give your reasons, then commit."}


class Group(Model):
    """Questions on one theme."""

    key: Key
    title: Wording
    help: Text = ""
    questions: tuple[Row, ...] = Field(min_length=1)


class Questions(Activity):
    """A bank of questions: star favourites, add one's own."""

    kind: Literal["questions"]
    groups: tuple[Group, ...] = Field(min_length=1)

    def list_fields(self) -> list[NamedField]:
        starred = [question for group in self.groups for question in group.questions]
        stars = [(question.key, fields.Field(label=question.label, takes="tick")) for question in starred]
        own = [
            (f"own.{group.key}", self.text(f"{group.title}: your own questions", takes="texts"))
            for group in self.groups
        ]
        return stars + own

    def steps(self) -> list[list[str]]:
        return [[key for key, _ in self.list_fields()]]


class Phase(Model):
    """A stretch of a timed exercise."""

    key: Key
    title: Wording
    minutes: int = Field(ge=1, le=60)
    instructions: Markdown


class Exercise(Activity):
    """An exercise in timed phases, with prompts to review it by."""

    kind: Literal["exercise"]
    phases: tuple[Phase, ...] = Field(min_length=1)
    prompts: tuple[Prompt, ...] = Field(min_length=1)

    def list_fields(self) -> list[NamedField]:
        return [(prompt.key, prompt.field(self.limits)) for prompt in self.prompts]


class Situation(Model):
    """A short scene, the options that fit it, and what to say to each choice."""

    key: Key
    text: Markdown
    fits: Annotated[tuple[Key, ...], BeforeValidator(lambda keys: [keys] if isinstance(keys, str) else keys)]
    feedback: dict[Key, Markdown]


class Situations(Activity):
    """Short scenes: choose for each, and read the feedback at once."""

    kind: Literal["situations"]
    options: tuple[Option, ...] = Field(min_length=2)
    situations: tuple[Situation, ...] = Field(min_length=1)
    reasons: Text = ""

    @model_validator(mode="after")
    def _each_choice_has_feedback(self) -> Situations:
        keys = {option.key for option in self.options}
        for one in self.situations:
            if set(one.feedback) != keys:
                raise ValueError(f"situation {one.key} needs feedback for each of {', '.join(sorted(keys))}")
            if not set(one.fits) <= keys:
                raise ValueError(f"situation {one.key}: fits names no option")
        return self

    def list_fields(self) -> list[NamedField]:
        found: list[NamedField] = []
        for one in self.situations:
            choice = Prompt(key=one.key, label="What would you do?", options=self.options)
            found.append((one.key, choice.field(self.limits)))
            if self.reasons:
                found.append((f"{one.key}.reasons", self.text(self.reasons)))
        return found

    def steps(self) -> list[list[str]]:
        return [[one.key] for one in self.situations]


AnyActivity = Annotated[
    Table | Answers | Checklist | Ratings | Case | Questions | Exercise | Situations, Discriminator("kind")
]


def layout(activity: AnyActivity) -> dict[str, Any]:
    """The kind's own part of a definition; prompts are named by key, for their wording is in the fields."""
    own = activity.model_dump(mode="json", by_alias=True, exclude=set(Activity.model_fields) | {"kind"})
    if "prompts" in own:
        own["prompts"] = [prompt["key"] for prompt in own["prompts"]]
    return own


def definition(activity: AnyActivity, section: str, language: str = "en") -> dict[str, Any]:
    """The activity as the browser gets it: JSON, Markdown already HTML."""
    shared = {"title", "audience", "minutes", "instructions", "compose", "calendar"}
    return {
        **activity.model_dump(mode="json", include=shared | {"kind"}),
        "activity": f"{section}.{activity.key}",
        "audience_words": activity.audience_words,
        "language": language,
        "fields": {key: field.definition() for key, field in activity.list_fields()},
        "steps": activity.steps(),
        "layout": layout(activity),
    }
