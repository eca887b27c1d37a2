"""The pack has on paper what a session needs without a network, and nothing that belongs to anybody."""

from __future__ import annotations

import io
from datetime import UTC
from itertools import count
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from mentorcourse.cli import app
from mentorcourse.content import kinds
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.pack import Pack, pack
from mentorcourse.documents.pdf import pdf
from mentorcourse.schedule import SPANS, make_plan, read_session
from tests.document_samples import COURSE, MADE, squeezed, texts_of
from tests.workshop import Workshop

STEMS = [section.section for section in COURSE.sections]
_numbers = count(1)


def made(stem: str, minutes: int = 90, language: str = "en") -> Pack:
    return pack(COURSE, stem, minutes, Days(language, UTC), MADE, people=["Participant 07"])


def read(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.mark.parametrize("stem", STEMS)
def test_every_block_of_the_plan_has_a_page_for_the_wall_and_its_worksheet_once(stem: str) -> None:
    blocks = read_session(COURSE, stem).blocks
    for minutes in SPANS:
        whole, plan = made(stem, minutes), make_plan(blocks, minutes)
        assert [(one["title"], one["minutes"]) for one in whole["walls"]] == [
            (slot.block.title, slot.minutes) for slot in plan.slots
        ]
        used = {slot.block.activity for slot in plan.slots if slot.block.activity}
        titles = [COURSE.activity(f"{stem}.{key}").title for key in used]
        assert sorted(one["title"] for one in whole["sheets"]) == sorted(titles)
        assert [one["title"] for one in whole["cards"]] == [
            slot.block.title for slot in plan.slots if slot.block.kind == "pairs"
        ]
        assert all(one["title"] in {block["title"] for block in whole["session"]["blocks"]} for one in whole["cards"])


def test_what_a_choice_leads_to_is_a_sheet_of_its_own() -> None:
    (case,) = [one for one in COURSE.section("06_difficult_feedback").activities if isinstance(one, kinds.Case)]
    whole = made("06_difficult_feedback")
    sheets, after = "\n".join(texts_of(whole["sheets"])), "\n".join(texts_of(whole["choices"]))
    for option in case.options:
        assert option.label in sheets
        assert option.consequences.others.split(".")[0] in after
        assert option.consequences.others.split(".")[0] not in sheets
    assert "<p>" not in after


def test_the_words_around_the_guide_are_in_the_course_s_language() -> None:
    whole = made("04_trust", language="es")
    assert whole["document_title"] != made("04_trust")["document_title"]
    assert whole["words"]["to_sign"] != made("04_trust")["words"]["to_sign"]


@pytest.mark.parametrize("stem", ["05_coaching_skills", "10_culture"])
def test_it_is_one_tagged_document_whose_pages_for_the_wall_lie_on_their_side(stem: str) -> None:
    whole = made(stem)
    content = pdf({**whole, "paper": "a4"})  # type: ignore[typeddict-unknown-key]
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
        sizes = [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages]
    walls = len(whole["walls"])
    assert sizes[-walls:] == [(842, 595)] * walls
    assert set(sizes[:-walls]) == {(595, 842)}
    assert "Participant07" in read(content)


def test_the_command_writes_the_pack(tmp_path: Path) -> None:
    file = tmp_path / "pack.pdf"
    done = CliRunner().invoke(app, ["pack", "04_trust", "--minutes", "60", "--output", str(file)])
    assert done.exit_code == 0, done.output
    assert squeezed("60-minute session") in read(file.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pack", "04_truth"], "There is no section 04_truth. There are 01_introduction"),
        (["pack", "04_trust", "--minutes", "75"], "60 or 90 minutes"),
        (["pack", "04_trust", "--output", "/nowhere/at/all.pdf"], "Name another file with --output"),
    ],
)
def test_what_the_command_cannot_do_it_says_with_the_mend(arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code != 0
    assert squeezed(words) in squeezed(done.stderr.replace("│", ""))


def test_a_facilitator_gets_it_with_the_cohort_s_names_and_nobody_else_gets_it(workshop: Workshop) -> None:
    name = f"Signing {next(_numbers)}"
    participant, facilitator = workshop.member(name), workshop.member(f"{name} facilitator", "facilitator")
    path = "/course/api/guide/04_trust/pack.pdf"
    reply = facilitator.ask(f"{path}?minutes=60&paper=a4")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/pdf")
    assert squeezed(name) in read(reply.content)
    assert "60-minute-session" in reply.headers["Content-Disposition"]
    assert participant.ask(path).status == 404
    assert facilitator.ask(f"{path}?minutes=75").json["message"] == "There are packs for 60 and 90 minutes."
    assert facilitator.ask("/course/api/guide/99_none/pack.pdf").status == 404
