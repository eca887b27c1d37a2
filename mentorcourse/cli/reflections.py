"""`mentorcourse reflections`: nbgrader's side of the reflections that participants submit."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from mentorcourse import people
from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.review.assignments import exercises_folder, read_assignments
from mentorcourse.review.source import write_source
from mentorcourse.review.worker import NotKept, bring_in_step, gradebook_folder

from .course import NotebooksOption
from .data import DataOption, JsonOption, opened

reflections_app = typer.Typer(help="Keep nbgrader's assignments and gradebook in step.", no_args_is_help=True)
CohortOption = Annotated[str, typer.Option(help="The cohort's name; every cohort when none is named.")]


@reflections_app.command()
def source(notebooks: NotebooksOption = None) -> None:
    """Write nbgrader's source assignments from the questions in exercises/reflections."""
    try:
        course = read_course(notebooks or notebooks_folder())
        changed = write_source(read_assignments(course), exercises_folder(course) / "source")
    except ContentError as error:
        typer.echo("\n".join(error.mistakes), err=True)
        raise typer.Exit(1) from error
    typer.echo("\n".join(f"Wrote {path.name}" for path in changed) or "Every source assignment was up to date.")


@reflections_app.command()
def sync(data: DataOption = None, cohort: CohortOption = "", as_json: JsonOption = False) -> None:
    """Bring nbgrader's gradebook in step with what was submitted and released; make it anew where it is missing."""
    done: dict[str, dict[str, int | str]] = {}
    with opened(data) as store:
        found = people.cohorts(store) if not cohort else [people.find_cohort(store, cohort)]
        for one in found:
            if one is None:
                typer.echo(f"There is no cohort named “{cohort}”: see mentorcourse people list", err=True)
                raise typer.Exit(1)
            try:
                done[one.name] = {
                    **bring_in_step(store, one.id, notebooks_folder(), data),
                    "folder": str(gradebook_folder(store, one.id, data)),
                }
            except NotKept as failed:
                typer.echo(str(failed), err=True)
                raise typer.Exit(1) from failed
    typer.echo(json.dumps(done) if as_json else "\n".join(map(_told, done, done.values())) or "There is no cohort yet.")


def _told(name: str, done: dict[str, int | str]) -> str:
    return (
        f"{name}: {done['submissions']} submissions in the gradebook ({done['changed']} changed, {done['removed']} "
        f"removed), {done['feedback']} pages of feedback made.\n  Run nbgrader in {done['folder']}"
    )
