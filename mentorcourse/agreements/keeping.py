"""Keep what the two write and initial: every change in one transaction, nothing ever overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from mentorcourse.store import Answer, Conflict, Store, UnknownRevision
from mentorcourse.store.tables import Membership

from . import moves, wording
from .moves import Initials, Refused, Row, Side, State
from .paper import Heading, paper_of
from .tables import Agreement, Comment, Event, Initialled, Signed, Written

Cells = Mapping[tuple[str, str], Written]


class Unknown(Refused):
    """There is no such agreement for this person."""


@dataclass
class Opened:
    """An agreement within a transaction, as one of its two people has it."""

    store: Store
    session: Session
    head: Agreement
    side: Side
    state: State
    cells: Cells

    @property
    def number(self) -> int:
        """How often this person's column was saved."""
        return max([cell.number for cell in self.cells.values() if cell.side == self.side], default=0)

    def note(self, kind: str, row: str | None = None) -> None:
        """Remember that this person did something, for the other to see."""
        self.session.add(Event(agreement_id=self.head.id, side=self.side, kind=kind, row=row, at=self.store.now()))

    def become(self, state: State, heading: Heading) -> None:
        """Keep the state that a move led to: initials given or void, the stage, and what became final."""
        before, now, self.state = self.state, self.store.now(), state
        self.head.changed_at = now
        for key, row in state.rows.items():
            for side in moves.SIDES:
                _keep_initials(self, key, side, before.rows[key].initials.get(side), row.initials.get(side))
        if state.stage == before.stage:
            return
        self.head.stage, self.head.ended_by = state.stage, state.ended_by
        if before.stage == "final" and state.stage == "together":
            self.head.finalised_at = None
            self.note("reopened")
        if state.stage == "final":
            self.head.finalised_at = now
            self.note("final")
            self._sign(heading)
        if state.stage == "ended":
            self.head.ended_at = now
            self.note("ended")

    def _sign(self, heading: Heading) -> None:
        self.session.flush()
        number = (self.session.scalar(_last_signed(self.head.id)) or 0) + 1
        paper = paper_of(self.session, self.head, self.state, heading, number, self.store.now())
        row = {"agreement_id": self.head.id, "number": number, "paper": paper, "hash": paper["hash"]}
        self.session.add(Signed(**row, signed_at=self.store.now()))


@contextmanager
def opened(store: Store, person: str, agreement: str, *, changing: bool = True) -> Iterator[Opened]:
    """Yield an agreement as one of its two has it, locked for a change; raises Unknown for anybody else.

    Changes are Refused when the other person has left the course, or has not come yet.
    """
    with store.writing() if changing else store.reading() as session:
        query = select(Agreement).where(Agreement.id == agreement)
        head = session.scalar(query.with_for_update() if changing else query)
        side = side_of(head, person) if head else None
        if head is None or side is None:
            raise Unknown(wording.NOT_YOURS)
        if changing:
            require_two(session, head)
        cells = latest(session, head.id)
        yield Opened(store, session, head, side, state_of(session, head, cells), cells)


def side_of(head: Agreement, person: str) -> Side | None:
    """Which of the two this person is, if either."""
    return "mentor" if head.mentor_id == person else "mentee" if head.mentee_id == person else None


def require_two(session: Session, head: Agreement) -> None:
    """Raise Refused unless both people are there."""
    if head.mentee_id is None:
        raise Refused(wording.NOT_YET_TWO)
    if any(is_gone(session, person) for person in (head.mentor_id, head.mentee_id)):
        raise Refused(wording.GONE)


def is_gone(session: Session, person: str) -> bool:
    """Whether somebody takes part nowhere any longer."""
    return session.scalar(select(Membership.id).filter_by(person_id=person).limit(1)) is None


def latest(session: Session, agreement: str) -> Cells:
    """The newest words of each cell, by side and row."""
    newest = select(Written.side, Written.row, func.max(Written.number).label("number"))
    newest_of = newest.where(Written.agreement_id == agreement).group_by(Written.side, Written.row).subquery()
    same = (Written.side == newest_of.c.side) & (Written.row == newest_of.c.row)
    query = select(Written).join(newest_of, same & (Written.number == newest_of.c.number))
    rows = session.scalars(query.where(Written.agreement_id == agreement))
    return {(row.side, row.row): row for row in rows}


def state_of(session: Session, head: Agreement, cells: Cells) -> State:
    """An agreement as the rules see it."""
    given: dict[str, dict[Side, Initials]] = {}
    query = select(Initialled).filter_by(agreement_id=head.id, void_at=None).order_by(Initialled.id)
    for one in session.scalars(query):
        given.setdefault(one.row, {})[cast("Side", one.side)] = Initials(one.letters, one.seen, one.given_at)
    rows = {
        row["key"]: Row(
            _text(cells, "mentee", row["key"]), _text(cells, "mentor", row["key"]), given.get(row["key"], {})
        )
        for row in head.rows
    }
    return State(cast("moves.Stage", head.stage), rows, cast("Side | None", head.ended_by))


def own_answer(store: Store, person: str, agreement: str) -> Answer:
    """A person's own column, in the form of an answer."""
    with opened(store, person, agreement, changing=False) as there:
        return _answer(there)


def save(store: Store, person: str, agreement: str, values: Mapping[str, str], base: int, heading: Heading) -> Answer:
    """Append changed cells of one's own column, and return it as it is then.

    Raises Conflict when another window changed the same cell after save number `base`; UnknownRevision; Refused.
    """
    with opened(store, person, agreement) as there:
        before = _answer(there)
        if base > before.revision:
            raise UnknownRevision(f"the agreement has no revision {base}: load it again")
        changed = {key: text for key, text in values.items() if before.values.get(key, "") != text}
        if not changed:
            return before
        clashes = [key for key in changed if _number(there, key) > base]
        if clashes:
            raise Conflict({key: {"yours": changed[key], "theirs": before.values[key]} for key in clashes}, before)
        state = there.state
        for key, text in changed.items():
            state = moves.write(state, there.side, key, text)
        number, now = there.number + 1, store.now()
        row = {"agreement_id": agreement, "side": there.side, "number": number, "base_number": base, "saved_at": now}
        there.session.add_all(Written(**row, row=key, text=text) for key, text in changed.items())
        there.become(state, heading)
        return replace(before, revision=number, values=before.values | changed, saved_at=now)


def history(store: Store, person: str, agreement: str) -> list[tuple[int, datetime, dict[str, str]]]:
    """The saves of one's own column, newest first: (number, when, changed cells)."""
    with opened(store, person, agreement, changing=False) as there:
        query = select(Written).filter_by(agreement_id=agreement, side=there.side).order_by(Written.number.desc())
        found: dict[int, tuple[int, datetime, dict[str, str]]] = {}
        for row in there.session.scalars(query):
            found.setdefault(row.number, (row.number, row.saved_at, {}))[2][row.row] = row.text
        return list(found.values())


def hand_over(store: Store, person: str, agreement: str, heading: Heading) -> None:
    """Send the draft, or return it with answers; from now on the other sees the column."""
    with opened(store, person, agreement) as there:
        state = moves.hand_over(there.state, there.side)
        if there.side == "mentee":
            there.head.sent_at = store.now()
            there.note("sent")
        else:
            there.head.returned_at = store.now()
            there.note("returned")
        there.become(state, heading)


def initial(store: Store, person: str, agreement: str, row: str, letters: str, seen: str, heading: Heading) -> None:
    """Put one's initials on a row whose words have the mark `seen`; raises moves.Stale when they have changed."""
    with opened(store, person, agreement) as there:
        there.become(moves.initial(there.state, there.side, row, letters, seen, store.now()), heading)


def end(store: Store, person: str, agreement: str, heading: Heading) -> None:
    """End the agreement, also when the other has gone or has never come."""
    with store.writing() as session:
        head = session.scalar(select(Agreement).where(Agreement.id == agreement).with_for_update())
        side = side_of(head, person) if head else None
        if head is None or side is None:
            raise Unknown(wording.NOT_YOURS)
        cells = latest(session, head.id)
        there = Opened(store, session, head, side, state_of(session, head, cells), cells)
        there.become(moves.end(there.state, side), heading)


def comment(store: Store, person: str, agreement: str, row: str, text: str) -> None:
    """Say something beside a row."""
    with opened(store, person, agreement) as there:
        if there.state.stage == "ended":
            raise Refused(wording.ENDED)
        if row not in there.state.rows:
            raise Refused(wording.NO_SUCH_ROW)
        mine = {"agreement_id": agreement, "side": there.side, "row": row}
        there.session.add(Comment(**mine, text=text, written_at=store.now()))
        there.note("commented", row)


def _answer(there: Opened) -> Answer:
    mine = {cell.row: cell for cell in there.cells.values() if cell.side == there.side}
    saved = max([cell.saved_at for cell in mine.values()], default=None)
    values: dict[str, Any] = {key: cell.text for key, cell in mine.items()}
    return Answer(f"agreement.{there.head.id.replace('-', '')}", there.number, values, saved)


def _number(there: Opened, key: str) -> int:
    cell = there.cells.get((there.side, key))
    return cell.number if cell else 0


def _text(cells: Cells, side: str, key: str) -> str:
    return cells[side, key].text if (side, key) in cells else ""


def _keep_initials(there: Opened, key: str, side: Side, before: Initials | None, now: Initials | None) -> None:
    place = {"agreement_id": there.head.id, "row": key, "side": side}
    if before and before != now:
        alive = update(Initialled).filter_by(**place, void_at=None)
        there.session.execute(alive.values(void_at=there.store.now()))
    if now and before != now:
        there.session.add(Initialled(**place, letters=now.letters, seen=now.seen, given_at=now.at))


def _last_signed(agreement: str) -> Any:
    return select(func.max(Signed.number)).where(Signed.agreement_id == agreement)
