"""Work out what a cohort may see of its answers to a case study, and compare every place that shows it."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Locator, Page, expect

from tests.browser.course_pages import DEFINITIONS
from tests.browser.fill import form_of

from .record import Record

GROUP = 5


def choices(record: Record, address: str) -> list[str]:
    """The first choices of everybody who has committed to one, in the order in which they did."""
    found = {}
    for one in record.saves:
        if one.address == address and one.values.get("committed"):
            found[one.person] = record.values(one.person, address)["choice"]
    return list(found.values())


def shown_now(record: Record, address: str, at_reveal: int) -> Counter[str]:
    """What is in the counts: all who had answered when they were revealed, if five or more; later whole fives."""
    made = choices(record, address)
    first = at_reveal if at_reveal >= GROUP else 0
    return Counter(made[: first + (len(made) - first) // GROUP * GROUP])


def expect_counts(page: Page, address: str, counts: Counter[str]) -> None:
    """The form shows these counts, each with its share, and no others."""
    _expect_rows(form_of(page, DEFINITIONS[address]), address, counts, shares=True)


def expect_counts_in_room(page: Page, address: str, counts: Counter[str]) -> None:
    """The room view shows them, too."""
    _expect_rows(page.get_by_role("main"), address, counts, shares=True)


def _expect_rows(place: Locator, address: str, counts: Counter[str], shares: bool) -> None:
    options = DEFINITIONS[address]["fields"]["choice"]["options"]
    total = sum(counts.values())
    for option in options:
        row = place.get_by_role("row").filter(has_text=option["label"])
        if not total:
            expect(row).to_have_count(0)
            continue
        many = counts[option["key"]]
        expect(row).to_contain_text(f"{many}")
        if shares:
            expect(row).to_contain_text(f"{round(100 * many / total)}%")
