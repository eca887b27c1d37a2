"""A session that runs late gets a new plan from the server, which keeps nothing and believes nothing unchecked."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from mentorcourse.content import read_course
from mentorcourse.schedule import make_plan, read_session
from tests.caller import Caller, Reply
from tests.workshop import Workshop

STEM = "01_introduction"
SESSION = read_session(read_course(), STEM)
PLAN = [[slot.block.key, slot.minutes] for slot in make_plan(SESSION.blocks, 60).slots]
_numbers = count(1)


@pytest.fixture
def facilitator(workshop: Workshop) -> Caller:
    return workshop.member(f"Planning {next(_numbers)}", "facilitator")


def replanned(caller: Caller, **standing: Any) -> Reply:
    return caller.ask(f"/course/api/guide/{STEM}/plan", "POST", {"plan": PLAN, **standing})


def test_on_time_nothing_changes(facilitator: Caller) -> None:
    reply = replanned(facilitator, done=[6], spent=2)
    assert reply.status == 200
    assert reply.json == {"late": 0, "plan": PLAN, "cut": [], "shorter": []}


def test_late_by_much_an_optional_block_is_cut_and_the_end_stays(facilitator: Caller) -> None:
    reply = replanned(facilitator, done=[12, 14], spent=0)
    assert reply.json["late"] == 14
    assert reply.json["cut"] == ["view"]
    assert sum(minutes for _, minutes in reply.json["plan"]) == 60
    assert {"promise", "pause", "close"} <= {key for key, _ in reply.json["plan"]}


def test_what_cannot_fit_says_how_much_longer_would_do(facilitator: Caller) -> None:
    reply = replanned(facilitator, done=[30, 20])
    assert reply.status == 422
    assert "optional" in reply.json["message"]
    longer = replanned(facilitator, done=[30, 20], more=reply.json["missing"])
    assert sum(minutes for _, minutes in longer.json["plan"]) == 60 + reply.json["missing"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": PLAN[1:]},  # without a block that must be done
        {"plan": PLAN[::-1]},
        {"plan": [*PLAN, ["juggling", 5]]},
        {"plan": [[PLAN[0][0], 1], *PLAN[1:]]},  # less than its minimum
        {"plan": []},
        {"plan": "all of it"},
        {"done": [-1]},
        {"done": [1] * 40},
        {"done": [True]},
        {"spent": 1e9},
        {"spent": "2"},
        {"more": -5},
        {"surprise": 1},
    ],
)
def test_a_plan_that_is_none_of_this_session_is_refused_in_words(facilitator: Caller, wrong: dict[str, Any]) -> None:
    reply = replanned(facilitator, **wrong)
    assert reply.status == 422
    assert "start the clock again" in reply.json["message"]


def test_a_section_that_does_not_exist_has_no_plan(facilitator: Caller) -> None:
    reply = facilitator.ask("/course/api/guide/99_nothing/plan", "POST", {"plan": PLAN})
    assert reply.status == 404
    assert reply.json == {"message": "The course has no such section."}
