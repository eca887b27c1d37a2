"""Commands for those who administer the server: `audit`, `export`, `erase` and `purge`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from mentorcourse import backups, people
from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.people import PeopleError, Person
from mentorcourse.privacy import account, archive, audit, erasing, erasure, words
from mentorcourse.privacy import purge as purging
from mentorcourse.privacy.retention import Retention, read_retention
from mentorcourse.store import Store

from .data import DataOption, JsonOption, opened

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
AboutOption = Annotated[str | None, typer.Option("--about", help="A person's e-mail address; everybody if left out.")]
MostOption = Annotated[int, typer.Option("--most", help="How many of the newest lines.", min=1)]
IntoOption = Annotated[Path, typer.Option("--into", help="The ZIP file to write.", dir_okay=False)]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]
NowOption = Annotated[bool, typer.Option("--now", help="Do not wait for the days in which it could be undone.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Take the second step: without it, only say what would go.")]
# What an erasure takes, by table, in the words of the roster.
ERASED = {
    "revisions": "saved entries in worksheets and the journal",
    "submissions": "submitted reflections with their feedback",
    "agreement_revisions": "entries in agreements",
}
UndoOption = Annotated[bool, typer.Option("--undo", help="Call off an erasure that still waits.")]


def show_audit(
    about: AboutOption = None, most: MostOption = 200, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Print who did what about whom, and when, newest first; there is never anybody's text in it."""
    with opened(data) as store:
        if about:
            lines, _ = account.account_of(store, _person(store, about).id, size=most)
        else:
            lines = account.recorded(store, most=most)
    rows = [
        {
            "at": line.at.isoformat(),
            "by": words.by(line, ""),
            "did": line.kind,
            "about": line.about,
            "detail": line.detail,
        }
        for line in lines
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    typer.echo("when (UTC)        by whom  what  about whom  more")
    for row in rows:
        when = str(row.pop("at"))[:16].replace("T", " ")
        typer.echo("  ".join([when, *(str(value or "-") for value in row.values())]))


def export(email: Email, into: IntoOption, data: DataOption = None) -> None:
    """Write one ZIP file with everything that is kept about a person, for them alone."""
    with opened(data) as store:
        person = _person(store, email)
        content = archive.packed(store, person.id, _course_language())
        audit.note(store, "exported", by=audit.ADMINISTRATOR, about=person.id)
    into.touch(mode=0o600)
    into.write_bytes(content)
    typer.echo(f"Everything that is kept about {person.name} is in {into}. Give it to nobody else.")


def erase(
    email: Email, yes: YesOption = False, now: NowOption = False, undo: UndoOption = False, data: DataOption = None
) -> None:
    """Erase a person from every table. Without --yes, say what would go; --undo calls it off until its day."""
    with opened(data) as store:
        person = _person(store, email)
        if undo:
            waited = erasure.undo(store, person.id, None)
            typer.echo(f"{person.name} will not be erased." if waited else f"No erasure of {person.name} was waiting.")
            return
        if not yes:
            going = erasing.what_goes(store, person.id)
            for table, told in ERASED.items():
                typer.echo(f"{going[table]:>7}  {told}")
            rest = sum(rows for table, rows in going.items() if table not in ERASED)
            typer.echo(f"{rest:>7}  rows that go with them, such as sign-ins, initials and attendance")
            typer.echo(f"All of this would be erased for {person.name}. Add --yes to do it.")
            return
        due = erasure.confirm(store, person.id, None, _periods().waiting)
        if now:
            erasure.carry_out(store, person.id, backups.default_folder(store, data), data, _course_language())
            typer.echo(
                "Erased. Backups hold it until they are thinned out; "
                "restoring one erases it again, by the erased.json beside it."
            )
        else:
            typer.echo(f"It is erased after {due:%Y-%m-%d %H:%M} UTC, and can be undone until then with --undo.")


def purge(dry_run: DryOption = False, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Delete what was kept as long as `retention` in course.yaml says, and carry out erasures that are due."""
    periods, language = _periods(), _course_language()
    with opened(data) as store:
        waiting = erasure.due(store)
        if dry_run:
            going = [one for one in purging.what_goes(store, periods) if one.rows]
        else:
            purging.announce(store, periods)
            for person in waiting:
                erasure.carry_out(store, person, backups.default_folder(store, data), data, language)
            going = purging.purge(store, periods)
        soon = {one.name: purging.going_at(store, one.id, periods) for one in people.cohorts(store)}
    _print(dry_run, len(waiting), going, soon, as_json)


def _print(
    dry_run: bool, erased: int, going: list[purging.Going], soon: dict[str, datetime | None], as_json: bool
) -> None:
    announced = {name: at.date().isoformat() for name, at in soon.items() if at}
    if as_json:
        counts = {one.kind: one.rows for one in going}
        typer.echo(json.dumps({"dry_run": dry_run, "erased": erased, "purged": counts, "announced": announced}))
        return
    would = "would go" if dry_run else "are gone"
    for one in going:
        typer.echo(f"{one.kind}: {one.rows} rows {would}")
    typer.echo(f"erasures: {erased} {'would be' if dry_run else 'were'} carried out")
    for name, day in announced.items():
        typer.echo(f"What “{name}” wrote goes on {day}; its people are told on their home page.")


def _periods() -> Retention:
    try:
        return read_retention(read_course(notebooks_folder()))
    except ContentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _course_language() -> str:
    return read_course(notebooks_folder()).language


def _person(store: Store, email: str) -> Person:
    found = people.find_person(store, email)
    if found is None:
        raise PeopleError(f"Nobody has the e-mail address {email}: see mentorcourse people list")
    return found
