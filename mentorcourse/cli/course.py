"""Commands about the course and its data as a whole: `check`, `tidy` and `upgrade`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse.check import check as find_mistakes
from mentorcourse.check import record_keys
from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.store import upgrade as upgrade_store
from mentorcourse.tidy import tidy as tidy_notebooks

from .data import DataOption, JsonOption, database_address, plain_refusals

NotebooksOption = Annotated[
    Path | None,
    typer.Option(help="The folder with course.yaml.", envvar="MENTORCOURSE_NOTEBOOKS", file_okay=False),
]
RecordOption = Annotated[
    bool, typer.Option("--record", help="Record new keys as in use; once used, they may not change.")
]


def check(notebooks: NotebooksOption = None, record: RecordOption = False, as_json: JsonOption = False) -> None:
    """Check the course: name file, key and mend for every mistake."""
    try:
        folder = notebooks or notebooks_folder()
        mistakes = find_mistakes(folder)
        if record and all("run mentorcourse check --record" in mistake for mistake in mistakes):
            record_keys(read_course(folder))
            mistakes = find_mistakes(folder)
        elif record:
            mistakes.append("Nothing was recorded: mend the other mistakes first, then record.")
    except ContentError as error:
        mistakes = error.mistakes
    if as_json:
        typer.echo(json.dumps({"mistakes": mistakes}))
    else:
        typer.echo("\n".join(mistakes) or "No mistakes found.", err=bool(mistakes))
    raise typer.Exit(1 if mistakes else 0)


def tidy(notebooks: NotebooksOption = None, as_json: JsonOption = False) -> None:
    """Take out of the notebooks what an editor left in them: outputs, marks and made-up cell ids."""
    try:
        changed = tidy_notebooks(notebooks or notebooks_folder())
    except ContentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    said = "\n".join(f"Tidied {name}" for name in changed) or "Nothing to tidy."
    typer.echo(json.dumps({"tidied": changed}) if as_json else said)


def upgrade(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Bring the data folder of an older version to this one; nothing in it is lost."""
    with plain_refusals():
        upgrade_store(database_address(data))
    typer.echo(json.dumps({"upgraded": True}) if as_json else "The data folder is up to date.")
