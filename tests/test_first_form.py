"""A page's first form as HTML: what it says of each activity, in which language, and that texts stay texts in it."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest

from mentorcourse.content import definition, read_course
from mentorcourse.server.first_form import first_form

COURSE = read_course()
DEFINITIONS: dict[str, dict[str, Any]] = {
    address: definition(activity, section.section) for address, section, activity in COURSE.activities()
}
ANSWERS = DEFINITIONS["02_what_you_bring.before_i_say_yes"]


class Controls(HTMLParser):
    """The controls of a piece of HTML, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("textarea", "input"):
            self.found.append(dict(attrs))


@pytest.mark.parametrize("address", DEFINITIONS)
def test_every_form_can_be_written_down_with_its_title_and_a_control_for_each_field(address: str) -> None:
    one, html = DEFINITIONS[address], first_form(DEFINITIONS[address])
    assert re.match(rf'<section class="mc-form mcf-kind-{one["kind"]}"[^>]*>', html)
    assert escape(one["title"], quote=False) in html
    # What a field takes that has no box of its own is pressed: a star, or the commitment to an answer.
    pressed = {key for key, field in one["fields"].items() if field["takes"] == "tick" and one["kind"] != "checklist"}
    assert set(one["fields"]) - pressed <= set(re.findall(r'data-field="([^"]+)"', html))
    assert Controls(html).found or one["kind"] == "questions"


def test_browsers_that_come_back_do_not_fill_it_in_with_what_was_there_before() -> None:
    controls = [control for one in DEFINITIONS.values() for control in Controls(first_form(one)).found]
    assert len(controls) > 500
    assert {control["autocomplete"] for control in controls} == {"off"}


def test_words_of_the_course_stay_words() -> None:
    fields = {
        **ANSWERS["fields"],
        "why": {**ANSWERS["fields"]["why"], "label": "</label><script>&amp;", "hint": '"> <b'},
    }
    html = first_form({**ANSWERS, "title": "<img src=x>", "fields": fields})
    assert "&lt;img src=x>" in html
    assert "&lt;/label>&lt;script>&amp;amp;" in html
    assert 'placeholder="&quot;> &lt;b"' in html
    assert not re.search("<(script|img|b)[ >]", html)


def test_it_speaks_the_language_of_the_form() -> None:
    assert "0 of 4 answered" in first_form(ANSWERS)
    assert "0 de 4 respondidas" in first_form({**ANSWERS, "language": "es-MX"})


def test_a_form_that_cannot_be_written_down_is_left_to_the_page_s_script_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert first_form({**ANSWERS, "kind": "riddle"}) == ""
    assert "could not be drawn ahead" in caplog.text
    assert 'No form for the kind of activity "riddle"' in caplog.text
