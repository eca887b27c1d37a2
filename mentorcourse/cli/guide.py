"""`mentorcourse guide`: set the facilitator guide as a PDF to print."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse.content import ContentError, notebooks_folder, read_course

from .course import NotebooksOption


class Paper(StrEnum):
    """The papers that people print on."""

    LETTER = "us-letter"
    A4 = "a4"


def guide(
    output: Annotated[Path, typer.Option("--output", dir_okay=False, help="The file to write.")] = Path("guide.pdf"),
    paper: Annotated[Paper, typer.Option("--paper", help="What it will be printed on.")] = Paper.LETTER,
    notebooks: NotebooksOption = None,
) -> None:
    """Set the facilitator guide, all ten sessions and how to run a cohort, as one PDF to print."""
    from mentorcourse.documents.guide import guide_pdf

    try:
        made = guide_pdf(read_course(notebooks or notebooks_folder(), language="en"), paper.value)
    except ContentError as error:
        typer.echo("\n".join(error.mistakes), err=True)
        raise typer.Exit(1) from error
    try:
        output.write_bytes(made)
    except OSError as refused:
        typer.echo(f"{output} could not be written: {refused.strerror}. Name another file with --output.", err=True)
        raise typer.Exit(1) from refused
    typer.echo(f"Wrote {output}")
