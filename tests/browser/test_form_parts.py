"""The parts of a form that only some kinds have: lists, scales, the question bank, the clock, feedback."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from .fill import field_of, fill, form_of, sample_values
from .samples import DEFINITIONS

ANSWERS = DEFINITIONS["answers"]


def entries(page):
    """What the list of people holds."""
    return [box.input_value() for box in field_of(page, ANSWERS, "who").get_by_role("textbox").all()]


def test_entries_can_be_moved_removed_and_brought_back(open_form, course):
    page = open_form("answers")
    place = field_of(page, ANSWERS, "who")
    fill(page, ANSWERS, {"who": ["one", "two", "three"]})
    expect(place).to_contain_text("That is the most this list holds: 3 entries.")
    expect(place.get_by_role("button", name="Add another")).to_be_hidden()
    place.get_by_role("button", name="Move entry 3 up").click()
    assert entries(page) == ["one", "three", "two"]
    expect(place.get_by_role("button", name="Move entry 2 up")).to_be_focused()
    place.get_by_role("button", name="Remove entry 1").click()
    assert entries(page) == ["three", "two"]
    undo = place.get_by_role("button", name="Undo remove")
    expect(undo).to_be_focused()
    undo.click()
    assert entries(page) == ["one", "three", "two"]
    expect(undo).to_be_hidden()
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    assert course.values("answers") == {"who": ["one", "three", "two"]}


def test_enter_begins_a_new_line_in_an_entry(open_form, course):
    page = open_form("answers")
    box = field_of(page, ANSWERS, "who").get_by_role("textbox")
    box.press_sequentially("one\ntwo")
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    assert course.values("answers") == {"who": ["one\ntwo"]}


def test_the_browsers_own_undo_works_after_a_save(open_form):
    page = open_form("journal")
    box = page.get_by_role("textbox").first
    box.press_sequentially("One")
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    box.press("Control+z")
    expect(box).not_to_have_value("One")


def test_a_number_can_be_taken_back(open_form, course):
    definition = DEFINITIONS["ratings"]
    page = open_form("ratings")
    place = field_of(page, definition, "answers.confidence")
    place.get_by_role("radio", name="0, Not at all").check()
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    assert course.values("ratings") == {"answers.confidence": 0}
    expect(form_of(page, definition)).to_contain_text("1 of 4 answered")
    place.get_by_role("button", name="Clear").click()
    expect(form_of(page, definition)).to_contain_text("0 of 4 answered")
    assert page.evaluate("window.forms.flushAll()") is True
    assert course.values("ratings") == {"answers.confidence": None}


def test_each_cell_of_a_worksheet_names_its_row_and_column(open_form):
    page = open_form("table")
    expect(page.get_by_role("textbox", name="Life experience: Assets, entry 1")).to_be_visible()
    expect(page.get_by_role("group", name="Years at work: Weight")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Assets")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.get_by_role("row", name=re.compile("Life experience"))).to_be_visible()
    expect(page.locator(".mcf-cell-label", has_text="Assets").first).to_be_visible()


def test_a_case_asks_for_what_is_missing_before_it_is_committed(open_form, course):
    definition = DEFINITIONS["case"]
    page = open_form("case")
    commit = page.get_by_role("button", name="Commit to this answer")
    commit.click()
    expect(field_of(page, definition, "choice")).to_contain_text("Please choose one of the options first.")
    expect(field_of(page, definition, "reasons")).to_contain_text("Please write a sentence about your reasons first.")
    fill(page, definition, {"choice": "own", "reasons": "Because."})
    commit.click()
    own = field_of(page, definition, "own_way")
    expect(own).to_contain_text("Please describe your own way first.")
    own.get_by_role("textbox").fill("I would wait.")
    commit.click()
    page.get_by_role("dialog").get_by_role("button", name="Not yet").click()
    expect(commit).to_be_focused()
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    assert "committed" not in course.values("case")


def test_a_case_follows_a_commitment_made_in_another_window(open_form, course):
    page = open_form("case")
    expect(page.locator(".mcf-state")).to_contain_text("Nothing written yet")
    course.save("case", {**sample_values(DEFINITIONS["case"]), "committed": True})
    page.evaluate("window.forms.retryAll()")
    page.reload()
    expect(page.get_by_role("heading", name="Your first answer")).to_be_visible()
    expect(page.get_by_role("button", name="Commit to this answer")).to_be_hidden()
    expect(page.locator(".mcf-spread")).to_contain_text("Shown as soon as five people have committed")


def test_questions_are_found_by_word_and_by_star(open_form, course):
    page = open_form("questions")
    form = form_of(page, DEFINITIONS["questions"])
    page.get_by_role("button", name="Star: What matters most in this?").click()
    expect(form.get_by_text("3 questions", exact=True)).to_be_visible()
    page.get_by_label("Only starred").check()
    expect(form.get_by_text("1 of 3 questions")).to_be_visible()
    expect(form.get_by_text("What is on your mind?")).to_be_hidden()
    page.get_by_label("Only starred").uncheck()
    page.get_by_role("searchbox", name="Find a question").fill("YEAR")
    expect(form.get_by_text("Where are you in a year?")).to_be_visible()
    expect(form.get_by_text("1 of 3 questions")).to_be_visible()


def kept_file(page, button):
    """What one gets by pressing a button: the file's name and what it is made of."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, json.loads(download.value.path().read_text(encoding="utf-8"))


def test_starred_questions_become_a_card_once_there_are_any(open_form):
    page = open_form("questions")
    make = page.get_by_role("button", name="Make my card")
    expect(make).to_be_hidden()
    page.get_by_role("button", name="Star: What matters most in this?").click()
    name, made_of = kept_file(page, make)
    assert (name, made_of) == ("Übung.pdf", ["card", {"matters": True}]), "the star has been saved first"


def test_a_worksheet_prints_with_ones_answers_or_blank(open_form):
    page = open_form("answers")
    fill(page, ANSWERS, {"why": "I was helped."})
    page.get_by_text("On paper, or as a PDF").click()
    _, filled = kept_file(page, page.get_by_role("button", name="With my answers"))
    assert filled == ["worksheets", {"why": "I was helped."}]
    _, blank = kept_file(page, page.get_by_role("button", name="Blank, to write on by hand"))
    assert blank == ["worksheets", {}]
    expect(page.get_by_text("Your browser has the PDF now.")).to_be_visible()


@pytest.mark.parametrize(("locale", "paper"), [("en-US", "letter"), ("es-MX", "letter"), ("en", "letter"),
                                                ("en-GB", "a4"), ("es-ES", "a4"), ("de-CH", "a4")])  # fmt: skip
def test_a_pdf_is_made_for_the_paper_that_is_used_where_one_is(open_form, browser, locale, paper):
    context = browser.new_context(locale=locale, timezone_id="Europe/Zurich")
    page = open_form("answers", on=context.new_page())
    page.get_by_text("On paper, or as a PDF").click()
    with page.expect_request("**/api/worksheets/**") as asked:
        page.get_by_role("button", name="Blank, to write on by hand").click()
    assert parse_qs(urlsplit(asked.value.url).query) == {"zone": ["Europe/Zurich"], "paper": [paper]}
    context.close()


def test_a_pdf_that_cannot_be_made_says_so_in_words(open_form, course):
    page = open_form("answers")
    course.paper_failure = "The worksheet takes longer than usual."
    page.get_by_text("On paper, or as a PDF").click()
    page.get_by_role("button", name="Blank, to write on by hand").click()
    expect(page.get_by_role("status").filter(has_text="longer than usual")).to_be_visible()


def test_feedback_follows_each_choice_and_the_choice_can_change(open_form, course):
    definition = DEFINITIONS["situations"]
    page = open_form("situations")
    first = form_of(page, definition).get_by_role("listitem").filter(has_text="Situation 1 of 2")
    first.get_by_role("radio", name="Mentoring").check()
    expect(first.get_by_role("status")).to_contain_text("Talking helps less here.")
    first.get_by_role("radio", name="Sponsoring").check()
    expect(first.get_by_role("status")).to_contain_text("This fits well.")
    expect(page.locator(".mcf-state")).to_contain_text("Saved")
    assert course.values("situations") == {"prize": "sponsor"}


def test_the_clock_counts_by_the_wall_and_survives_a_reload(open_form, page):
    page.clock.install()
    open_form("exercise")
    clock = page.get_by_role("timer")
    news = page.locator(".mcf-clock-news")
    expect(clock).to_have_text("8:00")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(news).to_have_text("Ask begins: 8 minutes.")
    page.clock.run_for(6 * 60_000)
    expect(clock).to_have_text("2:00")
    page.reload()
    page.clock.run_for(60_500)
    expect(news).to_have_text("One minute left.")
    page.clock.run_for(60_000)
    expect(news).to_have_text("Time is up for this phase. Take another minute or go on when you are ready.")
    page.clock.run_for(60_000)
    expect(page.locator(".mcf-clock-title")).to_have_text("Phase 1 of 2: Ask")
    page.get_by_role("button", name="Add a minute").click()
    expect(clock).to_have_text("1:00")
    page.get_by_role("button", name="Next phase").click()
    expect(page.locator(".mcf-clock-title")).to_have_text("Phase 2 of 2: Talk it over")
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    expect(clock).to_have_text(re.compile("^(5:00|4:59)$"))


def test_a_draft_is_composed_from_the_answers_that_are_there(open_form):
    page = open_form("answers")
    letter = page.get_by_role("group", name="Your letter")
    expect(letter).to_contain_text("a draft appears here")
    expect(letter.get_by_role("button", name="Copy the draft")).to_be_hidden()
    fill(page, ANSWERS, {"why": "I was helped."})
    expect(letter.locator(".mcf-composed-text")).to_have_text("Hello,\n\nI mentor because: I was helped.\n\nGoodbye")
    expect(letter.get_by_role("button", name="Copy the draft")).to_be_visible()


def test_the_chosen_day_can_be_put_in_ones_own_calendar(open_form, course):
    page = open_form("answers")
    put = page.get_by_role("button", name="Put it in my calendar")
    expect(put).to_be_hidden()
    fill(page, ANSWERS, {"why": "Ünï, " * 30, "day": "2027-12-31"})
    with page.expect_download() as download:
        put.click()
    entry = download.value.path().read_bytes()
    lines = entry.replace(b"\r\n ", b"").decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20271231" in lines
    assert "SUMMARY:Begin\\; really" in lines
    assert "DESCRIPTION:Because of this: " + ("Ünï\\, " * 30).strip() in lines
    assert course.values("answers")["day"] == "2027-12-31", "what the entry says has been saved first"
