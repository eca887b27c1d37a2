"""The ways in which people look at a page, and what must hold in each of them: one page, loaded once, in all modes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
DESK = (1280, 900)
# Rules of axe that colours decide, and those that the room decides; all others need asking once.
COLOURS = ("color-contrast", "link-in-text-block")
ROOM = ("target-size", "scrollable-region-focusable")
ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# WCAG 1.4.12: what a reader may set by themselves without losing anything.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
SPACED = f"""() => {{ const sheet = new CSSStyleSheet(); sheet.replaceSync(`{SPACING}`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }}"""
ASK_AXE = """(options) => {{ const where = {where};
return where.length ? axe.run({{ include: where }}, options).then((found) => found.violations) : []; }}"""
EVENLY = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"


@dataclass(frozen=True)
class Mode:
    """One way to look: what is emulated, the window's size, which of axe's rules and of looks.js's questions count."""

    name: str
    asks: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    size: tuple[int, int] = DESK
    media: dict[str, str] = field(default_factory=dict)
    spaced: bool = False


EVERY = Mode("as it opens, without motion", ("moving", "clipped"))
MODES = (
    EVERY,
    Mode("dark", (), COLOURS, media={"color_scheme": "dark"}),
    Mode("forced colours", ("edgeless",), COLOURS, media={"forced_colors": "active"}),
    Mode("320 px wide", ("wide", "clipped"), ROOM, (320, 568)),
    Mode("at 200 %", ("wide", "clipped", "focus"), ROOM, (640, 450)),
    Mode("at 400 %", ("wide", "focus"), (), (320, 256)),
    Mode("with more space in its text", ("wide", "clipped"), spaced=True),
    Mode("on paper", ("wide", "clipped", "inkOnWhite"), (), (680, 960), {"media": "print", "color_scheme": "dark"}),
)
PLAIN: dict[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "forced_colors": "none",
    "reduced_motion": "reduce",
}


def findings(page: Page, modes: tuple[Mode, ...] = MODES) -> list[str]:
    """All that is wrong with the page as it stands, in words that name the mode; it is left as it was."""
    page.evaluate(Axe().axe_script)
    page.evaluate(LOOKS)
    found = [f"{mode.name}: {one}" for mode in modes for one in _in_mode(page, mode)]
    page.emulate_media(**PLAIN)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    return found


def _in_mode(page: Page, mode: Mode) -> Iterator[str]:
    page.emulate_media(**{**PLAIN, **mode.media})
    page.set_viewport_size({"width": mode.size[0], "height": mode.size[1]})
    if mode.spaced:
        page.evaluate(SPACED)
    if "focus" in mode.asks:
        page.keyboard.press("Tab")  # whoever used the mouse last is not shown where the focus is
    for question in mode.asks:
        yield from page.evaluate(f"window.looks.{question}()")
    if mode is EVERY or mode.rules:
        yield from _violations(
            page, mode.rules, "looks.ownColours()" if "forced_colors" in mode.media else "[document]"
        )
    if mode.spaced:
        page.evaluate(EVENLY)


def _violations(page: Page, rules: tuple[str, ...], where: str = "[document]") -> Iterator[str]:
    """What axe finds by these rules, or by all of them, in these parts of the page, in a line each."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": list(rules)}} if rules else ALL
    for rule in page.evaluate(ASK_AXE.format(where=where), options):
        for node in rule["nodes"][:3]:
            yield f"{rule['id']}: {node['target']} {node['html'][:160]}"


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2 A and AA and best practice, as the page stands."""
    page.evaluate(Axe().axe_script)
    return list(_violations(page, ()))
