"""Reports count what is begun and done: they hold nobody's text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mentorcourse.content import Course, read_course
from mentorcourse.reports import cohort_progress, person_progress
from mentorcourse.store import Progress
from tests.small_course import ACTIVITIES, STEM, SmallCourse

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Nine activities of five minutes and one minute of text; the last activity is not counted."""
    return read_course(SmallCourse(tmp_path_factory.mktemp("course")).folder)


def kept(activity: str, answered: int, person: str = "p1") -> Progress:
    """What the store knows about one person's answer."""
    return Progress(person, f"{STEM}.{activity}", answered, 99, NOW)


# One person's own way.


def test_at_the_beginning_all_minutes_are_left_with_the_text(course: Course):
    (section,) = person_progress(course, [])
    assert (section["section"], section["number"], section["title"]) == (STEM, 1, "A start")
    assert (section["minutes"], section["minutes_left"]) == (46, 46)
    assert (section["answered"], section["total"]) == (0, 18)
    assert [one["activity"] for one in section["activities"]] == [f"{STEM}.{key}" for key in ACTIVITIES]


def test_once_something_is_begun_the_text_counts_as_read(course: Course):
    (section,) = person_progress(course, [kept("sheet", 1)])
    assert (section["answered"], section["minutes_left"]) == (1, 45)


def test_an_activity_takes_its_minutes_until_it_is_done(course: Course):
    (begun,) = person_progress(course, [kept("sheet", 3)])
    (done,) = person_progress(course, [kept("sheet", 4), kept("journal", 1)])
    assert (begun["minutes_left"], done["minutes_left"]) == (45, 35)
    assert [one["done"] for one in begun["activities"]] == [False] * 9
    assert [one["activity"] for one in done["activities"] if one["done"]] == [f"{STEM}.sheet", f"{STEM}.journal"]


def test_a_section_that_is_done_leaves_no_minutes(course: Course):
    done = [kept(one.key, len(one.steps())) for one in course.sections[0].activities]
    (section,) = person_progress(course, done)
    assert (section["answered"], section["total"], section["minutes_left"]) == (18, 18, 0)


def test_the_total_is_todays_even_if_an_activity_has_lost_steps_since(course: Course):
    (section,) = person_progress(course, [kept("sheet", 7)])
    sheet = section["activities"][0]
    assert (sheet["answered"], sheet["total"], sheet["done"]) == (4, 4, True)


def test_an_answer_to_an_activity_that_is_no_more_does_not_count(course: Course):
    assert person_progress(course, [kept("gone", 3)]) == person_progress(course, [])


def test_ones_own_progress_shows_what_is_not_counted_by_anyone_else(course: Course):
    (section,) = person_progress(course, [kept("hats", 1)])
    assert section["activities"][-1] | {"done": True} == section["activities"][-1]


# The cohort's progress, for its facilitators.

PEOPLE = [("p2", "Participant 2"), ("p1", "Participant 1"), ("p3", "Participant 1")]


def test_each_person_has_a_row_for_each_counted_activity(course: Course):
    rows = cohort_progress(course, PEOPLE, [])
    assert [row["name"] for row in rows] == [name for _, name in PEOPLE for _ in range(8)]
    assert [row["activity"] for row in rows[:8]] == [
        "Sheet", "Letter", "Journal", "Steps", "Rating", "Dilemma", "Bank", "Practice"
    ]  # fmt: skip
    assert {row["section"] for row in rows} == {"1. A start"}
    assert {row["state"] for row in rows} == {"not begun"}


def test_an_uncounted_activity_is_left_out_even_when_it_is_answered(course: Course):
    rows = cohort_progress(course, PEOPLE, [kept("hats", 1)])
    assert "Hats" not in {row["activity"] for row in rows}
    assert rows == cohort_progress(course, PEOPLE, [])


def test_begun_and_done_are_told_apart(course: Course):
    rows = cohort_progress(course, PEOPLE, [kept("sheet", 3), kept("sheet", 4, "p2"), kept("sheet", 0, "p3")])
    assert [row["state"] for row in rows if row["activity"] == "Sheet"] == ["done", "begun", "not begun"]


def test_two_people_of_the_same_name_are_told_apart(course: Course):
    rows = cohort_progress(course, PEOPLE, [])
    assert sorted({(row["person"], row["name"]) for row in rows}) == [
        (1, "Participant 2"), (2, "Participant 1"), (3, "Participant 1")
    ]  # fmt: skip


def test_someone_who_is_not_a_participant_is_not_reported(course: Course):
    assert cohort_progress(course, PEOPLE, [kept("sheet", 4, "facilitator")]) == cohort_progress(course, PEOPLE, [])


def test_a_report_holds_states_only_and_no_answer_or_id(course: Course):
    rows: list[dict[str, Any]] = cohort_progress(course, PEOPLE, [kept("sheet", 3)])
    assert {key for row in rows for key in row} == {"person", "name", "section", "activity", "state"}
    assert {row["state"] for row in rows} <= {"done", "begun", "not begun"}
    assert '"p1"' not in json.dumps(rows)
