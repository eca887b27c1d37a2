"""Certificates: asked for in course.yaml, earned by what the server knows, and made by it alone."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from mentorcourse.check import check
from mentorcourse.content import ContentError, read_course
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.pdf import pdf
from mentorcourse.programme.certificate import certificates
from mentorcourse.programme.criteria import Criteria, points, read_criteria
from mentorcourse.programme.standing import standings
from mentorcourse.review.submissions import submit, withdraw
from mentorcourse.store import Progress
from tests.caller import Caller
from tests.review_samples import ASSIGNMENTS
from tests.small_course import SmallCourse
from tests.stores import Desk
from tests.workshop import Workshop, closing_store

COURSE = read_course()
ASKED = Criteria(activities=50, reflections=2)
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
COUNTED = [(address, activity) for address, _, activity in COURSE.activities() if activity.counted]
HALF = -(-len(COUNTED) // 2)


def finished(count: int) -> list[Progress]:
    """So many activities finished, and the next one begun."""
    done = [Progress("p", address, len(activity.steps()), 9, NOW) for address, activity in COUNTED[:count]]
    begun, activity = COUNTED[count]
    return [*done, Progress("p", begun, len(activity.steps()) - 1, 9, NOW)]


@pytest.mark.parametrize(
    ("done", "submitted", "met"),
    [(0, 0, [False, False]), (HALF - 1, 2, [False, True]), (HALF, 1, [True, False]), (HALF, 2, [True, True])],
)
def test_each_thing_that_is_asked_for_is_met_or_not(done: int, submitted: int, met: list[bool]):
    found = points(ASKED, COURSE, finished(done), submitted)
    assert [one.is_met for one in found] == met
    assert str(found[0].words) == f"{done} activities finished; {HALF} are needed"


def test_what_is_not_asked_for_is_not_mentioned():
    assert len(points(Criteria(reflections=1), COURSE, [], 0)) == 1


def test_an_uncounted_activity_counts_for_no_certificate():
    hidden = [Progress("p", address, 99, 99, NOW) for address, _, one in COURSE.activities() if not one.counted]
    assert hidden
    assert str(points(ASKED, COURSE, hidden, 0)[0].words).startswith("0 activities")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("certificate: {activities: 101}", "course.yaml: certificate.activities: "),
        ("certificate: {activities: many}", "course.yaml: certificate.activities: "),
        ("certificate: {presence: 8}", "course.yaml: certificate.presence: is not a key that is known here"),
        ("certificate: {reflections: 2}", "course.yaml: certificate.reflections: the course has 1 sections"),
        ("certificate: {activities: 0}", "course.yaml: certificate: asks for nothing"),
    ],
)
def test_criteria_that_cannot_be_meant_are_refused_by_file_and_key(tmp_path: Path, part: str, told: str):
    small = SmallCourse(tmp_path)
    file = small.folder / "course.yaml"
    file.write_text(file.read_text(encoding="utf-8") + part + "\n", encoding="utf-8")
    (mistake,) = check(small.folder)
    assert mistake.startswith(told)
    with pytest.raises(ContentError):
        read_criteria(read_course(small.folder))


def test_a_course_without_criteria_gives_no_certificates(tmp_path: Path):
    assert read_criteria(read_course(SmallCourse(tmp_path).folder)) is None
    assert read_criteria(COURSE) == Criteria(activities=80, reflections=3)


def test_reflections_count_by_section_and_not_when_withdrawn(desk: Desk):
    def hand_in(section: str, text: str) -> str:
        asked = ASSIGNMENTS.by_section[section].asked()
        return submit(desk.store, desk.cohort, desk.person, section, asked, {asked[0]["key"]: text}, False).id

    def submitted() -> str:
        found = standings(desk.store, COURSE, Criteria(reflections=2), desk.cohort, [desk.person, desk.other])
        assert not found[desk.other][0].is_met
        return str(found[desk.person][0].words)

    hand_in("01_introduction", "One")
    version = hand_in("02_what_you_bring", "Two")
    assert submitted().startswith("2 reflections")
    withdraw(desk.store, desk.cohort, desk.person, version)
    assert submitted().startswith("1 reflection ")
    hand_in("02_what_you_bring", "Three")
    assert submitted().startswith("2 reflections")


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_each_person_has_one_page_that_can_be_read_aloud(paper: Any):
    names = ["Zoë Ångström", "שרה לוי", "#let x = 1", "N" * 120]
    made = pdf(certificates(COURSE, ASKED, "Spring", names, Days(), NOW, paper))
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 4
    texts = [page.extract_text() for page in pages]
    assert "Zoë Ångström" in texts[0]
    assert "#let x = 1" in texts[2]
    assert all("June 1, 2027" in text and COURSE.title in text for text in texts)
    assert "2 reflections submitted to the trainers, or more" in texts[0]
    with pikepdf.open(io.BytesIO(made)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.fixture
def pair(workshop: Workshop, request: pytest.FixtureRequest) -> tuple[Caller, Caller, str]:
    """A participant and a facilitator of a cohort of the test's own, and its name."""
    cohort = f"Certified {request.node.name}"[:80]
    people = [
        workshop.member(f"{role} of {cohort}"[:60], role, cohort=cohort) for role in ("participant", "facilitator")
    ]
    return people[0], people[1], cohort


def test_nobody_gets_one_before_it_is_earned_and_home_says_what_is_missing(pair: tuple[Caller, Caller, str]):
    participant, facilitator, _ = pair
    told = participant.ask("/course/api/certificate").json
    assert told["offered"]
    assert [one["met"] for one in told["points"]] == [False, False]
    assert participant.ask("/course/api/certificate.pdf").status == 409
    assert facilitator.ask("/course/api/staff/certificates").json == {"offered": True, "names": [], "people": 1}
    assert facilitator.ask("/course/api/staff/certificates.pdf").status == 409


def test_whoever_has_done_what_is_asked_for_has_one_and_facilitators_all(
    workshop: Workshop, pair: tuple[Caller, Caller, str]
):
    participant, facilitator, _ = pair
    me = participant.ask("/course/api/me").json
    with closing_store(workshop) as store:
        for address, activity in COUNTED:
            steps = (len(activity.steps()),) * 2
            store.save(me["person"], me["cohort"], address, {"x": "y"}, 0, partial(lambda found, _: found, steps))
        for section in list(ASSIGNMENTS.by_section)[:3]:
            asked = ASSIGNMENTS.by_section[section].asked()
            submit(store, me["cohort"], me["person"], section, asked, {asked[0]["key"]: "Words"}, False)
    assert all(one["met"] for one in participant.ask("/course/api/certificate").json["points"])
    own = participant.ask("/course/api/certificate.pdf?paper=a4&name=Somebody+else")
    assert own.status == 200
    text = PdfReader(io.BytesIO(own.content)).pages[0].extract_text()
    assert me["name"].replace(" ", "") in "".join(text.split())
    assert "Somebody else" not in text
    assert facilitator.ask("/course/api/staff/certificates").json["names"] == [me["name"]]
    everybody = facilitator.ask("/course/api/staff/certificates.pdf")
    assert len(PdfReader(io.BytesIO(everybody.content)).pages) == 1
