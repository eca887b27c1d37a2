"""A field keeps what people can mean, cleans what browsers add, and refuses the rest in kind words."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentorcourse.content.fields import BadValue, Field, Takes, is_answered

OPTIONS = [{"key": key, "label": key.title(), "help": ""} for key in ("clinic", "lab", "ward")]
TAKES: tuple[Takes, ...] = get_args(Takes)
FIELDS = {
    takes: Field("A field", takes, options=OPTIONS, characters=20, entries=3, start=0, stop=10, points={0: "Never"})
    for takes in TAKES
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None, exclude_categories=())),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
near_values = st.one_of(
    json_values,
    st.sampled_from(["clinic", "lab", "", "2027-03-31", "2027-W13-3", "20270331", "31.3.2027", 0, 10, 11, True, 3.0]),
    st.lists(st.sampled_from(["clinic", "ward", "", " ", "words"]), max_size=5),
    st.lists(st.fixed_dictionaries({"text": st.text(max_size=3)}, optional={"follow_up": st.text(max_size=3)})),
)


def attempt(field: Field, value: Any) -> tuple[Any, str]:
    """What is kept, or the words of the refusal."""
    try:
        return field.clean(value), ""
    except BadValue as refusal:
        return None, str(refusal)


@pytest.mark.parametrize("takes", TAKES)
@given(value=near_values)
@settings(deadline=None)
@example(value=[{"text": "\ud800", "follow_up": "\r\n"}])
@example(value=["\x00", "\x85"])
def test_any_json_is_cleaned_or_refused_and_what_is_clean_stays_as_it_is(takes: Takes, value: Any):
    kept, refusal = attempt(FIELDS[takes], value)
    if refusal:
        assert refusal.endswith(".")
        return
    assert attempt(FIELDS[takes], kept) == (kept, "")
    assert json.dumps(kept, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("takes", TAKES)
def test_nothing_is_the_empty_value_and_no_answer(takes: Takes):
    field = FIELDS[takes]
    assert field.clean(None) == field.empty
    assert field.empty is None or field.clean(field.empty) == field.empty
    assert not is_answered(field.empty)


WRONG: dict[Takes, list[Any]] = {
    "text": [True, False, 0, 4, 2.5, [], ["words"], {}, {"text": "words"}],
    "texts": ["words", 4, True, {}, [4], [None], [["words"]], [{"text": "words"}]],
    "pairs": ["words", 4, {}, ["words"], [4], [{"text": 4}], [{"text": None}], [{"text": "a", "more": "b"}]],
    "option": ["theatre", "Clinic", 4, True, False, 0, ["clinic"], [], {}],
    "options": ["clinic", ["theatre"], [4], [["clinic"]], [True], [{}], [""], {}, 4],
    "number": [True, False, "3", 2.5, 3.0, -1, 11, "", [], {}],
    "tick": ["yes", 1, 0, "", "true", [], [True], {}],
    "date": ["tomorrow", "31.3.2027", "2027-02-30", 20270331, 0, False, [], {}, ["2027-03-31"]],
}


@pytest.mark.parametrize(("takes", "value"), [(takes, value) for takes in TAKES for value in WRONG[takes]])
def test_a_value_of_the_wrong_type_or_range_is_refused(takes: Takes, value: Any):
    with pytest.raises(BadValue):
        FIELDS[takes].clean(value)


RIGHT: dict[Takes, list[tuple[Any, Any]]] = {
    "text": [("words", "words"), ("  two  words ", "  two  words "), ("", "")],
    "texts": [(["a", "", " ", "b"], ["a", "b"]), ([], [])],
    "pairs": [
        ([{"text": "a"}], [{"text": "a", "follow_up": ""}]),
        ([{"text": "", "follow_up": " "}, {"follow_up": "b"}], [{"text": "", "follow_up": "b"}]),
        ([{}], []),
    ],
    "option": [("lab", "lab"), ("", "")],
    "options": [(["ward", "clinic", "ward"], ["clinic", "ward"]), ([], [])],
    "number": [(0, 0), (10, 10)],
    "tick": [(True, True), (False, False)],
    "date": [("2027-03-31", "2027-03-31"), (" 2027-03-31 ", "2027-03-31"), ("", "")],
}


@pytest.mark.parametrize(("takes", "value", "kept"), [(takes, *pair) for takes in TAKES for pair in RIGHT[takes]])
def test_a_good_value_is_kept(takes: Takes, value: Any, kept: Any):
    assert FIELDS[takes].clean(value) == kept
    assert type(FIELDS[takes].clean(value)) is type(kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends of Windows and old Macs"),
        pytest.param("a\u2028b\u2029c\x85d\x0be\x0cf", "a\nb\nc\nd\ne\nf", id="line ends of word processors"),
        pytest.param("a\x00b\x07c\x1bd\x7fe\x9ff\ufffeg\uffffh", "abcdefgh", id="NUL and control characters"),
        pytest.param("a\tb", "a\tb", id="a tab"),
        pytest.param("a\ud83db\ude00c", "abc", id="halves of emoji"),
        pytest.param("👩🏽‍⚕️ ✓ 🇺🇸", "👩🏽‍⚕️ ✓ 🇺🇸", id="emoji with joiners"),
        pytest.param("שלום\u200f، مرحبا", "שלום\u200f، مرحبا", id="right to left, with its marks"),
        pytest.param("<b>&amp;</b>", "<b>&amp;</b>", id="what looks like HTML"),
        pytest.param(" \n\t\u2028 ", "", id="white space only"),
        pytest.param("\x00", "", id="a control character only"),
    ],
)
def test_text_is_kept_without_what_is_no_text(typed: str, kept: str):
    field = Field("Words")
    assert field.clean(typed) == kept
    assert Field("Words", "texts").clean([typed]) == ([kept] if kept else [])
    assert Field("Words", "pairs").clean([{"text": typed}]) == ([{"text": kept, "follow_up": ""}] if kept else [])


def test_a_text_that_is_too_long_is_refused_by_saying_how_long_and_that_nothing_is_lost():
    assert Field("Words", characters=2000).clean("é" * 2000) == "é" * 2000
    with pytest.raises(BadValue, match=r"2001 characters long and 2000 fit here\. Shorten it.*nothing you typed"):
        Field("Words", characters=2000).clean("é" * 2001)
    with pytest.raises(BadValue, match="1,000,000 characters long"):
        Field("Words", "texts").clean(["short", "a" * 1_000_000])


def test_the_length_is_counted_after_cleaning():
    assert Field("Words", characters=3).clean("a\r\n\x00b") == "a\nb"


@pytest.mark.parametrize(("takes", "entry"), [("texts", "words"), ("pairs", {"text": "words", "follow_up": "so what"})])
def test_too_many_entries_are_refused_by_saying_how_many_fit(takes: Takes, entry: Any):
    empty = "" if takes == "texts" else {"text": "", "follow_up": ""}
    assert len(FIELDS[takes].clean([entry, empty, entry, entry, empty])) == 3
    with pytest.raises(BadValue, match=r"^There are 4 entries and 3 fit here\. Join some of them\.$"):
        FIELDS[takes].clean([entry] * 4)


@pytest.mark.parametrize(
    ("takes", "value", "words"),
    [
        ("option", "theatre", "Choose among the options shown."),
        ("options", ["theatre"], "Choose among the options shown."),
        ("number", 11, "Choose a number from 0 to 10."),
        ("tick", "yes", "This box is either ticked or not."),
        ("date", "soon", "Choose a day from the calendar, or write it like 2027-03-31."),
        ("pairs", ["words"], "Each entry takes a text and what follows from it."),
        ("texts", "words", "This field takes a list of entries."),
        ("text", 4, "This field takes text."),
    ],
)
def test_a_refusal_says_what_to_do(takes: Takes, value: Any, words: str):
    with pytest.raises(BadValue) as caught:
        FIELDS[takes].clean(value)
    assert str(caught.value) == words


def test_zero_on_a_scale_is_an_answer_and_a_box_not_ticked_is_none():
    answers: list[object] = [0, 1, "a", ["a"], True]
    nothing: list[object] = ["", None, False, []]
    assert [is_answered(value) for value in answers] == [True] * 5
    assert [is_answered(value) for value in nothing] == [False] * 4


def test_a_fields_definition_is_plain_json_with_the_ends_of_its_scale():
    definition = FIELDS["number"].definition()
    assert json.loads(json.dumps(definition)) == definition
    assert (definition["from"], definition["to"], definition["points"]) == (0, 10, {"0": "Never"})
    assert not {"start", "stop"} & set(definition)
