"""Say in words and tables what a cohort's report tells, once for all its files; small groups are left out here."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any

from mentorcourse.language import Sentence
from mentorcourse.reports import SMALLEST_GROUP

from .statistics import Change, paired_change
from .wording import LABELS, WORDS

Value = str | int | float | None


@dataclass(frozen=True)
class Variable:
    """A column of a table, as the codebook explains it; `decimals` is how exactly its numbers are told."""

    name: str
    label: Sentence
    unit: Sentence
    rule: Sentence
    decimals: int = 0


@dataclass(frozen=True)
class Table:
    """One table: its name as a sheet or a file, its variables, and its rows, with None where nothing may be told."""

    name: str
    title: str
    variables: list[Variable]
    rows: list[list[Value]]


@dataclass(frozen=True)
class Compared:
    """One scale: for each statement the change from the beginning to now, and what looking back says of it."""

    scale: dict[str, Any]
    statements: list[str]
    changes: list[Change | None]
    looking_back: list[Change | None]

    @property
    def is_told(self) -> bool:
        """Whether any statement has been rated twice by enough people."""
        return any(self.changes)


@dataclass(frozen=True)
class Contents:
    """A report's contents; `is_small` when the cohort is too small for anything to be told."""

    facts: dict[str, Any]
    is_small: bool
    compared: list[Compared] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def contents(facts: dict[str, Any]) -> Contents:
    """The contents, from what `gather` has found."""
    if facts["people"] < SMALLEST_GROUP:
        return Contents(facts, is_small=True)
    compared = [_compared(facts, scale) for scale in facts["scales"]]
    told = [one for one in compared if one.is_told]
    tables = [_sections(facts), _whole(facts), *([_pitfalls(told)] if told else [])]
    return Contents(facts, False, told, tables)


def _compared(facts: dict[str, Any], scale: dict[str, Any]) -> Compared:
    rated = [facts["ratings"][scale["key"]][one["key"]] for one in facts["statements"]]
    changes, back = [], []
    for triples in rated:
        looked = [one for one in triples if one[2] is not None]
        changes.append(paired_change([one[0] for one in triples], [one[1] for one in triples]))
        back.append(paired_change([one[2] for one in looked], [one[1] for one in looked]))
    statements = [f"{number}. {one['label']}" for number, one in enumerate(facts["statements"], start=1)]
    return Compared(scale, statements, changes, back)


def _variable(name: str, decimals: int = 0, rule: str = "five") -> Variable:
    label, unit = LABELS[name]
    return Variable(name, label, unit, WORDS[f"rule_{rule}"], decimals)


def _sections(facts: dict[str, Any]) -> Table:
    variables = [*(_variable(name, rule="never") for name in ("section", "begun", "done")), _variable("minutes")]
    rows: list[list[Value]] = [
        [one["title"], one["begun"], one["done"], _minutes(facts["minutes"].get(one["title"], []))]
        for one in facts["sections"]
    ]
    return Table("sections", WORDS["sections_title"], variables, rows)


def _minutes(spent: list[float]) -> int | None:
    """The median to the nearest five minutes; None for fewer than five people."""
    return None if len(spent) < SMALLEST_GROUP else 5 * round(median(spent) / 5)


def _whole(facts: dict[str, Any]) -> Table:
    made, sections = facts["commitments"], facts["sections"]
    told = made["people"] >= SMALLEST_GROUP
    rows: list[list[Value]] = [
        [WORDS["participants"], facts["people"]],
        [WORDS["finished_all"], facts["finished"]],
        [WORDS["minutes_whole"], _minutes(facts["minutes"].get("", []))],
        [WORDS["commitments"], made["count"] if told else None],
        [WORDS["committed_people"], made["people"] if told else None],
    ]
    return Table(
        "whole", WORDS["whole_title"], [_variable("what", rule="never"), _variable("number")], rows if sections else []
    )


def _pitfalls(compared: list[Compared]) -> Table:
    names = ("n", "mean_then", "mean_now", "change", "low", "high", "g_av", "n_back", "mean_back", "change_back")
    variables = [_variable("scale", rule="never"), _variable("statement", rule="never")]
    variables += [_variable(name, 0 if name.startswith("n") else 2, "batches") for name in names]
    rows: list[list[Value]] = []
    for one in compared:
        for statement, change, back in zip(one.statements, one.changes, one.looking_back, strict=True):
            rows.append([one.scale["label"], statement, *_changed(change), *_looked(back)])
    return Table("pitfalls", WORDS["pitfalls_title"], variables, rows)


def _changed(change: Change | None) -> list[Value]:
    if change is None:
        return [None] * 7
    return [change.n, change.first, change.second, change.change, change.low, change.high, change.g_av]


def _looked(back: Change | None) -> list[Value]:
    return [None] * 3 if back is None else [back.n, back.first, back.change]
