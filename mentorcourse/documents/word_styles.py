"""The look of documents in Word: styles, page, footer, and what python-docx has no words for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Inches, Length, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from .blocks import Document

FONT = "Georgia"
INK, FAINT, ACCENT = RGBColor(0x26, 0x23, 0x20), RGBColor(0x5F, 0x58, 0x50), RGBColor(0x1D, 0x5C, 0x63)
ACCENT_SOFT, SOFT, RULE = "E3EFF0", "F6F1E8", "DDD4C6"
PAPERS: dict[str, tuple[Length, Length]] = {"letter": (Inches(8.5), Inches(11)), "a4": (Cm(21), Cm(29.7))}
MARGIN, INDENT = Cm(2.5), Cm(0.5)
NONE, NARROW, WIDE = Pt(0), Pt(8), Pt(24)

LABEL, BELOW, ANSWER, PASSAGE, DRAFT = "Question", "Question beside a mark", "Answer", "Passage", "Drafted text"
MARKED, SMALL, DATED = "Marked", "Note", "Day"

# (name, based on, points, colour, bold, left indent, space before, space after)
_PARAGRAPHS: tuple[tuple[str, float, RGBColor, bool, Length, float, float], ...] = (
    ("Normal", 10.5, INK, False, Pt(0), 0, 5),
    ("Title", 28, INK, True, Pt(0), 90, 24),
    ("Subtitle", 17, INK, False, Pt(0), 0, 8),
    ("Heading 1", 19, INK, True, Pt(0), 0, 10),
    ("Heading 2", 14, ACCENT, True, Pt(0), 20, 2),
    ("Heading 3", 11.5, INK, True, Pt(0), 14, 4),
    ("List Bullet", 10.5, INK, False, Cm(1), 0, 3),
    ("List Continue", 10.5, INK, False, Cm(1), 0, 3),
    (LABEL, 10.5, INK, True, Pt(0), 9, 2),
    (BELOW, 10.5, INK, True, INDENT, 4, 2),
    (ANSWER, 10.5, INK, False, INDENT, 0, 5),
    (PASSAGE, 10, FAINT, False, INDENT, 4, 5),
    (DRAFT, 10.5, INK, False, INDENT, 0, 6),
    (MARKED, 10.5, INK, False, INDENT, 2, 2),
    (SMALL, 9, FAINT, False, Pt(0), 0, 4),
)


def prepare(document: Doc, language: str, paper: str) -> None:
    """Give the document its page size, language and styles."""
    page = document.sections[0]
    page.page_width, page.page_height = PAPERS[paper]
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    for name, points, colour, bold, indent, before, after in _PARAGRAPHS:
        style = _style(document, name)
        _letters(style, points, colour, bold)
        style.paragraph_format.left_indent = indent
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
    _details(document, _width(document))
    _speak(document, language)


def describe(document: Doc, given: Document, author: str, subject: str) -> None:
    """Say of the file whose it is, what about and when it was made, as search and screen readers tell."""
    about = document.core_properties
    about.title, about.author, about.subject = given["document_title"][:255], author[:255], subject[:255]
    about.created = about.modified = datetime.fromisoformat(given["made"])
    about.language, about.last_modified_by, about.comments = given["language"], "", ""


def _style(document: Doc, name: str) -> Any:
    if name in [style.name for style in document.styles]:
        return document.styles[name]
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    return made


def _letters(style: Any, points: float, colour: RGBColor, bold: bool) -> None:
    style.font.size, style.font.bold, style.font.italic, style.font.color.rgb = Pt(points), bold, False, colour
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _details(document: Doc, width: Length) -> None:
    """What is particular to single styles."""
    styles = document.styles
    for name in (LABEL, BELOW):
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    marked = styles[MARKED].paragraph_format
    marked.first_line_indent = -INDENT
    marked.tab_stops.add_tab_stop(INDENT)
    marked.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    _letters(styles.add_style(DATED, WD_STYLE_TYPE.CHARACTER), 9, FAINT, False)
    _border(styles[PASSAGE], "left", RULE, 12, 8)
    _shade(styles[DRAFT].element.get_or_add_pPr(), SOFT)
    title = styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _border(style: Any, side: str, colour: str, eighths: int, space: int) -> None:
    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    _set(border, val="single", sz=str(eighths), space=str(space), color=colour)
    borders.append(border)
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    _set(shade, val="clear", color="auto", fill=colour)
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _speak(document: Doc, language: str) -> None:
    """Say the language of the text, for spelling and for reading aloud."""
    normal = document.styles["Normal"].element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    _set(spoken, val=language)
    normal.append(spoken)


def paragraph(holder: Doc | _Cell, text: str, style: str = "Normal") -> Paragraph:
    """Add a paragraph in a style, by the style's id: python-docx would search all styles for its name each time."""
    added = holder.add_paragraph(text)
    added._p.style = style.replace(" ", "")
    return added


def run(paragraph: Paragraph, text: str, style: str) -> None:
    """Add text in a character style to a paragraph, likewise by the style's id."""
    paragraph.add_run(text)._r.style = style.replace(" ", "")


def add_header(document: Doc, left: str, right: str) -> None:
    """A line at the head of every page."""
    header = document.sections[0].header.paragraphs[0]
    _margin_line(document, header)
    header.add_run(f"{left}\t")
    header.add_run(right).bold = True


def add_footer(document: Doc, left: str, page_words: str, below: str = "") -> None:
    """`left`, and "Page 1 of 9" with numbers that Word keeps; `below` is a second line."""
    footer = document.sections[0].footer.paragraphs[0]
    _margin_line(document, footer)
    before, rest = page_words.split("{page}")
    between, after = rest.split("{pages}")
    footer.add_run(f"{left}\t{before}")
    _number(footer, "PAGE")
    footer.add_run(between)
    _number(footer, "NUMPAGES")
    footer.add_run(after)
    if below:
        document.sections[0].footer.add_paragraph(below, document.styles[SMALL]).runs[0].font.size = Pt(7)


def _margin_line(document: Doc, line: Paragraph) -> None:
    """Make it small, with what follows a tab at the right edge."""
    line.style = document.styles[SMALL]
    line.paragraph_format.tab_stops.add_tab_stop(_width(document), WD_TAB_ALIGNMENT.RIGHT)


def _number(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    _set(field, instr=instruction)
    run, shown = OxmlElement("w:r"), OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def make_header(row: _Row) -> None:
    """Let the row be the table's header: read out as such, and repeated on every page."""
    keep_whole(row)._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        _shade(cell._tc.get_or_add_tcPr(), ACCENT_SOFT)
        for run in cell.paragraphs[0].runs:
            run.bold, run.font.color.rgb = True, ACCENT


def keep_whole(row: _Row) -> _Row:
    """Let no page end within the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def lay_out(table: Table, share: float, document: Doc) -> None:
    """Rule the table between its rows, and make its first column `share` times as wide as each of the others."""
    properties, borders, room = table._tbl.tblPr, OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        _set(border, val="single", sz="4", space="0", color=RULE)
        borders.append(border)
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        _set(margin, w="90", type="dxa")
        room.append(margin)
    table.autofit = False
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(room)
    rest = len(table.columns) - 1
    unit = _width(document) / (share + rest)
    for number, column in enumerate(table.columns):
        column.width = Length(int(unit * (share if number == 0 else 1)))


def run_right_to_left(paragraph: Paragraph) -> None:
    """Set a paragraph whose letters run from right to left."""
    paragraph._p.get_or_add_pPr().insert_element_before(
        OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for run in paragraph.runs:
        run.font.rtl = True


def _width(document: Doc) -> Length:
    page = document.sections[0]
    return Length((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0))


def _set(element: Any, **values: str) -> None:
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
