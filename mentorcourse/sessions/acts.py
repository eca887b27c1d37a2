"""What facilitators do to a live session: each act by its name, with what it needs, as a change of the session."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

import pydantic

from mentorcourse.content.models import Key, Model, Whole
from mentorcourse.language import Sentence
from mentorcourse.schedule import Session

from . import clock as clocks
from .clock import MOST_ADDED, Planned, Refused
from .keeping import Live
from .replanning import UNFIT, checked

MESSAGE_CHARACTERS = 280
_LINES = "\n"


class Act(Model):
    """One press of a facilitator's button, with the session and the version of it that they saw."""

    act: Literal["pause", "resume", "add", "next", "plan", "undo", "end", "lead", "say"]
    session: Annotated[str, pydantic.Field(max_length=40)]
    version: Annotated[Whole, pydantic.Field(ge=1)]
    minutes: Annotated[Whole, pydantic.Field(ge=1, le=MOST_ADDED)] = 1
    plan: tuple[Planned, ...] = pydantic.Field((), max_length=60)
    activity: Key | Literal[""] = ""
    text: Annotated[str, pydantic.Field(max_length=10_000)] = ""


@dataclass(frozen=True)
class Acting:
    """An act upon a session of this guide; `activities` are the keys of the section's activities."""

    act: Act
    guide: Session
    activities: Collection[str]

    def __call__(self, live: Live, now: datetime) -> Live:
        """The session after it; Refused says what there is to do instead."""
        act, clock = self.act, live.clock
        if act.act == "undo":
            return live.back()
        if act.act == "end":
            return replace(live, ended_at=now, message=None, message_at=None)
        if act.act == "say":
            text = message(act.text)
            return replace(live, message=text or None, message_at=now if text else None)
        if act.act == "lead":
            if act.activity and act.activity not in self.activities:
                raise Refused(Sentence("This section has no such activity."))
            return live.after("lead", activity=act.activity)
        if act.act == "plan":
            return live.after("plan", self._planned(live, now), live.activity)
        if act.act == "next":
            return live.after("next", clocks.go_on(clock, now))
        if act.act == "add":
            return live.after("add", clocks.add(clock, now, act.minutes), live.activity)
        moved = clocks.pause(clock, now) if act.act == "pause" else clocks.resume(clock, now)
        return live.after(act.act, moved, live.activity)

    def _planned(self, live: Live, now: datetime) -> clocks.Clock:
        """The clock with the plan that was proposed; its finished blocks are those that are over."""
        keys = [key for key, _ in self.act.plan]
        known = [key for key, _ in live.clock.plan]
        over = live.clock.place + 1
        if keys[:over] != known[:over] or not set(keys) <= set(known):
            raise Refused(UNFIT)
        checked(self.guide, self.act.plan, live.clock.place)
        return clocks.use_plan(live.clock, now, self.act.plan)


def message(text: str) -> str:
    """A message as participants see it; Refused when it is too long, "" for one without a word."""
    lines = (" ".join(_printable(line).split()) for line in unicodedata.normalize("NFC", text).split(_LINES))
    cleaned = _LINES.join(line for line in lines if line)
    if len(cleaned) > MESSAGE_CHARACTERS:
        raise Refused(
            Sentence(
                "The message has {count} characters: shorten it to {most}, so that it is read at a glance.",
                count=len(cleaned),
                most=MESSAGE_CHARACTERS,
            )
        )
    return cleaned


def _printable(line: str) -> str:
    """The line without control characters, halves of characters, and marks that turn its direction."""
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs", "Cf") and one != "\u200d" else one for one in line)
