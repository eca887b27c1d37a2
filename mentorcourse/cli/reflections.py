"""`mentorcourse reflections`: nbgrader's side of the reflections that participants submit."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse import people
from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.people import Cohort
from mentorcourse.review.assignments import exercises_folder, read_assignments
from mentorcourse.review.due import due_days, keep_usual_day, move_due_day
from mentorcourse.review.readers import Refused
from mentorcourse.review.rule import BY, rule, set_rule
from mentorcourse.review.source import write_source
from mentorcourse.review.worker import NotKept, bring_in_step, gradebook_folder
from mentorcourse.store import Store

from .course import NotebooksOption
from .data import DataOption, JsonOption, opened, place_of

reflections_app = typer.Typer(
    help="Say what a cohort asks for, and keep nbgrader's assignments and gradebook in step.", no_args_is_help=True
)
CohortOption = Annotated[str, typer.Option(help="The cohort's name; every cohort when none is named.")]
SectionArgument = Annotated[str, typer.Argument(help="The section, such as 02_what_you_bring; none lists all days.")]
DayArgument = Annotated[str, typer.Argument(help="A day such as 2027-02-15, or none, or usual: as the course says.")]
ByArgument = Annotated[str, typer.Argument(help=f"{', '.join(BY)}; without it, the command says what holds now.")]


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
        for one in _cohorts(store, cohort, data):
            try:
                done[one.name] = {
                    **bring_in_step(store, one.id, notebooks_folder(), data),
                    "folder": str(gradebook_folder(store, one.id, data)),
                }
            except NotKept as failed:
                typer.echo(str(failed), err=True)
                raise typer.Exit(1) from failed
    typer.echo(json.dumps(done) if as_json else "\n".join(map(_told, done, done.values())) or _no_cohort(data))


def _told(name: str, done: dict[str, int | str]) -> str:
    return (
        f"{name}: submissions in the gradebook: {done['submissions']} ({done['changed']} changed, {done['removed']} "
        f"removed); new pages of feedback: {done['feedback']}.\n  Run nbgrader in {done['folder']}"
    )


@reflections_app.command()
def due(
    section: SectionArgument = "",
    day: DayArgument = "",
    cohort: CohortOption = "",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the days by which reflections are due, or move one; what comes later is accepted and marked."""
    assignments = read_assignments(read_course(notebooks_folder()))
    told: dict[str, dict[str, str]] = {}
    with opened(data) as store:
        for one in _cohorts(store, cohort, data):
            if section:
                if section not in assignments.by_section:
                    raise _refusal(f"There is no reflection {section}: choose {', '.join(assignments.by_section)}")
                _move(store, one, section, day)
            days = due_days(store, one.id, assignments)
            told[one.name] = {stem: at.isoformat() for stem, at in days.items() if section in ("", stem)}
    lines = [f"{name}: {stem} {at}" for name, days in told.items() for stem, at in days.items()]
    typer.echo(json.dumps(told) if as_json else "\n".join(lines) or "No reflection has a day by which it is due.")


@reflections_app.command("checked-by")
def checked_by(
    by: ByArgument = "",
    lead: Annotated[str, typer.Option(help="The lead trainer's e-mail address, where the lead checks.")] = "",
    cohort: CohortOption = "",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show or change who checks a review before it is released: nobody, a second reader, or the lead trainer."""
    told: dict[str, str] = {}
    with opened(data) as store:
        named = people.find_person(store, lead) if lead else None
        if lead and named is None:
            raise _refusal(f"Nobody has the e-mail address {lead}: see mentorcourse people list")
        for one in _cohorts(store, cohort, data):
            try:
                found = set_rule(store, one.id, by, named.id if named else None) if by else rule(store, one.id)
            except Refused as refused:
                raise _refusal(str(refused)) from refused
            told[one.name] = found.checked_by
    lines = [f"{name}: {who}" for name, who in told.items()]
    typer.echo(json.dumps(told) if as_json else "\n".join(lines) or _no_cohort(data))


def _move(store: Store, cohort: Cohort, section: str, day: str) -> None:
    try:
        if day == "usual":
            keep_usual_day(store, cohort.id, section)
        elif day:
            move_due_day(store, cohort.id, section, None if day == "none" else date.fromisoformat(day))
    except ValueError as wrong:
        raise _refusal(f"{day} is no day: write it like 2027-02-15, or none, or usual") from wrong


def _cohorts(store: Store, name: str, data: Path | None) -> list[Cohort]:
    if not name:
        return people.cohorts(store)
    found = people.find_cohort(store, name)
    if found is None:
        raise _refusal(f"There is no cohort named “{name}” in {place_of(data)}: see mentorcourse people list")
    return [found]


def _no_cohort(data: Path | None) -> str:
    return f"There is no cohort yet in {place_of(data)}."


def _refusal(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)
