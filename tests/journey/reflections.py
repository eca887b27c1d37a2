"""Ten reflections are handed in, read by two trainers, checked by a second reader, answered, and one is revised."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.review_samples import ASSIGNMENTS

from . import keyboard
from .cast import CARDIOLOGY, FACILITATOR, KEYBOARD, PHARMACY, SURGERY, TRAINERS, Role
from .journey import Journey
from .story import TO_TOP
from .words import sentence
from .writing import FIFTH, FIRST, SAVED, TENTH

WRITERS = [(role, stem) for stem in (FIRST, FIFTH, TENTH) for role in (CARDIOLOGY, PHARMACY, SURGERY)]
ALL = [*WRITERS, (KEYBOARD, FIFTH)]
LEVELS = {"Honesty about yourself": "Solid", "Link to the section": "Emerging", "A concrete next step": "Not yet"}
SECOND_LEVELS = {**LEVELS, "A concrete next step": "Emerging"}
STEM_OF = {one.title: stem for stem, one in ASSIGNMENTS.by_section.items()}
REVISED = (CARDIOLOGY, FIRST)


def hand_in_all(journey: Journey) -> None:
    """Ten reflections; one of them by keyboard alone."""
    for role, stem in ALL:
        page = _draft(journey, role, stem)
        _submit(journey, role, page, 1)
    journey.story.tell("Ten reflections are handed in to the trainers.")


def form_of(page: Page) -> Locator:
    """The draft."""
    return page.get_by_role("region", name="Your reflection", exact=True)


def _draft(journey: Journey, role: Role, stem: str) -> Page:
    page = journey.cast.go(role, f"reflections/{stem}")
    form = form_of(page)
    expect(form.get_by_text(re.compile(r"^Saved [\dA-Z]|^Nothing written yet"))).to_be_visible(timeout=60_000)
    questions = ASSIGNMENTS.by_section[stem].asked()
    values = {question["key"]: sentence() for question in questions}
    at = journey.clock.forward(minutes=4)
    for number, text in enumerate(values.values()):
        box = form.get_by_role("textbox").nth(number)
        if role is KEYBOARD:
            keyboard.walk(page, lambda box=box: box.evaluate("(one) => one === document.activeElement"), "a question")  # type: ignore[misc]
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.type(text)
        else:
            box.fill(text)
    expect(form.get_by_text(SAVED)).to_be_visible()
    journey.record.save(role.name, f"{stem}.reflection", at, values)
    journey.record.reflections.setdefault((role.name, stem), []).append(values)
    return page


def _submit(journey: Journey, role: Role, page: Page, version: int) -> None:
    dialog = page.get_by_role("dialog", name="Submit this reflection?")
    if role is KEYBOARD:
        keyboard.press(page, "Submit to your trainers…")
        expect(dialog).to_be_visible()
        keyboard.press(page, "Submit it")
    else:
        page.get_by_role("button", name="Submit to your trainers…").click()
        expect(dialog.get_by_text("and by nobody else in the course")).to_be_visible()
        if (role, version) == (CARDIOLOGY, 1) and FIRST in page.url:
            last = list(journey.record.reflections[role.name, FIRST][-1].values())[-1]
            expect(dialog.get_by_text(last)).to_be_in_viewport()  # nobody hands in what they have not seen
            journey.story.picture(page, "hand-in-reflection")
        dialog.get_by_role("button", name="Submit it").click()
    expect(page.get_by_text(re.compile(rf"^Received: version {version}"))).to_be_visible()


def read_most(journey: Journey) -> None:
    """Two trainers release four reviews each."""
    desks = [_open(journey, trainer) for trainer in TRAINERS]
    for number in range(8):
        desk = desks[number % 2]
        desk.keyboard.press("q")  # what the other trainer has released meanwhile waits no more
        expect(desk.get_by_text(f"{len(ALL) - number} reflections", exact=True)).to_be_visible()
        which = _next(journey, desk)
        _review(journey, desk, which)
        if number == 0:
            desk.get_by_role("region", name="Question 1", exact=True).evaluate(TO_TOP)
            journey.story.picture(desk, "review-desk")
        _release(desk)
    journey.story.tell("Two trainers read eight of them, rate them and release their feedback.")


def _open(journey: Journey, trainer: Role) -> Page:
    desk = journey.cast.go(trainer, "review")
    expect(desk.get_by_role("heading", name="Waiting")).to_be_visible(timeout=60_000)
    return desk


def _next(journey: Journey, desk: Page) -> tuple[str, str]:
    """Press n for the next one; whose it is and on which section, and that their words stand in it."""
    desk.keyboard.press("n")
    question = desk.get_by_role("region", name="Question 1", exact=True)
    expect(question).to_be_visible()
    name, _, title = desk.get_by_role("article").get_by_role("heading", level=2).first.inner_text().partition(", ")
    versions = journey.record.reflections[name, STEM_OF[title]]
    if len(versions) == 1:
        expect(question).to_contain_text(next(iter(versions[0].values())))
    return name, STEM_OF[title]


def _rate(desk: Page, levels: dict[str, str]) -> None:
    for criterion, level in levels.items():
        group = desk.get_by_role("region", name="Question 1", exact=True).get_by_role("group", name=criterion)
        group.get_by_role("radio", name=level, exact=True).check()


def _review(journey: Journey, desk: Page, which: tuple[str, str]) -> None:
    _rate(desk, LEVELS)
    words = {"comment": sentence(), "overall": sentence()}
    desk.get_by_label("Comment on question 1", exact=True).fill(words["comment"])
    desk.get_by_label("Overall comment", exact=True).fill(words["overall"])
    expect(desk.get_by_text(re.compile(r"^Draft kept"))).to_be_visible()
    journey.record.reviews.setdefault(which, []).append(words)
    journey.clock.forward(minutes=3)


def _release(desk: Page) -> None:
    desk.get_by_role("button", name="Release to the writer…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Release it").click()
    expect(desk.get_by_text("Released to")).to_be_visible()


def ask_for_a_second_reader(journey: Journey) -> None:
    """The facilitator wants reviews to be checked from now on; the last two are, each by the other trainer."""
    _set_rule(journey, "A second reader")
    journey.story.tell("The facilitator asks for a second reader of every review from now on.")
    for first, second in ((0, 1), (1, 0)):
        _with_second_reader(journey, TRAINERS[first], TRAINERS[second], takes_picture=first == 0)
    _set_rule(journey, "Nobody")
    journey.story.tell("The last two are rated blind by a second trainer, who sends the review back with a note.")


def _set_rule(journey: Journey, words: str) -> None:
    page = journey.cast.go(FACILITATOR, "staff")
    page.get_by_role("radio", name=re.compile(f"^{words}")).check(timeout=60_000)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("It is kept, and counts from the next release on.")).to_be_visible()


def _with_second_reader(journey: Journey, first: Role, second: Role, takes_picture: bool) -> None:
    desk, note = _open(journey, first), sentence()
    which = _next(journey, desk)
    _review(journey, desk, which)
    desk.get_by_role("button", name="Ask for a second reading…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Ask", exact=True).click()
    expect(desk.get_by_text("Your review waits for a second reader.")).to_be_visible()
    other = _open(journey, second)
    other.get_by_role("button", name=re.compile("Waits for a second reader")).click()
    overall = journey.record.reviews[which][-1]["overall"]
    expect(other.get_by_role("region", name="Question 1", exact=True)).to_be_visible()
    expect(other.get_by_text(overall)).to_have_count(0)
    _rate(other, SECOND_LEVELS)
    other.get_by_role("button", name=re.compile(f"^Show me the review of {first.name}")).click()
    expect(other.get_by_text(overall)).to_be_visible()
    expect(other.get_by_text("have rated 2 of 3 the same")).to_be_visible()
    if takes_picture:
        other.get_by_role("region", name="Question 1", exact=True).evaluate(TO_TOP)
        journey.story.picture(other, "second-reader")
    other.get_by_label(re.compile(f"^Note to {first.name}")).fill(note)
    other.get_by_role("button", name=re.compile(f"^Send it back to {first.name}")).click()
    expect(other.get_by_text("who can release it now")).to_be_visible()
    desk = _open(journey, first)
    assert _next(journey, desk) == which
    expect(desk.get_by_role("group", name="What the check has brought").get_by_text(note)).to_be_visible()
    _release(desk)


def read_feedback(journey: Journey) -> None:
    """Every writer finds on their page what came back, and nobody else's."""
    for role, stem in ALL:
        page = journey.cast.go(role, f"reflections/{stem}")
        words = journey.record.reviews[role.name, stem][0]
        for text in words.values():
            expect(page.get_by_text(text)).to_be_visible()
        if (role, stem) == (SURGERY, FIRST):
            page.get_by_text(words["overall"]).evaluate(TO_TOP)
            journey.story.picture(page, "feedback-phone")
    journey.story.tell("Every writer reads the feedback that came back.")


def revise(journey: Journey) -> None:
    """One writes a second version, which a trainer reads beside the first."""
    role, stem = REVISED
    _submit(journey, role, _draft(journey, role, stem), 2)
    desk = _open(journey, TRAINERS[0])
    assert _next(journey, desk) == (role.name, stem)
    question = desk.get_by_role("region", name="Question 1", exact=True)
    question.get_by_text("Both versions, beside each other").click()
    first, second = (next(iter(one.values())) for one in journey.record.reflections[role.name, stem])
    expect(question.get_by_role("group", name="Question 1, version 1").get_by_text(first)).to_be_visible()
    expect(question.get_by_role("group", name="Question 1, version 2").get_by_text(second)).to_be_visible()
    question.evaluate(TO_TOP)
    journey.story.picture(desk, "revised-reflection")
    _review(journey, desk, (role.name, stem))
    _release(desk)
    page = journey.cast.go(role, f"reflections/{stem}")
    expect(page.get_by_text(journey.record.reviews[role.name, stem][1]["overall"])).to_be_visible()
    journey.story.tell("One revises a reflection; a trainer reads the second version beside the first.")


STEPS: tuple[Callable[[Journey], None], ...] = (hand_in_all, read_most, ask_for_a_second_reader, read_feedback, revise)
