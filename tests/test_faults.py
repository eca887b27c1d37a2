"""People save all the time while things go wrong: every acknowledged save is there afterwards, in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.faults import FAULTS, Harness
from mentorcourse.store import open_store


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A server and four people who save without a pause."""
    running = Harness(tmp_path_factory.mktemp("faults"), 4)
    yield running
    running.close()


# What people are told meanwhile: to try again. Otherwise nobody answers, and their browser keeps what they wrote.
TOLD = {"full": {"status 503"}, "read_only": {"status 503"}, "lock": {"status 503"}}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_acknowledged_is_lost_when_something_goes_wrong(harness: Harness, fault: str) -> None:
    before = harness.refusals()
    harness.go_wrong(fault, random.Random(fault))
    assert harness.lost() == 0
    told = {what for what in harness.refusals() - before if what.startswith("status")}
    assert told == TOLD.get(fault, set())


def test_the_harness_would_see_a_lost_save(harness: Harness) -> None:
    harness.let_all_save()
    writer = harness.writers[0]
    with closing(open_store(harness.workshop.folder / "course.db")) as store:
        number, revision = writer.acknowledged[-1]
        writer.acknowledged[-1] = (number + 1_000_000, revision)
        assert len(writer.lost(store)) == 1
        writer.acknowledged[-1] = (number, revision)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_nothing_is_lost_in_two_hundred_kills(tmp_path: Path) -> None:
    harness = Harness(tmp_path, 8)
    try:
        for number in range(200):
            harness.go_wrong("kill", random.Random(number))
    finally:
        harness.close()
    assert harness.lost() == 0
