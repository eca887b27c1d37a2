"""Open the store that a command works on, and stop the command in plain words when that is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse.language import ENGLISH
from mentorcourse.people import PeopleError
from mentorcourse.settings import BadSetting, course_language
from mentorcourse.settings import data_folder as data_folder
from mentorcourse.settings import database_address as database_address
from mentorcourse.store import NewerSchema, OldSchema, StorageUnavailable, Store, open_store

DataOption = Annotated[
    Path | None,
    typer.Option(help="The folder that keeps everything.", envvar="MENTORCOURSE_DATA", file_okay=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def open_data(data: Path | None = None) -> Store:
    """Open the installation's store, made if there is none; where it cannot be, say why and exit with 1."""
    with plain_refusals():
        return open_store(database_address(data))


def place_of(data: Path | None) -> str:
    """Where a command has looked, for messages: the data folder, or the database without its address and password."""
    address = database_address(data)
    return str(address.parent) if isinstance(address, Path) else "the database of MENTORCOURSE_DATABASE"


@contextmanager
def opened(data: Path | None) -> Iterator[Store]:
    """Yield the open store to a command; what it refuses is said on stderr, and the command exits with 1."""
    store = open_data(data)
    try:
        with plain_refusals():
            yield store
    finally:
        store.close()


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turn a refusal, whose message names the mend, into that message on stderr and exit code 1."""
    try:
        yield
    except PeopleError as refusal:
        typer.echo(refusal.said(course_language() or ENGLISH), err=True)
        raise typer.Exit(1) from refusal
    except (OldSchema, NewerSchema, StorageUnavailable, BadSetting) as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
