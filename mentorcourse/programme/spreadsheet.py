"""Write a cohort's report as XLSX, and as CSV with a codebook; no cell can act as a formula where it is opened."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

from mentorcourse.language import say

from .content import Contents, Table, Value
from .wording import WORDS

# What spreadsheets take for the beginning of a formula, or drop before they look for one.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def harmless(value: Value) -> Value:
    """A cell's value; a text that a spreadsheet could take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(_ACTIVE):
        return f"'{value}"
    return value


def xlsx(found: Contents, about: dict[str, str]) -> bytes:
    """A workbook: what the report is, a sheet for each table, and the codebook."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(written, options) as book:
        title = say(WORDS["document_title"], about["language"]).format(**about)
        book.set_properties({"title": title, "comments": say(WORDS["subject"], about["language"])})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets(found, about):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            widest: dict[int, int] = {}
            for number, row in enumerate(rows):
                for column, value in enumerate(map(harmless, row)):
                    widest[column] = min(60, max(widest.get(column, 8), len(str(value if value is not None else ""))))
                    if value is not None:
                        sheet.write(number, column, value, bold if number == 0 else wrap)
            for column, width in widest.items():
                sheet.set_column(column, column, width + 2)
    return written.getvalue()


def csv_files(found: Contents, about: dict[str, str]) -> bytes:
    """A ZIP with one CSV file a table and codebook.csv: UTF-8 with a mark by which spreadsheets know it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in sheets(found, about):
            text = io.StringIO()
            csv.writer(text).writerows([["" if one is None else one for one in map(harmless, row)] for row in rows])
            packed.writestr(f"{name}.csv", text.getvalue().encode("utf-8-sig"))
    return written.getvalue()


def sheets(found: Contents, about: dict[str, str]) -> Iterator[tuple[str, list[list[Value]]]]:
    """(name, rows with their head) of each sheet; the names are the same in every language."""
    language = about["language"]
    yield "about", list(_about(found, about))
    for table in found.tables:
        rows = [[say(one, language) if isinstance(one, str) else _rounded(one) for one in row] for row in table.rows]
        yield table.name, [[variable.name for variable in table.variables], *rows]
    yield "codebook", list(_codebook(found.tables, language))


def _rounded(value: Value) -> Value:
    return round(value, 4) if isinstance(value, float) else value


def _about(found: Contents, about: dict[str, str]) -> Iterator[list[Value]]:
    language = about["language"]
    if about["mark"]:
        yield [about["mark"]]
    yield [say(WORDS["document_title"], language).format(**about)]
    yield [about["made"]]
    names = (
        ["small"]
        if found.is_small
        else ["about", "sections_about", "pitfalls_about", "frozen", "no_control", "back_about"]
    )
    if not found.is_small and not found.compared:
        names = ["about", "sections_about", "too_few_pairs"]
    for name in names:
        yield [say(WORDS[name], language)]


def _codebook(tables: list[Table], language: str) -> Iterator[list[Value]]:
    yield [say(WORDS[name], language) for name in ("table", "variable", "label", "unit", "rule")]
    for table in tables:
        for one in table.variables:
            yield [table.name, one.name, *(say(words, language) for words in (one.label, one.unit, one.rule))]
