"""Nothing that anybody has typed stands on a facilitator's page, in the record of who did what, or in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import expect

from .cast import FACILITATOR
from .checks import Checks
from .journey import Journey
from .record import Record, texts_in
from .taken_away import text_of
from .words import runs

PAGES = {"staff": "Reflections", "console": "Lead the session", "guide": "", "room": ""}


def all_texts(record: Record) -> Iterator[str]:
    """Every text of activities, reflections, reviews and agreements."""
    yield from record.texts()
    for versions in (*record.reflections.values(), *record.reviews.values()):
        yield from texts_in(versions)
    for rows in record.agreements.values():
        for both in rows.values():
            yield from both


def check_secrets(journey: Journey) -> None:
    """Look for any few words in a row."""
    checks = Checks()
    typed = {run for text in all_texts(journey.record) for run in runs(text)}
    for path, heading in PAGES.items():
        page = journey.cast.go(FACILITATOR, path)
        expect(page.get_by_role("heading", name=heading or None).first).to_be_visible(timeout=60_000)
        expect(page.get_by_text(re.compile("^Fetching"))).to_have_count(0, timeout=60_000)
        checks.has_not(f"the facilitator's page {path}", typed, runs(re.sub(r"<[^>]*>", " ", page.content())))
    checks.has_not("mentorcourse audit", typed, runs(journey.course.run("audit", "--json", "--most", "5000")))
    for ending in ("xlsx", "pdf", "zip"):
        content = (journey.story.results / f"report.{ending}").read_bytes()
        checks.has_not(f"report.{ending}", typed, runs(text_of(content)))
    checks.settle()
    journey.story.tell("Nothing that was typed is on a facilitator's page, in the record or in the report.")
