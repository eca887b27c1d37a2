"""Every kind of activity, in a browser: shown, filled in, kept, restored, in conflict, on a phone, by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .fill import commit, expect_shown, field_of, fill, form_of, progress, sample_values
from .harness import BASE, Course
from .looks import findings, violations
from .samples import DEFINITIONS, KINDS, SECTION

every_kind = pytest.mark.parametrize("kind", KINDS)
HOSTILE = '<img src=x onerror="document.title=1"> \u202eright to left 🌱'


def state(page: Page, kind: str) -> Any:
    """The line that says whether the words are saved."""
    return form_of(page, DEFINITIONS[kind]).locator(".mcf-state")


def expect_saved(page: Page, kind: str, course: Course, values: dict[str, Any]) -> None:
    """Wait for the acknowledgement; then the server has all of it."""
    expect(state(page, kind)).to_contain_text("Saved")
    assert {key: course.values(kind).get(key) for key in values} == values


def save_now(page: Page) -> None:
    """Save without waiting for a pause in typing."""
    assert page.evaluate("window.forms.flushAll()") is True


def texts(kind: str) -> list[str]:
    """The kind's fields that take plain text."""
    return [key for key, field in DEFINITIONS[kind]["fields"].items() if field["takes"] == "text"]


@every_kind
def test_a_form_can_be_used_in_every_mode_empty_and_full(open_form, kind):
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    assert findings(page) == []
    values = sample_values(DEFINITIONS[kind], committed=True, word="Averylongwordwithoutanyspace" * 3)
    fill(page, DEFINITIONS[kind], values)
    expect(state(page, kind)).to_contain_text("Saved")
    assert findings(page) == []


@every_kind
def test_answers_are_saved_and_there_again_after_a_reload(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    page = open_form(kind)
    expect(form_of(page, definition)).to_have_attribute("data-loaded", "true")
    expect(form_of(page, definition)).to_contain_text(progress(definition, {}))
    fill(page, definition, values)
    expect_saved(page, kind, course, values)
    assert page.evaluate("localStorage.length") == 0
    expect(form_of(page, definition)).to_contain_text(progress(definition, values))
    page.reload()
    expect(state(page, kind)).to_contain_text("Saved")
    expect_shown(page, definition, values)


@every_kind
def test_an_earlier_version_can_be_looked_at_and_brought_back(open_form, course, kind):
    definition = DEFINITIONS[kind]
    old, new = sample_values(definition, word="Old"), sample_values(definition, word="New")
    course.save(kind, old)
    course.save(kind, {key: value for key, value in new.items() if value != old[key]} or {next(iter(new)): False})
    page = open_form(kind)
    form = form_of(page, definition)
    form.get_by_role("button", name="Earlier versions").click()
    dialog = form.get_by_role("dialog")
    assert violations(page) == []
    dialog.get_by_role("button", name="Look at the version").last.click()
    dialog.get_by_role("button", name="Bring this version back").click()
    expect(dialog).to_contain_text("is back")
    dialog.get_by_role("button", name="Close").click()
    expect(form.get_by_role("button", name="Earlier versions")).to_be_focused()
    expect_shown(page, definition, old)
    expect(state(page, kind)).to_contain_text("Saved")
    assert course.values(kind) == old
    assert len(course.kept(kind)) == 3


@every_kind
def test_two_versions_of_one_answer_are_both_shown(open_form, course, kind):
    definition = DEFINITIONS[kind]
    mine, theirs = sample_values(definition, word="Mine"), sample_values(definition, word="Theirs")
    key = next(key for key in mine if mine[key] != theirs[key]) if mine != theirs else next(iter(mine))
    if mine == theirs:  # only choices: the other window chose another one
        theirs[key] = definition["fields"][key]["from"]
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    course.save(kind, {key: theirs[key]})
    fill(page, definition, {key: mine[key]})
    place = field_of(page, definition, key)
    box = place.get_by_role("group", name="Two versions")
    expect(box).to_contain_text("You wrote here")
    expect(box).to_contain_text("Saved from another window at")
    assert violations(page) == []
    assert course.values(kind) == {key: theirs[key]}
    box.get_by_role("button", name="Keep mine").click()
    expect(box).to_be_hidden()
    expect_saved(page, kind, course, {key: mine[key]})


@every_kind
def test_everything_can_be_answered_with_the_keyboard(open_form, course, kind):
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    answer_by_keyboard(page)
    expect(state(page, kind)).to_contain_text("Saved")
    definition = DEFINITIONS[kind]
    answered = course.values(kind)
    fillable = {key for key in sample_values(definition) if definition["fields"][key]["takes"] != "pairs"}
    assert fillable <= {key for key, value in answered.items() if value or (value == 0 and value is not False)}


def answer_by_keyboard(page: Page) -> None:
    """Tab through the page: write into every text, press space on every choice and star that is empty."""
    seen = "(() => { const e = document.activeElement; const f = e.closest('[data-field]'); return [f?.dataset.field,"
    seen += " e.tagName, e.type, e.checked, e.getAttribute('aria-pressed'), e.value]; })()"
    page.keyboard.press("Tab")
    for _ in range(200):
        key, tag, kind, checked, pressed, value = page.evaluate(seen)
        if tag == "BODY":
            return
        if tag == "TEXTAREA":
            page.keyboard.type("typed")
        elif kind == "date" and not value:
            page.keyboard.type("12312027")
        elif key and ((kind in ("radio", "checkbox") and not checked) or pressed == "false"):
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard never leaves the form")


@every_kind
def test_words_written_offline_are_kept_and_saved_later(open_form, course, context, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    context.set_offline(True)
    fill(page, definition, values)
    expect(state(page, kind)).to_contain_text("Offline: kept on this device")
    assert course.values(kind) == {}
    context.set_offline(False)
    expect_saved(page, kind, course, values)


@every_kind
def test_words_without_acknowledgement_survive_a_reload(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    course.refusals = [(503, {"message": "Locked."})] * 1000
    page = open_form(kind)
    fill(page, definition, values)
    expect(state(page, kind)).to_contain_text("kept on this device and we keep trying")
    page.reload()
    expect(state(page, kind)).to_contain_text("Restored what you had typed.")
    expect_shown(page, definition, values)
    course.refusals = []
    expect_saved(page, kind, course, values)


@every_kind
def test_another_persons_words_are_never_shown(open_form, course, kind):
    definition = DEFINITIONS[kind]
    course.refusals = [(503, {})] * 1000
    page = open_form(kind)
    fill(page, definition, sample_values(definition))
    expect(state(page, kind)).to_contain_text("we keep trying")
    course.person, course.refusals = "second-person", []
    page.reload()
    expect(state(page, kind)).to_have_text("Nothing written yet")
    expect(form_of(page, definition)).to_contain_text(progress(definition, {}))
    assert course.values(kind, "second-person") == {}


@every_kind
def test_a_browser_that_keeps_nothing_is_told_so_and_still_saves(open_form, page, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})")
    course.refusals = [(503, {})] * 1000
    open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    fill(page, definition, values)
    expect(state(page, kind)).to_contain_text("stay on this page until it says Saved")
    course.refusals = []
    save_now(page)
    expect_saved(page, kind, course, values)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if texts(kind)])
def test_a_refused_answer_says_why_beside_its_field_and_the_others_are_saved(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    key = texts(kind)[0]
    course.refusals = [(422, {"errors": {key: "Please write something else."}})]
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Nothing written yet")
    fill_at_once(page, values)
    place = field_of(page, definition, key)
    expect(place.get_by_role("textbox")).to_have_accessible_description("Please write something else.")
    expect(place.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    rest = {other: value for other, value in values.items() if other != key}
    if rest:
        expect(state(page, kind)).to_contain_text("except what is marked")
    assert {other: course.values(kind).get(other) for other in rest} == rest
    place.get_by_role("textbox").fill("Something else.")
    expect(place.get_by_role("textbox")).not_to_have_attribute("aria-invalid", "true")
    expect_saved(page, kind, course, {**rest, key: "Something else."})


def fill_at_once(page: Page, values: dict[str, Any]) -> None:
    """Set all fields in one go, as a program would, so that they are saved together."""
    page.evaluate("(values) => window.form.setValue(values)", values)


@every_kind
def test_what_looks_like_markup_is_shown_as_text(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition, word=HOSTILE)
    course.save(kind, values)
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Saved")
    expect_shown(page, definition, values)
    form = form_of(page, definition)
    form.get_by_role("button", name="Earlier versions").click()
    form.get_by_role("button", name="Look at the version").click()
    expect(form.get_by_role("button", name="Bring this version back")).to_be_visible()
    assert form.locator("img").count() == 0
    assert page.title() == "A form"


@every_kind
def test_paper_shows_every_answer_in_full(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition, word="\n".join(f"Line {n}" for n in range(40)))
    course.save(kind, values)
    page = open_form(kind)
    expect(state(page, kind)).to_contain_text("Saved")
    page.emulate_media(media="print")
    form = form_of(page, definition)
    for field in form.locator("textarea").all():
        expect(field).to_be_hidden()
    for twin in form.locator(".mcf-twin", has_text="Line").all():
        expect(twin).to_contain_text("Line 39")
        assert twin.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")
    expect(form.get_by_role("button")).to_have_count(0)


@every_kind
def test_a_widget_shows_the_same_form_and_hears_the_answers(open_form, course, kind):
    definition = DEFINITIONS[kind]
    values = sample_values(definition)
    course.save(kind, values)
    page = open_form(kind)
    page.evaluate(WIDGET, [definition, f"{BASE}course/static/forms/form.js"])
    expect(page.locator("body")).to_have_attribute("data-saves", "1")
    assert page.evaluate("window.model.state.value") == {key: value for key, value in values.items() if value}
    key, value = next(iter(sample_values(definition, word="From Python").items()))
    changed = {"number": 2, "tick": False}.get(definition["fields"][key]["takes"], value)
    page.evaluate("(value) => window.model.fromPython('value', value)", {key: changed})
    expect_shown(page, definition, {key: changed})
    save_now(page)
    assert course.values(kind)[key] == changed


WIDGET = """async ([definition, address]) => {
  window.form.destroy();
  const { render } = await import(address);
  const listeners = [];
  window.model = {
    state: { definition, value: {} }, saves: 0,
    get(name) { return this.state[name]; },
    set(name, value) { this.state[name] = value; },
    save_changes() { this.saves += 1; document.body.dataset.saves = this.saves; },
    on(name, listener) { listeners.push(listener); },
    off() {},
    fromPython(name, value) { this.state[name] = value; listeners.forEach((listener) => listener()); },
  };
  render({ model: window.model, el: document.getElementById("place") });
}"""


def test_the_sample_activities_belong_to_one_section():
    assert {definition["activity"].split(".")[0] for definition in DEFINITIONS.values()} == {SECTION}


def test_a_committed_case_shows_what_follows_and_keeps_both_answers(open_form, course):
    definition = DEFINITIONS["case"]
    course.spread = {
        "answered": 6,
        "shown": 5,
        "counts": {"choice": {"listen": 4, "advise": 1}},
        "message": "Five of six shown.",
    }
    page = open_form("case")
    form = form_of(page, definition)
    example = form.get_by_text("Ask before you answer.").filter(visible=True)
    fill(page, definition, sample_values(definition))
    expect(page.get_by_text("There is no single right answer.")).to_be_hidden()
    expect(example).to_have_count(1)
    commit(page, definition)
    expect(example).to_have_count(1)
    expect(form.get_by_role("row", name="Listen first 4 80%")).to_be_visible()
    expect(form).to_contain_text("Five of six shown.")
    expect(form).to_contain_text("There is no single right answer.")
    expect(field_of(page, definition, "choice").get_by_role("radio").first).to_be_hidden()
    assert violations(page) == []
    second = {"second_choice": "advise", "second_reasons": "I see it differently now."}
    for key, value in second.items():
        place = field_of(page, definition, key)
        if key == "second_choice":
            place.get_by_role("radio", name="Give advice").check()
        else:
            place.get_by_role("textbox").fill(value)
    expect_saved(page, "case", course, {**sample_values(definition), "committed": True, **second})


def test_a_bank_of_questions_says_what_is_starred_and_not_what_is_left_to_do(open_form, course):
    definition = DEFINITIONS["questions"]
    page = open_form("questions")
    form = form_of(page, definition)
    expect(form.get_by_text("None starred yet")).to_be_visible()
    for question in ("What is on your mind?", "Where are you in a year?"):
        form.get_by_role("button", name=f"Star: {question}").click()
    expect(form.get_by_text("2 starred", exact=True)).to_be_visible()
    field_of(page, definition, "own.goals").get_by_role("textbox").fill("And in five?")
    expect(form.get_by_text("2 starred, and 1 of your own")).to_be_visible()
    expect(form.get_by_text("answered")).to_have_count(0)
