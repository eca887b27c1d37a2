"""`mentorcourse copy`: the course's words in a folder of one's own, to adapt them where no checkout is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse.content import notebooks_folder

FOLDERS = ("notebooks", "facilitator_guide", "exercises")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


def copy(
    folder: Annotated[Path, typer.Argument(help="A new folder for them.", file_okay=False)],
) -> None:
    """Copy notebooks, facilitator guide and exercises to a folder of your own, to change their words there."""
    if folder.exists() and any(folder.iterdir()):
        typer.echo(f"{folder} holds something already. Name a new folder.", err=True)
        raise typer.Exit(1)
    for name in FOLDERS:
        shutil.copytree(notebooks_folder().parent / name, folder / name, ignore=LEFT_OUT)
    notebooks = (folder / "notebooks").resolve()
    typer.echo(f"Change the words in {folder.resolve()}. To use them, set MENTORCOURSE_NOTEBOOKS to {notebooks}")
