"""Two people with an agreement, for tests that talk to the server or to the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mentorcourse.agreements import keeping, moves, parties, reading
from mentorcourse.agreements.paper import Heading
from mentorcourse.agreements.reading import Seen
from mentorcourse.cli.check_run import Visitor
from mentorcourse.store import Store
from tests.caller import Caller, Reply
from tests.stores import Desk
from tests.workshop import Workshop

HEADING = Heading("Mentorship Agreement", "en", "Your institution")
ROWS = [{"key": key, "label": key.title(), "help": f"About {key}"} for key in ("goals", "logistics", "other")]
DEVICE = "d" * 43


@dataclass(frozen=True)
class Pair:
    """An agreement in a store, with its mentor and its mentee, who is a guest."""

    store: Store
    id: str
    mentor: str
    mentee: str

    def see(self, side: str = "mentor") -> Seen:
        """The agreement as one of the two sees it."""
        return reading.see(self.store, self.person(side), self.id)

    def person(self, side: str) -> str:
        """One of the two."""
        return self.mentor if side == "mentor" else self.mentee

    def write(self, side: str, base: int = 10**6, **cells: str) -> int:
        """Save some cells as one of the two, by default on top of all there is; the new number."""
        now = keeping.own_answer(self.store, self.person(side), self.id).revision
        return keeping.save(self.store, self.person(side), self.id, cells, min(base, now), HEADING).revision

    def hand_over(self, side: str) -> None:
        """Send, or return."""
        keeping.hand_over(self.store, self.person(side), self.id, HEADING)

    def initial(self, side: str, row: str, seen: str = "") -> None:
        """Initial a row as it stands."""
        mark = seen or moves.mark(row, self.see(side).state.rows[row])
        keeping.initial(self.store, self.person(side), self.id, row, side[:4].upper(), mark, HEADING)

    def initial_all(self) -> None:
        """Both initial every row."""
        for row in self.see().wording:
            for side in moves.SIDES:
                self.initial(side, row["key"])

    def meet(self) -> Pair:
        """Bring it to where both revise together."""
        self.write("mentee", goals="Finish the manuscript", logistics="Tuesdays")
        self.hand_over("mentee")
        self.write("mentor", goals="By March?", logistics="Agreed")
        self.hand_over("mentor")
        return self


def pair_of(desk: Desk, mentee: str = "A mentee") -> Pair:
    """A new agreement of a participant with somebody from outside, who has followed the link."""
    agreement, secret = parties.begin(desk.store, desk.person, desk.cohort, mentee, "", ROWS)
    parties.enter(desk.store, secret, DEVICE, None, mentee)
    seen = reading.see(desk.store, desk.person, agreement)
    assert seen.persons["mentee"]
    return Pair(desk.store, agreement, desk.person, seen.persons["mentee"])


class Two:
    """A mentor and a mentee from outside, each talking to a running server, with an agreement."""

    def __init__(self, workshop: Workshop, cohort: str, mentee: str = "A mentee") -> None:
        self.workshop, self.cohort = workshop, cohort
        self.mentor = self.member("Mentor", "participant")
        made = self.mentor.ask("/course/api/agreements", "POST", {"name": mentee, "email": ""})
        assert made.status == 201, made.text
        self.id: str = made.json["id"]
        self.link: str = made.json["invitation"]["link"]
        self.mentee = workshop.caller()
        self.entered = follow(self.mentee, self.link, mentee)

    def member(self, name: str, *roles: str) -> Caller:
        """Somebody signed in to the cohort."""
        caller = self.workshop.member(f"{name} of {self.cohort}", *roles, cohort=self.cohort)
        caller.ask("/course/api/me")
        return caller

    def new_guest(self) -> Visitor:
        """Somebody invited to another agreement, as a visitor without a browser."""
        made = self.mentor.ask("/course/api/agreements", "POST", {"name": "Another mentee", "email": ""})
        return self.workshop.visitor(made.json["invitation"]["link"])

    @property
    def path(self) -> str:
        """The agreement's address in the API."""
        return f"/course/api/agreements/{self.id}"

    def see(self, caller: Caller) -> Any:
        """The agreement as one of the two gets it."""
        return caller.ask(self.path).json

    def write(self, caller: Caller, base: int | None = None, **cells: str) -> Reply:
        """Save some cells."""
        column = f"/course/api/answers/agreement.{self.id.replace('-', '')}"
        now = caller.ask(column).json["revision"] if base is None else base
        return caller.ask(column, "PATCH", {"base_revision": now, "values": cells})

    def hand_over(self, caller: Caller) -> Reply:
        """Send, or return, whatever it looks like."""
        return caller.ask(f"{self.path}/hand-over", "POST", {"anyway": True})

    def meet(self) -> None:
        """Bring it to where both revise together."""
        for caller, text in ((self.mentee, "Finish the manuscript"), (self.mentor, "By March?")):
            assert self.write(caller, goals=text).status == 200
            assert self.hand_over(caller).status == 200

    def initial(self, caller: Caller, row: str, mark: str = "") -> Reply:
        """Initial a row as it stands."""
        rows = {one["key"]: one for one in self.see(caller)["rows"]}
        given = {"letters": "AB", "seen": mark or rows[row]["mark"]}
        return caller.ask(f"{self.path}/rows/{row}/initials", "POST", given)

    def initial_all(self) -> None:
        """Both initial every row."""
        for row in self.see(self.mentor)["rows"]:
            for caller in (self.mentee, self.mentor):
                assert self.initial(caller, row["key"]).status == 200


def follow(caller: Caller, link: str, name: str = "A mentee") -> Reply:
    """Open an invitation, and press Continue."""
    path = link.removeprefix(f"http://127.0.0.1:{caller.port}")
    shown = caller.ask(path)
    if shown.status != 200:
        return shown
    reply = caller.ask(path, "POST", form={"name": name})
    if reply.status == 302:
        caller.ask("/course/api/me")
    return reply
