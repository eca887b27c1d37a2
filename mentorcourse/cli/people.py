"""Commands about people: `cohort add`, `people import`, `people link` and `people list`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from mentorcourse import people
from mentorcourse.people import Cohort, Member, PeopleError, Person
from mentorcourse.privacy import audit
from mentorcourse.store import Store

from .addresses import PublicUrlOption, last_address
from .data import DataOption, JsonOption, data_folder, opened, place_of
from .institution import refuse_placeholders

cohort_app = typer.Typer(help="Make cohorts: people who take the course together.", no_args_is_help=True)
people_app = typer.Typer(help="Invite people and see who takes part.", no_args_is_help=True)

CohortOption = Annotated[str, typer.Option("--cohort", help="The cohort's name.")]
MaybeCohortOption = Annotated[str | None, typer.Option("--cohort", help="The cohort's name.")]


@cohort_app.command("add")
def add_cohort(
    name: Annotated[str, typer.Argument(help="The new cohort's name.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a cohort."""
    refuse_placeholders()
    with opened(data) as store:
        cohort = people.add_cohort(store, name)
    _print(
        {"cohort": cohort.name, "id": cohort.id},
        as_json,
        [
            f"The cohort “{cohort.name}” is made. Add people to it from a CSV file, a facilitator first of all:",
            f'  mentorcourse people import roster.csv --cohort "{cohort.name}"',
        ],
    )


@people_app.command("import")
def import_people(
    roster: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV: columns name, email, role."),
    ],
    cohort: CohortOption,
    data: DataOption = None,
    public_url: PublicUrlOption = "",
    as_json: JsonOption = False,
) -> None:
    """Add everybody on a roster to a cohort, and print a personal link for those who never had one there.

    Several roles of one person are separated by ; or /. If a row is wrong its line is named and nobody is added.
    """
    refuse_placeholders()
    public_url = public_url or last_address(data_folder(data))
    with opened(data) as store:
        place = _cohort(store, cohort)
        before = {member.person.id for member in people.members(store, place.id)}
        imported = people.import_roster(store, place.id, people.read_roster(roster.read_bytes()))
        for one in imported.people:
            if one.id not in before:
                _record(store, "person added", one, place)
        had_one = people.link_states(store, place.id)
        links = [
            _link(one, public_url, people.issue_link(store, one.id, place.id))
            for one in imported.people
            if one.id not in had_one
        ]
        for one in imported.people:
            if one.id not in had_one:
                _record(store, "link made", one, place)
    everybody = len(imported.people)
    lines = [f"{everybody} on the roster, {imported.added} of them new to “{place.name}” or in a new role."]
    lines += _aligned([[link["name"], link["email"], link["link"]] for link in links])
    result = {"cohort": place.name, "people": everybody, "added": imported.added, "links": links}
    _print(result, as_json, lines)


@people_app.command("link")
def link_person(
    email: Annotated[str, typer.Argument(help="The person's e-mail address.")],
    cohort: MaybeCohortOption = None,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Make no link: revoke the old ones and sign the person out.")
    ] = False,
    data: DataOption = None,
    public_url: PublicUrlOption = "",
    as_json: JsonOption = False,
) -> None:
    """Print a new personal link for somebody, in place of the older ones."""
    public_url = public_url or last_address(data_folder(data))
    with opened(data) as store:
        person = _person(store, email)
        if revoke:
            place = _cohort(store, cohort) if cohort else None
            people.revoke_links(store, person.id, place.id if place else None)
            people.end_everywhere(store, person.id)
            _record(store, "links revoked", person, place)
            where = f" to “{place.name}”" if place else ""
            lines = [f"{person.name} has no valid link{where} any more and is signed out everywhere."]
            _print({"name": person.name, "email": person.email, "revoked": True}, as_json, lines)
            return
        place = _place(store, person, cohort)
        link = _link(person, public_url, people.renew_link(store, person.id, place.id))
        _record(store, "link made", person, place)
    _print({**link, "cohort": place.name}, as_json, [link["link"]])


@people_app.command("list")
def list_people(
    cohort: MaybeCohortOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who takes part: name, e-mail address, cohort, roles, and whether their link is in use."""
    with opened(data) as store:
        places = [_cohort(store, cohort)] if cohort else people.cohorts(store)
        found = [
            _listed(member, people.link_states(store, place.id))
            for place in places
            for member in people.members(store, place.id)
        ]
    rows = [[one["name"], one["email"] or "", one["cohort"], ", ".join(one["roles"]), one["link"]] for one in found]
    nobody = [
        f"Nobody is there yet in {place_of(data)}. Add people with: mentorcourse people import ROSTER.csv --cohort NAME"
    ]
    _print(found, as_json, _aligned([["Name", "E-mail", "Cohort", "Roles", "Link"], *rows]) if rows else nobody)


def _listed(member: Member, links: dict[str, people.LinkState]) -> dict[str, Any]:
    return {
        "name": member.person.name,
        "email": member.person.email,
        "cohort": member.cohort.name,
        "roles": sorted(member.roles),
        "link": links.get(member.person.id, "none yet"),
    }


def _cohort(store: Store, name: str) -> Cohort:
    found = people.find_cohort(store, name)
    if found is None:
        names = ", ".join(f"“{cohort.name}”" for cohort in people.cohorts(store)) or "none yet"
        raise PeopleError(
            f"There is no cohort “{name}” (there are: {names}). Make it with: mentorcourse cohort add NAME"
        )
    return found


def _person(store: Store, email: str) -> Person:
    found = people.find_person(store, email)
    if found is None:
        raise PeopleError(
            f"Nobody has the e-mail address {email}: see mentorcourse people list, "
            "or add the person with mentorcourse people import"
        )
    return found


def _place(store: Store, person: Person, cohort: str | None) -> Cohort:
    """Return the cohort meant for this person: the one named, else the only one they are in."""
    own = [member.cohort for member in people.memberships(store, person.id)]
    if cohort:
        named = _cohort(store, cohort)
        if named not in own:
            raise PeopleError(f"{person.name} is not in “{named.name}”: add them with mentorcourse people import")
        return named
    if len(own) != 1:
        names = ", ".join(f"“{place.name}”" for place in own) or "no cohort"
        raise PeopleError(f"{person.name} is in {names}: say which with --cohort NAME")
    return own[0]


def _link(person: Person, public_url: str, secret: str) -> dict[str, str]:
    link = f"{public_url.rstrip('/')}/course/enter/{secret}"
    return {"name": person.name, "email": person.email or "", "link": link}


def _record(store: Store, kind: audit.Kind, person: Person, place: Cohort | None) -> None:
    audit.note(store, kind, by=audit.ADMINISTRATOR, about=person.id, cohort=place.id if place else None)


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _print(result: object, as_json: bool, lines: list[str]) -> None:
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
