"""The nine kinds of activity: which fields each keeps, and what is particular to it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field

from mentorcourse.language import wording

from .fields import NamedField, Takes, is_answered
from .models import Activity, Key, Labeled, Markdown, Model, Prompt, Prompts, Scale, Several, Text, Whole, Wording


class Titled(Model):
    """A part of an activity under a heading of its own."""

    key: Key
    title: Wording
    help: Text = ""


class Table(Activity):
    """A worksheet of rows and columns, one field a cell."""

    kind: Literal["table"]
    rows: Several[Labeled]
    columns: Several[Prompt]

    def check_wording(self) -> None:
        rows = {row.key for row in self.rows}
        for column in self.columns:
            strays = set(column.hint) - rows - {""}
            if strays:
                raise ValueError(f"column {column.key} has a hint for {', '.join(sorted(strays))}, which is no row")

    def list_fields(self) -> list[NamedField]:
        return self.prompt_fields(self.columns, self.rows)


class Answers(Activity):
    """Short answers, one field a prompt."""

    kind: Literal["answers", "journal"]
    prompts: Prompts

    def list_fields(self) -> list[NamedField]:
        return self.prompt_fields(self.prompts)


class Item(Labeled):
    """One box to tick, with room for a note or a choice where it asks for one."""

    note: Text = ""
    options: Several[Labeled] | None = None
    pick: Literal["one", "many"] = "one"


class Stage(Titled):
    """A part of a checklist that belongs together in time."""

    note: Text = ""
    items: Several[Item]


class Checklist(Activity):
    """Boxes to tick in stages, with notes."""

    kind: Literal["checklist"]
    stages: Several[Stage]

    def list_fields(self) -> list[NamedField]:
        field, found = self.limits.field, list[NamedField]()
        for stage in self.stages:
            for item in stage.items:
                found.append((item.key, field(item.label, "tick", help=item.help)))
                if item.options:
                    takes: Takes = "option" if item.pick == "one" else "options"
                    found.append((f"{item.key}.option", field(item.label, takes, item.options)))
                if item.note:
                    found.append((f"{item.key}.note", field(item.note)))
            if stage.note:
                found.append((f"{stage.key}.note", field(stage.note)))
        return found

    def steps(self) -> list[list[str]]:
        return [[item.key] for stage in self.stages for item in stage.items]


class RatingScale(Scale):
    """A scale on which each item of a grid is rated."""

    key: Key
    label: Wording


class Ratings(Activity):
    """A grid of statements, each rated on one or more scales."""

    kind: Literal["ratings"]
    items: Several[Labeled]
    scales: Several[RatingScale]

    def list_fields(self) -> list[NamedField]:
        return self.prompt_fields([Prompt(key=s.key, label=s.label, scale=s) for s in self.scales], self.items)


class Consequences(Model):
    """What a choice brings to each of the people concerned."""

    mentee: Markdown
    mentor: Markdown
    others: Markdown


class CaseOption(Labeled):
    """One way to act in a case study."""

    consequences: Consequences


class Case(Activity):
    """A case study: choose, give reasons, commit; then debrief and a second answer, both kept."""

    kind: Literal["case"]
    situation: Markdown
    question: Wording
    options: Several[CaseOption] = Field(min_length=2)
    weigh: Several[Prompt] = ()
    own: Key | None = None
    debrief: Markdown

    def check_wording(self) -> None:
        if self.own and self.own not in [option.key for option in self.options]:
            raise ValueError(f"own names {self.own}, which is no option: name one of the options")

    def list_fields(self) -> list[NamedField]:
        weighed = self.prompt_fields(self.weigh, self.options)
        committed = self.limits.field(wording.COMMITTED, "tick")
        first, second = self._answer("", wording.REASONS), self._answer("second_", wording.REASONS_NOW)
        return [*weighed, *first, ("committed", committed), *second]

    def _answer(self, prefix: str, reasons: str) -> list[NamedField]:
        field = self.limits.field
        own = [(f"{prefix}own_way", field(wording.OWN_WAY))] if self.own else []
        choice = field(self.question, "option", self.options)
        return [(f"{prefix}choice", choice), *own, (f"{prefix}reasons", field(reasons))]

    def steps(self) -> list[list[str]]:
        return [["choice"], ["reasons"], ["committed"], ["second_choice"], ["second_reasons"]]

    def refuse(self, kept: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, str]:
        known, after = dict(self.list_fields()), {**kept, **changes}
        second = {key for key, _ in self._answer("second_", "")}
        if kept.get("committed"):
            first = changes.keys() - second
            return {key: wording.STAYS for key in first if changes[key] != kept.get(key, known[key].empty)}
        if not after.get("committed"):
            return {key: wording.FIRST_THINGS_FIRST for key in second & changes.keys() if is_answered(changes[key])}
        complete = after.get("choice") and after.get("reasons")
        return {} if complete else {"committed": wording.INCOMPLETE}


class Group(Titled):
    """Questions on one theme."""

    questions: Several[Labeled]


class Questions(Activity):
    """A bank of questions: star favorites, add one's own."""

    kind: Literal["questions"]
    groups: Several[Group]

    def list_fields(self) -> list[NamedField]:
        field, asked = self.limits.field, [question for group in self.groups for question in group.questions]
        stars = [(question.key, field(question.label, "tick")) for question in asked]
        return stars + [(f"own.{g.key}", field(wording.own_questions(g.title), "texts")) for g in self.groups]

    def steps(self) -> list[list[str]]:
        return [[key for key, _ in self.list_fields()]]


class Phase(Model):
    """A stretch of a timed exercise."""

    key: Key
    title: Wording
    minutes: Whole = Field(ge=1, le=60)
    instructions: Markdown


class Exercise(Activity):
    """An exercise in timed phases, with prompts to review it by."""

    kind: Literal["exercise"]
    phases: Several[Phase]
    prompts: Prompts

    def list_fields(self) -> list[NamedField]:
        return self.prompt_fields(self.prompts)


class Situation(Model):
    """A short scene, the options that fit it, and what to say to each choice."""

    key: Key
    text: Markdown
    fits: Annotated[tuple[Key, ...], BeforeValidator(lambda keys: [keys] if isinstance(keys, str) else keys)]
    feedback: dict[Key, Markdown]


class Situations(Activity):
    """Short scenes: choose for each, and read the feedback at once."""

    kind: Literal["situations"]
    options: Several[Labeled] = Field(min_length=2)
    situations: Several[Situation]
    reasons: Text = ""

    def check_wording(self) -> None:
        keys = {option.key for option in self.options}
        for one in self.situations:
            if set(one.feedback) != keys:
                raise ValueError(f"situation {one.key} needs feedback for each of {', '.join(sorted(keys))}")
            if not one.fits or not set(one.fits) <= keys:
                raise ValueError(f"situation {one.key}: fits names no option")

    def list_fields(self) -> list[NamedField]:
        found = list[NamedField]()
        for one in self.situations:
            found.append((one.key, self.limits.field(wording.WHAT_TO_DO, "option", self.options)))
            if self.reasons:
                found.append((f"{one.key}.reasons", self.limits.field(self.reasons)))
        return found

    def steps(self) -> list[list[str]]:
        return [[one.key] for one in self.situations]


AnyActivity = Annotated[
    Table | Answers | Checklist | Ratings | Case | Questions | Exercise | Situations, Discriminator("kind")
]
