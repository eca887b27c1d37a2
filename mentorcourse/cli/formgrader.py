"""`mentorcourse formgrader`: show trainers what nbgrader holds, in nbgrader's own pages, on a port of their own."""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from typing import Annotated

import typer

from mentorcourse.content import read_course
from mentorcourse.rehearsal import is_rehearsal
from mentorcourse.review.assignments import read_assignments
from mentorcourse.review.worker import gradebook_folder

from .addresses import DEFAULT_PORT, PublicUrlOption, last_address
from .data import DataOption, data_folder, open_data
from .workshop import course_folder, free_port

HOST = "127.0.0.1"
ABSENT = (
    "nbgrader is not installed, so there is no formgrader; the course runs without it. Install it: pip install nbgrader"
)
REHEARSAL = "This folder holds a rehearsal, and nbgrader's pages could not say so: formgrader is for real ones."
Port = Annotated[
    int,
    typer.Option(
        "--port", help="Where to listen on this computer.", envvar="MENTORCOURSE_FORMGRADER_PORT", min=1, max=65535
    ),
]


def formgrader(data: DataOption = None, port: Port = DEFAULT_PORT + 1, public_url: PublicUrlOption = "") -> None:
    """Start nbgrader's formgrader for trainers, to read in, while the course runs beside it."""
    if importlib.util.find_spec("nbgrader") is None:
        typer.echo(ABSENT, err=True)
        raise typer.Exit(1)
    if not os.environ.get("MENTORCOURSE_DATABASE") and not (data_folder(data) / "course.db").exists():
        typer.echo(f"There is no course in {data_folder(data)} yet: start it with mentorcourse workshop.", err=True)
        raise typer.Exit(1)
    notebooks, port = course_folder(), free_port(HOST, port, "formgrader --port")
    if not read_assignments(read_course(notebooks)).by_section:
        typer.echo("This course asks for no reflections, so there is nothing for formgrader to show.", err=True)
        raise typer.Exit(1)
    warnings.simplefilter("ignore")  # nbgrader's, about versions of what it stands on
    os.umask(0o077)  # what people wrote is for the owner of the data folder alone
    store = open_data(data)
    if is_rehearsal(store):
        store.close()
        typer.echo(REHEARSAL, err=True)
        raise typer.Exit(1)
    folder = gradebook_folder(store, f"formgrader-{port}", data)
    typer.echo("Making the assignments ready for formgrader; this takes some seconds.")
    sys.stdout.flush()
    # nbgrader and Jupyter Server take seconds to import: refusals come before it.
    from mentorcourse.server.formgrader import build

    def ready() -> None:
        typer.echo(f"\nTrainers find formgrader at http://{HOST}:{port}/  (stop it with Ctrl+C)")
        typer.echo("Who is signed in to the course in the same browser comes in with one click, others by passphrase.")
        sys.stdout.flush()

    server = build(store, notebooks, folder, port, public_url or last_address(data_folder(data)), ready)
    try:
        server.start()
    finally:
        server.leave()
