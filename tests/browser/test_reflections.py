"""Reflections in a real browser: submitted, reviewed, revised and reviewed again with the first version beside it."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from mentorcourse import people
from mentorcourse.review import rule
from tests.review_samples import SECTION
from tests.workshop import Workshop, closing_store

from .course_pages import Person
from .looks import violations

pytestmark = pytest.mark.timeout(300)
FIRST = "At the end of clinic I talked for five minutes."
SECOND = "At the end of clinic I talked for ten minutes, and she had asked for one."
LABELS = {"Honesty about yourself": "Solid", "Link to the section": "Emerging", "A concrete next step": "Not yet"}


Come = Callable[..., Person]


@pytest.fixture
def come(workshop: Workshop, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Come]:
    """Brings people into a cohort that only this test has, each in a browser of their own, watched for errors."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []
    made = iter(range(1, 100))

    def enter(role: str, **context: Any) -> Person:
        contexts.append(browser.new_context(**context))
        person = Person(workshop, contexts[-1], wrong)
        name = f"{role.title()} {next(made)} of {request.node.name[:60]}"
        person.sign_in(workshop.new_person(name, role, cohort=f"Cohort of {request.node.name[:80]}"))
        return person

    yield enter
    for context in contexts:
        context.close()
    assert wrong == []


def open_reflection(person: Person) -> Page:
    page = person.page
    page.goto(f"{person.workshop.url}/course/reflections/{SECTION}")
    expect(page.get_by_role("region", name="Your reflection", exact=True)).to_be_visible()
    return page


def open_at_the_sections_end(person: Person) -> Page:
    """Go to the end of a section, where the reflection is fetched when somebody comes near."""
    page = person.page
    page.goto(f"{person.workshop.url}/course/sections/{SECTION}#reflection")
    expect(page.get_by_role("region", name="Your reflection", exact=True)).to_be_visible()
    return page


def write(page: Page, text: str, question: int = 0) -> None:
    form = page.get_by_role("region", name="Your reflection", exact=True)
    expect(form.get_by_text(re.compile(r"^Saved \d|^Nothing written yet"))).to_be_visible(timeout=30_000)
    form.get_by_role("textbox").nth(question).fill(text)
    expect(form.get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit to your trainers…").click()
    dialog = page.get_by_role("dialog", name="Submit this reflection?")
    expect(dialog.get_by_text("and by nobody else in the course")).to_be_visible()
    dialog.get_by_role("button", name="Submit it").click()
    expect(page.get_by_text(re.compile(r"^Received: version \d"))).to_be_visible()


def open_review(person: Person) -> Page:
    page = person.page
    page.goto(f"{person.workshop.url}/course/review")
    expect(page.get_by_role("heading", name="Waiting")).to_be_visible(timeout=60_000)
    return page


def question_of(page: Page, number: int = 1) -> Any:
    return page.get_by_role("region", name=f"Question {number}", exact=True)


def rate(page: Page) -> None:
    for criterion, level in LABELS.items():
        group = question_of(page).get_by_role("group", name=criterion)
        group.get_by_role("radio", name=level).check()


def test_a_reflection_is_submitted_reviewed_revised_and_reviewed_again_with_the_first_beside_it(
    own_workshop: Workshop, newcomer: Callable[..., Person]
) -> None:
    writer, trainer = newcomer("participant", at=own_workshop), newcomer("trainer", at=own_workshop)
    page, desk = open_reflection(writer), open_review(trainer)
    write(page, FIRST)
    submit(page)
    desk.get_by_label("Section", exact=True).select_option(label="2. What Do You Bring to the Table as a Mentor?")
    desk.keyboard.press("q")
    desk.keyboard.press("n")
    expect(question_of(desk).get_by_text(FIRST)).to_be_visible()
    rate(desk)
    desk.get_by_label("Comment on question 1", exact=True).fill("What did you feel then?")
    desk.get_by_label("Overall comment", exact=True).fill("Thank you for writing so frankly.")
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    release(desk)
    writer.page.goto(f"{writer.workshop.url}/course/")
    page.get_by_role("link", name="Read the feedback").click()
    expect(page.get_by_text("Thank you for writing so frankly.")).to_be_visible()
    expect(page.get_by_text("What did you feel then?")).to_be_visible()
    write(page, SECOND)
    submit(page)
    desk.keyboard.press("n")
    question = question_of(desk)
    expect(question.get_by_role("deletion")).to_have_text(["five", "minutes."])
    question.get_by_text("Both versions, beside each other").click()
    expect(question.get_by_role("group", name="Question 1, version 1").get_by_text(FIRST)).to_be_visible()
    expect(question.get_by_role("group", name="Question 1, version 2").get_by_text(SECOND)).to_be_visible()
    desk.get_by_text("Feedback on version 1", exact=True).click()
    expect(desk.get_by_text("What did you feel then?")).to_be_visible()
    rate(desk)
    desk.get_by_label("Overall comment", exact=True).fill("Now I can see it.")
    release(desk)
    page.reload()
    expect(page.get_by_text("Now I can see it.")).to_be_visible()
    assert export(writer.workshop)[SECTION] == "1.0"


def export(workshop: Workshop) -> dict[str, str]:
    """What `nbgrader export` says on the command line: each assignment that was submitted, with its score."""
    here = Path(sys.executable).parent
    told = {**os.environ, "PATH": os.pathsep.join([str(here), os.environ["PATH"]]), "PYTHONWARNINGS": "ignore"}
    data = ["--data", str(workshop.folder), "--json"]
    synced = subprocess.run(
        [str(here / "mentorcourse"), "reflections", "sync", *data], env=told, capture_output=True, text=True, check=True
    )
    (done,) = json.loads(synced.stdout).values()
    command = [str(here / "nbgrader"), "export", "--to", "grades.csv"]
    subprocess.run(command, cwd=done["folder"], env=told, capture_output=True, check=True)
    with (Path(done["folder"]) / "grades.csv").open(encoding="utf-8") as file:
        return {row["assignment"]: row["raw_score"] for row in csv.DictReader(file) if row["timestamp"]}


def with_one_reflection(trainer: Person, writer: Person) -> Page:
    """A trainer's desk with the one reflection on it that somebody has just submitted."""
    page = open_reflection(writer)
    write(page, FIRST)
    submit(page)
    desk = open_review(trainer)
    desk.keyboard.press("n")
    expect(question_of(desk).get_by_text(FIRST)).to_be_visible()
    return desk


def release(page: Page) -> None:
    page.get_by_role("button", name="Release to the writer…").click()
    page.get_by_role("dialog").get_by_role("button", name="Release it").click()
    expect(page.get_by_text("Released to")).to_be_visible()


HOSTILE = (
    "<script>window.hit = 1</script><img src=x onerror='window.hit = 2'><svg onload='window.hit = 3'> "
    "[go](javascript:window.hit=4) <a href='javascript:window.hit=5'>x</a> <iframe srcdoc='<script>hit=6</script>'>"
)


def test_what_people_write_is_shown_as_text_on_every_page(come: Come) -> None:
    writer, trainer = come("participant"), come("trainer")
    page = open_reflection(writer)
    write(page, HOSTILE)
    page.get_by_role("button", name="Submit to your trainers…").click()
    expect(page.get_by_role("dialog").get_by_text(HOSTILE)).to_be_visible()
    page.keyboard.press("Escape")
    submit(page)
    desk = open_review(trainer)
    desk.keyboard.press("n")
    expect(question_of(desk).get_by_text(HOSTILE)).to_be_visible()
    rate(desk)
    desk.get_by_label("Comment on question 1", exact=True).fill(HOSTILE)
    desk.get_by_label("Overall comment", exact=True).fill(HOSTILE)
    keep_in_bank(desk)
    release(desk)
    page.reload()
    expect(page.get_by_role("region", name=re.compile("Feedback from")).get_by_text(HOSTILE)).to_have_count(2)
    page.get_by_label("Answer, if you wish").fill(HOSTILE)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("region", name="Answers").get_by_text(HOSTILE)).to_be_visible()
    write(page, f"{HOSTILE} and more")
    submit(page)
    desk.keyboard.press("n")
    expect(question_of(desk).locator("ins")).to_contain_text("more")
    for shown in (page, desk):
        assert shown.evaluate("window.hit") is None
        assert shown.locator("main iframe, main svg[onload], main img[src=x], main a[href^=javascript]").count() == 0


def keep_in_bank(desk: Page) -> None:
    desk.get_by_label("Overall comment", exact=True).press("Control+.")
    dialog = desk.get_by_role("dialog", name="Comment bank")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog.get_by_role("button", name=HOSTILE, exact=True)).to_be_visible()
    desk.keyboard.press("Escape")


def test_three_reflections_are_reviewed_by_keyboard_alone(come: Come) -> None:
    trainer = come("trainer")
    for number in (1, 2, 3):
        page = open_reflection(come("participant"))
        write(page, f"Reflection {number}")
        submit(page)
    desk = open_review(trainer)
    expect(desk.get_by_text("3 reflections", exact=True)).to_be_visible()
    desk.get_by_text("How long they have waited").click()
    expect(desk.get_by_text("Section 2: 3, the oldest for 0 days")).to_be_visible()
    loaded = desk.evaluate("performance.timeOrigin")
    for number in (1, 2, 3):
        desk.keyboard.press("n")
        expect(question_of(desk).get_by_text(f"Reflection {number}")).to_be_visible()
        expect(desk.get_by_role("heading", level=2, name=re.compile("What you bring"))).to_be_focused()
        for level in ("3", "4", "2"):
            to_next(desk, "radio")
            desk.keyboard.press(level)
        to_next(desk, "textarea")
        desk.keyboard.type("With whom, and when?")
        desk.keyboard.press("Escape")
        desk.keyboard.press("r")
        expect(desk.get_by_role("dialog", name="Release this review?")).to_be_visible()
        to_next(desk, "Release it")
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("Released to")).to_be_visible()
        expect(desk.get_by_text(f"{3 - number} reflection{'' if number == 2 else 's'}", exact=True)).to_be_visible()
        expect(desk.get_by_text("Press n for the next one")).to_have_count(int(number < 3))
    expect(desk.get_by_role("heading", name="Waiting")).to_be_focused()
    assert desk.evaluate("performance.timeOrigin") == loaded


def test_what_was_opened_next_keeps_the_focus_when_the_list_comes_late(come: Come) -> None:
    trainer, writers = come("trainer"), (come("participant"), come("participant"))
    write(open_reflection(writers[0]), FIRST)
    submit(writers[0].page)
    desk = with_one_reflection(trainer, writers[1])
    rate(desk)
    desk.get_by_label("Overall comment", exact=True).fill("Thank you for writing so frankly.")
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    desk.get_by_text("How long they have waited").click()
    held: list[Route] = []
    desk.route("**/course/api/review/queue*", lambda route: held.append(route))
    release(desk)
    desk.keyboard.press("n")
    heading = desk.get_by_role("heading", level=2, name=re.compile("What you bring"))
    expect(heading).to_be_focused()
    for route in held:
        route.continue_()
    expect(desk.get_by_text("1 reflection", exact=True)).to_be_visible()
    expect(heading).to_be_focused()
    expect(desk.get_by_text("Section 2: 1, the oldest for 0 days")).to_be_visible()


def to_next(page: Page, wanted: str | re.Pattern[str]) -> None:
    """Go on with the Tab key until a radio button, a text area, or the button of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        there = page.evaluate(
            "[document.activeElement.type, document.activeElement.localName, document.activeElement.textContent]"
        )
        if any(wanted.search(one or "") if isinstance(wanted, re.Pattern) else wanted == one for one in there):
            return
    raise AssertionError(f"the Tab key does not lead to {wanted}")


def test_a_comment_written_while_the_network_is_lost_is_kept_and_sent_later(come: Come) -> None:
    trainer = come("trainer")
    desk = with_one_reflection(trainer, come("participant"))
    trainer.context.set_offline(True)
    desk.get_by_label("Overall comment", exact=True).fill("Written in a tunnel.")
    expect(desk.get_by_text("Kept on this device; the course cannot be reached just now")).to_be_visible()
    trainer.context.set_offline(False)
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible(timeout=30_000)
    desk.reload()
    expect(desk.get_by_text("1 reflection", exact=True)).to_be_visible(timeout=60_000)
    desk.keyboard.press("n")
    expect(desk.get_by_label("Overall comment", exact=True)).to_have_value("Written in a tunnel.")


def test_a_page_closed_without_network_brings_the_comment_back(come: Come) -> None:
    trainer = come("trainer")
    desk = with_one_reflection(trainer, come("participant"))
    trainer.context.set_offline(True)
    desk.get_by_label("Overall comment", exact=True).fill("Written in a tunnel.")
    expect(desk.get_by_text("Kept on this device", exact=False).first).to_be_visible()
    desk.close()
    trainer.context.set_offline(False)
    trainer.page = trainer.new_page()
    desk = open_review(trainer)
    desk.keyboard.press("n")
    expect(desk.get_by_label("Overall comment", exact=True)).to_have_value("Written in a tunnel.")
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible(timeout=30_000)


def test_what_a_review_lacks_is_said_before_it_is_asked_whether_to_release_it(come: Come) -> None:
    trainer = come("trainer")
    desk = with_one_reflection(trainer, come("participant"))
    asking = desk.get_by_role("button", name="Release to the writer…")
    asking.click()
    expect(desk.get_by_text(re.compile(r"Rate “.*on one question at least.*levels alone help nobody"))).to_be_visible()
    rate(desk)
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    asking.click()
    expect(desk.get_by_text(re.compile(r"^Write a comment, on one question or overall"))).to_be_visible()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.get_by_label("Overall comment", exact=True).fill("Thank you for writing so frankly.")
    release(desk)


def test_of_two_trainers_the_second_is_told_and_may_release_beside_the_first(come: Come) -> None:
    first, second = come("trainer"), come("trainer")
    page = open_reflection(come("participant"))
    write(page, FIRST)
    submit(page)
    for trainer, words in ((first, "From the first."), (second, "From the second.")):
        desk = open_review(trainer)
        desk.keyboard.press("n")
        rate(desk)
        desk.get_by_label("Overall comment", exact=True).fill(words)
        expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    expect(
        second.page.get_by_role("group", name="Who is reading this").get_by_text("is reading it now")
    ).to_be_visible()
    release(first.page)
    second.page.get_by_role("button", name="Release to the writer…").click()
    second.page.get_by_role("dialog").get_by_role("button", name="Release it").click()
    expect(second.page.get_by_text("has released feedback on this version before you")).to_be_visible()
    second.page.get_by_role("button", name="Release mine as well, beside theirs").click()
    expect(second.page.get_by_text("Released to")).to_be_visible()
    page.reload()
    for words in ("From the first.", "From the second."):
        expect(page.get_by_text(words)).to_be_visible()


def test_a_review_changed_in_two_windows_shows_both_and_loses_neither(come: Come) -> None:
    trainer = come("trainer")
    desk = with_one_reflection(trainer, come("participant"))
    mine, trainer.page = desk, trainer.new_page()
    other = open_review(trainer)
    other.keyboard.press("n")
    other.get_by_label("Overall comment", exact=True).fill("From the other window.")
    expect(other.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    mine.get_by_label("Overall comment", exact=True).fill("From this window.")
    expect(mine.get_by_role("group", name="In the other window").get_by_text("From the other window.")).to_be_visible()
    mine.get_by_role("button", name="Keep what is on this page").click()
    expect(mine.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    expect(mine.get_by_label("Overall comment", exact=True)).to_have_value("From this window.")


def test_names_are_hidden_by_one_switch(come: Come) -> None:
    trainer = come("trainer")
    page = open_reflection(come("participant"))
    write(page, FIRST)
    submit(page)
    desk = open_review(trainer)
    desk.get_by_label("Hide names").check()
    expect(desk.get_by_role("button", name=re.compile("^Writer"))).to_be_visible()
    desk.keyboard.press("q")
    desk.keyboard.press("n")
    expect(desk.get_by_role("heading", level=2, name=re.compile("^Writer"))).to_be_visible()
    expect(desk.get_by_role("main").get_by_text("Participant 1")).to_have_count(0)


def test_a_participant_copies_from_the_journal_excludes_a_trainer_and_withdraws(come: Come) -> None:
    writer, first = come("participant"), come("trainer")
    come("trainer")
    keep_journal(writer, "From my journal.")
    page = open_at_the_sections_end(writer)
    part = page.get_by_role("region", name="Your reflection on this section", exact=True)
    part.get_by_text("Copy something from your journal").click()
    expect(part.get_by_text("From my journal.").first).to_be_visible()
    part.get_by_role("button", name="Copy", exact=True).first.click()
    form = page.get_by_role("region", name="Your reflection", exact=True)
    expect(form.get_by_role("textbox").first).to_have_value("From my journal.")
    expect(form.get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)
    page.get_by_role("checkbox", name=re.compile("^Trainer 2 .* may read")).uncheck()
    page.get_by_role("button", name="Submit to your trainers…").click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text("Trainer 3", exact=False)).to_be_visible()
    expect(asked.get_by_text("Trainer 2", exact=False)).to_have_count(0)
    asked.get_by_role("button", name="Submit it").click()
    expect(page.get_by_text(re.compile(r"^Received: version 1"))).to_be_visible()
    expect(open_review(first).get_by_text("0 reflections", exact=True)).to_be_visible()
    page.get_by_role("button", name="Withdraw it…").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw it", exact=True).click()
    expect(page.get_by_text("Withdrawn. No trainer can read it.")).to_be_visible()
    expect(page.get_by_role("button", name="Submit to your trainers…")).to_be_visible()


def test_the_sections_last_part_is_the_reflection_and_is_fetched_only_when_somebody_comes_near(come: Come) -> None:
    come("trainer")
    writer, trainer = come("participant"), come("trainer")
    asked: list[str] = []
    writer.page.on("request", lambda request: asked.append(request.url))
    page = writer.open_section(SECTION)
    assert [url for url in asked if "reflections_one" in url or f"/api/reflections/{SECTION}" in url] == []
    part = page.get_by_role("region", name="Your reflection on this section", exact=True)
    part.scroll_into_view_if_needed()
    write(page, FIRST)
    expect(part.get_by_text("It has no due date.")).to_be_visible()
    part.get_by_text("How it is read").click()
    expect(part.get_by_text("Honesty about yourself")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    submit(page)
    expect(open_reflection(writer).get_by_role("article", name="Version 1")).to_be_visible()
    there = trainer.open_section(SECTION)
    there.locator("#reflection, .mc-next").first.scroll_into_view_if_needed()
    expect(there.locator("#reflection")).to_have_count(0)


def keep_journal(writer: Person, text: str) -> None:
    """Write into the section's journal as its form does."""
    page = writer.open_section(SECTION)
    journal = page.get_by_role("region", name="Journal", exact=True)
    journal.get_by_role("textbox").first.fill(text)
    expect(journal.get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)


def test_a_trainer_rates_an_example_and_then_sees_how_it_was_read(come: Come) -> None:
    desk = open_review(come("trainer"))
    desk.get_by_text("Calibrate with your team").click()
    example = desk.get_by_role("region", name=re.compile("^Example: Look at one relationship"))
    expect(example.get_by_text("Mentors should make sure")).to_be_visible()
    assert violations(desk) == []
    for criterion in LABELS:
        example.get_by_role("group", name=criterion).get_by_role("radio", name=re.compile("^Emerging")).check()
    example.get_by_role("button", name="Rate it, and see how we read it").click()
    expect(example.get_by_text("You: Emerging. We: Not yet; 1 level apart.")).to_be_visible()
    expect(desk.get_by_text("at least two trainers need to have rated the same")).to_have_count(2)
    assert violations(desk) == []


def set_rule(person: Person, checked_by: str, lead: str = "") -> None:
    """Let the person's cohort ask for a check; `lead` is the beginning of the lead trainer's name."""
    me = person.page.evaluate("fetch('/course/api/me').then((reply) => reply.json())")
    with closing_store(person.workshop) as store:
        team = people.members(store, me["cohort"])
        found = next((one.person.id for one in team if lead and one.person.name.startswith(lead)), None)
        rule.set_rule(store, me["cohort"], checked_by, found)


def test_a_second_reader_rates_blind_by_keyboard_and_the_first_releases(come: Come) -> None:
    writer, first, second = come("participant"), come("trainer"), come("trainer")
    set_rule(writer, "second reader")
    page = open_reflection(writer)
    expect(page.get_by_text("a second one of them reads it with your reflection")).to_be_visible()
    write(page, FIRST)
    submit(page)
    desk = open_review(first)
    desk.keyboard.press("n")
    rate(desk)
    desk.get_by_label("Overall comment", exact=True).fill("Thank you for writing so frankly.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    to_next(desk, "Ask")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Your review waits for a second reader.")).to_be_visible()
    expect(desk.get_by_text("0 reflections", exact=True)).to_be_visible()
    other = open_review(second)
    expect(other.get_by_role("button", name=re.compile("Waits for a second reader"))).to_be_visible()
    other.keyboard.press("n")
    expect(question_of(other).get_by_text(FIRST)).to_be_visible()
    expect(other.get_by_text("Thank you for writing so frankly.")).to_have_count(0)
    for level in ("4", "2", "1"):
        to_next(other, "radio")
        other.keyboard.press(level)
    to_next(other, re.compile("^Show me the review of Trainer 2"))
    assert violations(other) == []
    other.keyboard.press("Enter")
    expect(other.get_by_text("Thank you for writing so frankly.")).to_be_visible()
    expect(
        question_of(other).get_by_text(re.compile("You: Exemplary. Trainer 2 .*: Solid; 1 level apart"))
    ).to_be_visible()
    expect(other.get_by_text("have rated 2 of 3 the same")).to_be_visible()
    assert violations(other) == []
    other.get_by_label(re.compile("^Note to Trainer 2")).fill("Ask when, too.")
    other.get_by_role("button", name=re.compile("^Send it back to Trainer 2")).click()
    expect(other.get_by_text("who can release it now")).to_be_visible()
    desk = open_review(first)
    desk.keyboard.press("n")
    expect(desk.get_by_role("group", name="What the check has brought").get_by_text("Ask when, too.")).to_be_visible()
    assert violations(desk) == []
    release(desk)
    page.reload()
    expect(page.get_by_text("Thank you for writing so frankly.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Trainer [23] .* opened it on"))).to_have_count(2)
    expect(page.get_by_text("Ask when, too.")).to_have_count(0)


def test_the_lead_returns_a_review_with_a_note_and_then_approves_it(come: Come) -> None:
    writer, first, lead = come("participant"), come("trainer"), come("trainer")
    set_rule(writer, "lead", "Trainer 3")
    page = open_reflection(writer)
    write(page, FIRST)
    submit(page)
    desk, other = open_review(first), open_review(lead)
    desk.keyboard.press("n")
    rate(desk)
    for round_, words in enumerate(["Curt.", "Kind."]):
        desk.get_by_label("Overall comment", exact=True).fill(words)
        desk.get_by_role("button", name="Ask the lead trainer to check it…").click()
        desk.get_by_role("dialog").get_by_role("button", name="Ask", exact=True).click()
        expect(desk.get_by_text("Your review is with the lead trainer.")).to_be_visible()
        other.keyboard.press("q")
        other.keyboard.press("n")
        expect(other.get_by_text(words, exact=True)).to_be_visible()
        other.get_by_label(re.compile("^Note to Trainer 2")).fill("" if round_ else "Kinder, please.")
        other.get_by_role("button", name="Approve it" if round_ else "Return it with the note").click()
        expect(other.get_by_text(re.compile("^(Sent back|Returned) to Trainer 2"))).to_be_visible()
        desk.keyboard.press("n")
        expect(desk.get_by_text("has approved your review" if round_ else "Kinder, please.")).to_be_visible()
    release(desk)
    page.reload()
    expect(page.get_by_text("Kind.", exact=True)).to_be_visible()
