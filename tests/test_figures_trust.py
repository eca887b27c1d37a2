"""The pictures of trust: power and trust side by side, and a plan for one relationship."""

from __future__ import annotations

import pytest

from mentorcourse import figures
from tests.figure_samples import TRUST_PLAN

EVERY: dict[str, object] = {
    f"{row['key']}.{column}": f"{column} for {row['key']}"
    for row in TRUST_PLAN.definition["layout"]["rows"]
    for column in ("action", "when")
}


def plan(values: dict[str, object]) -> figures.Picture:
    return figures.draw("trust_plan", TRUST_PLAN.definition, values)


def dashed(values: dict[str, object]) -> int:
    return plan(values).svg.count("stroke-dasharray")


def test_power_and_trust_lists_four_strategies_eight_foundations_and_both_ways_of_support():
    picture = figures.draw("power_and_trust")
    power, trust, support, beneath = picture.details.split("<strong>")[1:]
    assert power.count("<span") == 4
    assert trust.count("<span") == 8
    assert support.count("<span") == 2
    assert beneath.count("<span") == 1
    assert "From power down to trust" in picture.alternative
    assert "From trust up to power" in picture.alternative


def test_the_trust_plan_counts_actions_and_names_what_is_missing():
    said = plan(TRUST_PLAN.some).alternative
    assert "an action for 2 of 4 foundations" in said
    assert "No time set yet: Be honest and genuine." in said
    assert "A time and no action yet: Name the difference in power." in said
    assert "Nothing planned: Let them discover their own strength." in said


def test_a_complete_trust_plan_has_no_gap_in_words_or_in_the_drawing():
    picture = plan(EVERY)
    assert picture.alternative == "Trust plan with an action for 4 of 4 foundations. Each action has a time."
    assert dashed(EVERY) == 0


@pytest.mark.parametrize("field", ["time.action", "power.when"])
def test_a_gap_in_the_trust_plan_is_dashed(field: str):
    assert dashed(EVERY | {field: " "}) == 1
    assert dashed(EVERY | {"honesty.action": "", "honesty.when": ""}) == 1


def test_a_time_alone_begins_the_trust_plan():
    assert "an action for 0 of 4 foundations." in plan({"time.when": "in May"}).alternative


def test_the_trust_plan_says_the_same_in_words_and_in_full():
    long = "a long entry with many words in it " * 30
    details = plan({"time.action": long}).details
    assert long.strip() in details
    assert (
        "<strong>Be honest and genuine</strong><ul><li>What I will do: none yet</li><li>When: none yet</li></ul>"
        in (details)
    )


def test_a_full_trust_plan_is_small():
    rows = [{"key": f"row{number}", "label": "a long label with many words " * 10} for number in range(8)]
    definition = {"layout": {"rows": rows, "columns": TRUST_PLAN.definition["layout"]["columns"]}}
    values = {f"{row['key']}.{column}": "many words " * 100 for row in rows for column in ("action", "when")}
    assert len(figures.draw("trust_plan", definition, values).svg.encode()) < 200_000
