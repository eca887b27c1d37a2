"""A worksheet on paper asks all that the form asks and holds what was answered; cards hold every starred question."""

from __future__ import annotations

import io
import re
from datetime import UTC
from typing import Any, cast

import pikepdf
import pytest
from pypdf import PdfReader

from mentorcourse.content import kinds
from mentorcourse.documents.card import Card, NothingOnCard, card
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.kept import Kept
from mentorcourse.documents.pdf import pdf
from mentorcourse.documents.worksheet import Worksheet, worksheet
from tests.document_samples import (
    ACTIVITIES,
    COURSE,
    MADE,
    OWNER,
    Values,
    kept,
    read_as,
    sample_values,
    squeezed,
    texts_of,
)

DAYS = Days("en", UTC)
ONE_OF_EACH = list({activity.kind: address for address, activity in ACTIVITIES.items()}.values())
BANK = "05_coaching_skills.coaching_questions"
QUESTIONS = cast("kinds.Questions", ACTIVITIES[BANK])
LETTER, A4 = (612, 792), (595, 842)


def made(address: str, values: Values | None = None, **more: Any) -> Worksheet:
    """The worksheet with these answers; blank without any."""
    section = COURSE.section(address.split(".")[0])
    answers, owner = (Kept(address, []), None) if values is None else (kept(address, values), OWNER)
    title = f"{section.number}. {section.title}"
    return worksheet(
        ACTIVITIES[address], answers, DAYS, MADE, course=COURSE.title, section=title, course_language="en", owner=owner,
        **more,
    )  # fmt: skip


def made_card(values: Values, **more: Any) -> Card:
    return card(QUESTIONS, kept(BANK, values), DAYS, MADE, "en", **more)


def pdf_text(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def page_size(content: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    return round(float(box.width)), round(float(box.height))


def asked(address: str) -> list[str]:
    """Every word by which the activity asks: labels of prompts, rows and columns, options, statements."""
    activity = ACTIVITIES[address]
    options = [option["label"] for _, field in activity.list_fields() for option in field.options]
    parts = ("prompts", "rows", "columns", "items", "scales", "options", "weigh")
    labels = [one.label for part in parts for one in getattr(activity, part, ())]
    stages = [item for stage in getattr(activity, "stages", ()) for item in stage.items]
    questions = [one for group in getattr(activity, "groups", ()) for one in group.questions]
    return [activity.title, *options, *labels, *(one.label for one in [*stages, *questions])]


@pytest.mark.parametrize("address", ACTIVITIES)
def test_a_blank_worksheet_asks_everything_and_knows_nobody(address: str) -> None:
    shown = made(address)
    found = "\n".join(texts_of([shown["title"], shown["blocks"]]))
    for words in asked(address):
        assert words in found, words
    assert (shown["person"], shown["cohort"], shown["saved"]) == ("", "", "")
    assert "☑" not in found
    assert "★" not in found


@pytest.mark.parametrize("address", ACTIVITIES)
def test_a_filled_worksheet_holds_every_answer(address: str) -> None:
    values = sample_values(ACTIVITIES[address], "Sample")
    found = list(texts_of(made(address, values)["blocks"]))
    for key, field in ACTIVITIES[address].list_fields():
        for words in read_as(field, values[key]):
            assert any(words in text for text in found), f"{key}: {words}"


@pytest.mark.parametrize("address", ONE_OF_EACH)
def test_a_pdf_of_each_kind_meets_the_standard_for_reading_aloud(address: str) -> None:
    for shown in (made(address), made(address, sample_values(ACTIVITIES[address], "Sample"))):
        content = pdf(shown)
        with pikepdf.open(io.BytesIO(content)) as opened, opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert shown["title"] in metadata["dc:title"]
        text = pdf_text(content)
        for line in [line for one in texts_of(shown["blocks"]) for line in one.splitlines() if "Sample" in one]:
            assert squeezed(line) in text
        assert ("Participant1,Springcohort" in text) == bool(shown["person"])


def test_a_section_that_is_not_translated_is_in_its_own_language_within_a_spanish_frame() -> None:
    address = "03_ground_rules.case_no_agenda"
    shown = worksheet(
        ACTIVITIES[address], Kept(address, []), Days("es", UTC), MADE, course=COURSE.title, section="3", owner=None,
        course_language="en",
    )  # fmt: skip
    assert "Your first answer" in list(texts_of(shown["blocks"]))
    assert shown["words"]["name"] == "Nombre"


def room(part: Any) -> int:
    """How many places a worksheet has to write in."""
    own = 1 if isinstance(part, dict) and part.get("lines") else 0
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return own + sum(map(room, parts))


@pytest.mark.parametrize("address", ACTIVITIES)
def test_there_is_room_for_each_text_that_the_form_takes_and_for_no_more(address: str) -> None:
    written = [
        key for key, field in ACTIVITIES[address].list_fields() if field.takes in ("text", "texts", "pairs", "date")
    ]
    assert room(made(address)["blocks"]) == len(written)


def test_what_is_not_answered_has_lines_to_write_on_and_what_is_has_none() -> None:
    address = "03_ground_rules.duty_focus"
    chosen, first, second = made(address, {"first_step_one": "I write to the fellow"})["blocks"]
    lines = [cast("dict[str, Any]", block)["lines"] for block in (chosen, first, second)]
    assert lines == [0, 0, 4]


def test_every_choice_is_there_with_a_box_and_the_chosen_ones_are_marked() -> None:
    address = "03_ground_rules.duty_focus"
    found = "\n".join(texts_of(made(address, {"chosen": ["frequency_means", "accountable"]})["blocks"]))
    assert re.findall("☑ (.*)", found) == ["Agree on how often, and by what means", "Hold them to their word"]
    assert found.count("☐") == 12


def test_an_exercise_tells_its_phases_before_it_asks() -> None:
    address = next(address for address, one in ACTIVITIES.items() if one.kind == "exercise")
    exercise = cast("kinds.Exercise", ACTIVITIES[address])
    titles = [block["text"] for block in made(address)["blocks"] if block["block"] == "heading"]
    assert titles == [f"{phase.title}, {phase.minutes} min" for phase in exercise.phases]


@pytest.mark.parametrize("text", ["<script>alert(1)</script> #let x = $y$", "¿Qué espera usted?", "x" * 600, "a\x00b"])
def test_what_people_type_is_never_taken_for_markup_and_never_lost(text: str) -> None:
    content = pdf(made("03_ground_rules.duty_focus", {"first_step_one": text}))
    assert squeezed(text.replace("\x00", "")) in pdf_text(content)


@pytest.mark.parametrize(("paper", "size"), [("letter", LETTER), ("a4", A4)])
def test_worksheets_and_cards_are_set_for_the_paper_that_was_asked_for(paper: Any, size: tuple[int, int]) -> None:
    assert page_size(pdf(made("03_ground_rules.agreement", paper=paper))) == size
    assert page_size(pdf(made_card({"own.general": ["One?"]}, paper=paper))) == size


def test_cards_hold_every_starred_question_and_ones_own_under_their_groups() -> None:
    values = sample_values(QUESTIONS, "Sample")
    content = pdf(made_card(values))
    text = pdf_text(content)
    for group in QUESTIONS.groups:
        for question in group.questions:
            assert squeezed(question.label) in text, question.label
        assert squeezed(group.title) in text
        assert all(squeezed(own) in text for own in values[f"own.{group.key}"])
    cards = int(re.findall(r"Card\d+of(\d+)", text)[0])
    assert cards > 2
    assert [int(number) for number in re.findall(r"Card(\d+)of", text)] == list(range(1, cards + 1))
    with pikepdf.open(io.BytesIO(content)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_a_card_leaves_out_what_is_not_starred_and_groups_without_any() -> None:
    group, other = QUESTIONS.groups[:2]
    shown = made_card({group.questions[0].key: True, group.questions[1].key: False, f"own.{other.key}": []})
    assert [item["text"] for item in shown["items"]] == [group.title, group.questions[0].label]


def test_a_long_question_of_ones_own_goes_on_over_several_cards() -> None:
    long = " ".join(f"word{number}" for number in range(300))
    key = f"own.{QUESTIONS.groups[0].key}"
    text = pdf_text(pdf(made_card({key: [long, "שלום עולם?", "A\nB"]})))
    text = re.sub(r"Card\d+of\d+", "", text)
    assert all(f"word{number}" in text for number in range(300))
    assert "AB" in text


@pytest.mark.parametrize("values", [{}, {"own.general": []}])
def test_without_a_question_there_is_no_card(values: Values) -> None:
    with pytest.raises(NothingOnCard):
        made_card(values)
