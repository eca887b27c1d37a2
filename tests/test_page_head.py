"""One head on every page: who is let in finds there what they find on a course page, whatever the page is."""

from __future__ import annotations

import pytest

from tests.caller import Caller
from tests.workshop import Workshop

HEAD, HOME = 'id="mc-account"></div>', ">Home</a>"


def parts(caller: Caller, path: str) -> tuple[bool, bool, bool]:
    """Whether a page has the place for a course page's links, the script that fills it, and a link home instead."""
    text = caller.ask(f"/course/{path}", headers={"Accept": "text/html"}).text
    return HEAD in text, "page/page.js" in text, HOME in text


@pytest.mark.parametrize(
    "path", ["", "guide", "account", "privacy", "privacy/you", "accessibility", "nowhere", "join/none"]
)
def test_whoever_is_in_finds_the_same_head_on_every_page(workshop: Workshop, path: str) -> None:
    caller = workshop.caller(workshop.new_person(f"Reads the head of {path or 'home'}", "facilitator"))
    assert parts(caller, path) == (True, True, False)


@pytest.mark.parametrize("path", ["privacy", "accessibility", "sign-in"])
def test_a_stranger_s_page_runs_nothing_of_the_course_s(workshop: Workshop, path: str) -> None:
    assert parts(Caller(workshop.port), path) == (False, False, path != "sign-in")


@pytest.mark.parametrize("path", ["privacy", "privacy/you", "accessibility"])
def test_before_the_notice_is_agreed_to_no_link_leads_past_it(workshop: Workshop, path: str) -> None:
    caller = workshop.caller(workshop.new_person(f"Reads {path} before all else", agreed=False))
    assert parts(caller, path) == (False, False, True)


@pytest.mark.parametrize(("path", "form"), [("privacy", {"answer": "decline"}), ("sign-out", {})])
def test_whoever_has_left_is_nobody_on_the_page_that_says_so(
    workshop: Workshop, path: str, form: dict[str, str]
) -> None:
    caller = workshop.caller(workshop.new_person(f"Leaves by {path}"))
    said = caller.ask(f"/course/{path}", "POST", form=form).text
    assert "You are signed out" in said
    assert (HEAD in said, "page/page.js" in said) == (False, False)
