"""One activity as one person has filled it in: its answered fields as the blocks of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mentorcourse.content.fields import Field
from mentorcourse.content.models import Compose
from mentorcourse.language import say

from .blocks import Answer, Block, Cell, Entry, Heading, Mark, Row, Table, entry, heading
from .drafts import Days, fill, texts
from .kept import Kept

# Cells that hold more than this, or more columns, are easier to read one under the other. A new line takes the room
# of a line's characters; a row of a table is not broken over two pages, so it must fit on one.
TABLE_CHARACTERS = 700
TABLE_COLUMNS = 3
LINE_CHARACTERS = 30
SHORT_CHARACTERS = 60

Named = Sequence[tuple[str, str]]  # (key, label)


@dataclass(frozen=True)
class Sheet:
    """An activity's fields and somebody's answers to them; every method passes over what is not answered."""

    fields: Mapping[str, Field]
    kept: Kept
    days: Days

    @property
    def words(self) -> dict[str, str]:
        """The documents' own words, in the reader's language."""
        return self.days.words

    def label(self, key: str) -> str:
        """What a field is called; its key, where the activity does not have it any longer."""
        return say(self.fields[key].label, self.days.language) if key in self.fields else key

    def help(self, key: str) -> str:
        """What helps to answer a field, or a row of them: nothing here, where it has been answered."""
        return ""

    @cached_property
    def strays(self) -> list[str]:
        """Answered fields that the activity does not have any longer."""
        return [key for key in self.kept.values if key not in self.fields and self.kept.has(key)]

    def cell(self, key: str) -> Cell | None:
        """The answer to one field."""
        if not self.kept.has(key):
            return None
        field, value = self.fields.get(key, Field(key)), self.kept.values[key]
        entries = [entry(text, then) for text, then in texts(field, value, self.days)]
        changed = self.days.of(self.kept.changed_at(key))
        listed = isinstance(value, list) and (len(value) > 1 or field.takes in ("texts", "pairs"))
        return {"entries": entries, "listed": listed, "then_label": field.follow_up, "changed": changed, "lines": 0}

    def answers(self, named: Iterable[tuple[str, str]]) -> list[Answer]:
        """The answers to these fields, each under its label."""
        found = [(label, self.cell(key), self.help(key)) for key, label in named]
        return [_asked(label, cell, help_) for label, cell, help_ in found if cell]

    def labelled(self, keys: Iterable[str]) -> list[Answer]:
        """The answers to these fields, each under its own label."""
        return self.answers((key, self.label(key)) for key in keys)

    def under(self, title: str, blocks: Sequence[Block]) -> list[Block]:
        """`blocks` with a heading, unless there are none."""
        opening: Heading = heading(title)
        return [opening, *blocks] if blocks else []

    def grid(self, corner: str, rows: Named, columns: Named) -> list[Block]:
        """Fields "row.column" as a table, or one under the other when a table would be hard to read."""
        cells: list[Row] = [
            {
                "label": label,
                "help": self.help(row),
                "cells": [self.cell(f"{row}.{column}") for column, _ in columns],
            }
            for row, label in rows
        ]
        answered = [row for row in cells if any(row["cells"])]
        if not answered:
            return []
        if len(columns) > TABLE_COLUMNS or max(map(_characters, answered)) > TABLE_CHARACTERS:
            return self._stacked(answered, columns)
        return [self._table([corner, *(label for _, label in columns)], answered)]

    def mark(self, sign: str, key: str, label: str, below: Sequence[Answer] = ()) -> list[Mark]:
        """One thing ticked or starred; without its sign, when only something was written beside it."""
        if not self.kept.has(key) and not below:
            return []
        changed = self.days.of(self.kept.changed_at(key)) if self.kept.has(key) else ""
        return [{"mark": sign if changed else "", "label": label, "changed": changed, "below": list(below)}]

    def draft(self, compose: Compose | None) -> list[Block]:
        """The text that the activity drafts from its answers."""
        text = compose and fill(compose.text, self.fields, self.kept.values, self.days)
        if not compose or not text:
            return []
        return [{"block": "draft", "title": compose.title, "text": text, "rtl": entry(text)["rtl"]}]

    def _stacked(self, rows: list[Row], columns: Named) -> list[Block]:
        blocks: list[Block] = []
        for row in rows:
            found = zip((label for _, label in columns), row["cells"], strict=True)
            blocks += self.under(row["label"], [_asked(label, cell) for label, cell in found if cell])
        return blocks

    def _table(self, head: list[str], rows: list[Row]) -> Table:
        """A table; when all its answers are of one day, the day is said once."""
        filled = [cell for row in rows for cell in row["cells"] if cell]
        days, note = {cell["changed"] for cell in filled}, ""
        if len(days) == 1 and any(days):
            note = self.words["same_day"].format(day=days.pop())
            for cell in filled:
                cell["changed"] = ""
        share = 1.4 if max(map(_characters, rows)) <= SHORT_CHARACTERS else 0.7
        return {"block": "table", "head": head, "rows": rows, "share": share, "note": note}


def _asked(label: str, cell: Cell, help_: str = "") -> Answer:
    return {"block": "answer", "label": label, "help": help_, **cell}


def _characters(row: Row) -> int:
    return max(
        sum(map(_room, cell["entries"])) + LINE_CHARACTERS * cell["lines"] if cell else 0 for cell in row["cells"]
    )


def _room(one: Entry) -> int:
    written = one["text"] + one["then"]
    return len(written) + LINE_CHARACTERS * written.count("\n") + LINE_CHARACTERS
