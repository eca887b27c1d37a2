"""What is done once a day is done once, however many replicas there are, and is not forgotten when one of them dies."""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mentorcourse.privacy import daily
from mentorcourse.server.daily import DailyCommand
from mentorcourse.server.daily_backup import DailyBackup
from mentorcourse.store import Store, open_store
from tests.loops import finish
from tests.review_samples import Clock
from tests.stores import together


@pytest.fixture
def clock(store: Store) -> Clock:
    """The time, as replicas of one store see it."""
    store.now = Clock()
    return store.now


def test_of_replicas_that_look_at_the_same_moment_one_begins(tables_url: str) -> None:
    stores = [open_store(tables_url) for _ in range(4)]
    try:
        begun = together(*(lambda store=store: daily.begin(store, "purge") for store in stores))
    finally:
        for store in stores:
            store.close()
    assert sorted(map(bool, begun)) == [False, False, False, True]


def test_what_is_done_is_due_again_a_day_after_it_was_begun(store: Store, clock: Clock) -> None:
    assert daily.begin(store, "backup")
    clock.go_on(minutes=5)
    daily.end(store, "backup", well=True)
    clock.go_on(hours=23, minutes=50)
    assert not daily.begin(store, "backup")
    clock.go_on(minutes=5)
    assert daily.begin(store, "backup")


def test_what_failed_is_due_at_once_and_kinds_do_not_wait_for_each_other(store: Store, clock: Clock) -> None:
    assert daily.begin(store, "backup")
    assert daily.begin(store, "purge")
    daily.end(store, "backup", well=False)
    assert daily.begin(store, "backup")
    assert not daily.begin(store, "purge")


def test_an_erasure_that_is_due_does_not_wait_for_the_next_day_but_for_whoever_is_at_it(
    store: Store, clock: Clock
) -> None:
    assert daily.begin(store, "purge")
    assert not daily.begin(store, "purge", again=True)
    daily.end(store, "purge", well=True)
    assert not daily.begin(store, "purge")
    assert daily.begin(store, "purge", again=True)


def test_when_a_replica_dies_at_it_another_one_does_it_an_hour_later(store: Store, clock: Clock) -> None:
    assert daily.begin(store, "backup")  # and is never heard of again
    clock.go_on(minutes=59)
    assert not daily.begin(store, "backup")
    clock.go_on(minutes=1)
    assert daily.begin(store, "backup")


def test_two_replicas_with_folders_of_their_own_make_one_backup_a_day(
    store: Store, tables_url: str, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    command = [sys.executable, "-c", f"open({str(ran)!r}, 'a').write('x')"]

    async def look(*replicas: DailyBackup) -> int:
        await asyncio.gather(*(one.look() for one in replicas))
        return len(ran.read_text())

    with closing(open_store(tables_url)) as other:
        clock = Clock()
        store.now = other.now = clock
        both = [DailyBackup(one, tmp_path / name, command) for one, name in ((store, "one"), (other, "two"))]
        counts = [finish(look(*both)), finish(look(*both))]
        clock.at += timedelta(days=1)
        counts.append(finish(look(*both)))
    assert counts == [1, 1, 2]


def test_a_server_that_is_stopped_at_it_leaves_it_to_another_at_once(store: Store, clock: Clock) -> None:
    class Endless(DailyCommand):
        """Work that has begun and takes for ever."""

        async def _ran(self) -> bool:
            begun.set()
            return await asyncio.Future[bool]()

    begun = asyncio.Event()

    async def begin_and_stop() -> None:
        task = asyncio.create_task(Endless(store, "purge", []).run())
        await begun.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    finish(begin_and_stop())
    assert daily.begin(store, "purge")
