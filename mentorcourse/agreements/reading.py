"""Read agreements as one of the two may see them: the other's words only once they were handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mentorcourse.store import Store
from mentorcourse.store.tables import Cohort, Person

from . import moves
from .follow_up import Back, Plan, back_of, plan_of
from .keeping import Opened, is_gone, latest, opened, side_of, state_of
from .moves import Side, State
from .paper import Heading, paper_of
from .parties import link_state
from .tables import Agreement, Comment, Event, Signed

ONE_VISIT = timedelta(minutes=30)  # pages opened again within it count as one opening


@dataclass(frozen=True)
class Said:
    """A comment beside a row, or something that happened."""

    side: Side
    row: str | None
    text: str
    at: datetime


@dataclass(frozen=True)
class Version:
    """A signed version, kept as it was."""

    number: int
    hash: str
    signed_at: datetime


@dataclass(frozen=True)
class Seen:
    """An agreement as one of the two has it before them."""

    id: str
    side: Side
    state: State
    wording: list[dict[str, str]]
    names: dict[Side, str]
    persons: dict[Side, str | None]
    gone: frozenset[Side]
    email: str
    cohort_name: str
    shared: dict[Side, bool]
    moments: dict[str, datetime | None]
    link: tuple[str, datetime | None]
    comments: list[Said]
    events: list[Said]
    versions: list[Version]
    plan: Plan | None
    back: Back | None

    @property
    def other(self) -> Side:
        """The other of the two."""
        return moves.other(self.side)

    @property
    def news(self) -> list[Said]:
        """What the other has done since this person last opened it."""
        mine = [one.at for one in self.events if one.side == self.side and one.text == "opened"]
        since = max(mine, default=None)
        done = [one for one in self.events if one.side == self.other and one.text != "opened"]
        return [one for one in done if since is None or one.at > since]


def see(store: Store, person: str, agreement: str) -> Seen:
    """One agreement; raises Unknown for anybody but the two."""
    with opened(store, person, agreement, changing=False) as there:
        return _seen(store, there)


def see_all(store: Store, person: str) -> list[Seen]:
    """Every agreement that somebody is part of, the newest change first."""
    mine = or_(Agreement.mentor_id == person, Agreement.mentee_id == person)
    with store.reading() as session:
        heads = session.scalars(select(Agreement).where(mine).order_by(Agreement.changed_at.desc())).all()
        return [_seen(store, _read(store, session, head, person)) for head in heads]


def mark_opened(store: Store, person: str, agreement: str) -> None:
    """Note that this person has the agreement before them now."""
    with store.writing() as session:
        head = session.get(Agreement, agreement)
        side = side_of(head, person) if head else None
        if head is None or side is None:
            return
        query = select(Event).filter_by(agreement_id=head.id, side=side, kind="opened").order_by(Event.id.desc())
        last = session.scalar(query.limit(1))
        if last and last.at > store.now() - ONE_VISIT:
            last.at = store.now()
        else:
            session.add(Event(agreement_id=head.id, side=side, kind="opened", at=store.now()))


def signed(store: Store, person: str, agreement: str, number: int) -> dict[str, Any] | None:
    """A signed version as it was kept."""
    with opened(store, person, agreement, changing=False) as there:
        row = there.session.get(Signed, (agreement, number))
        return dict(row.paper) if row else None


def present(store: Store, person: str, agreement: str, heading: Heading) -> dict[str, Any]:
    """The agreement as it is now, as a paper; what the other has not handed over stays out of it."""
    with opened(store, person, agreement, changing=False) as there:
        versions = _versions(there)
        number = (versions[-1].number if versions else 0) + (there.state.stage != "final")
        theirs = moves.other(there.side)
        hidden = None if _shared(there.head)[theirs] else theirs
        return paper_of(there.session, there.head, there.state, heading, number, store.now(), hidden)


def _read(store: Store, session: Session, head: Agreement, person: str) -> Opened:
    cells = latest(session, head.id)
    side = cast("Side", side_of(head, person))
    return Opened(store, session, head, side, state_of(session, head, cells), cells)


def _shared(head: Agreement) -> dict[Side, bool]:
    return {"mentee": head.sent_at is not None, "mentor": head.returned_at is not None}


def _seen(store: Store, there: Opened) -> Seen:
    session, head = there.session, there.head
    persons: dict[Side, str | None] = {"mentee": head.mentee_id, "mentor": head.mentor_id}
    names: dict[Side, str] = {
        side: session.get_one(Person, person).name if person else head.mentee_name for side, person in persons.items()
    }
    moments = {name: getattr(head, f"{name}_at") for name in ("started", "sent", "returned", "finalised", "ended")}
    comments = session.scalars(select(Comment).filter_by(agreement_id=head.id).order_by(Comment.id))
    events = session.scalars(select(Event).filter_by(agreement_id=head.id).order_by(Event.at, Event.id))
    return Seen(
        id=head.id,
        side=there.side,
        state=there.state,
        wording=head.rows,
        names=names,
        persons=persons,
        gone=frozenset(side for side, person in persons.items() if person and is_gone(session, person)),
        email=head.mentee_email or "",
        cohort_name=session.get_one(Cohort, head.cohort_id).name,
        shared=_shared(head),
        moments=moments,
        link=link_state(session, store, head.id),
        comments=[Said(cast("Side", one.side), one.row, one.text, one.written_at) for one in comments],
        events=[Said(cast("Side", one.side), one.row, one.kind, one.at) for one in events],
        versions=_versions(there),
        plan=plan_of(there),
        back=back_of(there),
    )


def _versions(there: Opened) -> list[Version]:
    query = select(Signed).filter_by(agreement_id=there.head.id).order_by(Signed.number)
    rows: Sequence[Signed] = there.session.scalars(query).all()
    return [Version(row.number, row.hash, row.signed_at) for row in rows]
