"""An agreement's files hold every word of the two, say how it stands, and can be read aloud, signed and kept."""

from __future__ import annotations

import io
import re
import sys
from datetime import UTC
from typing import Any, get_args

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from mentorcourse.documents.agreement import AgreementPaper, State, agreement
from mentorcourse.documents.agreement_word import docx as set_docx
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.pdf import pdf
from mentorcourse.documents.press import NAMES, NotSet, Press
from tests.agreement_samples import sample_agreement, sample_row
from tests.document_samples import squeezed
from tests.loops import finish

STATES: tuple[State, ...] = get_args(State)
ENGLISH, SPANISH = Days("en", UTC), Days("es", UTC)
ODD = {
    "Spanish": "¿Qué espera usted de mí? Escríbalo aquí, señora; mañana habrá tiempo.",
    "emoji": "growing 🌱 slowly 👩🏽‍⚕️",
    "a script": "<script>alert(1)</script> & <b>bold</b> ]]>",
    "signs that a typesetter means something by": '#let x = $y$ *bold* _it_ @ref `raw` \\ "quoted" [a] {b}',
    "20 KB": "Every word of this long passage counts. " * 512,
    "20 KB without a space": "x" * 20_000,
    "many lines": "\n".join(f"line {number}" for number in range(400)),
}


def with_text(text: str, state: State = "draft", **more: Any) -> AgreementPaper:
    """An agreement of one row, with this text on one side."""
    return sample_agreement(state, rows=[sample_row(0, initialled=False, mentor=text)], **more)


def set_pdf(paper: AgreementPaper, days: Days = ENGLISH, **size: Any) -> bytes:
    return pdf(agreement(paper, days, **size))


def pdf_text(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def without_margins(page: Any) -> str:
    """A page's text without its header and footer, which stand between what goes on overleaf."""
    text = page.extract_text()
    margins = [
        line for line in text.splitlines() if re.match("Version 3|Fingerprint|Page |Mentorship Agreement:", line)
    ]
    for line in [*margins, "DRAFT"]:
        text = text.replace(line, "")
    return squeezed(text)


def docx_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body, document.sections[0].header._element, document.sections[0].footer._element]
    return squeezed("".join(run.text or "" for part in parts for run in part.iter(qn("w:t"))))


@pytest.mark.parametrize("state", STATES)
def test_both_files_hold_every_row_with_both_sides_and_both_people(state: State) -> None:
    paper = sample_agreement(state)
    laid_out = agreement(paper, ENGLISH)
    for text in (pdf_text(pdf(laid_out)), docx_text(set_docx(laid_out))):
        for row in paper["rows"]:
            for words in (row["label"], row["help"], row["mentee"], row["mentor"]):
                assert squeezed(words) in text, words
        for words in (paper["title"], paper["mentor"], paper["mentee"], paper["cohort_name"], paper["institution"]):
            assert squeezed(words) in text, words


STAMPS = list(zip(STATES, ("DRAFT", "IN AGREEMENT", "FINAL", "ENDED"), strict=True))


@pytest.mark.parametrize(("state", "stamp"), STAMPS)
def test_every_page_says_how_the_agreement_stands_which_version_it_is_and_its_fingerprint(
    state: State, stamp: str
) -> None:
    paper = sample_agreement(state)
    content = set_pdf(paper)
    pages = PdfReader(io.BytesIO(content)).pages
    for number, page in enumerate(pages, 1):
        text = squeezed(page.extract_text())
        for words in (stamp.replace(" ", ""), paper["hash"], f"Page{number}of{len(pages)}"):
            assert words in text
        assert "Version3" in text
        assert "April30,2027" in text
    word = docx_text(set_docx(agreement(paper, ENGLISH)))
    assert squeezed(stamp) in word
    assert paper["hash"] in word


def test_initials_stand_with_their_dates_and_leave_no_line_to_sign_on() -> None:
    laid_out = agreement(sample_agreement("final"), ENGLISH)
    for text in (pdf_text(pdf(laid_out)), docx_text(set_docx(laid_out))):
        assert text.count("AM") >= 11
        assert text.count("March9,2027") == 22
        assert "Finalsince:April1,2027" in text
        assert "Signatures" not in text


@pytest.mark.parametrize("state", ["draft", "in agreement"])
def test_what_is_not_initialled_can_be_signed_on_paper(state: State) -> None:
    laid_out = agreement(sample_agreement(state), ENGLISH)
    for text in (pdf_text(pdf(laid_out)), docx_text(set_docx(laid_out))):
        assert "Signatures" in text
        assert text.count("Initials") == 22


def test_an_agreement_that_ended_unsigned_asks_for_nothing_any_more() -> None:
    rows = [sample_row(0, initialled=False, mentor="")]
    laid_out = agreement(sample_agreement("ended", rows=rows), ENGLISH)
    for text in (pdf_text(pdf(laid_out)), docx_text(set_docx(laid_out))):
        assert "notinitialed" in text
        assert "Nothingiswrittenhere." in text
        assert "Signatures" not in text


@pytest.mark.parametrize("what", ODD)
def test_what_the_two_type_is_never_taken_for_markup_and_never_lost(what: str) -> None:
    laid_out = agreement(with_text(ODD[what]), ENGLISH)
    assert squeezed(ODD[what]) in docx_text(set_docx(laid_out))
    content = pdf(laid_out)
    found = "".join(map(without_margins, PdfReader(io.BytesIO(content)).pages))
    if what == "emoji":  # a shape that no font has is a box; the words around it stay
        assert "growing" in found
        assert "slowly" in found
    elif what == "20 KB without a space":
        assert found.count("x") >= 20_000
    else:
        assert all(squeezed(line) in found for line in ODD[what].splitlines())


def test_letters_that_run_from_right_to_left_do_so_in_both_files() -> None:
    laid_out = agreement(with_text("שלום עולם\n\nمرحبا بالعالم"), ENGLISH)
    assert laid_out["rows"][0]["mentor"]["rtl"]
    assert pdf(laid_out).startswith(b"%PDF-")
    document = docx.Document(io.BytesIO(set_docx(laid_out)))
    assert len(list(document.element.body.iter(qn("w:bidi")))) == 2


def test_control_characters_never_reach_an_agreement() -> None:
    laid_out = agreement(with_text("a\x00b\x1b[31m\ud800\ufffe\x85c", mentee="A\x07na"), ENGLISH)
    assert laid_out["rows"][0]["mentor"]["text"] == "ab[31mc"
    assert laid_out["mentee"] == "Ana"
    assert "ab[31mc" in pdf_text(pdf(laid_out))
    assert "ab[31mc" in docx_text(set_docx(laid_out))


def test_a_text_of_20_kilobytes_takes_a_few_pages_and_sets_in_seconds() -> None:
    pages = PdfReader(io.BytesIO(set_pdf(with_text(ODD["20 KB"])))).pages
    assert 4 <= len(pages) <= 8
    assert all(page.extract_text().strip() for page in pages)


@pytest.mark.parametrize("state", STATES)
def test_the_pdf_is_tagged_and_says_that_it_meets_the_standard_for_reading_aloud(state: State) -> None:
    with pikepdf.open(io.BytesIO(set_pdf(sample_agreement(state)))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Mentorship Agreement: Ana María Example and Ruth Example"
        with opened.open_outline() as outline:
            names = [item.title for item in outline.root]
    assert [row["label"] for row in sample_agreement(state)["rows"]] == names[:11]


@pytest.mark.parametrize(("size", "points"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_is_set_for_either_paper_with_margins_that_print_on_both(size: Any, points: tuple[int, int]) -> None:
    content = set_pdf(sample_agreement("draft"), size=size)
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == points
    page = docx.Document(io.BytesIO(set_docx(agreement(sample_agreement("draft"), ENGLISH, size)))).sections[0]
    assert page.page_width is not None
    assert round(page.page_width.pt) == points[0]


def test_it_speaks_spanish_where_the_course_does() -> None:
    laid_out = agreement(sample_agreement("in agreement", language="es"), SPANISH)
    for text in (pdf_text(pdf(laid_out)), docx_text(set_docx(laid_out))):
        assert "30deabrilde2027" in text
        assert "Initials" not in text
        assert "Signatures" not in text


def test_the_word_document_has_a_heading_for_each_row_and_real_table_heads() -> None:
    document = docx.Document(io.BytesIO(set_docx(agreement(sample_agreement("final"), ENGLISH))))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings[:11] == [row["label"] for row in sample_agreement("final")["rows"]]
    assert len(list(document.element.body.iter(qn("w:tblHeader")))) == 12


def test_a_press_sets_any_kind_of_document_and_its_failures_name_the_right_one() -> None:
    laid_out = agreement(sample_agreement("draft"), SPANISH)
    press, broken = Press(), Press([sys.executable, "-c", "raise SystemExit(3)"])
    assert finish(press.make("pdf", laid_out)).startswith(b"%PDF-")
    assert finish(press.make("docx", laid_out)).startswith(b"PK")
    for language in ("en", "es"):
        with pytest.raises(NotSet, match=f"^{NAMES['agreement'].said(language)} "):
            finish(broken.make("pdf", agreement(sample_agreement("draft"), Days(language, UTC))))
    press.close()
    broken.close()
