"""Make the journey: `python -m tests.journey --pictures docs/pictures` prints each step, and fails at what is wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.machine import find_browser

from . import (
    afterwards,
    agreements,
    cohort_page,
    first_session,
    invitation,
    later_sessions,
    reflections,
    report,
    secrets_kept,
    taken_away,
)
from .cast import Cast
from .clock import Clock, morning
from .course import Course, letters
from .journey import Journey
from .story import Story

RESULTS = Path("test-results/journey")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COURSE_DAY = (
    invitation.everybody_comes_in,
    first_session.prepare,
    first_session.pair_up,
    first_session.hold,
    first_session.afterwards,
    later_sessions.hold_fifth,
    later_sessions.catch_up,
    later_sessions.say_goodbye,
    later_sessions.hold_tenth,
    later_sessions.change_a_mind,
    later_sessions.work_through,
    agreements.make_both,
    reflections.hand_in_all,
    reflections.read_most,
    reflections.ask_for_a_second_reader,
    reflections.read_feedback,
    reflections.revise,
)
WHAT_COMES_OUT = (
    cohort_page.check_cohort_page,
    report.check_report,
    taken_away.keep_workbooks,
    taken_away.award,
    secrets_kept.check_secrets,
)


def main() -> int:
    """0 when everything was as it should be."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--pictures", type=Path, help="Where the documentation's pictures go.")
    words.add_argument("--results", type=Path, default=RESULTS, help="Where the others and the files go.")
    told = words.parse_args()
    travel(told.results, told.pictures)
    return 0


def travel(results: Path, docs: Path | None = None) -> None:
    """The whole way; raises AssertionError at what is wrong."""
    since = time.monotonic()
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory() as folder, letters() as (inbox, port), sync_playwright() as playwright:
        clock = Clock(Path(folder) / "clock")
        clock.set(morning())
        browser = playwright.chromium.launch(executable_path=str(find_browser()), args=QUIET)
        course = Course(Path(folder) / "data", clock, port)
        cast = Cast(browser, lambda: course.url)
        try:
            _travel(Journey(course, cast, Story(browser, results, docs), inbox))
        except BaseException:
            cast.keep_what_is_seen(results)
            print("".join(list(course.output)[-30:]))
            raise
        browser.close()
    print(f"The journey took {(time.monotonic() - since) / 60:.1f} minutes.")


def _travel(journey: Journey) -> None:
    invitation.make_cohort(journey)
    with journey.course.served() as link:
        invitation.mail_links(journey, link)
        for step in (*COURSE_DAY, *WHAT_COMES_OUT):
            step(journey)
        used = journey.cast.mouse_used()
        assert used is None, f"whoever has only a keyboard has used something else: {used}"
        backup = afterwards.back_up(journey)
        afterwards.erase(journey)
    afterwards.restore_elsewhere(journey, backup)
    assert journey.cast.wrong == []


if __name__ == "__main__":
    sys.exit(main())
