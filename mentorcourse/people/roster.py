"""Read a roster from CSV as spreadsheets write it, and enrol everybody in it or nobody."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mentorcourse.language import ENGLISH, Sentence
from mentorcourse.store import Store

from .cohorts import PeopleError, Person, clean_email, clean_name, clean_roles, enrol

COLUMNS = ("name", "email", "role")


class RosterError(PeopleError):
    """Nothing was imported; `problems` is a list of (line number, what to mend)."""

    def __init__(self, problems: Sequence[tuple[int, Sentence]]) -> None:
        self.problems = sorted(problems)
        super().__init__(self.said(ENGLISH))

    def said(self, language: str) -> str:
        """Each line with its mend, in this language."""
        lines = [Sentence("line {line}: {mend}", line=str(line), mend=mend) for line, mend in self.problems]
        told = [Sentence("Nothing was imported. Mend these lines and import again:"), *lines]
        return "\n".join(one.said(language) for one in told)


@dataclass(frozen=True)
class Row:
    """One person of a roster, with the number of the line they stand on (the heading is line 1)."""

    line: int
    name: str
    email: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Imported:
    """Everybody on the roster, in its order, and how many of them got a new membership or role by it."""

    people: list[Person]
    added: int


def read_roster(content: bytes) -> list[Row]:
    """Return the people of a CSV file with the columns name, email and role, in any order.

    Several roles are separated by ; or /. Fields are separated by comma, semicolon or tab; the text is UTF-8,
    UTF-16 or Windows-1252. Raises RosterError with every wrong line.
    """
    problems: list[tuple[int, Sentence]] = []
    rows: dict[str, Row] = {}
    for line, cells in _lines(_decoded(content)):
        try:
            row = Row(
                line,
                clean_name(cells["name"]),
                clean_email(cells["email"]),
                clean_roles(re.split(r"[;/,]", cells["role"])),
            )
            rows[row.email] = _merged(rows.get(row.email), row)
        except PeopleError as error:
            problems.append((line, error.args[0]))
    if problems:
        raise RosterError(problems)
    if not rows:
        raise RosterError([(2, Sentence("There is nobody on this roster: write one person a line below the heading"))])
    return list(rows.values())


def import_roster(store: Store, cohort: str, rows: Sequence[Row]) -> Imported:
    """Enrol everybody in the cohort (given by id), or raise RosterError and enrol nobody."""
    problems: list[tuple[int, Sentence]] = []
    people: list[Person] = []
    added = 0
    with store.writing() as session:
        for row in rows:
            try:
                person, is_new = enrol(store, session, cohort, row.name, row.email, row.roles)
            except PeopleError as error:
                problems.append((row.line, error.args[0]))
                continue
            people.append(person)
            added += is_new
        if problems:
            raise RosterError(problems)  # rolls everything back
    return Imported(people, added)


def _merged(earlier: Row | None, row: Row) -> Row:
    if earlier is None:
        return row
    if earlier.name.casefold() != row.name.casefold():
        raise PeopleError(
            Sentence(
                "{email} is “{earlier}” on line {line} and “{name}” here: keep one name, or give each person an "
                "address of their own",
                email=row.email,
                earlier=earlier.name,
                line=str(earlier.line),
                name=row.name,
            )
        )
    return Row(earlier.line, earlier.name, earlier.email, earlier.roles | row.roles)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if content[:2].count(0) == 1:  # UTF-16 without its mark: every letter of the heading has an empty half
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    heading, _, _ = text.partition("\n")
    separator = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = _columns(cells)
            elif any(cell.strip() for cell in cells):
                yield line, dict.fromkeys(COLUMNS, "") | dict(zip(names, cells, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        mend = Sentence("This is not CSV ({error}): check its quotation marks", error=error)
        raise RosterError([(line, mend)]) from error
    if not names:
        mend = Sentence("The file is empty: start it with the heading {heading}", heading=",".join(COLUMNS))
        raise RosterError([(1, mend)])


def _columns(cells: Sequence[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    if missing:
        raise RosterError([(1, _missing(name)) for name in missing])
    return names


def _missing(column: str) -> Sentence:
    return Sentence("The heading needs the column {name} exactly once, beside name, email and role", name=column)
