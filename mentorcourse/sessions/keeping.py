"""Keep a cohort's live session: one at a time, changed by one act after the other, each undoable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from mentorcourse.language import Sentence
from mentorcourse.schedule import Plan, Session
from mentorcourse.store import Store
from mentorcourse.store.tables import Person

from .clock import Clock, Planned, Refused, begin
from .tables import LiveSession

MOST_UNDONE = 30
NOTHING_TO_UNDO = Sentence("There is nothing to undo.")


@dataclass(frozen=True)
class Block:
    """A block as it was worded when the session began; `activity` is its key in the section, or ""."""

    key: str
    title: str
    see: str
    activity: str


@dataclass(frozen=True)
class Live:
    """A live session. `activity` is what a facilitator has opened instead of the running block's own ("": nothing).

    `undo` holds what stood before each act, newest last: {act, clock, activity}.
    """

    id: str
    cohort: str
    section: str
    version: int
    blocks: Mapping[str, Block]
    clock: Clock
    activity: str | None
    message: str | None
    message_at: datetime | None
    changed_by: str
    changed_at: datetime
    ended_at: datetime | None = None
    undo: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def block(self) -> Block:
        """The running block."""
        return self.blocks[self.clock.block]

    @property
    def shown(self) -> str:
        """The key of the activity that participants are led to; "" for none."""
        return self.block.activity if self.activity is None else self.activity

    def after(self, act: str, clock: Clock | None = None, activity: str | None = None) -> Live:
        """The session after an act that can be undone."""
        was = {"act": act, "clock": self.clock.model_dump(mode="json"), "activity": self.activity}
        return replace(self, clock=clock or self.clock, activity=activity, undo=(*self.undo, was)[-MOST_UNDONE:])

    def back(self) -> Live:
        """The session as it stood before the last act; time goes on meanwhile."""
        if not self.undo:
            raise Refused(NOTHING_TO_UNDO)
        was = self.undo[-1]
        clock = Clock.model_validate(was["clock"])
        return replace(self, clock=clock, activity=was["activity"], undo=self.undo[:-1])


class Stale(Exception):
    """Somebody else was quicker, so nothing was changed; `live` is the session as it stands, None when none runs."""

    def __init__(self, live: Live | None) -> None:
        super().__init__("changed elsewhere since")
        self.live = live


def running(store: Store, cohort: str) -> Live | None:
    """The cohort's session that has not ended, if there is one."""
    with store.reading() as session:
        row = session.scalar(select(LiveSession).filter_by(cohort_id=cohort, ended_at=None))
        return _live(row) if row else None


def start(store: Store, cohort: str, guide: Session, plan: Plan, by: str) -> Live:
    """Begin a session of one section now; Stale when one runs already."""
    now, key = store.now(), str(uuid4())
    planned: list[Planned] = [(slot.block.key, slot.minutes) for slot in plan.slots]
    blocks = [
        {"key": one.key, "title": one.title, "see": one.instruction or one.participants_see, "activity": one.activity}
        for one in guide.blocks
    ]
    row = {
        "section": guide.section,
        "version": 1,
        "blocks": blocks,
        "clock": begin(planned, now).model_dump(mode="json"),
        "undo": [],
        "started_at": now,
        "changed_at": now,
        "changed_by": by,
    }
    with store.writing() as session:
        store.insert_if_absent(session, LiveSession, id=key, cohort_id=cohort, **row)
        found = session.scalars(select(LiveSession).filter_by(cohort_id=cohort, ended_at=None)).one()
        if found.id != key:
            raise Stale(_live(found))
        return _live(found)


def change(store: Store, cohort: str, seen: tuple[str, int], by: str, act: Callable[[Live, datetime], Live]) -> Live:
    """Do one act on the session that one saw (its id and version); Stale when it stands otherwise by now."""
    with store.writing() as session:
        row = _running(session, cohort)
        if row is None or (row.id, row.version) != seen:
            raise Stale(_live(row) if row else None)
        now = store.now()
        live = act(_live(row), now)
        row.version += 1
        row.clock, row.undo = live.clock.model_dump(mode="json"), list(live.undo)
        row.activity, row.ended_at = live.activity, live.ended_at
        row.message, row.message_at = live.message, live.message_at
        row.changed_at, row.changed_by = now, by
        session.flush()
        return _live(row)


def newest(store: Store, cohort: str) -> Live | None:
    """The session that the cohort began last, whether it runs or has ended."""
    query = select(LiveSession).filter_by(cohort_id=cohort).order_by(LiveSession.started_at.desc()).limit(1)
    with store.reading() as session:
        row = session.scalar(query)
        return _live(row) if row else None


def who_changed(store: Store, live: Live) -> str:
    """The name of the facilitator who did the last act."""
    with store.reading() as session:
        return session.scalars(select(Person.name).filter_by(id=live.changed_by)).one()


def _running(session: Transaction, cohort: str) -> LiveSession | None:
    query = select(LiveSession).filter_by(cohort_id=cohort, ended_at=None)
    found: LiveSession | None = session.scalar(query.with_for_update())
    return found


def _blocks(kept: Sequence[Mapping[str, str]]) -> dict[str, Block]:
    return {one["key"]: Block(**one) for one in kept}


def _live(row: LiveSession) -> Live:
    return Live(
        id=row.id,
        cohort=row.cohort_id,
        section=row.section,
        version=row.version,
        blocks=_blocks(row.blocks),
        clock=Clock.model_validate(row.clock),
        activity=row.activity,
        message=row.message,
        message_at=row.message_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        ended_at=row.ended_at,
        undo=tuple(row.undo),
    )
