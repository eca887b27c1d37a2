"""When a form can be written in, in a real browser: the course's section beside a plain HTML form of the same size."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, StorageState, sync_playwright

from bench.machine import described
from bench.plain_form import plain_server
from bench.visit import STEM
from tests.machine import find_browser
from tests.workshop import running_workshop

# The moment at which the first text box is there, enabled, and laid out.
WATCH = """
window.usable = new Promise((resolve) => {
  const look = () => {
    const box = document.querySelector("textarea, input[type=text]");
    if (box && !box.disabled && !box.readOnly && box.getClientRects().length) resolve(performance.now());
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
"""
SETTLE_SECONDS = 1.0
# That moment in seconds, and the kB of everything that had come by then.
WEIGHED = """
async () => {
  const usable = await window.usable;
  const there = performance.getEntries().filter((entry) => entry.transferSize && entry.responseEnd <= usable);
  return [usable / 1000, there.reduce((sum, entry) => sum + entry.transferSize, 0) / 1000];
}
"""


def signed_in(browser: Browser, link: str) -> StorageState:
    """The cookies of somebody who has come in by their link."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Sign out").wait_for()
    state = context.storage_state()
    context.close()
    return state


@dataclass(frozen=True)
class Row:
    """One page: median seconds until it can be written in, and kB that came over the network until then."""

    name: str
    first: float
    later: float
    first_kilobytes: float
    later_kilobytes: float


class Side:
    """One of the pages to open, and how long each visit has waited."""

    def __init__(
        self, browser: Browser, name: str, url: str, came_from: str, state: StorageState | None = None
    ) -> None:
        self._browser, self.name, self._url, self._state = browser, name, url, state
        self._came_from = came_from  # a page of the same server, as one comes by a link on another page of the course
        self._known = browser.new_context(storage_state=state)  # a browser that has been here before
        self._open(self._known)
        self._visits: dict[str, list[tuple[float, float]]] = {"first": [], "later": []}

    def visit(self) -> None:
        """Once as somebody new, and once as somebody who comes back."""
        stranger = self._browser.new_context(storage_state=self._state)
        self._visits["first"].append(self._open(stranger))
        stranger.close()
        self._visits["later"].append(self._open(self._known))

    def _open(self, context: BrowserContext) -> tuple[float, float]:
        page = context.new_page()
        page.goto(self._came_from, wait_until="networkidle")
        page.add_init_script(WATCH)
        page.goto(self._url)
        usable, kilobytes = page.evaluate(WEIGHED)
        page.wait_for_load_state("networkidle")  # what is still under way must not hinder the next visit
        page.close()
        time.sleep(SETTLE_SECONDS)  # nor must what browser and server put away of this one
        return usable, kilobytes

    def row(self) -> Row:
        """The medians."""
        (first, first_kilobytes), (later, later_kilobytes) = (
            map(statistics.median, zip(*visits, strict=True)) for visits in self._visits.values()
        )
        return Row(self.name, first, later, first_kilobytes, later_kilobytes)


def measure(times: int) -> list[Row]:
    """The course's page and the plain form, opened in turn `times` times each way."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_workshop(Path(folder) / "data") as workshop,
        plain_server(STEM) as plain,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(find_browser()))
        state = signed_in(browser, workshop.new_link("Participant 1"))
        sides = [
            Side(
                browser, "this course", f"{workshop.url}/course/sections/{STEM}", f"{workshop.url}/course/health", state
            ),
            Side(browser, "plain HTML form", plain, f"{plain}nothing"),
        ]
        for _ in range(times):
            for side in sides:
                side.visit()
        return [side.row() for side in sides]


def table(rows: list[Row]) -> str:
    """The rows as Markdown, with how many times as long as the plain form's each wait is."""
    plain = rows[-1]
    lines = [
        "| page | first visit | times | later visits | times | kB first | kB later |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        waits = f"{row.first:.3f} | {row.first / plain.first:.2f} | {row.later:.3f} | {row.later / plain.later:.2f}"
        lines.append(f"| {row.name} | {waits} | {row.first_kilobytes:.0f} | {row.later_kilobytes:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15, help="how often each page is opened each way")
    times = parser.parse_args().times
    print(f"{described('voila')}\n\n{table(measure(times))}")


if __name__ == "__main__":
    main()
