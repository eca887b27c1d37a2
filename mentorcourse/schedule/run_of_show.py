"""The run of show: each block with its place on the clock in every length of the session."""

from __future__ import annotations

from dataclasses import dataclass

from mentorcourse.content import AnyActivity, Section
from mentorcourse.content.kinds import Case, Exercise
from mentorcourse.language import Sentence

from .models import Block, Session
from .plan import SPANS, Slot, make_plan

KINDS = {
    "opening": Sentence("Opening"),
    "teaching": Sentence("Teaching"),
    "activity": Sentence("Activity"),
    "pairs": Sentence("In pairs"),
    "case": Sentence("Case study"),
    "discussion": Sentence("Discussion"),
    "break": Sentence("Break"),
    "closing": Sentence("Closing"),
}
MUST = Sentence("Must be done")
KEPT = Sentence("Never left out")
OPTIONAL = Sentence("May be left out, as number {drop}")
MINUTES = Sentence("{minutes} min")


@dataclass(frozen=True)
class Row:
    """One block, its activity, and its slot in the plan of each of SPANS; None where that plan leaves it out."""

    block: Block
    activity: AnyActivity | None
    slots: tuple[Slot | None, ...]

    @property
    def kind(self) -> Sentence:
        """What kind of block it is, in words."""
        return KINDS[self.block.kind]

    @property
    def standing(self) -> Sentence:
        """Whether it may be left out, in words."""
        if self.block.is_kept:
            return MUST if self.block.must_do else KEPT
        return Sentence(OPTIONAL, drop=self.block.drop)

    @property
    def question(self) -> str:
        """What a case study asks, where this block is for talking about it."""
        return self.activity.question if isinstance(self.activity, Case) and self.block.debrief else ""

    @property
    def points(self) -> list[tuple[str, str]]:
        """What to have at hand: the choices of a case study in short, or an exercise's phases with their minutes."""
        if isinstance(self.activity, Case) and self.question:
            return [(option.label, option.help) for option in self.activity.options]
        if isinstance(self.activity, Exercise) and not self.block.debrief:
            return [(phase.title, Sentence(MINUTES, minutes=phase.minutes)) for phase in self.activity.phases]
        return []


def run_of_show(session: Session, section: Section) -> list[Row]:
    """Every block of the session, in order, with the activities of its section."""
    plans = [make_plan(session.blocks, minutes) for minutes in SPANS]
    known = {activity.key: activity for activity in section.activities}
    return [
        Row(block, known.get(block.activity), tuple(plan.slot(block.key) for plan in plans)) for block in session.blocks
    ]


def clock(minutes: int) -> str:
    """Minutes since the session began, as on a clock that then stood at 0:00."""
    return f"{minutes // 60}:{minutes % 60:02}"
