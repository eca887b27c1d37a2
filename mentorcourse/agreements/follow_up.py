"""What comes after signing: when the two meet, and ninety days later a look back at the goals of that day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from mentorcourse.documents.check_ins import CheckIns, read_check_ins
from mentorcourse.store import Answer, Conflict, Store, UnknownRevision

from . import wording
from .keeping import Opened, opened
from .moves import SIDES, Refused, Side
from .tables import CheckIns as Kept
from .tables import LookBack, Signed

AFTER = timedelta(days=90)
QUESTIONS = ("goals", "changed", "next")
PLANNED = ("first", "at", "zone", "minutes", "every", "until", "times")


@dataclass(frozen=True)
class Plan:
    """When the two meet, as one of them has set it; `revision` grows with every change."""

    values: dict[str, Any]
    check_ins: CheckIns
    revision: int
    cancelled: bool
    side: Side
    changed_at: datetime


@dataclass(frozen=True)
class Back:
    """The look back at one signed version: its paper, and what both have written since."""

    number: int
    signed_at: datetime
    paper: dict[str, Any]
    answers: dict[Side, dict[str, str]]


def set_plan(store: Store, person: str, agreement: str, values: Mapping[str, object]) -> None:
    """Keep when the two meet; raises BadCheckIns for what no calendar could hold."""
    read_check_ins(values)
    plan = {name: values.get(name) or None for name in PLANNED}
    with opened(store, person, agreement) as there:
        _require_alive(there)
        row = there.session.get(Kept, agreement)
        if row is None:
            row = Kept(agreement_id=agreement, sequence=-1)
            there.session.add(row)
        row.plan, row.sequence, row.cancelled = plan, row.sequence + 1, False
        row.side, row.changed_at = there.side, store.now()
        there.note("met")


def cancel_plan(store: Store, person: str, agreement: str) -> None:
    """Take the meetings out of both calendars again."""
    with opened(store, person, agreement) as there:
        row = there.session.get(Kept, agreement)
        if row is not None and not row.cancelled:
            row.sequence, row.cancelled = row.sequence + 1, True
            row.side, row.changed_at = there.side, store.now()
            there.note("met")


def plan_of(there: Opened) -> Plan | None:
    """When the two meet; an agreement that has ended has called its meetings off."""
    row = there.session.get(Kept, there.head.id)
    if row is None:
        return None
    has_ended = there.state.stage == "ended"
    sequence = row.sequence + (has_ended and not row.cancelled)
    at = max(row.changed_at, there.head.ended_at or row.changed_at)
    side = cast("Side", row.side)
    return Plan(row.plan, read_check_ins(row.plan), sequence, row.cancelled or has_ended, side, at)


def next_meeting(plan: CheckIns, now: datetime) -> datetime | None:
    """When the next meeting that is not over yet begins; None after the last."""
    for day in _days(plan):
        begins = datetime.combine(day, plan.at, ZoneInfo(plan.zone))
        if begins + timedelta(minutes=plan.minutes) > now:
            return begins
    return None


def _days(plan: CheckIns) -> Iterator[date]:
    """The days of the meetings, in order."""
    held, day = 0, plan.first
    while (plan.times is None or held < plan.times) and (plan.until is None or day <= plan.until):
        yield day
        held += 1
        day = _next_month(day, plan.first) if plan.every == "month" else day + timedelta(days=_STEP[plan.every])


_STEP = {"week": 7, "two weeks": 14}


def _next_month(day: date, first: date) -> date:
    """The same weekday a month later: as the first Tuesday or, from the 29th on, the last one."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    week = (first.day - 1) // 7
    if week < 4:
        return following + timedelta(days=(first.weekday() - following.weekday()) % 7 + 7 * week)
    last = (following + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - first.weekday()) % 7)


def back_of(there: Opened) -> Back | None:
    """The look back that is open now: at the newest version that was signed ninety days ago or earlier."""
    ripe = select(Signed).where(Signed.agreement_id == there.head.id, Signed.signed_at <= there.store.now() - AFTER)
    row = there.session.scalar(ripe.order_by(Signed.number.desc()).limit(1))
    if row is None:
        return None
    answers = {side: _look_back(there, side, row.number).values for side in SIDES}
    return Back(row.number, row.signed_at, row.paper, cast("dict[Side, dict[str, str]]", answers))


def own_look_back(store: Store, person: str, agreement: str) -> Answer:
    """What this person has written in the look back that is open now."""
    with opened(store, person, agreement, changing=False) as there:
        return _look_back(there, there.side, _version(there))


def save_look_back(store: Store, person: str, agreement: str, values: Mapping[str, str], base: int) -> Answer:
    """Append what has changed in it; raises Conflict, UnknownRevision or Refused as a column does."""
    with opened(store, person, agreement) as there:
        _require_alive(there)
        version = _version(there)
        rows = _saves(there, there.side, version)
        before = _look_back(there, there.side, version)
        if base > before.revision:
            raise UnknownRevision(f"the look back has no revision {base}: load it again")
        changed = {key: text for key, text in values.items() if before.values.get(key, "") != text}
        if not changed:
            return before
        since = {key for row in rows if row.number > base for key in row.answers}
        clashes = [key for key in changed if key in since]
        if clashes:
            raise Conflict({key: {"yours": changed[key], "theirs": before.values[key]} for key in clashes}, before)
        made = {"agreement_id": agreement, "version": version, "side": there.side, "number": before.revision + 1}
        there.session.add(LookBack(**made, answers=changed, saved_at=store.now()))
        if not rows:
            there.note("looked back")
        there.session.flush()
        return _look_back(there, there.side, version)


def look_back_history(store: Store, person: str, agreement: str) -> list[tuple[int, datetime, dict[str, str]]]:
    """The saves of one's own look back, newest first."""
    with opened(store, person, agreement, changing=False) as there:
        saves = _saves(there, there.side, _version(there))
        return [(row.number, row.saved_at, row.answers) for row in reversed(saves)]


def _version(there: Opened) -> int:
    back = back_of(there)
    if back is None:
        raise Refused(wording.REVIEW_TOO_EARLY)
    return back.number


def _saves(there: Opened, side: Side, version: int) -> list[LookBack]:
    query = select(LookBack).filter_by(agreement_id=there.head.id, side=side, version=version)
    return list(there.session.scalars(query.order_by(LookBack.number)))


def _look_back(there: Opened, side: Side, version: int) -> Answer:
    rows = _saves(there, side, version)
    values: dict[str, Any] = {}
    for row in rows:
        values |= row.answers
    address = f"look_back.{there.head.id.replace('-', '')}"
    return Answer(address, rows[-1].number if rows else 0, values, rows[-1].saved_at if rows else None)


def _require_alive(there: Opened) -> None:
    if there.state.stage == "ended":
        raise Refused(wording.ENDED)
