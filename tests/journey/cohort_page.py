"""The cohort page's counts: the map of people by activities, the funnel, the tables, and reflections by section."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.course_pages import DEFINITIONS

from .cast import FACILITATOR
from .checks import Checks
from .expected import TITLES, Expected, Row
from .journey import Journey
from .story import TO_TOP
from .writing import STEMS, counted

STATES = ("done", "begun", "not begun")
TABLES = """() => [...document.querySelectorAll("table")].map((table) => [table.caption?.textContent.trim() ?? "",
  [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()))])"""


def check_cohort_page(journey: Journey) -> None:
    """Compare every count on the page."""
    page = journey.cast.go(FACILITATOR, "staff")
    expect(page.get_by_role("img", name=f"A map of {len(journey.here())} people")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name="Reflections by section")).to_be_visible(timeout=60_000)
    checks, expected = Checks(), Expected(journey.record)
    tables = _tables(page)
    _check_map(checks, expected, page, tables)
    _check_funnel(checks, expected, tables)
    _check_activities(checks, expected, tables)
    _check_reflections(checks, expected, tables)
    checks.settle()
    page.get_by_role("heading", name="Progress", exact=True).evaluate(TO_TOP)
    journey.story.picture(page, "map-of-progress")
    journey.story.tell(f"The cohort page is that of what was typed: {checks.compared} counts are compared.")


def _tables(page: Page) -> dict[str, list[Row]]:
    """{caption: rows with their head}; the table of people has none."""
    return dict(page.evaluate(TABLES))


def _check_map(checks: Checks, expected: Expected, page: Page, tables: dict[str, list[Row]]) -> None:
    rows, boxes = [], dict.fromkeys(STATES, 0)
    for person in expected.here:
        of = {TITLES[stem]: expected.section_state(person, stem) for stem in STEMS}
        for state in of.values():
            boxes[state] += 1
        rows.append([person, *("; ".join(t for t, state in of.items() if state == one) or "–" for one in STATES)])
    checks.table("cohort page, map", ["name", *STATES], rows, tables["Who has done what"][1:])
    many = sum(boxes.values())
    words = f"Of {many} boxes {boxes['done']} are done, {boxes['begun']} begun, {boxes['not begun']} not begun."
    expect(page.get_by_role("img", name=words)).to_be_visible()
    people: list[Row] = []
    for person in expected.here:
        states = [expected.state(person, address) for address in counted()]
        people.append([person, *(str(states.count(one)) for one in STATES)])
    checks.table("cohort page, by person", ["name", *STATES], people, tables[""][1:])


def _check_funnel(checks: Checks, expected: Expected, tables: dict[str, list[Row]]) -> None:
    rows = [[TITLES[stem], *map(str, expected.progress(stem))] for stem in STEMS]
    found = tables["How many have come how far"][1:]
    checks.table("cohort page, funnel", ["section", "begun", "finished"], rows, found)


def _check_activities(checks: Checks, expected: Expected, tables: dict[str, list[Row]]) -> None:
    for stem in STEMS:
        rows: list[list[Any]] = []
        for address in counted(stem):
            states = [expected.state(person, address) for person in expected.here]
            rows.append([DEFINITIONS[address]["title"], *(str(states.count(one)) for one in STATES)])
        checks.table(f"cohort page, {TITLES[stem]}", ["activity", *STATES], rows, tables[TITLES[stem]][1:])


def _check_reflections(checks: Checks, expected: Expected, tables: dict[str, list[Row]]) -> None:
    """Submitted, late, waiting, released; the days due stand between."""
    caption = next(one for one in tables if one.startswith("Reflections by section"))
    counts = expected.reflections()
    rows = [[TITLES[stem], str(counts[stem]), "0", "0", str(counts[stem])] for stem in STEMS]
    found = [[row[0], *row[2:]] for row in tables[caption][1:]]
    checks.table("cohort page, reflections", ["section", "submitted", "late", "waiting", "released"], rows, found)
