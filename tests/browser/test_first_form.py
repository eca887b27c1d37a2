"""The form that comes with the page: it is what the script makes of it, and what is done there before that is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from .course_pages import COURSE, DEFINITIONS, Person
from .fill import field_of

SAY_YES, FORMAL = DEFINITIONS["02_what_you_bring.before_i_say_yes"], DEFINITIONS["01_introduction.formal_or_informal"]
DRAWN, MOUNTED = ".mc-drawn > [data-activity]", ".mc-early > [data-activity]"
# Seen from the page's text, whose own place changes with the length of the visitor's name above it.
LOOK = """(form) => {
  const [text, box] = [form.closest("main"), form].map((one) => one.getBoundingClientRect());
  return [form.outerHTML, box.x - text.x, box.y - text.y, box.width, box.height];
}"""
# Until its styles are there, a page has places which nobody gets to see.
STYLED = """() => Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map(
  (link) => link.sheet || new Promise((resolve) => link.addEventListener("load", () => resolve(), { once: true }))))"""
# At the very moment at which the script has put its own form there: a moment later it says more.
LOOK_THEN = f"""() => {{
  window.then = new Promise((resolve) => new MutationObserver((_, watch) => {{
    if (document.querySelector("{DRAWN}")) return;
    watch.disconnect();
    resolve(({LOOK})(document.querySelector("{MOUNTED}")));
  }}).observe(document.body, {{ childList: true, subtree: true }}));
}}"""


def open_without_script(person: Person, stem: str) -> tuple[Page, Callable[[], None]]:
    """A section whose script is still on its way, and what lets it come; its answers never do."""
    waiting: list[Route] = []
    is_held = [True]
    person.page.route("**/page/bundle.js", lambda route: waiting.append(route) if is_held[0] else route.continue_())
    person.page.goto(f"{person.workshop.url}/course/sections/{stem}", wait_until="commit")
    expect(person.page.locator("footer.mc-footer")).to_be_attached(timeout=30_000)
    expect(person.page.locator(DRAWN)).to_have_count(1)
    person.page.evaluate(STYLED)

    def let_it_come() -> None:
        is_held[0] = False
        for route in waiting:
            route.continue_()
        expect(person.page.locator(DRAWN)).to_have_count(0)

    return person.page, let_it_come


def without_ids(html: str) -> str:
    """The HTML without what is another in each form that is made: the random part of its ids."""
    html = html.replace(' autocomplete="off"', "")
    (number,) = set(re.findall(r'aria-labelledby="(mc-[^"]+)-title"', html[:300]))
    return html.replace(number, "form")


@pytest.mark.parametrize("stem", [section.section for section in COURSE.sections])
def test_it_is_to_the_letter_and_the_pixel_what_the_script_puts_in_its_place(newcomer, stem: str) -> None:
    person = newcomer()
    person.page.route("**/course/api/answers/**", lambda route: None)  # which would say more than either
    page, let_script_come = open_without_script(person, stem)
    drawn, *place = page.locator(DRAWN).evaluate(LOOK)
    page.evaluate(LOOK_THEN)
    let_script_come()
    mounted, *same_place = page.evaluate("window.then")
    assert without_ids(mounted) == without_ids(drawn)
    assert same_place == place


def test_what_is_typed_there_is_kept_with_the_caret_and_saved(newcomer) -> None:
    person = newcomer()
    page, let_script_come = open_without_script(person, "02_what_you_bring")
    first = field_of(page, SAY_YES, "why").get_by_role("textbox")
    first.fill("I was mentored myself.")
    page.keyboard.press("Home")
    let_script_come()
    expect(first).to_be_focused()
    page.keyboard.type("Because ")
    expect(first).to_have_value("Because I was mentored myself.")
    expect(page.get_by_role("region", name=SAY_YES["title"], exact=True).get_by_text("Saved").first).to_be_visible()
    page.reload()
    expect(first).to_have_value("Because I was mentored myself.")


def test_what_is_chosen_and_opened_there_stays_so(newcomer) -> None:
    person = newcomer()
    page, let_script_come = open_without_script(person, "01_introduction")
    form = page.get_by_role("region", name=FORMAL["title"], exact=True)
    radio, tick = form.get_by_role("radio").first, form.get_by_role("checkbox").nth(1)
    radio.check()
    tick.check()
    form.locator("summary").first.click()
    let_script_come()
    expect(radio).to_be_checked()
    expect(tick).to_be_checked()
    expect(form.locator("details").first).to_have_attribute("open", "")
    expect(form.locator("summary").first).to_be_focused()


def test_where_the_script_does_not_come_the_page_says_that_nothing_can_be_saved_yet(newcomer) -> None:
    page, _ = open_without_script(newcomer(), "02_what_you_bring")
    told = page.get_by_text("The rest of this page is still on its way.")
    expect(told).to_be_hidden()
    expect(told).to_be_visible(timeout=30_000)
    field_of(page, SAY_YES, "why").get_by_role("textbox").fill("What can be copied")


def test_without_scripts_there_is_no_form_that_could_not_be_saved(newcomer, browser) -> None:
    person = newcomer()
    context = browser.new_context(java_script_enabled=False, storage_state=person.context.storage_state())
    page = context.new_page()
    page.goto(f"{person.workshop.url}/course/sections/02_what_you_bring")
    expect(page.get_by_role("heading", name="Four questions before you accept")).to_be_visible()
    expect(page.locator(DRAWN)).to_have_count(1)
    expect(page.locator(DRAWN)).to_be_hidden()
    context.close()
