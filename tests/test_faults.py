"""People save all the time while things go wrong: every acknowledged save is there afterwards, in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing

import pytest

from bench.faults import HEAD, PAGE, run, written
from bench.harness import Harness, OnPostgreSQL, OnSQLite, running_harness

# What people are told meanwhile: to try again. Otherwise nobody answers, and their browser keeps what they wrote.
TOLD = {"full": {"status 503"}, "read_only": {"status 503"}, "lock": {"status 503"}, "away": {"status 503"}}
# Where the database's connections are cut, a save may be told so, or be tried anew before anybody notices.
MAY_BE_TOLD = {fault: {"status 503"} for fault in ("crash", "restart", "cut")}
# A server that does not wait for its disk when it is not asked to: saves ask it to.
CARELESS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A server and four people who save without a pause."""
    with running_harness(OnSQLite.database, tmp_path_factory.mktemp("faults"), 4) as running:
        vars(running)["locked_seconds"] = 6.0  # longer than a save waits, and soon over
        yield running


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """The same on PostgreSQL."""
    with running_harness(OnPostgreSQL.database, tmp_path_factory.mktemp("faults"), 4, CARELESS) as running:
        yield running


@pytest.mark.parametrize("fault", OnSQLite.faults())
def test_nothing_acknowledged_is_lost_when_something_goes_wrong(harness: Harness, fault: str) -> None:
    goes_wrong_and_nothing_is_lost(harness, fault)


@pytest.mark.parametrize("fault", ["kill", "crash", "restart", "away", "cut"])
def test_nothing_acknowledged_is_lost_when_postgresql_is_away_or_cut_off(on_postgres: Harness, fault: str) -> None:
    goes_wrong_and_nothing_is_lost(on_postgres, fault)


def goes_wrong_and_nothing_is_lost(harness: Harness, fault: str) -> None:
    before = harness.refusals()
    harness.go_wrong(fault, random.Random(fault))
    assert harness.lost() == 0
    told = {what for what in harness.refusals() - before if what.startswith("status")}
    assert told - MAY_BE_TOLD.get(fault, set()) == TOLD.get(fault, set())


def test_the_harness_would_see_a_lost_save(harness: Harness) -> None:
    harness.let_all_save()
    writer = harness.writers[0]
    with closing(harness.store()) as store:
        number, revision = writer.acknowledged[-1]
        writer.acknowledged[-1] = (number + 1_000_000, revision)
        assert len(writer.lost(store)) == 1
        writer.acknowledged[-1] = (number, revision)


def test_a_report_takes_the_place_of_the_last_one_of_its_kind() -> None:
    row, again = "| SQLite | kill | 1 | 10 | 10 | 0 |", "| SQLite | kill | 200 | 5000 | 5000 | 0 |"
    other = "| PostgreSQL | kill | 1 | 8 | 8 | 0 |"
    page = f"Before\n\n{HEAD}{row}\n{other}\n\nAfter\n"
    assert written(page, [again]) == f"Before\n\n{HEAD}{again}\n{other}\n\nAfter\n"
    assert HEAD in PAGE.read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("database", [OnSQLite.database, OnPostgreSQL.database])
def test_nothing_is_lost_in_two_hundred_kills(database: str) -> None:
    assert run(database, ["kill"], rounds=200, workshops=2, people=8, seed=1).lost == 0


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_nothing_is_lost_in_two_hundred_faults_of_postgresql() -> None:
    assert run(OnPostgreSQL.database, OnPostgreSQL.faults(), rounds=200, workshops=2, people=8, seed=1).lost == 0
