"""Every page in every state can be used by everybody: in the dark, in forced colours, narrow, large, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.workshop import Workshop

from .looks import EVERY, MODES, Mode, findings
from .places import PLACES, Cast

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def cast(workshop: Workshop, browser: Browser) -> Iterator[Cast]:
    """Somebody of each role, signed in once for all of this module's tests."""
    made = Cast(workshop, browser)
    yield made
    made.close()


def some_modes(place: str) -> tuple[Mode, ...]:
    """As it opens, at 320 px, and every other one of the rest: which, alternates from place to place."""
    always = [mode for mode in MODES if mode is EVERY or mode.name == "320 px wide"]
    rest = [mode for mode in MODES if mode not in always]
    return (*always, *rest[list(PLACES).index(place) % 2 :: 2])


@pytest.mark.parametrize("place", PLACES)
def test_a_page_can_be_used_as_it_opens_narrow_and_in_every_other_mode(cast: Cast, place: str) -> None:
    assert findings(PLACES[place](cast), some_modes(place)) == []


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES)
def test_a_page_can_be_used_in_every_mode(cast: Cast, place: str) -> None:
    assert findings(PLACES[place](cast)) == []


WRONG = {
    "as it opens, without motion: div “turns” is animated": "<style>@keyframes turn { to { rotate: 1turn; } }</style>"
    "<div style='animation: turn 9s infinite'>turns</div>",
    "as it opens, without motion: div “slides” would move": "<div style='transition: all 1s'>slides</div>",
    "as it opens, without motion: p “These words are cut” is cut off by p": "<p style='overflow: hidden; width: 3em; "
    "white-space: nowrap'>These words are cut</p>",
    "as it opens, without motion: image-alt": "<img src='data:,'>",
    "dark: color-contrast": "<style>@media (prefers-color-scheme: dark) { p { color: #555; background: #000; } }"
    "</style><p>faint</p>",
    "forced colours: button “edge” has no edge": "<button style='border: 0'>edge</button>",
    "320 px wide: the page is 88 px wider": "<div style='width: 400px'>wide</div>",
    "320 px wide: target-size": "<style>@media (width < 400px) { button { padding: 0; width: 9px; height: 9px; } }"
    "</style><div style='display: flex'><button>a</button><button>b</button></div>",
    "at 200 %: a “unmarked” does not show": "<a href='#' style='outline: 0'>unmarked</a>",
    "at 400 %: a “hidden” is behind": "<a href='#'>hidden</a>"
    "<div style='position: fixed; inset: 0; background: #fff'></div>",
    "with more space in its text: p “tight words” is cut off": "<p style='overflow: hidden; width: 5.5em; "
    "white-space: nowrap'>tight words</p>",
    "on paper: printed as": "<style>body { background: #000; color: #fff; }</style>",
}


@pytest.mark.parametrize("finding", WRONG)
def test_what_is_wrong_with_a_page_is_found(page: Page, finding: str) -> None:
    page.set_content(f"<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{WRONG[finding]}</main>")
    assert [one for one in findings(page) if one.startswith(finding)]
