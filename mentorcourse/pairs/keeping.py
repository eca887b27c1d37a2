"""Keep the rota: each session's groups as the newest change left them, with a way back for the last change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from mentorcourse.store import Store, tables

from . import wording
from .day import parted, settled, without
from .exclusions import barred, participants
from .grouping import Groups, History, Impossible, meetings
from .rota import rota
from .tables import Round, Seat


@dataclass(frozen=True)
class Day:
    """One section's groups (ids, in speaking order), and who is not there on the day."""

    groups: Groups = field(default_factory=list)
    away: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What could be undone: a new rota, or that somebody (an id) is here or away in a section."""

    kind: str
    section: str
    about: str | None


def sessions(store: Store, cohort: str) -> dict[str, Day]:
    """{section: its groups as they stand}; who has left the cohort is in none."""
    people = participants(store, cohort)
    with store.reading() as session:
        return _standing(session, cohort, people)


@contextmanager
def _locked(store: Store, cohort: str) -> Iterator[Session]:
    """A transaction that has the cohort's pairs for itself: two facilitators may press at the same moment."""
    with store.writing() as session:
        session.execute(select(tables.Cohort.id).filter_by(id=cohort).with_for_update())
        yield session


def _standing(session: Session, cohort: str, people: Mapping[str, str]) -> dict[str, Day]:
    newest: dict[str, int] = {}
    rounds = select(Round.section, Round.id).filter_by(cohort_id=cohort, undone_at=None).order_by(Round.id)
    for section, number in session.execute(rounds):
        newest[section] = number
    seats = select(Seat.round_id, Seat.person_id, Seat.group_number).where(Seat.round_id.in_(newest.values()))
    groups: defaultdict[int, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    away: defaultdict[int, list[str]] = defaultdict(list)
    for number, person, group in session.execute(seats.order_by(Seat.group_number, Seat.place)):
        if person not in people:
            continue
        if group is None:
            away[number].append(person)
        else:
            groups[number][group].append(person)
    return {section: Day(list(groups[number].values()), tuple(away[number])) for section, number in newest.items()}


def make_rota(store: Store, cohort: str, by: str, course: Sequence[str], first: str) -> None:
    """Work out the groups of the section `first` and of all after it; what came before stays, and counts.

    `course` names the sections in order. Raises PairsError, where exclusions leave somebody without a partner.
    """
    if first not in course:
        raise wording.PairsError(wording.NO_SECTION)
    people = participants(store, cohort)
    with store.reading() as session:
        standing, apart = _standing(session, cohort, people), barred(session, cohort)
    start = course.index(first)
    past = [standing[section].groups for section in course[:start] if section in standing]
    try:
        made = rota(list(people), len(course) - start, past, apart)
    except Impossible as why:
        excluded = sum(why.person in pair and pair <= set(people) for pair in apart)
        raise wording.PairsError(wording.impossible(people[why.person], excluded)) from why
    new = dict(zip(course[start:], map(Day, made), strict=True))
    if any(standing.get(section) != found for section, found in new.items()):
        with _locked(store, cohort) as session:
            _write(store, session, cohort, by, new, "rota")


def set_here(store: Store, cohort: str, by: str, section: str, person: str, *, here: bool) -> None:
    """Somebody is there after all, or is not: only whoever would be alone gets somebody new."""
    people = participants(store, cohort)
    if person not in people:
        raise wording.PairsError(wording.STRANGER)
    with _locked(store, cohort) as session:
        standing = _standing(session, cohort, people)
        now = standing.get(section, Day())
        others = without(now.groups, person)
        away = tuple(one for one in now.away if one != person)
        groups = [*others, [person]] if here else others
        if person in now.away if not here else any(person in group and len(group) > 1 for group in now.groups):
            return
        changed = Day(
            settled(groups, _history(standing, section), barred(session, cohort)), away if here else (*away, person)
        )
        _write(store, session, cohort, by, {section: changed}, "here" if here else "away", person)


def keep_apart(store: Store, cohort: str, by: str, course: Iterable[str]) -> list[str]:
    """Part those in `course` (sections to come) who are together and must not be; return where that was."""
    people = participants(store, cohort)
    with _locked(store, cohort) as session:
        return _keep_apart(store, session, cohort, by, list(course), people)


def _keep_apart(
    store: Store, session: Session, cohort: str, by: str, course: Sequence[str], people: Mapping[str, str]
) -> list[str]:
    standing, apart = _standing(session, cohort, people), barred(session, cohort)
    changed: dict[str, Day] = {}
    for section in course:
        now = standing.get(section, Day())
        if any(apart.intersection(meetings(group)) for group in now.groups):
            found = settled(parted(now.groups, apart), _history(standing, section), apart)
            changed[section] = Day(found, now.away)
    _write(store, session, cohort, by, changed, "apart")
    return list(changed)


def last_change(store: Store, cohort: str) -> Change | None:
    """What undo would take back."""
    with store.reading() as session:
        row = _last(session, cohort)
        return Change(row.kind, row.section, row.about_id) if row else None


def _last(session: Session, cohort: str) -> Round | None:
    alive = select(Round).filter_by(cohort_id=cohort, undone_at=None).where(Round.kind != "apart")
    newest = session.scalar(alive.order_by(Round.id.desc()).limit(1))
    if newest is None:
        return None
    return session.scalar(alive.filter_by(change=newest.change).order_by(Round.id).limit(1))


def undo(store: Store, cohort: str, by: str, course: Iterable[str]) -> None:
    """Take the last change back, and what followed from it; who must not be together in `course` still is not."""
    people = participants(store, cohort)
    with _locked(store, cohort) as session:
        last = _last(session, cohort)
        if last is None:
            raise wording.PairsError(wording.NOTHING_TO_UNDO)
        touched = select(Round.section).filter_by(cohort_id=cohort, change=last.change)
        since = (Round.cohort_id == cohort, Round.id >= last.id, Round.section.in_(touched))
        session.execute(update(Round).where(*since, Round.undone_at.is_(None)).values(undone_at=store.now()))
        _keep_apart(store, session, cohort, by, list(course), people)


def _history(standing: Mapping[str, Day], section: str) -> History:
    """Who meets whom in all the other sessions, those to come included."""
    return History([other.groups for name, other in sorted(standing.items()) if name != section])


def _write(
    store: Store, session: Session, cohort: str, by: str, new: Mapping[str, Day], kind: str, about: str | None = None
) -> None:
    change = str(uuid4())
    for section, found in new.items():
        row = Round(
            cohort_id=cohort, section=section, change=change, kind=kind, about_id=about, made_by=by, made_at=store.now()
        )
        session.add(row)
        session.flush()
        for number, group in enumerate(found.groups):
            session.add_all(
                Seat(round_id=row.id, person_id=one, group_number=number, place=place)
                for place, one in enumerate(group)
            )
        session.add_all(Seat(round_id=row.id, person_id=one, place=place) for place, one in enumerate(found.away))
