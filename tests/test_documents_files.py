"""The workbook's files hold what it says, can be read aloud and found one's way in, and fail in words."""

from __future__ import annotations

import io
import sys
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from mentorcourse.content import read_course
from mentorcourse.documents.blocks import Workbook
from mentorcourse.documents.pdf import pdf
from mentorcourse.documents.press import NotSet, Press
from mentorcourse.documents.word import docx as set_docx
from tests.document_samples import COURSE, everything, kept, made, squeezed, texts_of
from tests.loops import finish

SHEET = "02_what_you_bring.balance_sheet"
LETTER, A4 = (612, 792), (595, 842)
ODD = {
    "a right-to-left script": "שלום עולם, זה מה שכתבתי",
    "Arabic": "مرحبا بالعالم",
    "signs that a typesetter means something by": '#let x = $y$ *bold* _it_ @ref `raw` \\ "quoted" [a] {b}',
    "markup": "<script>alert(1)</script> & <b>bold</b> ]]>",
    "a very long word": "x" * 1900,
    "many lines": "\n".join(f"line {number}" for number in range(300)),
}


@pytest.fixture(scope="module")
def whole() -> Workbook:
    """A workbook of the whole course, every field filled in."""
    return made(everything())


@pytest.fixture(scope="module")
def whole_pdf(whole: Workbook) -> bytes:
    return pdf(whole)


@pytest.fixture(scope="module")
def whole_docx(whole: Workbook) -> bytes:
    return set_docx(whole)


def pdf_text(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def docx_text(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return squeezed("".join(run.text or "" for run in body.iter(qn("w:t"))))


def roles_in(element: Any) -> set[str]:
    """Every kind of structure element within a PDF's structure tree."""
    found = {str(element.S)} if isinstance(element, pikepdf.Dictionary) and "/S" in element else set()
    children: Any = element.K if isinstance(element, pikepdf.Dictionary) and "/K" in element else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found |= roles_in(child)
    return found


def test_the_pdf_s_tags_are_headings_tables_and_lists_and_not_paragraphs_alone(whole_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole_pdf)) as opened:
        roles = roles_in(opened.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P"} <= roles


def test_the_pdf_has_a_bookmark_for_each_section_and_each_activity(whole: Workbook, whole_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole_pdf)) as opened, opened.open_outline() as outline:
        names = [(item.title, [child.title for child in item.children]) for item in outline.root]
    for section in whole["sections"]:
        told = [activity["title"] for activity in section["activities"]]
        assert any(section["title"] in title and children == told for title, children in names), section["title"]


def test_every_page_of_the_pdf_says_which_it_is_of_how_many(whole_pdf: bytes) -> None:
    pages = PdfReader(io.BytesIO(whole_pdf)).pages
    assert len(pages) > 20
    for number, page in enumerate(pages[1:], 2):
        assert f"Page{number}of{len(pages)}" in squeezed(page.extract_text())


@pytest.mark.parametrize(("paper", "size"), [("letter", LETTER), ("a4", A4)])
def test_the_pdf_fits_the_paper_that_was_asked_for(paper: Any, size: tuple[int, int]) -> None:
    content = pdf(made({SHEET: kept(SHEET, {"life.assets": ["one"]})}, paper=paper))
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == size


def test_every_text_of_the_workbook_stands_in_both_files(whole: Workbook, whole_pdf: bytes, whole_docx: bytes) -> None:
    for content in (pdf_text(whole_pdf), docx_text(whole_docx)):
        for section in whole["sections"]:
            for activity in section["activities"]:
                for text in texts_of(activity["blocks"]):
                    for line in text.splitlines() if "Sample" in text else ():
                        assert squeezed(line) in content, line


@pytest.mark.parametrize("what", ODD)
def test_what_people_type_is_never_taken_for_markup_and_never_lost(what: str) -> None:
    workbook = made({SHEET: kept(SHEET, {"life.assets": [ODD[what]]})})
    assert docx_text(set_docx(workbook)).count(squeezed(ODD[what])) == 1
    if what not in ("a right-to-left script", "Arabic"):  # whose letters a PDF holds in the order they are seen in
        found = pdf_text(pdf(workbook))
        assert all(squeezed(line) in found for line in ODD[what].splitlines())


def test_a_character_without_a_shape_costs_the_standard_s_mark_and_no_word() -> None:
    workbook = made({SHEET: kept(SHEET, {"life.assets": ["before \U000f0000 after"]})})
    found = pdf_text(pdf(workbook))
    assert "before" in found
    assert "after" in found


def test_the_word_document_has_headings_to_find_one_s_way_by(whole: Workbook, whole_docx: bytes) -> None:
    document = docx.Document(io.BytesIO(whole_docx))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    for section in whole["sections"]:
        assert any(section["title"] in heading for heading in headings)
        assert {activity["title"] for activity in section["activities"]} <= set(headings)
    assert document.core_properties.language == COURSE.language


def test_a_section_that_is_not_translated_is_marked_as_english_in_the_word_document() -> None:
    spanish = read_course(language="es")
    case = "02_what_you_bring.case_worked_for_me"
    answers = {SHEET: kept(SHEET, {"life.assets": ["uno"]}), case: kept(case, {"reasons": "porque"})}
    answers["10_culture.journal"] = kept("10_culture.journal", {"former": "something"})
    document = docx.Document(io.BytesIO(set_docx(made(answers, spanish))))
    assert languages(document.styles["Normal"].element) == ["es"]
    spoken = {p.text: {tuple(languages(run._r)) for run in p.runs} for p in document.paragraphs if p.text}
    assert spoken["something"] == spoken["Last saved on March 1, 2027"] == {("en",)}
    assert spoken["porque"] == spoken["Guardado por última vez el 1 de marzo de 2027"] == {()}
    (title,) = [spoken[text] for text in spoken if text.startswith("10. ")]
    assert title == {("en",)}


def languages(element: Any) -> list[str]:
    """The languages that a run or a style says it is in."""
    return [str(one) for one in element.xpath(".//w:lang/@w:val")]


def test_an_empty_workbook_is_a_friendly_page() -> None:
    for content in (pdf_text(pdf(made({}))), docx_text(set_docx(made({})))):
        assert "thatisfine" in content


@pytest.mark.parametrize("command", [["-c", "raise SystemExit(3)"], ["-c", "import time; time.sleep(60)"]])
def test_a_document_that_fails_or_takes_too_long_says_so_in_words(command: list[str]) -> None:
    press = Press([sys.executable, *command], seconds=1.5)
    with pytest.raises(NotSet, match="Nothing"):
        finish(press.make("pdf", made({})))
    press.close()


def test_what_the_press_makes_is_the_document() -> None:
    press = Press()
    assert finish(press.make("pdf", made({}))).startswith(b"%PDF-")
    press.close()
