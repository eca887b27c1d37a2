"""Tell a person who did what about them: acts as recorded, and what trainers and the other on an agreement opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from mentorcourse.agreements.tables import Agreement, Event
from mentorcourse.review.tables import Opening, Submission
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .tables import Act

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One thing that was done: by whom and about whom (names; None for an administrator, the course, or nobody).

    `kind` is one of audit.Kind, "reflection opened" or "agreement opened".
    """

    at: datetime
    kind: str
    actor: str
    by_id: str | None
    by: str | None
    about_id: str | None
    about: str | None
    detail: str


def account_of(store: Store, person: str, page: int = 1, size: int = PAGE) -> tuple[list[Line], bool]:
    """One page of what was done by or about a person (by id), newest first, and whether older lines follow."""
    wanted = page * size + 1
    with store.reading() as session:
        lines = [line for source in _SOURCES for line in source(session, person, wanted)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return lines[(page - 1) * size : page * size], len(lines) > page * size


def recorded(store: Store, kinds: list[str] | None = None, most: int = 1000) -> list[Line]:
    """The newest acts of everybody, for those who administer the server."""
    with store.reading() as session:
        query = _acts()
        return _read(session, query.where(Act.kind.in_(kinds)) if kinds else query, most)


def _acts() -> Any:
    actor, about = aliased(Person), aliased(Person)
    query = select(Act, actor.name, about.name)
    query = query.outerjoin(actor, actor.id == Act.actor_id).outerjoin(about, about.id == Act.about_id)
    return query.order_by(Act.at.desc(), Act.id.desc())


def _read(session: Session, query: Any, most: int) -> list[Line]:
    return [
        Line(act.at, act.kind, act.actor, act.actor_id, by, act.about_id, about, act.detail)
        for act, by, about in session.execute(query.limit(most))
    ]


def _recorded(session: Session, person: str, most: int) -> Iterator[Line]:
    yield from _read(session, _acts().where(or_(Act.actor_id == person, Act.about_id == person)), most)


def _opened_reflections(session: Session, person: str, most: int) -> Iterator[Line]:
    trainer, writer = aliased(Person), aliased(Person)
    query = select(Opening.opened_at, Submission.section, trainer.id, trainer.name, writer.id, writer.name)
    query = query.join(Submission, Submission.id == Opening.submission_id)
    query = query.join(trainer, trainer.id == Opening.trainer_id).join(writer, writer.id == Submission.person_id)
    # Trainers see names hidden while they review; their own record does not give a writer away.
    query = query.where(Submission.person_id == person).order_by(Opening.opened_at.desc())
    for at, section, by_id, by, about_id, about in session.execute(query.limit(most)):
        yield Line(at, "reflection opened", "person", by_id, by, about_id, about, section)


def _opened_agreements(session: Session, person: str, most: int) -> Iterator[Line]:
    mentor, mentee = aliased(Person), aliased(Person)
    query = select(Event.at, Event.side, mentor, mentee).join(Agreement, Agreement.id == Event.agreement_id)
    query = query.join(mentor, mentor.id == Agreement.mentor_id).join(mentee, mentee.id == Agreement.mentee_id)
    query = query.where(Event.kind == "opened", or_(Agreement.mentor_id == person, Agreement.mentee_id == person))
    for at, side, one, other in session.execute(query.order_by(Event.at.desc()).limit(most)):
        by, about = (one, other) if side == "mentor" else (other, one)
        if about.id == person:
            yield Line(at, "agreement opened", "person", by.id, by.name, about.id, about.name, "")


_SOURCES: list[Callable[[Session, str, int], Iterator[Line]]] = [_recorded, _opened_reflections, _opened_agreements]
