"""Two replicas of the server over one PostgreSQL: what is saved, closed or told at one holds at the other."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from mentorcourse import people
from mentorcourse.server.replicas import CHANNEL, NAMES_IN_ONE, SILENCE, Replicas
from mentorcourse.store import Store, open_store
from tests.caller import PATIENCE_SECONDS, Caller, Socket, Sockets, converse
from tests.loops import finish
from tests.workshop import Workshop

LIVE = "/course/api/live"
ANSWER = "/course/api/answers/02_what_you_bring.journal"


class Replica(Workshop):
    """A server over a database that it shares with another."""

    def store(self) -> Store:
        """The store that both use."""
        return open_store(self._settings["MENTORCOURSE_DATABASE"])


def plain(url: str) -> str:
    """An SQLAlchemy URL as PostgreSQL's own library takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def database(postgres_url: str) -> str:
    """A database of its own with a facilitator, for this module."""
    with psycopg.connect(plain(postgres_url), autocommit=True) as link:
        link.execute("CREATE DATABASE replicas")
    url = make_url(postgres_url).set(database="replicas").render_as_string(hide_password=False)
    with closing(open_store(url)) as store:
        people.make_example(store)
    return url


@pytest.fixture(scope="module")
def replicas(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Replica]]:
    """Two servers."""
    folder = tmp_path_factory.mktemp("replicas")
    both = [Replica(folder / name, settings={"MENTORCOURSE_DATABASE": database}) for name in ("one", "two")]
    for one in both:
        one.start()
    yield both[0], both[1]
    for one in both:
        if one.exit_code is None:
            one.stop()


def at(replica: Replica, caller: Caller) -> Caller:
    """The same browser at another replica, as a proxy might send it there."""
    moved = Caller(replica.port)
    moved.cookies = caller.cookies
    return moved


async def heard(page: Socket, wanted: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The first message that is wanted."""
    while (text := await page.read()) is not None:
        message: dict[str, Any] = json.loads(text)
        if wanted(message):
            return message
    raise AssertionError("the channel was closed")


class Queue:
    """Who waits while nobody may read the table of sign-ins."""

    def __init__(self, held: psycopg.Connection, database: str):
        self._held, self._database = held, database

    def wait_for(self, count: int) -> None:
        """Until that many wait."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with psycopg.connect(self._database, autocommit=True) as link:
            while link.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() != (count,):
                assert time.monotonic() < deadline, "nobody asks the database who it is"

    def let_go(self) -> None:
        """The table can be read again."""
        self._held.rollback()


@contextmanager
def sign_ins_locked(database: str) -> Iterator[Queue]:
    """The table that says who is signed in, so locked that even reading waits."""
    with psycopg.connect(plain(database)) as held:
        held.execute("LOCK TABLE sign_ins IN ACCESS EXCLUSIVE MODE")
        yield Queue(held, plain(database))


def says(name: str, value: object) -> Callable[[dict[str, Any]], bool]:
    return lambda message: message.get("state", {}).get(name) == value


def test_who_signs_in_at_one_replica_is_signed_in_at_the_other_and_finds_their_answers(
    replicas: tuple[Replica, Replica],
) -> None:
    first, second = replicas
    person = first.member("Writer at two replicas")
    saved = person.ask(ANSWER, "PATCH", {"base_revision": 0, "values": {"shared_path": "Said at one"}})
    assert saved.status == 200, saved.text
    assert at(second, person).ask(ANSWER).json["values"] == {"shared_path": "Said at one"}


def test_while_somebody_waits_for_the_database_nobody_else_waits_for_them(
    replicas: tuple[Replica, Replica], database: str
) -> None:
    first, _ = replicas
    person, newcomer = first.member("Waits for the database"), Caller(first.port)
    with sign_ins_locked(database) as queue, ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(person.ask, "/course/api/me")
        queue.wait_for(1)
        assert newcomer.ask("/course/sign-in").status == 200
        assert not waiting.done()
        queue.let_go()
        assert waiting.result().json["name"] == "Waits for the database"


def test_whoever_hangs_up_while_the_database_is_asked_who_they_are_leaves_nothing_behind(
    replicas: tuple[Replica, Replica], database: str
) -> None:
    first, _ = replicas
    person = first.member("Hangs up")
    before = person.ask(ANSWER).json
    with sign_ins_locked(database) as queue:
        with socket.create_connection(("127.0.0.1", first.port)) as line:
            head = f"PATCH {ANSWER} HTTP/1.1\r\nHost: 127.0.0.1:{first.port}\r\nCookie: {person.cookie_line}\r\n"
            line.sendall(f"{head}Content-Length: 900\r\n\r\n".encode())
            queue.wait_for(1)
        queue.let_go()
    assert person.ask(ANSWER).json == before


def test_closing_a_section_at_one_replica_reaches_the_pages_at_the_other(replicas: tuple[Replica, Replica]) -> None:
    first, second = replicas
    leader = first.member("Leader at two replicas", "facilitator", cohort="Spring")
    person = at(second, first.member("Listener at two replicas", cohort="Spring"))

    async def listen(sockets: Sockets) -> None:
        page = await sockets.open(person, LIVE)
        await heard(page, lambda message: message["state"].get("sections"))
        assert leader.ask("/course/api/staff/sections/07_ethics", "PUT", {"open": False}).status == 200
        await heard(page, lambda message: message["state"].get("sections", {}).get("07_ethics") == "closed")

    converse(listen)


def test_whoever_has_a_page_open_at_the_other_replica_is_present_and_counted_once(
    replicas: tuple[Replica, Replica],
) -> None:
    first, second = replicas
    one, two = (first.member(f"Present {name} at two replicas", cohort="Autumn") for name in ("one", "two"))

    async def listen(sockets: Sockets) -> None:
        watching = await sockets.open(one, LIVE)
        await heard(watching, says("present", 1))
        there = await sockets.open(at(second, two), LIVE)
        await heard(there, says("present", 2))
        await heard(watching, says("present", 2))
        again = await sockets.open(two, LIVE)
        await heard(again, says("present", 2))
        await again.close()
        await there.close()
        await heard(watching, says("present", 1))

    converse(listen)


def test_signing_somebody_out_everywhere_reaches_their_page_at_the_other_replica(
    replicas: tuple[Replica, Replica],
) -> None:
    first, second = replicas
    leader = first.member("Leader who signs out", "facilitator", cohort="Winter")
    person = first.member("Signed out at two replicas", cohort="Winter")
    roster = leader.ask("/course/api/staff/roster").json["people"]
    theirs = next(row["person"] for row in roster if row["name"] == "Signed out at two replicas")

    async def listen(sockets: Sockets) -> None:
        page = await sockets.open(at(second, person), LIVE)
        await heard(page, lambda message: message["state"].get("sections"))
        assert leader.ask(f"/course/api/staff/people/{theirs}", "DELETE").status == 200
        await heard(page, lambda message: message.get("signed_out"))

    converse(listen)


def test_when_one_replica_is_killed_the_other_goes_on_with_all_that_was_saved(
    replicas: tuple[Replica, Replica],
) -> None:
    doomed, other = replicas
    person = doomed.member("Writer at a replica that dies")
    body = {"base_revision": 0, "values": {"shared_path": "Said before"}}
    revision = person.ask(ANSWER, "PATCH", body).json["revision"]
    doomed.kill()
    try:
        moved = at(other, person)
        after = moved.ask(ANSWER, "PATCH", {"base_revision": revision, "values": {"shared_path": "Said after"}})
        assert after.status == 200
        said = [one["values"]["shared_path"] for one in moved.ask(f"{ANSWER}/history").json["revisions"]]
        assert said == ["Said after", "Said before"]
    finally:
        doomed.start()


class Ends:
    """What two replicas in one process tell each other, and how often they have missed something."""

    def __init__(self, store: Store) -> None:
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.missed = asyncio.Event()
        self.here: dict[str, set[str]] = {}
        self.speaks = Replicas(store, lambda message: None, lambda: None, lambda: self.here)
        self.hears = Replicas(store, self.told.put_nowait, self.missed.set, dict)

    async def begin(self) -> None:
        """Start both; the one listens when it hears the other's first word."""
        self.speaks.start()
        self.hears.start()
        while self.told.empty():
            self.speaks.tell({"word": "Are you there?"})
            with suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await self.told.get()
                    break

    async def next(self, name: str) -> dict[str, Any]:
        """The next message with a key of this name."""
        while name not in (message := await self.told.get()):
            pass
        return message


def between(database: str, scenario: Callable[[Ends], Awaitable[None]]) -> None:
    """Run a scenario with two replicas that listen."""

    async def run() -> None:
        with closing(open_store(database)) as store:
            ends = Ends(store)
            await ends.begin()
            try:
                async with asyncio.timeout(30):
                    await scenario(ends)
            finally:
                ends.speaks.stop()
                ends.hears.stop()
                await asyncio.gather(*ends.speaks.tasks, *ends.hears.tasks, return_exceptions=True)

    finish(run())


def test_what_one_tells_is_heard_in_its_order_and_not_by_itself(database: str) -> None:
    async def scenario(ends: Ends) -> None:
        for number in range(20):
            ends.speaks.tell({"number": number})
        assert [(await ends.next("number"))["number"] for _ in range(20)] == list(range(20))

    between(database, scenario)


def test_a_crowd_that_is_too_large_for_one_message_is_told_in_several(database: str) -> None:
    async def scenario(ends: Ends) -> None:
        ends.here = {"cohort": {f"{number:012}" for number in range(NAMES_IN_ONE + 50)}}
        ends.speaks.tell_presence("cohort")
        await ends.next("more")
        await ends.next("more")
        assert ends.hears.elsewhere("cohort") == ends.here["cohort"]
        ends.here = {}
        ends.speaks.tell_presence("cohort")
        await ends.next("more")
        assert ends.hears.elsewhere("cohort") == set()

    between(database, scenario)


def test_the_people_of_a_replica_that_fell_silent_count_as_gone(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(ends: Ends) -> None:
        ends.here = {"cohort": {"somebody"}}
        ends.speaks.tell_presence("cohort")
        await ends.next("place")
        assert ends.hears.elsewhere("cohort") == {"somebody"}
        ends.speaks.stop()
        later = time.monotonic() + SILENCE.total_seconds() + 1
        monkeypatch.setattr("mentorcourse.server.replicas.time.monotonic", lambda: later)
        assert ends.hears.elsewhere("cohort") == set()

    between(database, scenario)


def test_after_a_cut_connection_replicas_know_that_they_missed_something_and_hear_each_other_again(
    database: str,
) -> None:
    async def scenario(ends: Ends) -> None:
        cut_connections(database)
        await ends.missed.wait()
        while True:
            ends.speaks.tell({"number": 7})
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await ends.next("number")
                    return

    between(database, scenario)


def cut_connections(database: str) -> None:
    """End every other connection to the database, as its restart would."""
    with psycopg.connect(plain(database), autocommit=True) as link:
        link.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'replicas' AND query ~* %s",
            (f"LISTEN {CHANNEL}|pg_notify",),
        )


def test_a_server_on_sqlite_is_alone_and_tells_nobody(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "course.db")) as store:
        alone = Replicas(store, lambda message: None, lambda: None, dict)
        alone.start()
        alone.tell({"number": 1})
        assert alone.is_alone
        assert alone.tasks == []
        assert alone.elsewhere("cohort") == set()
