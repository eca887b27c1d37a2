"""The programme report comes out as spreadsheet, CSV and PDF, and every number in it is that of what was typed."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from .cast import FACILITATOR
from .checks import Checks
from .expected import Expected, Row
from .journey import Journey
from .taken_away import keep_first_page, pdf_text

BUTTONS = {
    "pdf": "PDF, for the department",
    "xlsx": "Spreadsheet (XLSX), with a codebook",
    "zip": "CSV files with a codebook, for a statistics program",
}
HEADS = {
    "sections": ["section", "begun", "done", "minutes"],
    "whole": ["what", "number"],
    "pitfalls": ["scale", "statement", "n", "mean_then", "mean_now", "change", "low", "high", "g_av", "n_back",
                 "mean_back", "change_back"],
}  # fmt: skip
WHOLE = (
    "Participants", "Participants who have finished every section", "Minutes of work between saves, median",
    "Commitments written down", "Participants who have written one down",
)  # fmt: skip
DECIMALS = {"mean_then", "mean_now", "change", "low", "high", "g_av", "mean_back", "change_back"}


def check_report(journey: Journey) -> None:
    """Keep the three files, and compare them."""
    page = journey.cast.go(FACILITATOR, "staff")
    expect(page.get_by_role("button", name=BUTTONS["pdf"])).to_be_visible(timeout=60_000)
    files = {ending: _download(journey, page, ending) for ending in BUTTONS}
    tables, checks = _tables(Expected(journey.record)), Checks()
    _check_xlsx(checks, tables, files["xlsx"])
    _check_csv(checks, tables, files["zip"])
    _check_pdf(checks, tables, files["pdf"])
    checks.settle()
    keep_first_page(journey, files["pdf"], "report")
    journey.story.tell(f"The report is that of what was typed: {checks.compared} cells of three files are compared.")


def _download(journey: Journey, page: Page, ending: str) -> Path:
    with page.expect_download(timeout=120_000) as loading:
        page.get_by_role("button", name=BUTTONS[ending]).click()
        expect(page.get_by_text("The report is ready")).to_be_visible(timeout=120_000)
    file = journey.story.results / f"report.{ending}"
    loading.value.save_as(file)
    return file


def _tables(expected: Expected) -> dict[str, list[Row]]:
    whole: list[Row] = [[what, number] for what, number in zip(WHOLE, expected.whole(), strict=True)]
    return {"sections": expected.sections(), "whole": whole, "pitfalls": expected.pitfalls()}


def _check_xlsx(checks: Checks, tables: dict[str, list[Row]], file: Path) -> None:
    book = openpyxl.load_workbook(file)
    checks.same("report.xlsx, sheets", ["about", *tables, "codebook"], book.sheetnames)
    for name, rows in tables.items():
        head, *found = ([cell.value for cell in row] for row in book[name].iter_rows())
        checks.same(f"report.xlsx, {name}, head", HEADS[name], head)
        checks.table(f"report.xlsx, {name}", HEADS[name], rows, found)
    _check_codebook(checks, "report.xlsx", [[cell.value for cell in row] for row in book["codebook"].iter_rows()])


def _check_csv(checks: Checks, tables: dict[str, list[Row]], file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        for name, rows in tables.items():
            head, *found = csv.reader(io.StringIO(packed.read(f"{name}.csv").decode("utf-8-sig")))
            checks.same(f"{name}.csv, head", HEADS[name], head)
            checks.table(f"{name}.csv", HEADS[name], rows, [[_number(cell) for cell in row] for row in found])
        _check_codebook(
            checks, "report.zip", list(csv.reader(io.StringIO(packed.read("codebook.csv").decode("utf-8-sig"))))
        )


def _number(cell: str) -> Any:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def _check_codebook(checks: Checks, where: str, rows: list[list[Any]]) -> None:
    """Each column of each table is explained, in words, and nothing else is."""
    named = [[name, head] for name, heads in HEADS.items() for head in heads]
    checks.same(f"{where}, codebook", named, [row[:2] for row in rows[1:]])
    for row in rows[1:]:
        checks.same(f"{where}, codebook, {row[1]}: all explained", True, all(row))


def _check_pdf(checks: Checks, tables: dict[str, list[Row]], file: Path) -> None:
    text = "".join(pdf_text(file.read_bytes()).split())
    for name, rows in tables.items():
        for row in rows:
            cells = [_printed(head, value) for head, value in zip(HEADS[name], row, strict=True)]
            if name != "pitfalls":
                checks.has(f"report.pdf, {name}", "".join("".join(cells).split()), text)
                continue
            numbers = cells[2:] if any(one[9] for one in rows if one[0] == row[0]) else cells[2:9]
            checks.has(f"report.pdf, {row[0]}, {row[1]}", "".join(numbers), text)


def _printed(head: str, value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if head in DECIMALS else str(value)
