"""The facilitators' page draws counts from rows that the browser fetched, and says what it cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import ipywidgets as widgets
import pandas as pd
import pytest
from IPython.display import HTML

from mentorcourse import staff
from mentorcourse.content import read_course
from mentorcourse.figures import progress_map
from mentorcourse.forms import Panel
from mentorcourse.language import sentence
from tests.masked_language import OWN, masked_catalogue, unmasked


def row(person: int, name: str, section: str, activity: str, state: str) -> dict[str, Any]:
    return {"person": person, "name": name, "section": section, "activity": activity, "state": state}


ROWS = [
    row(1, "Zoë", "2. Later", "Sheet", "done"),
    row(1, "Zoë", "2. Later", "Journal", "begun"),
    row(1, "Zoë", "1. Start", "Sheet", "not begun"),
    row(2, "Adam", "2. Later", "Sheet", "done"),
    row(2, "Adam", "2. Later", "Journal", "not begun"),
    row(2, "Adam", "1. Start", "Sheet", "begun"),
    row(3, "Adam", "2. Later", "Sheet", "done"),
    row(3, "Adam", "2. Later", "Journal", "done"),
    row(3, "Adam", "1. Start", "Sheet", "done"),
]
FRAME = pd.DataFrame(ROWS)


def test_activities_keep_the_courses_order_and_are_counted_by_state():
    counted = staff.by_activity(FRAME)
    assert list(counted.columns) == ["section", "activity", "done", "begun", "not begun"]
    assert counted.values.tolist() == [
        ["2. Later", "Sheet", 3, 0, 0],
        ["2. Later", "Journal", 1, 1, 1],
        ["1. Start", "Sheet", 1, 1, 1],
    ]


def test_people_keep_the_rosters_order_and_two_of_one_name_stay_two():
    counted = staff.by_person(FRAME)
    assert list(counted.columns) == ["name", "done", "begun", "not begun"]
    assert counted.values.tolist() == [["Zoë", 1, 1, 1], ["Adam", 1, 1, 1], ["Adam", 3, 0, 0]]


def test_a_state_that_nobody_is_in_is_counted_as_zero():
    assert staff.by_person(FRAME[:1]).values.tolist() == [["Zoë", 1, 0, 0]]


def test_before_the_rows_have_come_the_page_says_that_it_is_fetching():
    assert staff.progress_html(None) == "<p>Fetching your cohort’s progress…</p>"


def test_without_participants_the_page_says_how_to_get_some():
    assert "Add participants above" in staff.progress_html([])


def test_an_error_is_said_in_words_and_never_as_html():
    assert staff.progress_html(ROWS, error="Sign in <again>.") == "<p>Sign in &lt;again&gt;.</p>"


def test_all_sections_or_one_are_shown():
    whole, one = staff.progress_html(ROWS), staff.progress_html(ROWS, "1. Start")
    assert (whole.count("<table"), one.count("<table")) == (5, 3)
    assert ("<caption>2. Later</caption>" in whole, "<caption>2. Later</caption>" in one) == (True, False)
    assert ("Journal" in whole, "Journal" in one) == (True, False)
    assert "<h3>By activity</h3>" in one
    assert "<h3>By person</h3>" in one


def test_a_map_of_one_section_has_a_box_for_each_person_and_activity_and_says_so_in_words():
    shown = unescape(staff.pictures_html(ROWS, "2. Later"))
    assert "A map of 3 people by activity. Of 6 boxes 4 are done, 1 begun, 1 not begun." in shown
    assert "<td>Sheet; Journal</td><td>–</td><td>–</td>" in shown
    assert "finished, of" not in shown


def test_a_map_of_all_sections_takes_each_as_a_whole_and_shows_how_many_have_come_how_far():
    shown = unescape(staff.pictures_html(ROWS, ""))
    assert "Of 6 boxes 2 are done, 3 begun, 1 not begun." in shown
    assert "2. Later: 3 begun, 1 finished, of 3. 1. Start: 2 begun, 1 finished, of 3." in shown


def test_states_are_told_apart_by_shape_too():
    def drawn(state: str) -> str:
        svg = progress_map.draw([row(1, "Zoë", "1. Start", "Sheet", state)], "1. Start").svg
        return re.sub(r"#[0-9a-f]{6}|var\([^)]*\)", "", svg.split("<title", 1)[-1].split("</title>")[-1])

    assert len({drawn(state) for state in staff.STATES}) == 3


def test_names_and_titles_are_shown_as_text():
    shown = staff.progress_html([row(1, "<b>A</b>", "1. A & B", "<i>Sheet</i>", "done")])
    assert "&lt;b&gt;A&lt;/b&gt;" in shown
    assert "1. A &amp; B" in shown
    assert "<i>" not in shown
    assert "<b>A" not in shown


def test_a_table_of_activities_has_no_column_for_its_section_and_is_narrow_enough_for_a_phone():
    heads = staff.progress_html(ROWS).split("<h3>By activity</h3>")[1].split("</thead>")[0]
    assert re.findall(r"<th>(.*?)</th>", heads) == ["Activity", "Done", "Begun", "Not begun"]


def test_in_another_language_every_word_of_the_tables_is_said_in_it(monkeypatch: pytest.MonkeyPatch):
    assert "<th>Sin comenzar</th>" in staff.progress_html(ROWS, language="es")
    made = masked_catalogue()
    monkeypatch.setattr(sentence, "catalogue", lambda _language: made)
    rows = [row(1, OWN, OWN, OWN, "done")]
    shown = [staff.progress_html(found, language="es") for found in (rows, [], None)]
    controls = [one for one in inside(staff.ProgressView("es").box) if hasattr(one, "description")]
    said = [text for one in controls for text in (one.description, *getattr(one, "options", [one.tooltip]))]
    assert unmasked(re.sub("<style.*?</style>", "", " ".join([*shown, *said]), flags=re.DOTALL)) == set()
    assert len(said) == 4


# The widgets.


def inside(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    """A widget and all its parts."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


@pytest.fixture
def opened() -> staff.Staff:
    """What the cohort's notebook opens."""
    return staff.open_staff()


def part(box: widgets.VBox, kind: type[widgets.Widget]) -> Any:
    """The one part of that kind."""
    (found,) = [one for one in inside(box) if isinstance(one, kind)]
    return found


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[HTML]:
    """What the page was given to show, newest last; an Output widget catches it only in a kernel."""
    found: list[HTML] = []
    monkeypatch.setattr(staff, "display", found.append)
    return found


def test_the_roster_is_drawn_by_the_page_itself(opened: staff.Staff):
    roster = opened.roster()
    assert isinstance(roster, Panel)
    assert roster.name == "roster"


def test_reminders_and_the_report_are_drawn_by_the_page_itself(opened: staff.Staff):
    assert (opened.nudges().name, opened.report().name) == ("nudges", "report")


def test_every_control_says_what_it_is(opened: staff.Staff):
    controls = [one for one in inside(opened.progress()) if isinstance(one, widgets.Dropdown | widgets.Button)]
    assert [one.description for one in controls] == ["Section", "Refresh"]
    assert controls[1].tooltip


def test_the_table_follows_the_rows_and_the_chosen_section(opened: staff.Staff, drawn: list[HTML]):
    box = opened.progress()
    data, dropdown = box.children[0], part(box, widgets.Dropdown)
    assert data.path == "staff/progress"
    assert "Fetching" in drawn[-1].data
    data.value = {"rows": ROWS}
    assert list(dropdown.options) == [staff.ALL, "2. Later", "1. Start"]
    assert drawn[-1].data == staff.progress_html(ROWS)
    dropdown.value = "1. Start"
    assert drawn[-1].data == staff.progress_html(ROWS, "1. Start")


def test_new_rows_keep_the_chosen_section(opened: staff.Staff, drawn: list[HTML]):
    box = opened.progress()
    data, dropdown = box.children[0], part(box, widgets.Dropdown)
    data.value = {"rows": ROWS}
    dropdown.value = "1. Start"
    data.value = {"rows": ROWS[:3]}
    assert dropdown.value == "1. Start"
    assert drawn[-1].data == staff.progress_html(ROWS[:3], "1. Start")


def test_refresh_asks_again_and_an_error_shows_itself(opened: staff.Staff, drawn: list[HTML]):
    box = opened.progress()
    data = box.children[0]
    part(box, widgets.Button).click()
    assert data.asked == 1
    data.error = "The server cannot be reached."
    assert drawn[-1].data == "<p>The server cannot be reached.</p>"


def test_the_page_says_which_institution_the_course_speaks_of_and_what_to_check(opened: staff.Staff):
    profile = read_course().institution
    said = unescape(opened.institution().data)
    assert profile.settings["name"] in said
    assert profile.note in said


def test_two_long_names_that_begin_alike_can_be_told_apart_in_the_map():
    def drawn(name: str) -> str:
        return progress_map.draw([row(1, name, f"{number}. A section", "Sheet", "done") for number in range(1, 11)]).svg

    assert drawn("Mentor in Cardiology and more") != drawn("Mentor in Dermatology and more")
