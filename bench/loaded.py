"""When a form can be written in by somebody with a real browser who comes amid all the others, at each side."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Error, sync_playwright
from tornado.httpclient import AsyncHTTPClient

from bench.join import PATIENCE_SECONDS, WITHIN_SECONDS, Result, arrive, left_out, spread
from bench.machine import free_megabytes
from bench.peers import SIDES, Side
from bench.record import Found, Record
from bench.table import late, number, table
from tests.machine import find_browser

COMES_AFTER_SECONDS = WITHIN_SECONDS / 2
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


def measure(record: Record, people: list[int]) -> None:
    """One burst of each size at each side; a peer where it would fit this machine and run."""
    for count in people:
        for name in SIDES:
            record.once(named(count, name), partial(_one, record.found, count, name))


def named(people: int, side: str) -> str:
    """What a measurement is called in the record."""
    return f"browser among {people}: {side}"


def _one(found: Found, people: int, name: str) -> dict[str, Any]:
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
    return {"usable": usable, "widgets": result.widgets, "lost": result.lost}


async def _burst(side: Side, result: Result) -> None:
    AsyncHTTPClient.configure(None, max_clients=len(side.visits) * 8)
    await spread(side.visits, lambda visit: arrive(visit, result))


def _usable(browser: Browser, side: Side) -> float | None:
    """Seconds from asking for the page to a form that can be written in, for somebody who was never here; or never."""
    context = browser.new_context()
    server = urljoin(side.url, "/")  # a cookie for the whole of it, not for one of its folders
    context.add_cookies([{"name": name, "value": value, "url": server} for name, value in side.cookies.items()])
    page = context.new_page()
    page.add_init_script(WATCH)
    patience = PATIENCE_SECONDS * 1000
    try:
        with page.expect_console_message(lambda said: said.text.startswith(SAID), timeout=patience) as heard:
            page.goto(side.url, timeout=patience, wait_until="commit")
        return float(heard.value.text.removeprefix(SAID)) / 1000
    except Error:  # not within our patience, or the server gave up
        return None
    finally:
        context.close()


def shown(found: Found) -> str:
    """The table."""
    rows = []
    for name, one in found.items():
        if name.startswith("browser among "):
            people, _, side = name.removeprefix("browser among ").partition(": ")
            if "left out" in one:
                rows.append([people, f"{side} ({one['left out']})", "–", "–"])
            else:
                rows.append([people, side, *_waits(one)])
    return table(HEAD, rows)


def _waits(one: dict[str, Any]) -> list[str]:
    usable = "never came" if one["usable"] is None else number(one["usable"])
    lost = f" ({one['lost']} never came)" if one["lost"] else ""
    return [usable, number(late(one["widgets"])) + lost]
