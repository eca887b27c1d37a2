"""What people write stays text in everything that is made of it: each text field, every attempt, every kind of file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC
from itertools import count, cycle
from typing import Any

import pikepdf
import pytest
from icalendar import Calendar

from mentorcourse.content import AnyActivity
from mentorcourse.documents.agreement import agreement
from mentorcourse.documents.agreement_word import docx as set_agreement_docx
from mentorcourse.documents.blocks import Workbook
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.kept import Kept
from mentorcourse.documents.pdf import pdf
from mentorcourse.documents.word import docx as set_docx
from mentorcourse.documents.workbook import Owner, workbook
from tests import test_documents_calendar as calendar
from tests import test_documents_check_ins as check_ins
from tests import test_documents_worksheet as paper
from tests.agreement_samples import TABLE, sample_agreement, sample_row
from tests.document_samples import ACTIVITIES, COURSE, MADE, everything, kept, made, sample_values, squeezed
from tests.hostile import FOR_DOCUMENTS, LINES
from tests.test_documents_files import docx_text, pdf_text

ENGLISH = Days("en", UTC)
MARK = "\N{LATIN SMALL LETTER A WITH RING ABOVE}"
# What a PDF can do by itself, or lead to; and what a Word document can.
ACTIVE = ("/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/OpenAction", "/AA", "/SubmitForm", "/GoToR",
          "/ImportData", "/RichMedia", "/Movie", "/AcroForm", "/XFA")  # fmt: skip
WORD_FIELDS = re.compile(r"<w:(?:fldSimple|instrText|hyperlink|altChunk|object|control)\b[^>]*>(?:[^<]*)")
_attempts = cycle(FOR_DOCUMENTS)


def hostile(value: Any) -> Any:
    """A sample answer, each text of which is now an attempt (the next one each time) beside its own number."""
    if isinstance(value, str):
        return next(_attempts) if value.startswith(MARK) else value
    if isinstance(value, list):
        return [hostile(one) for one in value]
    return {key: hostile(one) for key, one in value.items()} if isinstance(value, dict) else value


def hostile_values(activity: AnyActivity) -> dict[str, Any]:
    return {key: hostile(value) for key, value in sample_values(activity, MARK).items()}


def texts(value: Any) -> Iterator[str]:
    """Every attempt within an answer."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(one)


@pytest.fixture(scope="module")
def values() -> dict[str, dict[str, Any]]:
    """Every field of every activity, each text an attempt; there are enough fields to try each more than once."""
    found = {address: hostile_values(activity) for address, activity in ACTIVITIES.items()}
    tried = [text for one in found.values() for text in texts(one) if text in FOR_DOCUMENTS]
    assert set(tried) == set(FOR_DOCUMENTS)
    return found


@pytest.fixture(scope="module")
def forged(values: dict[str, dict[str, Any]]) -> Workbook:
    """A workbook of all this, by somebody whose name and cohort are attempts, too."""
    owner = Owner(FOR_DOCUMENTS[0], FOR_DOCUMENTS[-1])
    answers: dict[str, Kept] = {address: kept(address, one) for address, one in values.items()}
    return workbook(COURSE, answers, owner, MADE, ENGLISH)


@pytest.fixture(scope="module")
def wanted(values: dict[str, dict[str, Any]]) -> set[str]:
    """Every line that a reader has to find, without white space."""
    lines = {
        line for one in values.values() for text in texts(one) if text in FOR_DOCUMENTS for line in text.split("\n")
    }
    return {squeezed(line) for line in lines} - {""}


def active(content: bytes) -> list[str]:
    """What a PDF can do, and where it leads."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary):
                found += [f"{name} {thing[name] if name == '/URI' else ''}" for name in ACTIVE if name in thing]
    return sorted(set(found))


def leads(content: bytes) -> list[str]:
    """A Word document's fields, and what it would fetch from elsewhere."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8", "replace")
            found += re.findall(r'Target="[^"]*" TargetMode="External"|<!ENTITY', text) if ".rels" in name else []
            found += [*WORD_FIELDS.findall(text), *re.findall("<!ENTITY|<!DOCTYPE", text)] if ".xml" in name else []
    return sorted(set(found))


def is_text(content: bytes, harmless: bytes, wanted: set[str], is_pdf: bool) -> None:
    """A file does and leads to no more than a harmless one, and every word is there to be read."""
    look, read = (active, pdf_text) if is_pdf else (leads, docx_text)
    assert look(content) == look(harmless)
    shown = read(content)
    assert not [line for line in wanted if line not in shown]
    assert "root:x:0" not in shown


def test_a_workbook_shows_every_attempt_as_text(forged: Workbook, wanted: set[str]) -> None:
    harmless = made(everything())
    is_text(pdf(forged), pdf(harmless), wanted, is_pdf=True)
    is_text(set_docx(forged), set_docx(harmless), wanted, is_pdf=False)


@pytest.mark.parametrize("address", paper.ONE_OF_EACH)
def test_a_worksheet_shows_every_attempt_as_text(address: str, values: dict[str, dict[str, Any]]) -> None:
    harmless = pdf(paper.made(address, sample_values(ACTIVITIES[address], "Sample")))
    content = pdf(paper.made(address, values[address]))
    assert active(content) == active(harmless)
    shown = pdf_text(content)
    attempts = [text for text in texts(values[address]) if text in FOR_DOCUMENTS]
    assert not [text for text in attempts if squeezed(text.split("\n")[0]) not in shown]


def test_an_agreement_shows_every_attempt_as_text() -> None:
    numbers = count()
    rows = [
        sample_row(next(numbers) % len(TABLE.rows), initialled=False, mentor=mentor, mentee=mentee)
        for mentor, mentee in zip(FOR_DOCUMENTS, reversed(FOR_DOCUMENTS), strict=True)
    ]
    forged = agreement(sample_agreement("draft", rows=rows, mentor=FOR_DOCUMENTS[0], mentee=FOR_DOCUMENTS[-1]), ENGLISH)
    harmless = agreement(sample_agreement("draft"), ENGLISH)
    assert active(pdf(forged)) == active(pdf(harmless))
    content = set_agreement_docx(forged)
    assert leads(content) == leads(set_agreement_docx(harmless))
    lines = {squeezed(line) for text in FOR_DOCUMENTS for line in text.split("\n")}
    assert not [line for line in lines if line not in docx_text(content)]


def entry(text: str) -> bytes:
    return calendar.made({calendar.DAY: "2027-12-31", **dict.fromkeys(calendar.TEXTS, text)})


def recurring(text: str) -> bytes:
    return check_ins.made(check_ins.plan(times=3), title=text, text=text)


@pytest.mark.parametrize("made", [entry, recurring])
def test_a_calendar_file_holds_one_entry_and_no_line_that_was_typed(made: Callable[[str], bytes]) -> None:
    def names(content: bytes) -> list[str]:
        return [line.split(b":")[0].split(b";")[0].decode() for line in content.split(b"\r\n") if line[:1].isalpha()]

    def shape(content: bytes) -> list[str]:
        return sorted(set(names(content)) - {"DESCRIPTION"})

    for text in FOR_DOCUMENTS:
        content = made(text)
        assert shape(content) == shape(made("Talk")), text
        assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert set(LINES) <= set(FOR_DOCUMENTS)
