"""What people take away: each a workbook with what they typed, and a certificate those who have earned it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .cast import CARDIOLOGY, FACILITATOR, PEDIATRICS, SURGERY, Role, expect_home
from .checks import Checks
from .expected import Expected
from .journey import Journey
from .record import texts_in
from .story import TO_TOP
from .words import bare

FILES = {
    "pdf": "PDF, to read and print",
    "docx": "Word document, to go on writing in",
    "json": "Data (JSON), for other programs",
}


def pdf_text(content: bytes) -> str:
    """All that a PDF says."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def keep_first_page(journey: Journey, file: Path, name: str) -> None:
    """A picture of a PDF's first page, where Poppler is installed."""
    program = shutil.which("pdftoppm")
    if not program:
        journey.story.number += 1  # the picture that is there stays, and the next ones keep their numbers
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "page"
        command = [program, "-png", "-singlefile", "-scale-to", "1000", str(file), str(made)]
        subprocess.run(command, check=True)
        journey.story.keep(made.with_suffix(".png").read_bytes(), name)


def text_of(content: bytes) -> str:
    """All that a file says, of a ZIP or a DOCX every part."""
    if content.startswith(b"%PDF"):
        return pdf_text(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return "\n".join(text_of(opened.read(name)) for name in opened.namelist())
    text = content.decode(errors="replace")
    return re.sub(r"<[^>]+>", "", text) if text.startswith("<?xml") else text


def keep_workbooks(journey: Journey) -> None:
    """Everybody keeps their workbook; it holds all that they have typed, and nothing of anybody else's."""
    checks, typed = Checks(), {role.name: _typed(journey, role) for role in journey.here()}
    for role in journey.here():
        page = journey.cast.go(role)
        expect_home(page)
        for ending in FILES if role in (CARDIOLOGY, SURGERY) else ("pdf",):
            text = bare(text_of(_download(page, FILES[ending])))
            for one in typed[role.name]:
                checks.has(f"workbook.{ending} of {role.name}", bare(one), text)
            others = {bare(one) for name, all_ in typed.items() if name != role.name for one in all_}
            checks.same(
                f"workbook.{ending} of {role.name}, words of others", [], [one for one in others if one in text]
            )
    checks.settle()
    journey.story.tell(f"Everybody keeps their workbook: {checks.compared} texts are where they belong.")


def _typed(journey: Journey, role: Role) -> list[str]:
    """The sentences of a person's activities as they stand at the end."""
    kept = journey.record.of(role.name)
    return [text for address, values in kept.items() if "reflection" not in address for text in texts_in(values)]


def _download(page: Page, words: str) -> bytes:
    with page.expect_download(timeout=120_000) as loading:
        page.get_by_role("link", name=words).press("Enter")  # as whoever has no mouse does, too
    return Path(loading.value.path()).read_bytes()


def award(journey: Journey) -> None:
    """Two have done all that a certificate asks for; the others read what is missing, and nobody else does."""
    expected, checks = Expected(journey.record), Checks()
    names = expected.certified()
    for role in journey.here():
        _check_points(checks, expected, journey.cast.go(role), role)
    page = journey.cast.page(CARDIOLOGY)
    page.get_by_role("heading", name="Your certificate").evaluate(TO_TOP)
    journey.story.picture(page, "certificate-earned", documents=False)
    own = pdf_text(_download(page, "Your certificate, as PDF"))
    checks.has("the certificate", CARDIOLOGY.name, own)
    refused = journey.cast.page(PEDIATRICS).evaluate(
        "fetch('/course/api/certificate.pdf').then((reply) => reply.status)"
    )
    checks.same("a certificate that is not earned", 409, refused)
    _check_all(journey, checks, names)
    checks.settle()
    journey.story.tell(f"{len(names)} of {len(expected.here)} have earned a certificate, and nobody else gets one.")


def _check_points(checks: Checks, expected: Expected, page: Page, role: Role) -> None:
    part = page.get_by_role("region", name="Your certificate")
    expect(part).to_be_visible(timeout=60_000)
    told = part.inner_text()
    for what, (has, need) in expected.points(role.name).items():
        done = "finished" if what == "activities" else "submitted"
        counted = what if has != 1 else {"activities": "activity", "reflections": "reflection"}[what]
        checks.has(f"home of {role.name}", f"{has} {counted} {done}; {need} are needed", told)


def _check_all(journey: Journey, checks: Checks, names: list[str]) -> None:
    page = journey.cast.go(FACILITATOR, "staff")
    all_ = page.get_by_role("link", name="All certificates in one PDF, a page for each")
    expect(all_).to_be_visible(timeout=60_000)
    people = len(journey.here())
    expect(page.get_by_text(f"{len(names)} people of {people} have earned a certificate.")).to_be_visible()
    content = _download(page, "All certificates in one PDF, a page for each")
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(content)).pages]
    checks.same("certificates.pdf, pages", len(names), len(pages))
    for name, text in zip(names, pages, strict=False):
        checks.has("certificates.pdf", name, text)
    file = journey.story.results / "certificates.pdf"
    file.write_bytes(content)
    keep_first_page(journey, file, "certificate")
