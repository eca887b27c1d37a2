"""What commands say while the institution profile in use still has values to fill in."""

from __future__ import annotations

from pathlib import Path

import typer

from mentorcourse.content import ContentError, notebooks_folder
from mentorcourse.institutions import unfilled


def refuse_placeholders() -> None:
    """Stop the command with exit code 1, naming file and keys, while the profile in use has placeholders."""
    try:
        missing = unfilled(notebooks_folder())
    except ContentError as error:
        missing = error.mistakes
    if missing:
        typer.echo("Real people take part only once the institution profile is filled in. What is missing:", err=True)
        typer.echo("\n".join(missing), err=True)
        typer.echo(
            "Fill these in, run mentorcourse reflections source and mentorcourse check, then give this command again.",
            err=True,
        )
        raise typer.Exit(1)


def placeholder_warning(folder: Path) -> str:
    """What the workshop says on the terminal about placeholders; "" when there are none."""
    missing = unfilled(folder)
    if not missing:
        return ""
    return (
        "\nThe institution profile is not filled in yet: pages show “FILL IN” where your university’s offices belong.\n"
        "That is fine for trying the course with the example cohort. Before you make a cohort of your own:\n"
        + "".join(f"  {one}\n" for one in missing)
    )
