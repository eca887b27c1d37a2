"""What happens to a person's words when something goes wrong while they are saved."""

from __future__ import annotations

import re
import threading
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from .fill import field_of, form_of
from .samples import DEFINITIONS

ANSWERS = DEFINITIONS["answers"]
JOURNAL = DEFINITIONS["journal"]


def text(page: Page, label: str):
    """The text area with this label."""
    return page.get_by_role("textbox", name=label, exact=True)


def state(page: Page):
    """The line that says whether the words are saved."""
    return page.locator(".mcf-state")


@pytest.fixture
def journal(open_form):
    """A journal whose answers have been fetched."""
    page = open_form("journal")
    expect(state(page)).to_have_text("Nothing written yet")
    return page


def test_saved_is_said_only_after_the_acknowledgement(journal, course):
    course.hold = threading.Event()
    text(journal, "What you will try next").fill("Listen")
    expect(state(journal)).to_have_text("Kept on this device, not saved yet")
    expect(state(journal)).to_have_text("Saving…")
    assert course.values("journal") == {}
    course.hold.set()
    expect(state(journal)).to_have_text(re.compile(r"^Saved \d\d?:\d\d\s[AP]M$"))


def test_each_keystroke_is_kept_before_it_is_saved(journal, course):
    course.hold = threading.Event()
    text(journal, "What you will try next").press_sequentially("Lis")
    kept = journal.evaluate("localStorage.getItem('mentorcourse:first-person:00_samples.journal')")
    course.hold.set()
    assert '"value":"Lis"' in kept


def test_keystrokes_during_a_save_stay_and_are_saved_next(journal, course):
    box = text(journal, "What you will try next")
    course.hold = threading.Event()
    box.fill("One")
    expect(state(journal)).to_have_text("Saving…")
    box.fill("One and two")
    course.hold.set()
    expect(state(journal)).to_contain_text("Saved")
    expect(box).to_have_value("One and two")
    assert course.values("journal") == {"next": "One and two"}
    assert [patch["values"] for patch in course.patches] == [{"next": "One"}, {"next": "One and two"}]


def test_only_changed_fields_are_sent(journal, course):
    text(journal, "What you will try next").fill("Listen")
    expect(state(journal)).to_contain_text("Saved")
    assert course.patches == [{"base_revision": 0, "values": {"next": "Listen"}}]


def test_a_lost_acknowledgement_is_no_conflict(journal, course):
    box = text(journal, "What you will try next")
    course.lose_acknowledgements = True
    box.fill("One")
    expect(state(journal)).to_contain_text("Offline")
    box.fill("One and two")
    course.lose_acknowledgements = False
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": "One and two"}


def test_different_fields_of_two_windows_merge_silently(journal, course):
    course.save("journal", {"moment": "From elsewhere"})
    text(journal, "What you will try next").fill("From here")
    expect(text(journal, "A moment that stays with you")).to_have_value("From elsewhere")
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"moment": "From elsewhere", "next": "From here"}


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Keep mine", "Mine"), ("Keep the other", "Theirs"), ("Keep both", "Mine\n\nTheirs")],
)
def test_a_conflict_is_settled_as_the_person_chooses(journal, course, button, kept):
    course.save("journal", {"next": "Theirs"})
    text(journal, "What you will try next").fill("Mine")
    place = field_of(journal, JOURNAL, "next")
    box = place.get_by_role("group", name="Two versions")
    expect(box).to_contain_text("Mine")
    expect(box).to_contain_text("Theirs")
    expect(text(journal, "What you will try next")).to_be_focused()
    box.get_by_role("button", name=button).click()
    expect(text(journal, "What you will try next")).to_have_value(kept)
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": kept}


def test_a_draft_older_than_a_newer_save_becomes_a_conflict(journal, course):
    course.refusals = [(503, {})] * 1000
    text(journal, "What you will try next").fill("Mine")
    expect(state(journal)).to_contain_text("keep trying")
    course.save("journal", {"next": "Theirs"})
    course.refusals = []
    journal.reload()
    place = field_of(journal, JOURNAL, "next")
    expect(place.get_by_role("group", name="Two versions")).to_contain_text("Theirs")
    expect(text(journal, "What you will try next")).to_have_value("Mine")


def test_a_save_in_one_tab_shows_in_the_other(journal, open_form, context, course):
    other = open_form("journal", on=context.new_page())
    expect(state(other)).to_have_text("Nothing written yet")
    text(journal, "What you will try next").fill("From the first tab")
    expect(text(other, "What you will try next")).to_have_value("From the first tab")
    expect(state(other)).to_contain_text("Saved")


def test_leaving_the_page_saves_at_once(journal, course, harness):
    text(journal, "What you will try next").fill("Just before leaving")
    journal.goto(harness.page("answers"))
    expect(state(journal)).to_have_text("Nothing written yet")
    journal.goto(harness.page("journal"))
    expect(text(journal, "What you will try next")).to_have_value("Just before leaving")
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": "Just before leaving"}


def test_a_person_who_is_signed_out_keeps_the_words_and_signs_in_again(journal, course, harness):
    course.person = None
    text(journal, "What you will try next").fill("Half a thought")
    expect(state(journal)).to_contain_text("You have been signed out. Your words are kept on this device.")
    link = journal.get_by_role("link", name="Sign in again")
    back = quote(journal.url.removeprefix(harness.address), safe="")
    assert link.get_attribute("href").endswith(f"/some/prefix/course/sign-in?next={back}")
    course.person = "first-person"
    journal.reload()
    expect(text(journal, "What you will try next")).to_have_value("Half a thought")
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": "Half a thought"}


def test_words_are_never_saved_under_another_persons_name(journal, course):
    course.person = "second-person"
    box = text(journal, "What you will try next")
    box.fill("Mine")
    expect(state(journal)).to_contain_text("signed out")
    box.fill("Mine alone")
    expect(state(journal)).to_contain_text("Another person has signed in with this browser")
    assert course.values("journal", "second-person") == {}


def test_a_closed_section_keeps_the_words_and_says_so(journal, course):
    course.closed = True
    text(journal, "What you will try next").fill("Too late")
    expect(state(journal)).to_have_text("This section is closed. What you wrote is kept on this device.")
    course.closed = False
    journal.evaluate("window.forms.retryAll()")
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": "Too late"}


def test_an_unknown_worksheet_is_told_apart_from_a_fault(journal, course):
    course.refusals = [(404, {})] * 2
    text(journal, "What you will try next").fill("Hello")
    expect(state(journal)).to_contain_text("The server does not know this worksheet.")


def test_a_save_too_large_is_tried_field_by_field(journal, course):
    course.refusals = [(413, {"message": "Too much."}), (413, {"message": "Too much at once."})]
    journal.evaluate("window.form.setValue({moment: 'Large', next: 'Small'})")
    expect(field_of(journal, JOURNAL, "moment")).to_contain_text("Too much at once.")
    expect(state(journal)).to_contain_text("except what is marked")
    assert course.values("journal") == {"next": "Small"}


def test_a_server_that_lost_its_newest_answers_gets_the_words_again(journal, course):
    box = text(journal, "What you will try next")
    box.fill("First")
    expect(state(journal)).to_contain_text("Saved")
    course.revisions.clear()
    course.refusals = [(422, {"errors": {}, "message": "This revision is not known."})]
    box.fill("Second")
    expect(state(journal)).to_contain_text("keep trying")
    expect(state(journal)).to_contain_text("Saved")
    assert course.values("journal") == {"next": "Second"}


def test_a_text_that_is_too_long_is_not_cut_and_not_sent(open_form, course):
    page = open_form("answers")
    expect(state(page)).to_have_text("Nothing written yet")
    place = field_of(page, ANSWERS, "why")
    box = text(page, "Why do you mentor?")
    box.fill("a" * 185)
    expect(place).to_contain_text("15 characters left")
    box.fill("🌱" * 201)
    expect(place).to_contain_text("1 character too many")
    expect(box).to_have_accessible_description(re.compile("at most 200 characters. Nothing is cut"))
    box.blur()
    expect(state(page)).to_have_text("Not saved yet: please look at what is marked")
    expect(box).to_have_value("🌱" * 201)
    box.fill("🌱" * 200)
    expect(state(page)).to_have_text(re.compile(r"^Saved \d\d?:\d\d\s[AP]M$"))
    assert course.values("answers") == {"why": "🌱" * 200}


def test_signing_out_can_save_everything_and_then_forget_it(journal, course):
    text(journal, "What you will try next").fill("Before I go")
    assert journal.evaluate("window.forms.unsaved()") == 1
    assert journal.evaluate("window.forms.flushAll()") is True
    assert course.values("journal") == {"next": "Before I go"}
    course.refusals = [(503, {})] * 1000
    text(journal, "What you will try next").fill("Never mind")
    assert journal.evaluate("window.forms.flushAll()") is False
    journal.evaluate("window.forms.clearDrafts('first-person')")
    assert journal.evaluate("[localStorage.length, window.forms.unsaved()]") == [0, 0]


def test_python_hears_once_for_many_keystrokes(journal):
    text(journal, "What you will try next").press_sequentially("Listening")
    expect(journal.locator("body")).to_have_attribute("data-heard", '{"next":"Listening"}')
    assert len(journal.evaluate("window.heard")) < 9


def test_the_page_hears_of_each_save(journal):
    journal.evaluate("document.addEventListener('mentorcourse:saved', (event) => { window.told = event.detail; })")
    text(journal, "What you will try next").fill("Listen")
    expect(state(journal)).to_contain_text("Saved")
    told = {"activity": JOURNAL["activity"], "revision": 1, "answered": 1, "total": 2}
    assert journal.evaluate("window.told") == told


def test_routine_steps_are_not_announced_but_troubles_are(journal, course):
    box = text(journal, "What you will try next")
    box.fill("Listen")
    expect(state(journal)).to_contain_text("Kept on this device")
    expect(state(journal)).to_have_attribute("aria-live", "off")
    expect(state(journal)).to_contain_text("Saved")
    expect(state(journal)).to_have_attribute("aria-live", "polite")
    course.refusals = [(503, {})]
    box.fill("Listen more")
    expect(state(journal)).to_contain_text("keep trying")
    expect(state(journal)).to_have_attribute("aria-live", "polite")


def test_a_form_that_is_mounted_twice_shows_the_same_answers(journal):
    journal.evaluate("(definition) => window.forms.mountForm(document.querySelector('main'), definition)", JOURNAL)
    boxes = text(journal, "What you will try next")
    boxes.first.fill("Once")
    expect(boxes.last).to_have_value("Once")
    ids = journal.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_the_form_is_named_by_its_title(journal):
    expect(form_of(journal, JOURNAL)).to_be_visible()
