"""A participant's way through the real course: sign in, read, write, come back, and nothing is lost."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Locator, Page, Route, expect
from pypdf import PdfReader

from bench.harness import make_course
from mentorcourse.content import notebooks_folder
from mentorcourse.server.crowding import LIVE_FOR_A_PERSON
from mentorcourse.server.static import version
from tests.caller import Caller, Sockets, converse
from tests.document_samples import ACTIVITIES, read_as, squeezed
from tests.postgres import running_cluster
from tests.test_forked import eventually
from tests.workshop import Workshop, running_workshop

from .course_pages import COURSE, DEFINITIONS, kept_values, wait_for_forms
from .fill import Values, expect_shown, field_of, fill, form_of, progress, sample_values

pytestmark = pytest.mark.timeout(300)
BEFORE_YES = DEFINITIONS["02_what_you_bring.before_i_say_yes"]
SHEET = DEFINITIONS["02_what_you_bring.balance_sheet"]
FIRST = next(iter(BEFORE_YES["fields"]))
SIDES = ("assets", "biases")


def box(page: Page) -> Locator:
    """The first text box of section 2's first form."""
    return field_of(page, BEFORE_YES, FIRST).get_by_role("textbox")


def state(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait until the form says this of its answers."""
    expect(form_of(page, BEFORE_YES).get_by_text(words)).to_be_visible(timeout=45_000)


SAVED = re.compile(r"^Saved \d")


def test_a_newcomer_signs_in_by_link_writes_and_finds_it_again(newcomer):
    person = newcomer()
    page = person.page
    page.goto(f"{person.workshop.url}/course/")
    expect(page.get_by_role("heading", name="Begin here")).to_be_visible()
    headings = page.get_by_role("main").get_by_role("heading", level=2)
    expect(headings).to_contain_text(["Begin here", "How it works", "Your sections"])  # explained where one looks first
    page.get_by_role("link", name="Open section 1").click()
    page.goto(f"{person.workshop.url}/course/sections/02_what_you_bring")
    wait_for_forms(page, "02_what_you_bring")
    box(page).fill("To give back what I was given.")
    state(page, SAVED)
    page.reload()
    expect(box(page)).to_have_value("To give back what I was given.", timeout=30_000)
    page.goto(f"{person.workshop.url}/course/")
    total = sum(len(activity.steps()) for activity in COURSE.section("02_what_you_bring").activities)
    expect(page.get_by_role("main").get_by_text(f"1 of {total} answered")).to_be_visible()
    expect(headings.last).to_contain_text("How it works")


@pytest.mark.timeout(900)
def test_one_person_completes_the_whole_course_and_takes_all_of_it_away(newcomer, request, tmp_path):
    person = newcomer()
    written = {}
    for section in COURSE.sections:
        page = person.open_section(section.section)
        for address in DEFINITIONS:
            if address.startswith(f"{section.section}."):
                written[address] = _complete(page, address)
                kept = kept_values(person.workshop, request.node.name[:60], address)
                assert {key: kept[key] for key in written[address]} == written[address]
    page.goto(f"{person.workshop.url}/course/")
    expect(page.get_by_text("All answered.")).to_have_count(len(COURSE.sections))
    for name, read in READERS.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        text = squeezed(read(download.value.path()))
        for address, values in written.items():
            fields = dict(ACTIVITIES[address].list_fields())
            for key, value in values.items():
                for words in read_as(fields[key], value) if "JSON" not in name else typed(value):
                    assert squeezed(words) in text, f"{name}: {address} {key}: {words}"


def _complete(page: Page, address: str) -> Values:
    """Answer everything that an activity asks, see it saved, and return what was answered."""
    one = DEFINITIONS[address]
    values = sample_values(one, committed=one["kind"] == "case", word=one["title"][:20])
    fill(page, one, values)
    form = form_of(page, one)
    expect(form.get_by_text(progress(one, values)).first).to_be_visible()
    expect(form.get_by_text(SAVED)).to_be_visible(timeout=30_000)
    return values


def _pdf_text(path: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def _docx_text(path: Path) -> str:
    """Every run of text in the document's body, in order."""
    return "".join(node.text or "" for node in docx.Document(str(path)).element.body.iter(qn("w:t")))


def _data_text(path: Path) -> str:
    return json.dumps(json.loads(path.read_text()))


READERS = {"PDF, to read": _pdf_text, "Word document": _docx_text, "Data (JSON)": _data_text}


def typed(value: object) -> list[str]:
    """The texts in a value, as JSON writes them."""
    if isinstance(value, str):
        return [json.dumps(value)]
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for entry in entries for text in typed(entry)]


def test_the_journal_has_every_entry_of_the_course_in_one_place_with_its_day_to_search_through(newcomer):
    person = newcomer()
    page = person.page
    page.goto(f"{person.workshop.url}/course/journal")
    prompts = page.get_by_role("main").get_by_role("heading", level=3)
    asked = sum(len(one["fields"]) for one in DEFINITIONS.values() if one["kind"] == "journal")
    expect(prompts).to_have_count(asked)
    for stem, words in {"01_introduction": "The café behind the clinic", "07_ethics": "Two letters, one seat"}.items():
        page = person.open_section(stem)
        journal = DEFINITIONS[f"{stem}.journal"]
        field_of(page, journal, next(iter(journal["fields"]))).get_by_role("textbox").fill(words)
        expect(form_of(page, journal).get_by_text(SAVED)).to_be_visible(timeout=30_000)
    page.goto(f"{person.workshop.url}/course/journal")
    expect(prompts).to_have_count(2)
    year = page.evaluate("new Date().getFullYear()")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text=f", {year}")).to_have_count(2)
    page.get_by_label("Search your journal").fill("CAFE")
    expect(page.get_by_text("1 entry with “CAFE”")).to_be_visible()
    expect(page.get_by_text("The café behind the clinic")).to_be_visible()
    expect(page.get_by_text("Two letters, one seat")).to_have_count(0)
    page.get_by_label("Search your journal").fill("")
    page.get_by_label("Only what I have written").uncheck()
    expect(prompts).to_have_count(asked)


def test_a_picture_follows_the_answers(newcomer):
    page = newcomer().open_section("02_what_you_bring")
    expect(page.get_by_text("Your balance sheet", exact=False).first).to_be_visible()
    field_of(page, SHEET, "life.assets").get_by_role("textbox").first.fill("Two years abroad")
    expect(page.get_by_role("img").filter(has_text="").last).to_be_visible(timeout=30_000)
    expect(page.locator("figure.mc-figure").filter(has_text="Two years abroad")).to_be_visible(timeout=30_000)


def test_a_form_can_be_filled_in_before_the_widgets_are_there_which_then_take_it_over(newcomer):
    person = newcomer()
    page = person.page
    waiting: list[Route] = []
    is_held = [True]

    def hold(route: Route) -> None:
        if is_held[0]:
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/voila/static/*.js", hold)
    page.goto(f"{person.workshop.url}/course/sections/02_what_you_bring", wait_until="commit")
    assets = field_of(page, SHEET, "life.assets").get_by_role("textbox").first
    assets.click()
    page.keyboard.type("Typed before")
    expect(form_of(page, SHEET).get_by_text(SAVED)).to_be_visible(timeout=30_000)
    expect(page.locator("figure.mc-figure").filter(has_text="Typed before")).to_have_count(0)
    is_held[0] = False
    for route in waiting:
        route.continue_()
    page.keyboard.type(" and while they came.")
    expect(page.locator("figure.mc-figure").filter(has_text="and while they came")).to_be_visible(timeout=30_000)
    expect(assets).to_be_focused()
    expect(assets).to_have_value("Typed before and while they came.")
    expect(page.get_by_role("region", name=SHEET["title"], exact=True)).to_have_count(1)


def test_what_is_typed_before_the_answers_have_come_is_kept_in_the_box_it_was_typed_into(newcomer):
    person = newcomer()
    page = person.page
    waiting: list[Route] = []
    is_held = [True]
    page.route("**/course/api/answers/**", lambda route: waiting.append(route) if is_held[0] else route.continue_())
    page.goto(f"{person.workshop.url}/course/sections/02_what_you_bring", wait_until="commit")
    first = box(page)
    first.click()
    page.keyboard.type("Typed at once.")
    page.keyboard.press("Home")
    node = first.element_handle()
    expect(page.locator("[data-followed]")).to_have_count(4, timeout=30_000)  # all widgets have joined
    is_held[0] = False
    for route in waiting:
        route.continue_()
    state(page, SAVED)
    page.keyboard.type("This was ")
    expect(first).to_have_value("This was Typed at once.")
    expect(first).to_be_focused()
    assert first.evaluate("(now, then) => now === then", node)


WATCH_FORMS = """
new MutationObserver((_, watch) => {
  if (document.querySelectorAll(".mc-early > [data-activity]").length < 4) return;
  watch.disconnect();
  window.standing = performance.now();
}).observe(document, { childList: true, subtree: true });
"""
FETCHED = """
() => performance.getEntriesByType("resource")
  .map((one) => [new URL(one.name).pathname, one.startTime < window.standing])
"""


def test_before_the_forms_stand_nothing_of_the_widgets_is_fetched_and_nothing_ever_twice(newcomer):
    person = newcomer()
    person.page.add_init_script(WATCH_FORMS)
    person.open_section("02_what_you_bring")
    expect(person.page.locator("[data-followed]")).to_have_count(4, timeout=30_000)
    fetched = person.page.evaluate(FETCHED)
    early = [path for path, is_early in fetched if is_early]
    assert [path for path in early if path.startswith("/voila/") or path.endswith(".js")] == [
        f"/course/static/{version()}/page/bundle.js"
    ]
    assert not {path for path, count in Counter(path for path, _ in fetched).items() if count > 1}


SLOW_PHONE = """
const made = URL.createObjectURL;
URL.createObjectURL = (blob) => made.call(URL, blob.type !== "text/javascript" ? blob : new Blob(
  ["await new Promise((go) => setTimeout(go, 2500));", blob], { type: "text/javascript" }));
"""


def test_a_phone_that_takes_longer_than_two_seconds_over_a_widget_still_hears_its_kernel(newcomer):
    person = newcomer()  # who is watched for script errors: anywidget would report one, and be deaf from then on
    person.page.add_init_script(SLOW_PHONE)
    page = person.open_section("02_what_you_bring")
    field_of(page, SHEET, "life.assets").get_by_role("textbox").first.fill("Patience")
    expect(page.locator("figure.mc-figure").filter(has_text="Patience")).to_be_visible(timeout=30_000)


def test_a_form_that_only_the_widgets_bring_does_the_same(newcomer):
    person = newcomer()
    page = person.page

    page.add_init_script(
        """document.addEventListener("readystatechange", () => {
             for (const form of document.querySelectorAll("script.mc-form, .mc-drawn")) form.remove(); });"""
    )
    person.open_section("02_what_you_bring")
    assert page.evaluate("document.querySelector('.mc-early').innerText") == ""
    field_of(page, SHEET, "life.assets").get_by_role("textbox").first.fill("By the widget alone")
    expect(form_of(page, SHEET).get_by_text(SAVED)).to_be_visible(timeout=30_000)
    expect(page.locator("figure.mc-figure").filter(has_text="By the widget alone")).to_be_visible(timeout=30_000)


def test_two_tabs_that_change_different_fields_both_keep_theirs(newcomer):
    person = newcomer()
    here = person.open_section("02_what_you_bring")
    there = person.new_page()
    there.goto(here.url)
    wait_for_forms(there, "02_what_you_bring")
    fields = list(BEFORE_YES["fields"])
    box(here).fill("Written here.")
    field_of(there, BEFORE_YES, fields[1]).get_by_role("textbox").fill("Written there.")
    for page in (here, there):
        state(page, SAVED)
    here.reload()
    expect_shown(here, BEFORE_YES, {fields[0]: "Written here.", fields[1]: "Written there."})


def test_the_same_field_in_two_tabs_shows_both_and_loses_neither(newcomer):
    person = newcomer()
    here = person.open_section("02_what_you_bring")
    there = person.new_page()
    there.goto(here.url)
    wait_for_forms(there, "02_what_you_bring")
    person.context.set_offline(True)
    box(here).fill("Mine.")
    box(there).fill("The other one.")
    person.context.set_offline(False)
    page = _in_conflict(here, there)
    page.get_by_role("button", name="Keep both").click()
    state(page, SAVED)
    kept = box(page).input_value()
    assert "Mine." in kept
    assert "The other one." in kept


def _in_conflict(*pages: Page) -> Page:
    """The page that shows a conflict: whichever saved last."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for page in pages:
            try:
                expect(page.get_by_role("button", name="Keep both")).to_be_visible(timeout=1000)
            except AssertionError:
                continue
            return page
    raise AssertionError("neither page shows the conflict")


def test_on_a_phone_everything_fits_and_can_be_saved(newcomer):
    person = newcomer(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    person.open_section("02_what_you_bring")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 390
    box(person.page).fill("From a phone.")
    state(person.page, SAVED)


def test_a_kernel_killed_while_typing_costs_no_picture_and_no_word(newcomer, request):
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    assets = field_of(page, SHEET, "life.assets").get_by_role("textbox").first
    assets.press_sequentially("Before the kernel dies ")
    drawn(page, "Before the kernel dies")
    person.workshop.kill_kernels()
    assets.press_sequentially("and after.")
    drawn(page, "Before the kernel dies and after.")
    expect(page.locator("#mc-banner")).to_be_hidden()
    expect(form_of(page, SHEET).get_by_text(SAVED)).to_be_visible(timeout=30_000)
    kept = kept_values(person.workshop, request.node.name[:60], SHEET["activity"])
    assert kept["life.assets"] == ["Before the kernel dies and after."]


NONE_LEFT = "import os; os.fork = lambda: (_ for _ in ()).throw(BlockingIOError(11, 'No process is left'))"


def test_where_no_kernel_can_be_forked_any_more_the_page_says_so_and_the_next_has_an_ordinary_one(
    newcomer, tmp_path: Path
):
    notebooks = shutil.copytree(notebooks_folder(), tmp_path / "notebooks")
    path = notebooks / "02_what_you_bring.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    last = {"cell_type": "code", "id": "none-left", "metadata": {}, "source": NONE_LEFT, "outputs": []}
    notebook["cells"].append({**last, "execution_count": None})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with running_workshop(tmp_path / "data", notebooks) as workshop:
        page = newcomer(at=workshop).open_section("02_what_you_bring")
        assets = field_of(page, SHEET, "life.assets").get_by_role("textbox").first
        assets.fill("Written although nothing can draw it")
        expect(page.locator("#mc-banner")).to_contain_text("Reload the page")
        expect(form_of(page, SHEET).get_by_text(SAVED)).to_be_visible(timeout=30_000)
        page.reload()
        drawn(page, "Written although nothing can draw it")
        assert any("a kernel could not be forked" in line for line in workshop.output)


def drawn(page: Page, words: str) -> None:
    """Wait until a picture shows these words."""
    expect(page.locator("figure.mc-figure").filter(has_text=words)).to_be_visible(timeout=30_000)


# Two seconds stand for the minute after which an unused kernel is let go.
SOONER = """
from mentorcourse.server.kernels import CourseKernels
CourseKernels.idle_seconds = 2
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""


def test_a_kernel_that_was_let_go_meanwhile_is_not_missed(newcomer, tmp_path: Path):
    with running_workshop(tmp_path / "data", program=("-c", SOONER)) as workshop:
        page = newcomer(at=workshop).open_section("02_what_you_bring")
        assets, biases = (field_of(page, SHEET, f"life.{side}").get_by_role("textbox").first for side in SIDES)
        assets.fill("Two years abroad")
        drawn(page, "Two years abroad")
        biases.fill("All move easily")
        drawn(page, "All move easily")
        for _ in "easily":
            page.keyboard.press("ArrowLeft")
        eventually(lambda: not workshop.kernels(), "the kernel was not let go")
        drawn(page, "All move easily")
        page.keyboard.type("very ")
        drawn(page, "All move very easily")
        drawn(page, "Two years abroad")
        expect(biases).to_be_focused()
        expect(biases).to_have_js_property("selectionStart", len("All move very "))
        expect(biases).to_have_value("All move very easily")
        expect(page.locator("#mc-banner")).to_be_hidden()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.context.close()


def test_a_server_restarted_while_typing_loses_nothing(own_workshop: Workshop, newcomer, request):
    person = newcomer(at=own_workshop)
    page = person.open_section("02_what_you_bring")
    box(page).fill("First words.")
    state(page, SAVED)
    own_workshop.kill()
    box(page).fill("First words, and more while nobody listens.")
    expect(page.get_by_text("cannot be reached right now")).to_be_visible(timeout=30_000)
    own_workshop.start()
    state(page, SAVED)
    kept = kept_values(own_workshop, request.node.name[:60], BEFORE_YES["activity"])
    assert kept[FIRST] == "First words, and more while nobody listens."
    expect(page.get_by_text("no longer follow your answers")).to_be_visible(timeout=45_000)


def test_what_is_written_while_the_database_is_away_is_there_after_leaving_the_page_and_saved_then(
    newcomer, request, tmp_path
):
    with running_cluster() as cluster:
        make_course(cluster)
        with running_workshop(tmp_path / "data", settings={"MENTORCOURSE_DATABASE": cluster.url}) as workshop:
            person = newcomer(at=workshop)
            page = person.open_section("02_what_you_bring")
            box(page).fill("First words.")
            state(page, SAVED)
            cluster.stop("immediate")
            box(page).fill("First words, and more while nothing is kept.")
            expect(form_of(page, BEFORE_YES).get_by_text("Kept on this device, not saved yet").first).to_be_visible()
            page.goto("about:blank")
            cluster.start()
            page = person.open_section("02_what_you_bring")
            expect(box(page)).to_have_value("First words, and more while nothing is kept.")
            state(page, SAVED)
            kept = kept_values(workshop, request.node.name[:60], BEFORE_YES["activity"])
            assert kept[FIRST] == "First words, and more while nothing is kept."


def test_a_page_that_has_given_way_to_forty_newer_ones_says_so_and_still_saves(newcomer):
    person = newcomer()
    with person.page.expect_websocket(lambda one: "api/live" in one.url):
        page = person.open_section("02_what_you_bring")
    caller = Caller(person.workshop.port)
    caller.cookies = {one["name"]: one["value"] for one in person.context.cookies()}

    async def crowd(sockets: Sockets) -> None:
        for _ in range(LIVE_FOR_A_PERSON):
            await sockets.open(caller, "/course/api/live")

    converse(crowd)
    expect(page.locator("#mc-banner")).to_contain_text("more pages of the course open")
    box(page).fill("Still written.")
    state(page, SAVED)


def test_twenty_seconds_offline_are_told_truthfully_and_saved_after(newcomer, request):
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    person.context.set_offline(True)
    box(page).fill("Written in the elevator.")
    state(page, re.compile("Offline"))
    # Wait for what the page itself does: its tries to save fail, again and again, for twenty seconds.
    end = time.monotonic() + 20
    while time.monotonic() < end:
        page.wait_for_event("requestfailed", timeout=60_000)
    expect(form_of(page, BEFORE_YES).get_by_text(SAVED)).to_have_count(0)
    person.context.set_offline(False)
    state(page, SAVED)
    assert (
        kept_values(person.workshop, request.node.name[:60], BEFORE_YES["activity"])[FIRST]
        == "Written in the elevator."
    )


def test_a_session_that_ends_in_mid_sentence_keeps_the_words_and_saves_them_after_signing_in(newcomer, request):
    person = newcomer()
    page = person.page
    page.goto(f"{person.workshop.url}/course/account")
    page.get_by_label("New passphrase").fill("four unrelated words here")
    page.get_by_label("The same again").fill("four unrelated words here")
    page.get_by_role("button", name="Keep this passphrase").click()
    expect(page.get_by_text("Your passphrase is set")).to_be_visible()
    page = person.open_section("02_what_you_bring")
    box(page).fill("Half a sentence")
    state(page, SAVED)
    person.context.clear_cookies(name="mentorcourse")
    box(page).fill("Half a sentence, and the other half.")
    form_of(page, BEFORE_YES).get_by_role("link", name="Sign in again").click()
    email = f"{request.node.name[:60]} 1".lower().replace(" ", "-") + "@example.org"
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Passphrase").fill("four unrelated words here")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("02_what_you_bring"))
    expect(box(page)).to_have_value("Half a sentence, and the other half.", timeout=30_000)
    state(page, SAVED)
    kept = kept_values(person.workshop, request.node.name[:60], BEFORE_YES["activity"])
    assert kept[FIRST] == "Half a sentence, and the other half."


def test_signing_out_saves_first_and_leaves_nothing_in_the_browser(newcomer, request):
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    box(page).fill("Last words before leaving.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert (
        kept_values(person.workshop, request.node.name[:60], BEFORE_YES["activity"])[FIRST]
        == "Last words before leaving."
    )
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('mentorcourse:'))")
    page.goto(f"{person.workshop.url}/course/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_out_asks_before_unsaved_words_are_dropped(newcomer):
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    page.route(
        "**/course/api/answers/**",
        lambda route: route.abort() if route.request.method == "PATCH" else route.continue_(),
    )
    box(page).fill("Not saved yet.")
    leave = page.get_by_role("button", name="Sign out")
    leave.click()
    question = page.get_by_role("dialog", name="Sign out and lose what is not saved?")
    question.get_by_role("button", name="Stay").click(timeout=60_000)
    expect(question).to_be_hidden()
    expect(leave).to_be_focused()
    expect(box(page)).to_have_value("Not saved yet.")
    leave.click()
    question.get_by_role("button", name="Sign out and lose it").click(timeout=60_000)
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_nobody_signs_out_while_the_course_cannot_be_reached_and_nothing_is_lost(newcomer, request):
    person = newcomer()
    page = person.open_section("02_what_you_bring")
    expect(box(page)).to_be_enabled()
    person.context.set_offline(True)
    box(page).fill("Written in a tunnel.")
    page.get_by_role("button", name="Sign out").click()
    told = page.get_by_role("dialog", name="You cannot sign out just now")
    told.get_by_role("button", name="Stay").click(timeout=60_000)
    expect(box(page)).to_have_value("Written in a tunnel.")
    person.context.set_offline(False)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=60_000)
    kept = kept_values(person.workshop, request.node.name[:60], BEFORE_YES["activity"])
    assert kept[FIRST] == "Written in a tunnel."


def test_the_text_can_be_read_without_scripts(workshop: Workshop, browser, newcomer):
    person = newcomer()
    context = browser.new_context(java_script_enabled=False, storage_state=person.context.storage_state())
    page = context.new_page()
    page.goto(f"{workshop.url}/course/sections/07_ethics")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ethical Considerations")
    expect(page.get_by_role("heading", name="Further reading")).to_be_visible()
    context.close()
