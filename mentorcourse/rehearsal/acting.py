"""What one synthetic participant does: prepares, follows the session, answers, gets stuck, leaves, or joins late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentorcourse.content import Course
from mentorcourse.schedule import read_session

from .answering import Values, chance_of, first_saves, later_saves
from .caller import Caller
from .cast import JOINS_AT, LEAVES_AT, Role
from .words import FOR_THE_ROOM

# When a block's own time is divided into 1: when people answer, and when those who get stuck say so.
ANSWERS = {"slow": (1.05, 1.4), "stuck": (0.75, 1.1)}
STEADY = (0.3, 0.9)
STUCK_AT = 0.25
SHARES = 0.08  # of those who have done something, so many share a sentence with the room


@dataclass
class Stage:
    """What all of them share: the course, the pace, and since when (by the rehearsal's clock) a session has run."""

    course: Course
    seed: int
    speed: float
    until: str
    say: Callable[[str], None]
    sessions: dict[str, datetime] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def minutes(self, minutes: float) -> None:
        """Let so many minutes of the rehearsal pass."""
        await asyncio.sleep(max(0.0, minutes) * 60 / self.speed)

    def note(self, session: dict[str, Any], now: datetime) -> float:
        """For how many minutes this session has been seen running."""
        began = self.sessions.setdefault(session["session"], now)
        self.begun.set()
        return (now - began).total_seconds() / 60


class Participant:
    """One of the cast at work."""

    def __init__(self, stage: Stage, role: Role, link: str, caller: Caller) -> None:
        self._stage, self._role, self._link, self._caller = stage, role, link, caller
        self._seen: set[tuple[str, str]] = set()
        self._pulse: dict[str, Any] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def act(self) -> None:
        """Everything that this one does, until the rehearsal ends or they have left."""
        await self._caller.enter(self._link)
        await self._prepare()
        if self._role.way == "joins late":
            await self._stage.begun.wait()
            await self._stage.minutes(JOINS_AT)
            self._stage.say(f"{self._role.name} joins late.")
        await self._follow()

    async def _prepare(self) -> None:
        """Earlier sections, and what the next one asks for beforehand."""
        course, until = self._stage.course, self._stage.until
        for section in course.sections:
            if section.section == until:
                break
            for activity in section.activities:
                await self._answer(f"{section.section}.{activity.key}")
                await self._answer(f"{section.section}.{activity.key}")  # a case study has a second answer
        if self._role.way != "unprepared":
            for key in read_session(course, until).homework.before:
                await self._answer(f"{until}.{key}")

    async def _follow(self) -> None:
        async for state in self._caller.states():
            self._pulse = state.get("pulse")
            session = state.get("session")
            if not session:
                continue
            now = datetime.fromisoformat(state["now"])
            minute = self._stage.note(session, now)
            if self._role.way == "leaves":
                self._later(self._leave(LEAVES_AT - minute), ("leave", session["session"]))
            block = session["block"]["key"]
            if session["ends_at"] and (session["session"], block) not in self._seen:
                left = (datetime.fromisoformat(session["ends_at"]) - now).total_seconds() / 60
                self._later(self._take_part(session, left), (session["session"], block))

    def _later(self, work: Any, once: tuple[str, str]) -> None:
        if once in self._seen:
            work.close()
            return
        self._seen.add(once)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _leave(self, minutes: float) -> None:
        await self._stage.minutes(minutes)
        self._stage.say(f"{self._role.name} has left.")
        self._caller.leave()

    async def _take_part(self, session: dict[str, Any], minutes: float) -> None:
        """One block: what it asks for, and a word on how it goes."""
        chance = chance_of(self._stage.seed, self._role.number, session["section"], session["block"]["key"])
        answers_at = chance.uniform(*ANSWERS.get(self._role.way, STEADY))
        waited = 0.0
        if self._role.way == "stuck" and session["activity"]:
            await self._stage.minutes(minutes * STUCK_AT)
            waited = STUCK_AT
            await self._say_pulse("stuck")
        await self._stage.minutes(minutes * (answers_at - waited))
        if session["activity"]:
            await self._answer(session["activity"]["activity"])
            await self._say_pulse("done" if chance.random() < 0.8 else "minute")
            if chance.random() < SHARES:
                shared = {"section": session["section"], "text": chance.choice(FOR_THE_ROOM), "anyway": True}
                await self._caller.call("sentences", "POST", shared)

    async def _say_pulse(self, word: str) -> None:
        if self._pulse and self._pulse.get("place"):
            status, _ = await self._caller.call("pulse", "PUT", {"word": word, "place": self._pulse["place"]})
            if word == "stuck" and status == 200:
                self._stage.say(f"{self._role.name} is stuck.")

    async def _answer(self, address: str) -> None:
        """Do an activity, or come back to it."""
        try:
            activity = self._stage.course.activity(address)
        except KeyError:
            return
        _, kept = await self._caller.call(f"answers/{address}")
        chance = chance_of(self._stage.seed, self._role.number, address, kept.get("revision", 0) > 0)
        values = kept.get("values", {})
        for save in later_saves(activity, values, chance) if values else first_saves(activity, chance):
            await self._save(address, save)

    async def _save(self, address: str, values: Values) -> None:
        _, kept = await self._caller.call(f"answers/{address}")
        await self._caller.call(
            f"answers/{address}", "PATCH", {"base_revision": kept.get("revision", 0), "values": values}
        )
