"""The frozen models that a page of the facilitator guide is read into."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from mentorcourse.content.models import Key, Model, Several, Text, Whole, Wording

Kind = Literal["opening", "teaching", "activity", "pairs", "case", "discussion", "break", "closing"]


class Block(Model):
    """One stretch of a live session: its minutes, what is seen meanwhile, and the facilitator's words.

    Below `minimum` minutes the block is not worth doing; `full` are its minutes in the long session. What is neither a
    break nor `must_do` may be left out: the block whose `drop` is 1 goes first. `instruction` tells participants in a
    line what to do now, wherever they see the block. `roles` say what whoever begins does in a pair, what their partner
    does and, where there is more to it than watching, a third. The last four are Markdown.
    """

    key: Key
    title: Wording
    kind: Kind
    minimum: Whole = Field(ge=1, le=60)
    full: Whole = Field(ge=1, le=60)
    must_do: bool = False
    drop: Whole = Field(0, ge=0, le=20)
    activity: Text = ""
    instruction: Text = ""
    participants_see: Wording
    roles: tuple[Wording, ...] = ()
    say: Text = ""
    do: Text = ""
    trouble: Text = ""
    debrief: Text = ""

    @property
    def is_kept(self) -> bool:
        """Whether every plan has this block."""
        return self.must_do or self.kind == "break"

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.minimum > self.full:
            raise ValueError("minimum is more than full: write the shortest time that is worth it, then the usual one")
        if self.is_kept and self.drop:
            raise ValueError("a break, or a block that must be done, is never left out: remove drop or must_do")
        if self.roles and (self.kind != "pairs" or len(self.roles) not in (2, 3)):
            raise ValueError(
                "roles are for pairs: write one for whoever begins, one for the partner and, maybe, a third"
            )
        if not self.is_kept and not self.drop:
            raise ValueError("say must_do: true, or with drop: 1, 2 … which block is left out first")
        return self


class Before(Model):
    """What to have ready before people come."""

    materials: tuple[Wording, ...] = Field(min_length=1)
    room: Wording
    remote: Wording
    hybrid: Wording
    accessibility: Wording


class Homework(Model):
    """The section's activities that participants do by themselves, before the session and after it."""

    before: tuple[Key, ...] = ()
    after: tuple[Key, ...] = ()


class Session(Model):
    """How one section is led live; `title` is the section's, `moments` and `follow_up` are Markdown."""

    section: Wording
    title: Wording
    purpose: Wording
    objectives: tuple[Wording, ...] = Field(min_length=1)
    before: Before
    homework: Homework
    blocks: Several[Block]
    moments: Text = ""
    follow_up: Text = ""

    @property
    def number(self) -> int:
        """The section's number, the digits its stem begins with."""
        return int(self.section.split("_")[0])

    @model_validator(mode="after")
    def _drops_in_order(self) -> Self:
        drops = sorted(block.drop for block in self.blocks if block.drop)
        if len(set(drops)) < len(drops):
            raise ValueError("two blocks have the same drop: number them in the order in which they are left out")
        return self


class Chapter(Model):
    """One chapter of the guide that belongs to no section: its Markdown."""

    title: Wording
    text: Wording
