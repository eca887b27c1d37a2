"""`mentorcourse pack`: set everything that a session needs on paper as a PDF to print."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse.content import ContentError, notebooks_folder, read_course

from .course import NotebooksOption
from .guide import Paper


def pack(
    section: Annotated[str, typer.Argument(help="The section, such as 04_trust.")],
    output: Annotated[
        Path | None, typer.Option("--output", dir_okay=False, help="The file to write; else SECTION-pack.pdf.")
    ] = None,
    minutes: Annotated[int, typer.Option("--minutes", help="The session's length: 60 or 90.")] = 90,
    paper: Annotated[Paper, typer.Option("--paper", help="What it will be printed on.")] = Paper.LETTER,
    notebooks: NotebooksOption = None,
) -> None:
    """Set a session's run of show, worksheets, cards, pages for the wall and a sign-in sheet as one PDF to print."""
    from mentorcourse.documents.drafts import Days
    from mentorcourse.documents.pack import pack as made
    from mentorcourse.documents.pdf import pdf
    from mentorcourse.schedule import SPANS

    if minutes not in SPANS:
        raise typer.BadParameter(f"a session has {' or '.join(map(str, SPANS))} minutes.", param_hint="--minutes")
    course, file = read_course(notebooks or notebooks_folder()), output or Path(f"{section}-pack.pdf")
    try:
        content = pdf(
            made(
                course,
                section,
                minutes,
                Days(course.language, None),
                datetime.now(UTC),
                paper="a4" if paper is Paper.A4 else "letter",
            )
        )
        file.write_bytes(content)
    except KeyError as unknown:
        stems = ", ".join(one.section for one in course.sections)
        typer.echo(f"There is no section {section}. There are {stems}.", err=True)
        raise typer.Exit(1) from unknown
    except ContentError as error:
        typer.echo("\n".join(error.mistakes), err=True)
        raise typer.Exit(1) from error
    except OSError as refused:
        typer.echo(f"{file} could not be written: {refused.strerror}. Name another file with --output.", err=True)
        raise typer.Exit(1) from refused
    typer.echo(f"Wrote {file}")
