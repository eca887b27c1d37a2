"""Whatever order people act in, a reflection's versions keep their states, their words and their reviews."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mentorcourse.review.queue import queue
from mentorcourse.review.readers import Refused, readers, recuse, set_excluded, undo_recusal
from mentorcourse.review.reading import Elsewhere, ReleasedBefore, claim, open_submission, release, save_draft
from mentorcourse.review.submissions import versions, withdraw
from mentorcourse.store import open_store
from tests.review_samples import WORDS, Team, make_team, written

WHO = st.sampled_from(["trainer", "colleague"])
TEXTS = st.sampled_from(["one", "two", "three"])


@dataclass
class Known:
    """What a version should look like."""

    id: str
    text: str
    state: str = "submitted"
    released: list[str] = field(default_factory=list)


class Reflection(RuleBasedStateMachine):
    """One participant's reflection on one section, two trainers, and a model of what must hold."""

    @initialize()
    def begin(self) -> None:
        """An empty cohort."""
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Path(self.folder.name) / "course.db")
        self.team: Team = make_team(self.store)
        self.known: list[Known] = []
        self.away: set[str] = set()
        self.excluded: set[str] = set()

    def teardown(self) -> None:
        """Remove the database."""
        if hasattr(self, "store"):
            self.store.close()
            self.folder.cleanup()

    @property
    def alive(self) -> Known | None:
        """The newest version that is not withdrawn."""
        return next((one for one in reversed(self.known) if one.state != "withdrawn"), None)

    def place(self, who: str) -> tuple[Any, str, str]:
        """Where a trainer acts."""
        return self.store, self.team.cohort, getattr(self.team, who)

    def may(self, who: str) -> bool:
        """Whether a trainer may read."""
        return who not in self.away | self.excluded

    @rule(text=TEXTS)
    def submit(self, text: str) -> None:
        """Accepted when nothing is under way and the words are new."""
        self.team.clock.go_on(minutes=1)
        last = self.alive
        allowed = last is None or (last.state == "released" and last.text != text)
        try:
            self.known.append(Known(self.team.submit(text).id, text))
        except Refused:
            assert not allowed
        else:
            assert allowed

    @rule()
    def withdraw(self) -> None:
        """Accepted until a trainer has opened it."""
        if not self.known:
            return
        last = self.known[-1]
        try:
            withdraw(self.store, self.team.cohort, self.team.writer, last.id)
        except Refused:
            assert last.state in ("in review", "released")
        else:
            assert last.state in ("submitted", "withdrawn")
            last.state = "withdrawn"

    @rule(who=WHO)
    def open(self, who: str) -> None:
        """A trainer who may read finds the words; withdrawn ones are gone."""
        if not self.known:
            return
        last = self.known[-1]
        try:
            opened = open_submission(*self.place(who), last.id)
        except Refused:
            assert last.state == "withdrawn" or not self.may(who)
        else:
            assert self.may(who)
            assert opened.version.answers == written(last.text)
            last.state = "in review" if last.state == "submitted" else last.state

    @rule(who=WHO, words=st.sampled_from(["a", "b"]))
    def draft(self, who: str, words: str) -> None:
        """A draft never reaches the writer."""
        if not self.known or not self.may(who):
            return
        last = self.known[-1]
        try:
            own = open_submission(*self.place(who), last.id).own
            last.state = "in review" if last.state == "submitted" else last.state
            save_draft(*self.place(who), last.id, {**WORDS, "overall": words}, own.version)
        except Refused:
            assert last.state == "withdrawn" or who in last.released

    @rule(who=WHO, beside=st.booleans(), base=st.integers(0, 3))
    def release(self, who: str, beside: bool, base: int) -> None:
        """The first release counts; a second stands beside it only when that is asked for."""
        if not self.known:
            return
        last = self.known[-1]
        others = [one for one in last.released if one != who]
        try:
            release(*self.place(who), last.id, WORDS, base, beside)
        except ReleasedBefore:
            assert others
            assert not beside
        except Elsewhere:
            pass
        except Refused:
            assert last.state == "withdrawn" or not self.may(who) or who in last.released
        else:
            assert not others or beside
            last.released.append(who)
            last.state = "released"

    @rule(who=WHO)
    def put_back(self, who: str) -> None:
        """A claim says who is at it, and changes no state."""
        if self.known and self.may(who) and self.known[-1].state != "withdrawn":
            assert claim(*self.place(who), self.known[-1].id, None).holder is None

    @rule(who=WHO)
    def recuse(self, who: str) -> None:
        """A trainer steps back."""
        if self.known:
            recuse(*self.place(who), self.known[-1].id, "mentee")
            self.away.add(who)

    @rule(who=WHO)
    def come_back(self, who: str) -> None:
        """A trainer takes their recusal back."""
        undo_recusal(*self.place(who), self.team.writer)
        self.away.discard(who)

    @rule(who=WHO, excluded=st.booleans())
    def exclude(self, who: str, excluded: bool) -> None:
        """The writer may exclude a trainer while another is left."""
        other = {"trainer": "colleague", "colleague": "trainer"}[who]
        try:
            set_excluded(self.store, self.team.cohort, self.team.writer, getattr(self.team, who), excluded)
        except Refused:
            assert excluded
            assert not self.may(other)
        else:
            self.excluded = self.excluded | {who} if excluded else self.excluded - {who}

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        """States, words, feedback, readers and both queues agree with the model."""
        if not hasattr(self, "team"):
            return
        kept = versions(self.store, self.team.cohort, self.team.writer)[::-1]
        told = [(one.id, one.answers, one.state, len(one.feedback)) for one in kept]
        assert told == [(one.id, written(one.text), one.state, len(one.released)) for one in self.known]
        team = readers(self.store, self.team.cohort, self.team.writer)
        assert [one.reads for one in team] == [self.may("trainer"), self.may("colleague")]
        for who in ("trainer", "colleague"):
            listed = [row.id for row in queue(*self.place(who))]
            assert listed == ([self.alive.id] if self.alive and self.may(who) else [])


settings.register_profile("states", max_examples=25, stateful_step_count=25, deadline=None)
Reflection.TestCase.settings = settings(
    settings.get_profile("states"), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
test_reflections_in_any_order = Reflection.TestCase
