"""How each kind of activity stands in a workbook: its answered fields in reading order, as blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mentorcourse.content import AnyActivity, kinds

from .blocks import Block, Mark, passage
from .drafts import Days
from .kept import Kept
from .sheet import Sheet

TICK, STAR = "✓", "★"

_markdown = MarkdownIt("commonmark", {"html": False})


def blocks(activity: AnyActivity, sheet: Sheet) -> list[Block]:
    """The activity as its sheet tells it; also what was answered that the activity has stopped asking."""
    told = _KINDS.get(activity.kind, _all_fields)(sheet, activity)
    former = sheet.under(sheet.words["former_questions"], sheet.labelled(sheet.strays))
    return [*told, *sheet.draft(activity.compose), *former]


def former_blocks(kept: Kept, days: Days) -> list[Block]:
    """Everything answered in an activity that the course has no longer, under the fields' keys."""
    sheet = Sheet({}, kept, days)
    return [*sheet.labelled(sheet.strays)]


def plain_words(markdown: str) -> str:
    """An author's Markdown as plain paragraphs, with a blank line between them."""
    paragraphs = [token.children or [] for token in _markdown.parse(markdown) if token.type == "inline"]
    return "\n\n".join("".join(map(_word, children)) for children in paragraphs)


def _word(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _named(things: Any) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in things]


def _all_fields(sheet: Sheet, _activity: Any) -> list[Block]:
    """For prompts, and for any kind that nobody has laid out here yet: one answer under the other."""
    return [*sheet.labelled(sheet.fields)]


def _table(sheet: Sheet, activity: kinds.Table) -> list[Block]:
    return sheet.grid(sheet.words["topic"], _named(activity.rows), _named(activity.columns))


def _ratings(sheet: Sheet, activity: kinds.Ratings) -> list[Block]:
    scales = [(scale.key, scale.label or sheet.words["rating"]) for scale in activity.scales]
    return sheet.grid(sheet.words["statement"], _named(activity.items), scales)


def _checklist(sheet: Sheet, activity: kinds.Checklist) -> list[Block]:
    return [block for stage in activity.stages for block in _stage(sheet, stage)]


def _stage(sheet: Sheet, stage: kinds.Stage) -> list[Block]:
    marks: list[Mark] = []
    for item in stage.items:
        choice = sheet.words["choice"]
        beside = [(f"{item.key}.option", choice), (f"{item.key}.note", item.note or choice)]
        marks += sheet.mark(TICK, item.key, item.label, sheet.answers(beside))
    ticked: list[Block] = [{"block": "marks", "marks": marks}] if marks else []
    return sheet.under(stage.title, [*ticked, *sheet.answers([(f"{stage.key}.note", stage.note)])])


def _questions(sheet: Sheet, activity: kinds.Questions) -> list[Block]:
    told: list[Block] = []
    for group in activity.groups:
        stars = [mark for one in group.questions for mark in sheet.mark(STAR, one.key, one.label)]
        starred: list[Block] = [{"block": "marks", "marks": stars}] if stars else []
        own = sheet.answers([(f"own.{group.key}", sheet.words["own_questions"])])
        told += sheet.under(group.title, [*starred, *own])
    return told


def _situations(sheet: Sheet, activity: kinds.Situations) -> list[Block]:
    told: list[Block] = []
    for one in activity.situations:
        answers = sheet.labelled(key for key in (one.key, f"{one.key}.reasons") if key in sheet.fields)
        told += [passage(plain_words(one.text)), *answers] if answers else []
    return told


def _case(sheet: Sheet, activity: kinds.Case) -> list[Block]:
    corner, options = sheet.words["option"], _named(activity.options)
    weighed = sheet.grid(corner, options, _named(activity.weigh)) if activity.weigh else []
    told = [
        *sheet.under(sheet.words["weighing"], weighed),
        *sheet.under(sheet.words["first_answer"], [*_case_answer(sheet, ""), *_committed(sheet)]),
        *sheet.under(sheet.words["second_answer"], _case_answer(sheet, "second_")),
    ]
    return [passage(plain_words(activity.situation)), *told] if told else []


def _case_answer(sheet: Sheet, prefix: str) -> list[Block]:
    keys = [f"{prefix}{key}" for key in ("choice", "own_way", "reasons")]
    return [*sheet.labelled(key for key in keys if key in sheet.fields)]


def _committed(sheet: Sheet) -> list[Block]:
    marks = sheet.mark(TICK, "committed", sheet.words["committed"])
    return [{"block": "marks", "marks": marks}] if marks else []


_KINDS: dict[str, Callable[[Sheet, Any], list[Block]]] = {
    "table": _table,
    "ratings": _ratings,
    "checklist": _checklist,
    "questions": _questions,
    "situations": _situations,
    "case": _case,
}
