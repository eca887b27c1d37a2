"""A workbook holds everything that somebody wrote, with dates, in course order, and nothing that they did not."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentorcourse.content.fields import Field
from mentorcourse.documents.data import data
from mentorcourse.documents.drafts import Days, draft, texts
from mentorcourse.documents.kept import Kept, read_kept
from mentorcourse.documents.words import WORDS
from mentorcourse.documents.workbook import workbook
from mentorcourse.store import Revision
from tests.document_samples import (
    ACTIVITIES,
    COURSE,
    FIRST_SAVE,
    MADE,
    OWNER,
    everything,
    kept,
    made,
    read_as,
    sample_values,
    texts_of,
)
from tests.stores import Desk

SHEET = "02_what_you_bring.balance_sheet"
CASE = "01_introduction.case_always_yes"
LATER_DAY = "March 10, 2027"


def only_activity(answers: dict[str, Kept]) -> Any:
    """The one activity of a workbook made of these answers."""
    [section] = made(answers)["sections"]
    [activity] = section["activities"]
    return activity


@pytest.mark.parametrize("address", ACTIVITIES)
def test_every_answer_of_an_activity_stands_in_the_workbook(address: str) -> None:
    activity = ACTIVITIES[address]
    values = sample_values(activity, "Sample")
    shown = only_activity({address: kept(address, values)})
    found = list(texts_of(shown))
    assert shown["title"] == activity.title
    for key, field in activity.list_fields():
        for words in read_as(field, values[key]):
            assert any(words in text for text in found), f"{key}: {words}"


@pytest.mark.parametrize("address", ACTIVITIES)
def test_whatever_is_changed_later_carries_its_own_date(address: str) -> None:
    values = sample_values(ACTIVITIES[address], "Sample")
    key = next(key for key, field in ACTIVITIES[address].list_fields() if field.takes != "tick")
    days = [
        text
        for text in texts_of(only_activity({address: kept(address, values, later={key: values[key]})})["blocks"])
        if text in (LATER_DAY, "March 1, 2027")
    ]
    assert days.count(LATER_DAY) == 1
    assert days.count("March 1, 2027") == len(values) - 1


def test_the_sections_and_activities_come_in_course_order() -> None:
    shown = made(dict(reversed(everything().items())))
    assert [section["number"] for section in shown["sections"]] == [section.number for section in COURSE.sections]
    titles = [activity["title"] for section in shown["sections"] for activity in section["activities"]]
    assert titles == [activity.title for activity in ACTIVITIES.values()]


def test_the_cover_names_course_person_cohort_and_day() -> None:
    shown = made(everything())
    assert (shown["course"], shown["person"], shown["cohort"]) == (COURSE.title, "Participant 1", "Spring cohort")
    assert shown["made_on"] == "Made on April 30, 2027"


def test_what_is_not_answered_is_left_out() -> None:
    empty = {"life.assets": [], "life.biases": ["one"], "career.assets": [], "career.biases": []}
    activity = only_activity({SHEET: kept(SHEET, empty), CASE: kept(CASE, {"choice": "", "reasons": ""})})
    [table] = activity["blocks"]
    assert [row["label"] for row in table["rows"]] == ["Life experience and perspective"]
    assert table["rows"][0]["cells"][0] is None


def test_an_answer_that_was_emptied_again_is_left_out_but_its_history_is_in_the_data() -> None:
    answers = {SHEET: kept(SHEET, {"life.assets": ["gone"]}, later={"life.assets": []})}
    assert made(answers)["sections"] == []
    [activity] = data(COURSE, answers, OWNER, MADE)["activities"]
    assert activity["answers"]["life.assets"]["value"] == []
    assert [one["values"]["life.assets"] for one in activity["history"]] == [[], ["gone"]]


def test_a_case_study_keeps_the_first_answer_and_the_second_apart() -> None:
    case = ACTIVITIES[CASE]
    assert case.kind == "case"
    first, second = (option.key for option in case.options[:2])
    values = {"choice": first, "reasons": "at first", "committed": True}
    blocks = only_activity({CASE: kept(CASE, values, later={"second_choice": second, "second_reasons": "now"})})[
        "blocks"
    ]
    titles = [block["text"] for block in blocks if block["block"] == "heading"]
    assert titles == ["Your first answer", "Your second answer"]
    split = blocks.index({"block": "heading", "text": "Your second answer"})
    before, after = list(texts_of(blocks[:split])), list(texts_of(blocks[split:]))
    assert "at first" in before
    assert "March 1, 2027" in before
    assert "now" in after
    assert LATER_DAY in after
    assert "at first" not in after


def test_a_table_of_one_day_says_the_day_once() -> None:
    [table] = only_activity({SHEET: kept(SHEET, {"life.assets": ["a"], "life.biases": ["b"]})})["blocks"]
    assert table["note"] == "Each of these answers was last changed on March 1, 2027."
    assert {cell["changed"] for cell in table["rows"][0]["cells"]} == {""}


def test_a_table_that_holds_long_texts_becomes_answers_one_under_the_other() -> None:
    blocks = only_activity({SHEET: kept(SHEET, {"life.assets": ["word " * 300], "life.biases": ["b"]})})["blocks"]
    assert [block["block"] for block in blocks] == ["heading", "answer", "answer"]
    assert [block["label"] for block in blocks[1:]] == ["Assets", "Biases"]


def test_days_fall_where_the_reader_is() -> None:
    evening = FIRST_SAVE + timedelta(hours=9)  # 03:00 in UTC, 20:00 of the day before in Denver
    answers = {SHEET: kept(SHEET, {"life.assets": ["a"]}, saved_at=evening)}
    in_denver = workbook(COURSE, answers, OWNER, MADE, Days("en", ZoneInfo("America/Denver")))
    assert in_denver["sections"][0]["activities"][0]["saved"] == "Last saved on March 1, 2027"
    assert made(answers)["sections"][0]["activities"][0]["saved"] == "Last saved on March 2, 2027"


def test_answers_whose_question_or_worksheet_is_gone_are_kept() -> None:
    answers = {
        SHEET: kept(SHEET, {"former.field": ["kept words"]}),
        "11_former.letter": kept(
            "11_former.letter", {"body": "a letter", "pairs": [{"text": "x", "follow_up": "y"}], "n": 4}
        ),
    }
    shown = made(answers)
    assert [section["title"] for section in shown["sections"]] == [COURSE.sections[1].title, WORDS["former_activities"]]
    assert {"kept words", "former.field", "11_former.letter", "a letter", "x", "y", "4"} <= set(
        texts_of(shown["sections"])
    )


def test_a_drafted_text_is_in_the_workbook_as_the_form_drafts_it() -> None:
    address = "06_difficult_feedback.difficult_conversation"
    values = {"summed_up.note": "we agreed to meet", "after.note": ""}
    activity = ACTIVITIES[address]
    known = {key: value for key, value in values.items() if key in dict(activity.list_fields())}
    blocks = only_activity({address: kept(address, known or sample_values(activity, "Sample"))})["blocks"]
    [letter] = [block for block in blocks if block["block"] == "draft"]
    assert activity.compose
    assert letter["title"] == activity.compose.title
    assert "{" not in letter["text"]


def test_control_characters_never_reach_a_document() -> None:
    activity = only_activity({SHEET: kept(SHEET, {"life.assets": ["a\x00b\x1b[31m\ud800\ufffe\x85c\td\r\ne"]})})
    assert "ab[31mc    d\ne" in list(texts_of(activity))


def test_the_data_has_every_value_its_question_its_date_and_the_whole_history() -> None:
    answers = everything()
    told = data(COURSE, answers, OWNER, MADE)
    assert (told["person"], told["made_at"]) == ("Participant 1", "2027-04-30T18:00:00Z")
    assert [one["activity"] for one in told["activities"]] == list(ACTIVITIES)
    for one in told["activities"]:
        fields = dict(ACTIVITIES[one["activity"]].list_fields())
        values = answers[one["activity"]].values
        assert {key: answer["value"] for key, answer in one["answers"].items()} == values
        assert {key: answer["question"] for key, answer in one["answers"].items()} == {
            k: f.label for k, f in fields.items()
        }
        assert one["history"] == [{"revision": 1, "saved_at": "2027-03-01T18:00:00Z", "values": values}]


def test_answers_are_read_from_the_store_with_their_dates_and_for_one_person_only(desk: Desk) -> None:
    def save(person: str, values: dict, base: int) -> None:
        desk.store.save(person, desk.cohort, SHEET, values, base, lambda kept: (1, 1))

    save(desk.person, {"life.assets": ["mine"], "life.biases": ["old"]}, 0)
    save(desk.other, {"life.assets": ["theirs"]}, 0)
    save(desk.person, {"life.biases": ["new"]}, 1)
    found = read_kept(desk.store, desk.person, desk.cohort)
    assert list(found) == [SHEET]
    assert found[SHEET].values == {"life.assets": ["mine"], "life.biases": ["new"]}
    assert found[SHEET].changed_at("life.assets") < found[SHEET].changed_at("life.biases") == found[SHEET].saved_at


@pytest.mark.parametrize(
    ("template", "answers", "drafted"),
    [
        ("Dear {name},\n\nI need {need}.", {"name": "", "need": "time"}, "I need time."),
        ("Hello,\n{a} {b}\n{c}\nBye", {"a": "one", "b": "", "c": ""}, "Hello,\none \nBye"),
        ("Hello,\n{a}\nBye", {"a": ""}, ""),
        ("No place at all", {}, ""),
        ("One\n\n{a}\n\n\nTwo {b}", {"a": "", "b": "x"}, "One\n\nTwo x"),
        ("{a}", {"a": "{b} $& \\1"}, "{b} $& \\1"),
    ],
)
def test_a_draft_leaves_out_lines_without_answers(template: str, answers: dict[str, str], drafted: str) -> None:
    assert draft(template, lambda key: answers[key]) == drafted


def test_a_draft_may_keep_its_fixed_lines_without_any_answer() -> None:
    assert draft("My commitment\n{step}", lambda key: "", always=True) == "My commitment"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (Field("", "number", start=1, stop=5, points={4: "Often"}), 4, "4 of 5, Often"),
        (Field("", "number", start=0, stop=10), 0, "0 of 10"),
        (Field("", "number", start=-3, stop=3), -1, "-1 (from -3 to 3)"),
        (Field("", "option", options=[{"key": "a", "label": "The first"}]), "a", "The first"),
        (Field("", "option", options=[{"key": "a", "label": "The first"}]), "taken_out", "taken_out"),
        (Field("", "date"), "2027-03-31", "Wednesday, March 31, 2027"),
        (Field("", "date"), "some day", "some day"),
        (Field("", "tick"), True, "Ticked"),
    ],
)
def test_a_value_reads_as_the_form_showed_it(field: Field, value: object, words: str) -> None:
    assert texts(field, value, Days("en", UTC)) == [(words, "")]


def test_days_are_in_the_words_of_the_course_s_language() -> None:
    assert Days("es", UTC).of(FIRST_SAVE) == "1 de marzo de 2027"
    assert Days("en-GB", UTC).of(FIRST_SAVE) == "1 March 2027"


def test_the_moment_of_a_field_is_that_of_its_last_change() -> None:
    first, second = FIRST_SAVE, FIRST_SAVE + timedelta(days=1)
    answer = Kept(SHEET, [Revision(2, second, {"b": "y"}), Revision(1, first, {"a": "x", "b": "x"})])
    assert (answer.changed_at("a"), answer.changed_at("b"), answer.saved_at) == (first, second, second)
