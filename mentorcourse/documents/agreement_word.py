"""Set a Mentorship Agreement as a Word document that two people can sign, and go on writing in."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.table import _Cell

from . import word_styles as styles
from .agreement import Agreement, Row, Side
from .word import prose

LINE, SHORT_LINE = "_" * 30, "_" * 12
OPEN = ("draft", "in agreement")
# Lines to write on, in a cell that nobody has filled in yet.
EMPTY_LINES = 3


def docx(agreement: Agreement) -> bytes:
    """The agreement as a DOCX file."""
    document, words = Document(), agreement["words"]
    styles.prepare(document, agreement["language"], agreement["paper"])
    both = f"{agreement['mentee']}, {agreement['mentor']}"
    styles.describe(document, agreement, both, words["agreement_subject"])
    styles.add_header(document, agreement["document_title"], str(agreement.get("mark") or agreement["stamp"]).upper())
    styles.add_footer(document, agreement["version"], words["page"], agreement["fingerprint"])
    _opening(document, agreement)
    for row in agreement["rows"]:
        _row(document, agreement, row)
    if agreement["to_sign"]:
        _signatures(document, agreement)
    _about(document, agreement)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _opening(document: Doc, agreement: Agreement) -> None:
    words = agreement["words"]
    title = styles.paragraph(document, agreement["title"], "Title").paragraph_format
    title.space_before, title.space_after = styles.NONE, styles.NARROW
    stamp = styles.paragraph(document, agreement["stamp"].upper(), "Subtitle")
    stamp.runs[0].bold = True
    table = document.add_table(rows=1, cols=2)
    _head(table.rows[0].cells, (words["mentee"], words["mentor"]))
    styles.lay_out(table, 1, document)
    styles.make_header(table.rows[0])
    for cell, name in zip(table.add_row().cells, (agreement["mentee"], agreement["mentor"]), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    facts = "   ".join(f"{name}: {value}" for name, value in agreement["facts"])
    styles.paragraph(document, facts, styles.SMALL).paragraph_format.space_before = styles.NARROW
    about = styles.paragraph(document, words[f"about_{agreement['state'].replace(' ', '_')}"])
    about.runs[0].italic = True


def _row(document: Doc, agreement: Agreement, row: Row) -> None:
    words = agreement["words"]
    styles.paragraph(document, row["label"], "Heading 2").paragraph_format.keep_with_next = True
    if row["help"]:
        styles.paragraph(document, row["help"], styles.SMALL).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    styles.lay_out(table, 1, document)
    _head(table.rows[0].cells, (words["mentee"], words["mentor"]))
    styles.make_header(table.rows[0])
    sides, is_open = (row["mentee"], row["mentor"]), agreement["state"] in OPEN
    for cell, side in zip(table.add_row().cells, sides, strict=True):
        _write(cell, side, "" if is_open else words["nothing_written"])
    for cell, side in zip(styles.keep_whole(table.add_row()).cells, sides, strict=True):
        cell.paragraphs[0].add_run(_initials(side, words, is_open))


def _head(cells: Iterable[_Cell], names: Iterable[str]) -> None:
    for cell, name in zip(cells, names, strict=True):
        cell.paragraphs[0].add_run(name)


def _write(cell: _Cell, side: Side, otherwise: str) -> None:
    """Somebody's text, or `otherwise`, or room to write."""
    if side["text"].strip():
        prose(cell, side["text"], "Normal")
    elif otherwise:
        styles.paragraph(cell, otherwise, styles.SMALL)
    else:
        for _ in range(EMPTY_LINES):
            styles.paragraph(cell, "")
    empty = cell.paragraphs[0]._p
    empty.getparent().remove(empty)


def _initials(side: Side, words: dict[str, str], is_open: bool) -> str:
    if side["on"]:
        return f"{words['initials']}: {side['initials']}, {side['on']}"
    return f"{words['initials']} ______ {words['date']} ________" if is_open else words["not_initialled"]


def _signatures(document: Doc, agreement: Agreement) -> None:
    words = agreement["words"]
    styles.paragraph(document, words["signatures"], "Heading 2").paragraph_format.keep_with_next = True
    styles.paragraph(document, words["signatures_help"]).paragraph_format.keep_with_next = True
    for role in ("mentee", "mentor"):
        name = f"{words[role]}: {agreement[role]}"
        styles.paragraph(document, name, styles.SMALL).paragraph_format.keep_with_next = True
        line = styles.paragraph(document, f"{words['signature']} {LINE}   {words['date']} {SHORT_LINE}")
        line.paragraph_format.space_before = line.paragraph_format.space_after = styles.WIDE


def _about(document: Doc, agreement: Agreement) -> None:
    words = agreement["words"]
    styles.paragraph(document, words["about_document"], "Heading 2")
    for text in (agreement["version"], agreement["fingerprint"], words["fingerprint_help"]):
        styles.paragraph(document, text, styles.SMALL)
