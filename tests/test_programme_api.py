"""Reminders and the report over the real server: for facilitators alone, and about their own cohort."""

from __future__ import annotations

import io
from itertools import count

import openpyxl
import pytest

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.programme.nudges import Nudge, current, letter, nudges
from tests.caller import Caller
from tests.test_staff_page import row
from tests.workshop import Workshop, closing_store, email_of

COURSE = read_course()
FIRST, SECOND, FOURTH = (COURSE.sections[number] for number in (0, 1, 3))
_numbers = count(1)


def rows(*reached: int) -> list[dict[str, object]]:
    """Progress of people who have each begun the sections up to a number."""
    return [
        row(
            person,
            f"Person {person}",
            f"{one.number}. {one.title}",
            "Sheet",
            "begun" if one.number <= last else "not begun",
        )
        for person, last in enumerate(reached, start=1)
        for one in COURSE.sections
    ]


def test_a_cohort_is_at_the_last_section_that_half_of_it_has_begun():
    assert current(COURSE, rows(4, 4, 1, 0)) == FOURTH.section
    assert current(COURSE, rows(4, 2, 1, 0)) == SECOND.section
    assert current(COURSE, rows(0, 0)) == FIRST.section
    assert current(COURSE, []) == FIRST.section


def test_whoever_has_not_begun_a_section_is_listed_with_how_far_they_are():
    assert nudges(COURSE, rows(4, 3, 2, 0), FOURTH.section) == [
        Nudge(2, "not begun", 3), Nudge(3, "behind", 2), Nudge(4, "not begun at all", 0)
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["not begun", "behind", "not begun at all"])
def test_a_letter_is_warm_names_the_section_and_promises_that_nobody_reads_along(why):
    written = letter(COURSE, FOURTH.section, Nudge(1, why, 2), "Zoë", "The facilitator", "https://course/4")
    assert written["text"].startswith("Dear Zoë,\n\nOur cohort is at section 4 now")
    assert FOURTH.title in written["text"]
    assert "https://course/4" in written["text"]
    assert "never a word of it" in written["text"]
    assert written["text"].endswith("Warm regards\nThe facilitator\n")
    assert "section 2" in written["text"] or why != "behind"
    assert ("use the personal link" in written["text"]) == (why == "not begun at all")


@pytest.fixture
def cohort() -> str:
    """The name of a cohort of the test's own."""
    return f"Programme {next(_numbers)}"


def led(workshop: Workshop, cohort: str) -> Caller:
    """A facilitator, who has opened a page."""
    facilitator = workshop.member(f"Lead of {cohort}", "facilitator", cohort=cohort)
    facilitator.ask("/course/api/me")
    return facilitator


def test_reminders_are_for_participants_of_the_own_cohort_with_the_day_they_were_last_here(
    workshop: Workshop, cohort: str
):
    facilitator = led(workshop, cohort)
    workshop.new_person(f"Never of {cohort}", cohort=cohort)
    here = workshop.member(f"Here of {cohort}", cohort=cohort)
    here.ask("/course/api/me")
    told = facilitator.ask("/course/api/staff/nudges").json
    assert (told["section"], told["mail"]) == (FIRST.section, False)
    names = {one["name"]: one["last_seen"] for one in told["people"]}
    assert names[f"Never of {cohort}"] is None
    assert len(names[f"Here of {cohort}"]) == len("2027-03-01")
    assert len(names) == told["participants"] == 2
    assert f"/course/sections/{FIRST.section}" in told["people"][0]["text"]
    elsewhere = facilitator.ask(f"/course/api/staff/nudges?section={FOURTH.section}").json
    assert elsewhere["section"] == FOURTH.section
    assert facilitator.ask("/course/api/staff/nudges?section=99_none").status == 404


def test_the_roster_tells_the_day_and_not_the_minute(workshop: Workshop, cohort: str):
    facilitator = led(workshop, cohort)
    (person,) = facilitator.ask("/course/api/staff/roster").json["people"]
    assert len(person["last_seen"]) == len("2027-03-01")


def test_without_a_mail_server_no_letter_is_sent_and_that_is_said(workshop: Workshop, cohort: str):
    facilitator = led(workshop, cohort)
    workshop.new_person(f"Never of {cohort}", cohort=cohort)
    (one,) = facilitator.ask("/course/api/staff/nudges").json["people"]
    reply = facilitator.ask(f"/course/api/staff/people/{one['person']}/nudge", "POST", {"subject": "S", "text": "T"})
    assert (reply.status, "copy the text" in reply.json["message"]) == (404, True)


def test_a_report_of_a_small_cohort_holds_kind_words_and_a_name_that_does_no_harm(workshop: Workshop):
    cohort = f"=Programme {next(_numbers)}"
    facilitator = led(workshop, cohort)
    reply = facilitator.ask("/course/api/staff/report.xlsx?paper=a4")
    assert reply.status == 200
    assert "attachment" in str(reply.headers["Content-Disposition"])
    assert reply.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    assert book.sheetnames == ["about", "codebook"]
    told = [cell.value for (cell, *_) in book["about"].iter_rows()]
    assert "meant kindly" in str(told[-1])
    assert facilitator.ask("/course/api/staff/report.pdf?paper=legal").status == 400


def test_a_letter_goes_to_a_participant_of_the_own_cohort_alone(workshop: Workshop, cohort: str):
    facilitator = led(workshop, cohort)
    other = led(workshop, f"{cohort} too")
    with closing_store(workshop) as store:
        stranger = people.find_person(store, email_of(f"Lead of {cohort} too"))
        assert stranger
    told = other.ask("/course/api/staff/nudges").json
    assert (told["participants"], told["people"]) == (0, [])  # nobody is there, rather than everybody done
    path = f"/course/api/staff/people/{stranger.id}/nudge"
    assert facilitator.ask(path, "POST", {"subject": "S", "text": "T"}).status == 404
