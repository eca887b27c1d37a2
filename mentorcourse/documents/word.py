"""Set a workbook as a Word document: headings, lists and header rows are real ones, so that software can read it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from . import word_styles as styles
from .blocks import ActivityPart, Answer, Cell, Draft, Heading, Marks, Passage, Table, Workbook, runs_right_to_left

Holder = Doc | _Cell


def docx(workbook: Workbook) -> bytes:
    """The workbook as a DOCX file."""
    document = Document()
    styles.prepare(document, workbook["language"], workbook["paper"])
    styles.describe(document, workbook, workbook["person"], workbook["words"]["subject"])
    styles.add_footer(document, workbook["person"], workbook["words"]["page"])
    if mark := workbook.get("mark"):
        styles.add_header(document, "", str(mark).upper())
    _cover(document, workbook)
    for section in workbook["sections"]:
        before = document.element.body.xpath(".//w:r")
        number = f"{section['number']}. " if section["number"] else ""
        title = styles.paragraph(document, number + section["title"], "Heading 1")
        title.paragraph_format.page_break_before = True
        for activity in section["activities"]:
            _activity(document, activity)
        if section["language"] != workbook["language"]:
            styles.speak(document.element.body.xpath(".//w:r")[len(before) :], section["language"])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _cover(document: Doc, workbook: Workbook) -> None:
    words = workbook["words"]
    styles.paragraph(document, workbook["course"], "Title")
    styles.paragraph(document, words["workbook_of"], styles.SMALL)
    styles.paragraph(document, workbook["person"], "Subtitle")
    for line in (workbook["cohort"], workbook["made_on"]):
        styles.paragraph(document, line, styles.SMALL)
    if not workbook["sections"]:
        styles.paragraph(document, words["empty_title"], "Heading 1")
        styles.paragraph(document, words["empty"])
        return
    styles.paragraph(document, words["about"]).paragraph_format.space_before = styles.WIDE


def _activity(document: Doc, activity: ActivityPart) -> None:
    styles.paragraph(document, activity["title"], "Heading 2")
    styles.paragraph(document, activity["saved"], styles.SMALL).paragraph_format.keep_with_next = True
    for block in activity["blocks"]:
        _SETTERS[block["block"]](document, block)


def _heading(document: Doc, it: Heading) -> None:
    styles.paragraph(document, it["text"], "Heading 3")


def _passage(document: Doc, it: Passage) -> None:
    prose(document, it["text"], styles.PASSAGE)


def _answer(document: Doc, it: Answer, style: str = styles.LABEL) -> None:
    label = styles.paragraph(document, it["label"], style)
    styles.run(label, f"\t{it['changed']}", styles.DATED)
    _entries(document, it, styles.ANSWER)


def _marks(document: Doc, it: Marks) -> None:
    for one in it["marks"]:
        marked = styles.paragraph(document, f"{one['mark']}\t{one['label']}", styles.MARKED)
        styles.run(marked, f"\t{one['changed']}", styles.DATED)
        for below in one["below"]:
            _answer(document, below, styles.BELOW)


def _table(document: Doc, it: Table) -> None:
    table = document.add_table(rows=1, cols=len(it["head"]))
    styles.lay_out(table, it["share"], document)
    for cell, label in zip(table.rows[0].cells, it["head"], strict=True):
        cell.paragraphs[0].add_run(label)
    styles.make_header(table.rows[0])
    for row in it["rows"]:
        cells = styles.keep_whole(table.add_row()).cells
        cells[0].paragraphs[0].add_run(row["label"]).bold = True
        for cell, answer in zip(cells[1:], row["cells"], strict=True):
            if answer:
                _fill(cell, answer)
    styles.paragraph(document, it["note"], styles.SMALL)


def _fill(cell: _Cell, answer: Cell) -> None:
    _entries(cell, answer, "Normal")
    if answer["changed"]:
        styles.paragraph(cell, answer["changed"], styles.SMALL)
    empty = cell.paragraphs[0]._p
    empty.getparent().remove(empty)


def _draft(document: Doc, it: Draft) -> None:
    styles.paragraph(document, it["title"], styles.LABEL)
    prose(document, it["text"], styles.DRAFT)


_SETTERS: dict[str, Callable[[Doc, Any], None]] = {
    "heading": _heading,
    "passage": _passage,
    "answer": _answer,
    "marks": _marks,
    "table": _table,
    "draft": _draft,
}


def _entries(holder: Holder, cell: Cell, style: str) -> None:
    for one in cell["entries"]:
        prose(holder, one["text"], "List Bullet" if cell["listed"] else style)
        if one["then"]:
            label = styles.paragraph(holder, cell["then_label"], "List Continue")
            label.runs[0].italic = True
            prose(holder, one["then"], "List Continue")


def prose(holder: Holder, text: str, style: str) -> None:
    """A paragraph, or several where there are blank lines; a list's later paragraphs have no bullet of their own."""
    for number, paragraph in enumerate(part for part in text.split("\n\n") if part.strip()):
        later = number > 0 and style == "List Bullet"
        _add(holder, paragraph.strip("\n"), "List Continue" if later else style)


def _add(holder: Holder, text: str, style: str) -> Paragraph:
    added = styles.paragraph(holder, text, style)
    if runs_right_to_left(text):
        styles.run_right_to_left(added)
    return added
