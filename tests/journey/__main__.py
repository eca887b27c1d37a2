"""Make the journey: `python -m tests.journey --pictures docs/pictures` prints each step, and fails at what is wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.machine import find_browser

from . import invitation
from .cast import Cast
from .clock import Clock, morning
from .course import Course, letters
from .journey import Journey
from .story import Story

RESULTS = Path("test-results/journey")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> int:
    """0 when everything was as it should be."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--pictures", type=Path, help="Where the documentation's pictures go.")
    words.add_argument(
        "--results", type=Path, default=RESULTS, help="Where all others go, and the files that come out."
    )
    told = words.parse_args()
    expect.set_options(timeout=30_000)
    since = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        travel(Path(folder), told.results, told.pictures)
    print(f"The journey took {(time.monotonic() - since) / 60:.1f} minutes.")
    return 0


def travel(folder: Path, results: Path, docs: Path | None) -> None:
    """The whole way."""
    clock = Clock(folder / "clock")
    clock.set(morning())
    with letters() as (inbox, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=QUIET)
        course = Course(folder / "data", clock, port)
        cast = Cast(browser, lambda: course.url)
        journey = Journey(course, cast, Story(browser, results, docs), inbox)
        invitation.make_cohort(journey)
        with course.served() as link:
            invitation.mail_links(journey, link)
            invitation.everybody_comes_in(journey)
        assert cast.wrong == []
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
