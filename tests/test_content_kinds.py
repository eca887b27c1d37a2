"""Each of the nine kinds lists its fields and steps, and gives the browser a definition in plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mentorcourse.content import AnyActivity, BadAnswers, definition, read_course
from mentorcourse.language.audience import AUDIENCES, IN_SHORT
from tests.small_course import ACTIVITIES, STEM, SmallCourse


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The small course's activities by key."""
    read = read_course(SmallCourse(tmp_path_factory.mktemp("course")).folder)
    return {activity.key: activity for _, _, activity in read.activities()}


FIELDS: dict[str, dict[str, str]] = {
    "sheet": {"life.plus": "texts", "life.minus": "text", "work.plus": "texts", "work.minus": "text"},
    "letter": {"why": "text", "where": "option"},
    "journal": {"moment": "text"},
    "steps": {"time": "tick", "time.note": "text", "place": "tick", "place.option": "option", "before.note": "text"},
    "rating": {"listen.often": "number"},
    "dilemma": {
        "wait.cost": "text", "other.cost": "text", "choice": "option", "own_way": "text", "reasons": "text",
        "committed": "tick", "second_choice": "option", "second_own_way": "text", "second_reasons": "text",
    },
    "bank": {"what": "tick", "own.open": "texts"},
    "practice": {"noticed": "text"},
    "hats": {"prize": "option"},
}  # fmt: skip

STEPS: dict[str, list[list[str]]] = {
    "sheet": [["life.plus"], ["life.minus"], ["work.plus"], ["work.minus"]],
    "letter": [["why"], ["where"]],
    "journal": [["moment"]],
    "steps": [["time"], ["place"]],
    "rating": [["listen.often"]],
    "dilemma": [["choice"], ["reasons"], ["committed"], ["second_choice"], ["second_reasons"]],
    "bank": [["what", "own.open"]],
    "practice": [["noticed"]],
    "hats": [["prize"]],
}


@pytest.mark.parametrize("key", ACTIVITIES)
def test_each_kind_lists_its_fields_and_steps_in_reading_order(small: dict[str, Any], key: str):
    assert [(name, field.takes) for name, field in small[key].list_fields()] == list(FIELDS[key].items())
    assert small[key].steps() == STEPS[key]


LAYOUTS: dict[str, set[str]] = {
    "sheet": {"rows", "columns"},
    "letter": {"prompts"},
    "journal": {"prompts"},
    "steps": {"stages"},
    "rating": {"items", "scales"},
    "dilemma": {"situation", "question", "options", "weigh", "own", "debrief"},
    "bank": {"groups"},
    "practice": {"phases", "prompts"},
    "hats": {"options", "situations", "reasons"},
}


@pytest.mark.parametrize("key", ACTIVITIES)
def test_each_kind_has_a_definition_in_plain_json(small: dict[str, Any], key: str):
    made = definition(small[key], STEM, "de")
    assert json.loads(json.dumps(made)) == made
    assert (made["activity"], made["language"], made["minutes"]) == (f"{STEM}.{key}", "de", 5)
    assert made["instructions"].startswith("<p>")
    assert set(made["layout"]) == LAYOUTS[key]
    assert list(made["fields"]) == list(FIELDS[key])
    assert {field for step in made["steps"] for field in step} <= set(made["fields"])


def test_markdown_becomes_html_and_html_of_the_author_is_shown_as_text():
    case = definition(read(CASE | {"situation": "They are *two*.\n\n<script>alert(1)</script>"}), STEM)["layout"]
    assert case["situation"] == "<p>They are <em>two</em>.</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    assert case["options"][0]["consequences"]["mentee"] == "<p>One</p>\n"


def test_prompts_are_named_by_key_because_their_wording_is_in_the_fields(small: dict[str, Any]):
    made = definition(small["letter"], STEM)
    assert made["layout"]["prompts"] == ["why", "where"]
    assert made["fields"]["why"]["hint"] == "because"
    assert made["fields"]["why"]["characters"] == 200
    assert [option["key"] for option in made["fields"]["where"]["options"]] == ["clinic", "lab"]
    assert made["compose"] == {"title": "Draft", "text": "I do it because {why}."}


def test_a_hint_stands_in_its_own_row_only_and_is_never_a_value(small: dict[str, Any]):
    made = definition(small["sheet"], STEM)["fields"]
    assert (made["life.plus"]["hint"], made["work.plus"]["hint"]) == ("raising children", "")
    assert small["sheet"].progress({}) == (0, 4)


def test_a_table_may_give_the_same_hint_in_every_row():
    rows = [{"key": "one", "label": "One"}, {"key": "two", "label": "Two"}]
    table = read({"kind": "table", "rows": rows, "columns": [{"key": "a", "label": "A", "hint": "the same"}]})
    assert [field.hint for _, field in table.list_fields()] == ["the same", "the same"]


_reader: TypeAdapter[Any] = TypeAdapter(AnyActivity)


def read(own: Mapping[str, object]) -> Any:
    """An activity made of what is its kind's own."""
    common = {"key": "one", "title": "One", "audience": "private", "minutes": 5, "instructions": "Go on."}
    return _reader.validate_python(common | dict(own))


@pytest.mark.parametrize(
    ("prompt", "takes"),
    [
        ({}, "text"),
        ({"entries": "many"}, "texts"),
        ({"entries": "many", "follow_up": "So what?"}, "pairs"),
        ({"options": [{"key": "a", "label": "A"}]}, "option"),
        ({"options": [{"key": "a", "label": "A"}], "pick": "many"}, "options"),
        ({"scale": {"from": 0, "to": 10, "points": {0: "No"}}}, "number"),
        ({"date": True}, "date"),
    ],
)
def test_a_prompt_says_what_its_answer_takes(prompt: dict[str, Any], takes: str):
    activity = read({"kind": "journal", "prompts": [{"key": "a", "label": "A", **prompt}]})
    field = dict(activity.list_fields())["a"]
    assert field.takes == takes
    made = definition(activity, STEM)["fields"]["a"]
    assert (made["from"], made["to"]) == ((0, 10) if takes == "number" else (0, 0))


def test_progress_counts_steps_of_which_any_field_is_answered(small: dict[str, Any]):
    assert small["rating"].progress({"listen.often": 1}) == (1, 1)
    assert small["bank"].progress({"what": False, "own.open": []}) == (0, 1)
    assert small["bank"].progress({"own.open": ["Why?"]}) == (1, 1)
    assert small["steps"].progress({"time.note": "an hour", "place": True}) == (1, 2)
    assert small["sheet"].progress({"life.plus": ["a"], "work.minus": "", "gone": "b"}) == (1, 4)


def test_zero_on_a_scale_counts_as_done():
    scales = [{"key": "sure", "label": "Sure?", "from": 0, "to": 10}]
    ratings = read({"kind": "ratings", "items": [{"key": "a", "label": "A"}], "scales": scales})
    assert ratings.progress(ratings.clean({"a.sure": 0})) == (1, 1)


def test_every_wrong_field_is_named_and_an_unknown_one_too(small: dict[str, Any]):
    with pytest.raises(BadAnswers) as caught:
        small["sheet"].clean({"life.plus": "no list", "life.minus": "fine", "love.plus": ["a"], "": 1})
    assert set(caught.value.errors) == {"life.plus", "love.plus", ""}
    assert caught.value.errors["love.plus"].startswith("This worksheet has no such field. Reload the page")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def attempt(activity: Any, changes: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, str]]:
    """What is kept, and the refusals."""
    try:
        return activity.clean(changes), {}
    except BadAnswers as refused:
        return {}, refused.errors


@given(data=st.data())
@settings(deadline=None, max_examples=30)
@pytest.mark.parametrize("key", ACTIVITIES)
def test_any_changes_are_cleaned_or_refused_and_what_is_clean_stays_as_it_is(
    small: dict[str, Any], key: str, data: st.DataObject
):
    changes = data.draw(st.dictionaries(st.sampled_from([*FIELDS[key], "stray"]), json_values, max_size=4))
    activity = small[key]
    kept, errors = attempt(activity, changes)
    if errors:
        assert set(errors) <= set(changes)
        return
    assert set(kept) == set(changes)
    assert attempt(activity, kept) == (kept, {})
    assert set(activity.refuse({}, kept)) <= {*kept, "committed"}
    assert 0 <= activity.progress(kept)[0] <= len(STEPS[key])


# Case studies: the first answer is committed, then kept as it was.

CONSEQUENCES = {"mentee": "One", "mentor": "Two", "others": "Three"}
CASE: dict[str, Any] = {
    "kind": "case",
    "situation": "Two want one seat.",
    "question": "What now?",
    "options": [
        {"key": key, "label": key.title(), "consequences": CONSEQUENCES} for key in ("wait", "second_look", "other")
    ],
    "weigh": [{"key": "cost", "label": "Its cost"}],
    "own": "other",
    "debrief": "Nobody is wrong.",
}
FIRST = {"choice": "wait", "reasons": "because", "wait.cost": "time"}
COMMITTED = FIRST | {"committed": True}


def refused(kept: dict[str, Any], changes: dict[str, Any]) -> set[str]:
    """The fields for which the changes are refused, each with words."""
    case = read(CASE)
    refusals = case.refuse(kept, case.clean(changes))
    assert all(words.endswith(".") for words in refusals.values())
    return set(refusals)


def test_a_commitment_needs_a_choice_and_reasons():
    assert refused({}, {"committed": True}) == {"committed"}
    assert refused({"choice": "wait"}, {"committed": True}) == {"committed"}
    assert refused({"reasons": "because"}, {"committed": True}) == {"committed"}
    assert refused(FIRST, {"committed": True, "reasons": " "}) == {"committed"}
    assert refused(FIRST, {"committed": True}) == set()
    assert refused({}, COMMITTED) == set()


def test_before_the_commitment_the_first_answer_may_change():
    assert refused(FIRST, {"choice": "other", "own_way": "mine", "reasons": "", "wait.cost": "less"}) == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [("choice", "other"), ("choice", ""), ("reasons", "others"), ("own_way", "mine"), ("wait.cost", "less"),
     ("other.cost", "more"), ("second_look.cost", "more"), ("committed", False), ("committed", None)],
)  # fmt: skip
def test_after_the_commitment_the_first_answer_stays(field: str, value: Any):
    assert refused(COMMITTED, {field: value, "second_choice": "other"}) == {field}


def test_after_the_commitment_the_same_first_answer_may_be_sent_again():
    assert refused(COMMITTED, COMMITTED | {"own_way": "", "second_reasons": "now I see"}) == set()


@pytest.mark.parametrize("field", ["second_choice", "second_own_way", "second_reasons"])
def test_a_second_answer_before_the_commitment_is_refused(field: str):
    value = "wait" if field == "second_choice" else "words"
    assert refused(FIRST, {field: value, "reasons": "better"}) == {field}
    assert refused(FIRST, {field: ""}) == set()
    assert refused(FIRST, {field: value, "committed": True}) == set()


def test_an_option_whose_key_begins_with_second_belongs_to_the_first_answer():
    assert refused({}, {"second_look.cost": "a day"}) == set()


# Who can see it, in words.


def words(audience: str, counted: bool = True) -> str:
    """What the form says about who can see the answers."""
    prompts = [{"key": "a", "label": "A"}]
    made = read({"kind": "journal", "audience": audience, "counted": counted, "prompts": prompts})
    return str(definition(made, STEM)["audience_words"])


@pytest.mark.parametrize("audience", ["private", "pair", "trainers", "cohort-anonymous", "cohort"])
@pytest.mark.parametrize("counted", [True, False])
def test_no_form_promises_more_than_anyone_can_keep(audience: str, counted: bool):
    said = words(audience, counted)
    assert said.endswith(
        "Administrators of the server could technically read its database, and the law may compel disclosure."
    )
    assert "only you." not in said.lower()
    assert "only you can" not in said.lower()


def test_each_audience_is_said_in_a_few_words_too_which_promise_no_more():
    assert IN_SHORT.keys() == AUDIENCES.keys()
    for short in IN_SHORT.values():
        assert len(short) <= 60
        assert "only you" not in short.lower()


def test_private_answers_are_seen_by_no_one_in_the_course_and_never_by_only_you():
    said = words("private")
    assert said.startswith("No one in the course sees what you write here; facilitators see only that it is done.")
    assert "only you" not in said.lower()


def test_of_an_uncounted_activity_not_even_the_opening_is_seen():
    for audience in ("private", "cohort-anonymous"):
        said = words(audience, counted=False)
        assert "not even that you have opened it" in said
        assert "facilitators see" not in said


def test_counts_are_promised_from_five_people_on_and_without_text():
    said = words("cohort-anonymous")
    assert "only once at least five people have answered" in said
    assert "No one in the course sees your own answers or what you write" in said
