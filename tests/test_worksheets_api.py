"""Worksheets and cards come from the server as PDF: one's own answers for oneself alone, or a blank for anybody."""

from __future__ import annotations

import io
from itertools import count

import pytest
from pypdf import PdfReader

from tests.caller import Caller, Reply
from tests.document_samples import squeezed
from tests.workshop import Workshop

FOCUS, BANK = "03_ground_rules.duty_focus", "05_coaching_skills.coaching_questions"
_numbers = count(1)


@pytest.fixture
def person(workshop: Workshop) -> Caller:
    """A participant who has written down one step."""
    caller = workshop.member(f"Printing {next(_numbers)}")
    saved = {"base_revision": 0, "values": {"first_step_one": "I write to the fellow"}}
    assert caller.ask(f"/course/api/answers/{FOCUS}", "PATCH", saved).status == 200
    return caller


def text_of(reply: Reply) -> str:
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/pdf"), reply.content[:300]
    assert reply.headers["Cache-Control"] == "no-store"
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(reply.content)).pages))


def test_a_worksheet_holds_ones_own_answers_and_a_blank_one_nothing_of_ones_own(person: Caller) -> None:
    filled, blank = (person.ask(f"/course/api/worksheets/{FOCUS}.pdf{query}") for query in ("", "?blank&paper=a4"))
    assert "Iwritetothefellow" in text_of(filled)
    assert "Printing" in text_of(filled)
    assert "Iwritetothefellow" not in text_of(blank)
    assert "Printing" not in text_of(blank)
    assert "Printing" not in blank.headers["Content-Disposition"]


def test_a_reflection_prints_as_well(person: Caller) -> None:
    assert "Name" in text_of(person.ask("/course/api/worksheets/03_ground_rules.reflection.pdf?blank"))


def test_a_card_is_made_once_a_question_is_starred(person: Caller) -> None:
    path = f"/course/api/card/{BANK}.pdf"
    assert (person.ask(path).status, person.ask(path).json["message"][:15]) == (409, "Star a question")
    values = {"own.general": ["What would you keep?"]}
    assert person.ask(f"/course/api/answers/{BANK}", "PATCH", {"base_revision": 0, "values": values}).status == 200
    assert "Whatwouldyoukeep?" in text_of(person.ask(path))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("worksheets/03_ground_rules.no_such.pdf", 404),
        (f"card/{FOCUS}.pdf", 404),
        (f"worksheets/{FOCUS}.pdf?paper=a5", 400),
    ],
)
def test_what_cannot_be_printed_says_why(person: Caller, path: str, status: int) -> None:
    reply = person.ask(f"/course/api/{path}")
    assert reply.status == status
    assert reply.json["message"].endswith(".")
