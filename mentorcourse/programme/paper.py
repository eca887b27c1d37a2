"""Set a cohort's report as a document for the typesetter, from its contents."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from babel.numbers import format_decimal

from mentorcourse.documents.blocks import Document, printable
from mentorcourse.documents.drafts import Days
from mentorcourse.language import say

from .chart import chart
from .content import Compared, Contents, Table, Value, Variable
from .wording import WORDS

DASH = "–"
_LONGEST_STATEMENT = 60
Block = dict[str, Any]


class Report(Document):
    """A report ready to be set."""

    course: str
    cohort: str
    institution: str
    blocks: list[Block]


def report(found: Contents, about: dict[str, str]) -> Report:
    """The document; `about` has course, cohort, institution, language, paper, and `made` as ISO 8601."""
    language = about["language"]
    words = {name: say(sentence, language) for name, sentence in WORDS.items()}
    made = datetime.fromisoformat(about["made"])
    day = Days(language, UTC).of(made)
    whole: Report = {
        "document": "programme",
        "language": language,
        "paper": "a4" if about["paper"] == "a4" else "letter",
        "made": made.astimezone(UTC).isoformat(timespec="seconds"),
        "document_title": words["document_title"].format(course=about["course"], cohort=about["cohort"]),
        "words": words | {"made": words["made"].format(day=day)},
        "course": about["course"],
        "cohort": about["cohort"],
        "institution": about["institution"],
        "blocks": list(_blocks(found, words, language)),
    }
    return printable(whole)


def _blocks(found: Contents, words: dict[str, str], language: str) -> list[Block]:
    if found.is_small:
        return [_text(words["small"])]
    tables = {one.name: one for one in found.tables}
    told = [
        _text(words["about"]),
        _heading(words["whole_title"]),
        _table(tables["whole"], language),
        _heading(words["sections_title"]),
        _text(words["sections_about"]),
        _table(tables["sections"], language),
        _heading(words["pitfalls_title"]),
    ]
    if not found.compared:
        return [*told, _text(words["too_few_pairs"])]
    told += [_text(words[name]) for name in ("pitfalls_about", "frozen", "no_control")]
    for compared in found.compared:
        told += _comparison(compared, tables["pitfalls"], words, language)
    if any(back for compared in found.compared for back in compared.looking_back):
        told.append(_text(words["back_about"]))
    return told


def _comparison(compared: Compared, table: Table, words: dict[str, str], language: str) -> list[Block]:
    picture, alternative = chart(compared, language)
    scale, label = compared.scale, compared.scale["label"]
    low, high = (scale["points"].get(str(end), scale["points"].get(end, end)) for end in (scale["from"], scale["to"]))
    caption = words["figure_caption"].format(scale=label, low=low, high=high)
    rows = [row[1:] for row in table.rows if row[0] == label]
    has_back = any(compared.looking_back)
    variables = table.variables[1:] if has_back else table.variables[1:-3]
    kept = Table(table.name, label, variables, [row[: len(variables)] for row in rows])
    return [
        {"kind": "heading", "level": 2, "text": label},
        {"kind": "figure", "svg": picture, "alt": alternative, "caption": caption},
        {**_table(kept, language), "note": words["table_note"]},
    ]


def _heading(text: str) -> Block:
    return {"kind": "heading", "level": 1, "text": text}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _table(table: Table, language: str) -> Block:
    head = [say(variable.label, language) for variable in table.variables]
    rows = [
        [_cell(one, variable, language) for one, variable in zip(row, table.variables, strict=True)]
        for row in table.rows
    ]
    return {"kind": "table", "caption": say(table.title, language), "head": head, "rows": rows, "note": ""}


def _cell(value: Value, variable: Variable, language: str) -> str:
    if value is None:
        return DASH
    if isinstance(value, str):
        text = say(value, language)
        return text if len(text) <= _LONGEST_STATEMENT or variable.name != "statement" else _shortened(text)
    pattern = "0." + "0" * variable.decimals if variable.decimals else "0"
    return str(format_decimal(value, pattern, locale=language.replace("-", "_")))


def _shortened(text: str) -> str:
    """A statement's beginning; the picture beside it has all of it."""
    return text[:_LONGEST_STATEMENT].rsplit(" ", 1)[0] + " …"
