"""The days by which a cohort is asked for its reflections: usual ones, moved ones, none, and what is late."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mentorcourse.review.assignments import Settings
from mentorcourse.review.due import due_days, end_of, is_late, keep_usual_day, move_due_day, moved_sections
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.review.pouring import notebook_text
from mentorcourse.review.readers import Refused
from mentorcourse.review.source import answer_id
from mentorcourse.review.submissions import versions
from mentorcourse.store import Store
from tests.review_samples import ASSIGNMENTS, KEYS, SECTION, Team, make_team

DUE = date(2027, 2, 15)


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort; its clock stands at 4 January 2027."""
    return make_team(store)


def days(team: Team) -> dict[str, date]:
    return due_days(team.store, team.cohort, ASSIGNMENTS)


def test_a_section_is_due_so_many_days_after_it_was_opened(team: Team) -> None:
    assert days(team) == {}
    team.store.set_section(team.cohort, SECTION, True, team.trainer)
    assert days(team) == {SECTION: date(2027, 1, 18)}
    team.store.set_section(team.cohort, SECTION, False, team.trainer)
    assert days(team) == {}


def test_a_cohort_moves_a_day_for_itself_alone_and_takes_the_usual_one_again(team: Team) -> None:
    team.store.set_section(team.cohort, SECTION, True, team.trainer)
    move_due_day(team.store, team.cohort, SECTION, DUE)
    assert (days(team), moved_sections(team.store, team.cohort)) == ({SECTION: DUE}, {SECTION})
    move_due_day(team.store, team.cohort, SECTION, None)
    assert days(team) == {}
    keep_usual_day(team.store, team.cohort, SECTION)
    assert (days(team), moved_sections(team.store, team.cohort)) == ({SECTION: date(2027, 1, 18)}, set())


def test_a_course_may_name_no_days(team: Team) -> None:
    team.store.set_section(team.cohort, SECTION, True, team.trainer)
    assert due_days(team.store, team.cohort, ASSIGNMENTS.model_copy(update={"settings": Settings()})) == {}


def test_a_day_far_off_is_taken_for_a_slip(team: Team) -> None:
    with pytest.raises(Refused, match="such as 2027-02-15"):
        move_due_day(team.store, team.cohort, SECTION, date(202, 7, 2))


def test_a_day_is_over_when_it_is_over_everywhere() -> None:
    for at, late in [((16, 11, 59), False), ((16, 12, 0), True), ((15, 0, 0), False)]:
        assert is_late(DUE, datetime(2027, 2, *at, tzinfo=UTC)) is late
    assert is_late(None, datetime(2099, 1, 1, tzinfo=UTC)) is False
    assert str(end_of(DUE)) == "2027-02-16 11:59:59"


def test_what_nbgrader_submits_after_the_day_is_marked_too(team: Team) -> None:
    move_due_day(team.store, team.cohort, SECTION, date(2027, 1, 1))
    exchange = SQLExchange(team.store, team.cohort, ASSIGNMENTS)
    cell = {"cell_type": "markdown", "source": "Late.", "metadata": {"nbgrader": {"grade_id": answer_id(KEYS[0])}}}
    exchange.submit(team.writer, SECTION, notebook_text({"cells": [cell]}))
    assert versions(team.store, team.cohort, team.writer)[0].late
