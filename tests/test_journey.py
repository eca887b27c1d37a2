"""The whole journey, from the first link to the last certificate, and what its checks rest on."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journey.checks import Checks
from tests.journey.expected import BACK, NOW, THEN, Expected
from tests.journey.record import Record
from tests.journey.words import MOST, runs, sentence

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
AT = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_cohort_goes_all_the_way_from_the_first_link_to_the_last_certificate(tmp_path: Path):
    # In a process of its own: here Playwright may be at work already, and can be but once.
    journey = [sys.executable, "-m", "tests.journey", "--results", str(tmp_path)]
    travelled = subprocess.run(journey, cwd=ROOT, capture_output=True, text=True, check=False)
    assert travelled.returncode == 0, travelled.stdout[-3000:] + travelled.stderr[-6000:]
    assert "The journey took" in travelled.stdout


def test_no_two_sentences_of_the_journey_share_more_than_their_middle():
    written = [sentence() for _ in range(MOST // 3)]
    assert len(set(written)) == len(written)
    assert all(runs(one) for one in written)


def test_ratings_are_expected_in_fives_as_they_were_when_the_fifth_came():
    record = Record()
    for number in range(7):
        for address, value in ((THEN, 3), (NOW, 1 + number % 5), (BACK, 4)):
            record.save(f"Person {number}", address, AT + timedelta(minutes=number), {"attention.often": value})
    record.save("Person 0", NOW, AT + timedelta(hours=1), {"attention.often": 5})
    first = Expected(record).pitfalls()[0]
    assert [first[2], first[3], first[4], first[5]] == [5, 3, 3, 0]
    assert first[9:] == [5, 4, -1]
    assert Expected(record).pitfalls()[1][2:] == [None] * 10


def test_a_number_that_is_not_as_typed_is_named_by_sheet_and_cell():
    checks = Checks()
    checks.table("report.xlsx, sections", ["section", "begun"], [["1. One", 11], ["2. Two", 3]], [["1. One", 12]])
    with pytest.raises(AssertionError, match=r"report\.xlsx, sections, row 2, begun: expected 11, found 12"):
        checks.settle()
    assert any("number of rows: expected 2, found 1" in one for one in checks.wrong)


def test_every_picture_of_the_journey_is_in_its_story_with_words_and_all_are_small():
    told = re.findall(
        r"!\[([^\]]{15,})\]\((pictures/\d\d-[\w-]+\.png)\)", (DOCS / "journey.md").read_text(encoding="utf-8")
    )
    there = sorted((DOCS / "pictures").glob("[0-9][0-9]-*.png"))
    assert sorted(file for _, file in told) == [file.relative_to(DOCS).as_posix() for file in there]
    assert sum(file.stat().st_size for file in there) < 3_000_000
