"""When a form can be written in by somebody with a real browser who comes amid all the others, at each side."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright
from tornado.httpclient import AsyncHTTPClient

from bench.join import WITHIN_SECONDS, Result, left_out, open_page, spread
from bench.machine import free_megabytes
from bench.peers import SIDES, SOLARA, STOCK, Side
from bench.record import Found, Record
from bench.table import late, number, table
from tests.machine import find_browser

COMES_AFTER_SECONDS = WITHIN_SECONDS / 2
PATIENCE_SECONDS = 240
WITHOUT_FORM = {
    STOCK: "its server does not have the script of the course's forms",
    SOLARA: "its page asks for a script on another server, and nothing here is fetched from elsewhere",
}
HEAD = ("people", "side", "the browser's form usable", "the others' widgets, 95th")
# No side's files come from elsewhere in this run: what asks another server is refused at once, on every side.
FLAGS = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
# The moment at which the first text box is there, enabled, and laid out; said aloud, for a page may forbid to be asked.
SAID = "usable after"
WATCH = """
const look = () => {
  const box = document.querySelector("textarea, input[type=text]");
  if (box && !box.disabled && !box.readOnly && box.getClientRects().length) {
    console.log("usable after", performance.now());
  } else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def measure(record: Record, people: int) -> None:
    """One burst at each side; a peer where it would fit this machine."""
    for name in SIDES:
        record.once(named(people, name), partial(_one, record.found, people, name))


def named(people: int, side: str) -> str:
    """What a measurement is called in the record."""
    return f"browser among {people}: {side}"


def _one(found: Found, people: int, name: str) -> dict[str, Any]:
    if name in WITHOUT_FORM:
        return {"left out": f"left out: {WITHOUT_FORM[name]}"}
    if why := left_out(found, people, name, free_megabytes()):
        return {"left out": why}
    with SIDES[name](people - 1) as side, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=FLAGS)
        _usable(browser, side)  # to warm up, as for all but the first who come
        result, burst = Result(), threading.Thread(target=lambda: asyncio.run(_burst(side, result)))
        burst.start()
        burst.join(COMES_AFTER_SECONDS)
        usable = _usable(browser, side)
        burst.join()
        browser.close()
    return {"usable": usable, "widgets": asdict(result)["widgets"]}


async def _burst(side: Side, result: Result) -> None:
    AsyncHTTPClient.configure(None, max_clients=len(side.visits) * 8)
    await spread(side.visits, lambda visit: open_page(visit, result))


def _usable(browser: Browser, side: Side) -> float:
    """Seconds from asking for the page to a form that can be written in, for somebody who was never here."""
    context = browser.new_context()
    server = urljoin(side.url, "/")  # a cookie for the whole of it, not for one of its folders
    context.add_cookies([{"name": name, "value": value, "url": server} for name, value in side.cookies.items()])
    page = context.new_page()
    page.add_init_script(WATCH)
    patience = PATIENCE_SECONDS * 1000
    with page.expect_console_message(lambda said: said.text.startswith(SAID), timeout=patience) as heard:
        page.goto(side.url, timeout=patience, wait_until="commit")
    seconds = float(heard.value.text.removeprefix(SAID)) / 1000
    context.close()
    return seconds


def shown(found: Found) -> str:
    """The table."""
    rows = []
    for name, one in found.items():
        if name.startswith("browser among "):
            people, _, side = name.removeprefix("browser among ").partition(": ")
            if "left out" in one:
                rows.append([people, f"{side} ({one['left out']})", "–", "–"])
            else:
                rows.append([people, side, number(one["usable"]), number(late(one["widgets"]))])
    return table(HEAD, rows)
