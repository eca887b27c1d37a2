"""When a form can be written in, in a real browser: the course's section beside a plain HTML form of the same size."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, StorageState, sync_playwright

from bench.visit import STEM
from mentorcourse.content import definition, read_course
from tests.machine import find_browser
from tests.workshop import running_workshop

# The moment at which the first text box is there, enabled, and laid out.
WATCH = """
const look = () => {
  const box = document.querySelector("textarea, input[type=text]");
  if (box && !box.disabled && !box.readOnly && box.getClientRects().length) window.usable = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def plain_form() -> bytes:
    """All fields of the section as text boxes with their labels."""
    course = read_course()
    fields = [
        field["label"]
        for activity in course.section(STEM).activities
        for field in definition(activity, STEM)["fields"].values()
    ]
    boxes = "".join(f"<p><label>{label}<br><textarea rows=3></textarea></label></p>" for label in fields)
    return f"<!DOCTYPE html><meta charset=utf-8><title>Plain</title><form>{boxes}</form>".encode()


@contextmanager
def plain_server() -> Iterator[str]:
    """A server of that form alone."""
    page = plain_form()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


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


def usable(browser: Browser, url: str, state: StorageState | None, times: int, is_first: bool) -> float:
    """Median seconds from asking for the page to a form that can be written in; on later visits files are cached."""
    waits, context = [], browser.new_context(storage_state=state)
    for number in range(times + 1):
        if is_first:
            context.close()
            context = browser.new_context(storage_state=state)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(url)
        page.wait_for_function("window.usable")
        if number:  # the first one is to warm up
            waits.append(page.evaluate("window.usable") / 1000)
        page.close()
    context.close()
    return statistics.median(waits)


def measure(times: int) -> dict[str, list[float]]:
    """Median seconds of so many visits, by page: [first visits, later visits]."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_workshop(Path(folder) / "data") as workshop,
        plain_server() as plain,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(find_browser()))
        state = signed_in(browser, workshop.new_link("Participant 1"))
        course = f"{workshop.url}/course/sections/{STEM}"
        rows = {
            "this course": [usable(browser, course, state, times, is_first) for is_first in (True, False)],
            "plain HTML form": [usable(browser, plain, None, times, is_first) for is_first in (True, False)],
        }
        browser.close()
        return rows


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9, help="how often each page is opened")
    print(measure(parser.parse_args().times))


if __name__ == "__main__":
    main()
