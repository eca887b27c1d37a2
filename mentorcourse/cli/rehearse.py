"""`mentorcourse rehearse`: practice a live session with a cohort of nobody, in a data folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorcourse.content import Course, read_course
from mentorcourse.rehearsal import Rehearsal, RehearsalClock, RehearsalRefused
from mentorcourse.rehearsal.cast import FEWEST, MOST
from mentorcourse.rehearsal.making import make_cohort, new_links
from mentorcourse.rehearsal.marker import DATABASE, prepare, usual_folder, write_marker
from mentorcourse.store import Store, open_store

from .addresses import DEFAULT_PORT
from .data import plain_refusals
from .workshop import NoBrowser, Port, course_folder, free_port, has_display

if TYPE_CHECKING:
    from mentorcourse.server.address import Address

PLAYERS = (sys.executable, "-m", "mentorcourse.rehearsal")


def rehearse(
    people: Annotated[int, typer.Option("--people", min=FEWEST, max=MOST, help="How many take part.")] = 12,
    speed: Annotated[float, typer.Option("--speed", min=1, max=1000, help="Minutes that pass in a real one.")] = 1,
    until: Annotated[
        str, typer.Option("--until", help="The section to rehearse, such as 04_trust; all have begun those before it.")
    ] = "",
    seed: Annotated[int, typer.Option("--seed", help="Another number, another cohort.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the last rehearsal away, and begin anew.")] = False,
    data: Annotated[
        Path | None, typer.Option("--data", file_okay=False, help="A folder for it; never the course's own.")
    ] = None,
    port: Port = DEFAULT_PORT,
    no_browser: NoBrowser = False,
) -> None:
    """Rehearse: start the course with a synthetic cohort that answers, runs late, gets stuck and drops out.

    The last rehearsal is gone on with, unless you say --fresh. Nothing of the real course is touched.
    """
    notebooks, folder = course_folder(), data or usual_folder()
    course, port = read_course(notebooks), free_port("127.0.0.1", port, "rehearse --port")
    try:
        found = prepare(folder, fresh)
    except RehearsalRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused
    begun = found or Rehearsal(people, seed, _section(course, until), datetime.now(UTC).isoformat())
    with _store(folder, begun, speed, is_new=found is None) as store:
        _serve(store, notebooks, port, begun, _words(found, folder), opens=not no_browser)


def _section(course: Course, until: str) -> str:
    """The section to rehearse, by default the first."""
    stems = [section.section for section in course.sections]
    if until and until not in stems:
        typer.echo(f"There is no section {until}. There are {', '.join(stems)}.", err=True)
        raise typer.Exit(1)
    return until or stems[0]


def _words(found: Rehearsal | None, folder: Path) -> str:
    if found is None:
        return f"A new rehearsal, kept in {folder}."
    return (
        f"The rehearsal with {found.people} people, before {found.until}, goes on where it was left ({folder}). "
        "To begin anew, add --fresh to the same command."
    )


@contextmanager
def _store(folder: Path, begun: Rehearsal, speed: float, is_new: bool) -> Iterator[Store]:
    """The rehearsal's own database, whatever MENTORCOURSE_DATABASE says, and where its clock was left."""
    clock = RehearsalClock(datetime.fromisoformat(begun.moment), speed)
    write_marker(folder, begun)  # before anything else: no moment in which the folder looks real
    with plain_refusals():
        store = open_store(folder / DATABASE, now=clock)
        if is_new:
            make_cohort(store, begun.people, begun.seed)
    try:
        yield store
    finally:
        write_marker(folder, Rehearsal(begun.people, begun.seed, begun.until, clock().isoformat()))


def _serve(store: Store, notebooks: Path, port: int, begun: Rehearsal, words: str, opens: bool) -> None:
    """Run the server, and once it answers the participants beside it, until Ctrl+C stops both."""
    from mentorcourse.server.address import Address
    from mentorcourse.server.app import build, remove_scratch

    address = Address(port=port)
    with plain_refusals():
        leader, links = new_links(store, begun.people, begun.seed)
    players: list[subprocess.Popen[str]] = []

    def welcome() -> None:
        link, *others = (f"{address.url}/course/enter/{secret}" for secret in (leader, *links))
        _say(address, link, words)
        told = {"url": address.url, "notebooks": str(notebooks), "links": others, "until": begun.until}
        players.append(_play({**told, "seed": begun.seed, "speed": _speed(store)}))
        if opens and has_display():
            webbrowser.open(link)

    server = build(store, notebooks, address, welcome)
    try:
        server.start()
    finally:
        for player in players:
            player.terminate()
            player.wait()
        server.site.close()
        remove_scratch(server)


def _speed(store: Store) -> float:
    return store.now.speed if isinstance(store.now, RehearsalClock) else 1


def _play(told: dict[str, Any]) -> subprocess.Popen[str]:
    """Start the process that plays the participants; what it needs to know goes in by its standard input."""
    player = subprocess.Popen(PLAYERS, stdin=subprocess.PIPE, text=True)  # noqa: S603
    assert player.stdin
    with player.stdin:
        json.dump(told, player.stdin)
    return player


def _say(address: Address, link: str, words: str) -> None:
    typer.echo(f"\nREHEARSAL at {address.url}/  (stop it with Ctrl+C)")
    typer.echo(f"{words}\nNobody in it is real, and it sends no mail. Open this link in a browser:\n")
    typer.echo(f"  Facilitator (you)  {link}\n")
    typer.echo("What the participants do stands below; it begins when you start a session on the console.")
    sys.stdout.flush()
