"""The page "What is known about you": who did what, everything to take away, and an erasure asked for and undone."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.people import find_person
from mentorcourse.privacy import erasure
from tests.agreement_pairs import Two
from tests.caller import Caller
from tests.workshop import Workshop, closing_store, email_of

YOU, ZIP = "/course/privacy/you", "/course/privacy/everything.zip"
JOURNAL = "01_introduction.journal"


def rows(caller: Caller) -> list[tuple[str, ...]]:
    """The lines of the record: who, what, about whom."""
    page = caller.ask(YOU).text
    found = [re.findall(r"<td[^>]*>(?:<time[^>]*>)?([^<]*)", row) for row in re.findall(r"<tr><td.*?</tr>", page)]
    return [tuple(cells[1:]) for cells in found if len(cells) == 4]


def packed(caller: Caller) -> dict[str, bytes]:
    """The files of the export."""
    reply = caller.ask(ZIP, "POST", form={})
    assert (reply.status, reply.headers["Content-Type"], reply.headers["Cache-Control"]) == (
        200,
        "application/zip",
        "no-store",
    )
    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_person_sees_what_was_done_about_them_and_by_them_in_words(workshop: Workshop) -> None:
    facilitator = workshop.member("Recorded lead", "facilitator", cohort="Cohort of the record")
    facilitator.ask("/course/api/me")
    made = facilitator.ask(
        "/course/api/staff/people", "POST",
        {"name": "Recorded person", "email": "recorded@example.org", "role": "participant"},
    )  # fmt: skip
    facilitator.ask(f"/course/api/staff/people/{made.json['person']}/link", "POST")
    link = facilitator.ask(f"/course/api/staff/people/{made.json['person']}/link", "POST").json["link"]
    visitor = workshop.caller(link)
    assert rows(visitor) == [
        ("you", "Signed in", "you"),
        ("Recorded lead", "Made a personal link", "you"),
        ("Recorded lead", "Made a personal link", "you"),
        ("Recorded lead", "Made a personal link", "you"),
        ("Recorded lead", "Added to the cohort", "you"),
    ]
    facilitator.ask("/course/api/staff/sections/04_trust", "PUT", {"open": False})
    seen = rows(facilitator)
    assert [row for row in seen if row[0] == "you" and row[1].startswith("Closed a section: 4. ") and not row[2]]
    assert ("you", "Added to the cohort", "Recorded person") in seen
    assert not [row for row in seen if row[0] == "Recorded person"]  # what others did is theirs


def test_the_page_is_there_before_the_notice_is_agreed_to_and_for_mentees_from_outside(workshop: Workshop) -> None:
    newcomer = workshop.caller(workshop.new_person("Undecided", agreed=False))
    assert newcomer.ask(YOU).status == 200
    assert json.loads(packed(newcomer)["everything.json"])["people"][0]["name"] == "Undecided"
    mentee = Two(workshop, "Cohort of a guest's record").mentee
    assert ("you", "Signed in", "you") in rows(mentee)
    assert "workbook.pdf" not in packed(mentee)


def test_a_page_of_the_record_that_is_not_there_says_so(workshop: Workshop) -> None:
    person = workshop.member("Short record")
    assert "There are no older lines." in person.ask(f"{YOU}?page=99").text
    assert person.ask(f"{YOU}?page=-1").status == 200


def test_everything_comes_as_one_file_to_read_and_as_data(workshop: Workshop) -> None:
    person = workshop.member("Takes all away")
    person.ask("/course/api/me")
    field = next(iter(workshop_fields(workshop)))
    saved = person.ask(
        f"/course/api/answers/{JOURNAL}", "PATCH", {"base_revision": 0, "values": {field: "My <i>own</i> words"}}
    )
    assert saved.status == 200, saved.text
    files = packed(person)
    assert set(files) == {"README.txt", "everything.json", "everything.html", "workbook.pdf"}
    data = json.loads(files["everything.json"])
    assert [row["value"] for row in data["revisions"]] == ["My <i>own</i> words"]
    page = files["everything.html"].decode()
    assert ("My &lt;i&gt;own&lt;/i&gt; words" in page, "<i>own" in page, "<script" in page) == (True, False, False)
    assert files["workbook.pdf"].startswith(b"%PDF")
    assert ("you", "Took a copy of everything", "you") in rows(person)


def workshop_fields(workshop: Workshop) -> list[str]:
    """The fields of the journal, in order."""
    return [key for key, _ in read_course(workshop.notebooks).activity(JOURNAL).list_fields()]


@pytest.mark.parametrize("how", ["GET", "POST without a token"])
def test_nobody_takes_a_copy_by_following_an_address(workshop: Workshop, how: str) -> None:
    person = workshop.member(f"Lured by {how}")
    asked = person.ask(ZIP) if how == "GET" else person.ask(ZIP, "POST", form={"_xsrf": "forged"})
    assert asked.status in (403, 404)


def test_an_erasure_needs_the_word_and_the_passphrase_and_can_be_undone(workshop: Workshop) -> None:
    person = workshop.member("Wants to be gone")
    person.ask("/course/account")
    words = {"passphrase": "four unrelated words here", "again": "four unrelated words here"}
    person.ask("/course/account", "POST", form={"action": "passphrase", **words})
    for wrong in ({"word": "please"}, {"word": "erase"}, {"word": "erase", "passphrase": "another one of twelve"}):
        refused = person.ask(YOU, "POST", form={"action": "erase", **wrong})
        assert (refused.status, "Nothing is erased" in refused.text) == (422, True)
    page = person.ask(YOU, "POST", form={"action": "erase", "word": "“Erase”", "passphrase": words["passphrase"]})
    assert "will be erased on" in page.text
    assert person.ask("/course/api/kept").json["erased_at"]
    assert person.ask("/course/api/me").status == 200  # until then all is as it was
    undone = person.ask(YOU, "POST", form={"action": "undo"})
    assert "called off" in undone.text
    assert person.ask("/course/api/kept").json == {"answers_go_at": None, "erased_at": None}


def test_a_facilitator_erases_in_two_steps_and_sees_numbers_alone(workshop: Workshop) -> None:
    lead = workshop.member("Erasing lead", "facilitator", cohort="Cohort of erasing")
    lead.ask("/course/api/me")
    goes = workshop.member("Erased by lead", cohort="Cohort of erasing")
    field = next(iter(workshop_fields(workshop)))
    goes.ask("/course/api/me")
    goes.ask(f"/course/api/answers/{JOURNAL}", "PATCH", {"base_revision": 0, "values": {field: "Nobody's business"}})
    with closing_store(workshop) as store:
        found = find_person(store, email_of("Erased by lead"))
    assert found
    path = f"/course/api/staff/people/{found.id}/erasure"
    assert lead.ask(path, "PUT", {"name": "Erased by lead"}).status == 409  # the first step comes first
    asked = lead.ask(path, "POST")
    assert (asked.status, asked.json["saves"], "business" in asked.text) == (200, 1, False)
    assert lead.ask(path, "PUT", {"name": "Somebody"}).status == 422
    confirmed = lead.ask(path, "PUT", {"name": "erased by LEAD"})
    assert (confirmed.status, bool(confirmed.json["erased_at"])) == (200, True)
    assert "will be erased on" in goes.ask(YOU).text  # they are told, and may call it off
    assert lead.ask(path, "DELETE").status == 200
    with closing_store(workshop) as store:
        assert erasure.pending(store, found.id) is None


def test_a_facilitator_erases_nobody_of_another_cohort_and_not_themselves(workshop: Workshop) -> None:
    lead = workshop.member("Lead of one", "facilitator", cohort="Cohort one of erasing")
    lead.ask("/course/api/me")
    workshop.member("Elsewhere", cohort="Cohort two of erasing")
    workshop.member("In both", cohort="Cohort one of erasing")
    workshop.member("In both", cohort="Cohort two of erasing")
    with closing_store(workshop) as store:
        ids = {name: find_person(store, email_of(name)) for name in ("Lead of one", "Elsewhere", "In both")}
        assert len(people.cohorts(store)) > 1
    for name, status in [("Lead of one", 422), ("Elsewhere", 404), ("In both", 403)]:
        somebody = ids[name]
        assert somebody
        assert lead.ask(f"/course/api/staff/people/{somebody.id}/erasure", "POST").status == status
