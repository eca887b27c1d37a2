"""The privacy notice stands before the course: agreed to, declined without a trace, shown again when it changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mentorcourse.content import notebooks_folder, read_course
from mentorcourse.people import ways_in
from mentorcourse.privacy import consent, tables
from mentorcourse.privacy.notice import FILES, Notices, check_notices, read_notice
from tests.agreement_pairs import Two
from tests.caller import Caller, Reply
from tests.small_course import SmallCourse
from tests.stores import Desk
from tests.workshop import Workshop, closing_store, running_workshop

PAGE = {"Accept": "text/html"}
HOME, NOTICE, ME = "/course/", "/course/privacy", "/course/api/me"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop whose notices these tests may change."""
    folder = tmp_path_factory.mktemp("privacy")
    shutil.copytree(notebooks_folder().parent / "exercises", folder / "exercises")
    notebooks = Path(shutil.copytree(notebooks_folder(), folder / "notebooks"))
    with running_workshop(folder / "data", notebooks) as running:
        yield running


def answer(caller: Caller, word: str) -> Reply:
    """Press one of the notice's buttons, for the version that is shown."""
    shown = re.search(r'name="version" value="(\d+)"', caller.ask(NOTICE, headers=PAGE).text)
    return caller.ask(NOTICE, "POST", form={"answer": word, "version": shown[1] if shown else ""})


def consents(workshop: Workshop, name: str) -> list[int]:
    """The versions that somebody has agreed to."""
    with closing_store(workshop) as store, store.reading() as session:
        person = workshop.person(name)[0]
        return list(session.scalars(select(tables.Consent.version).filter_by(person_id=person)))


def test_the_notice_is_there_for_everybody_also_before_they_sign_in(workshop: Workshop) -> None:
    page = workshop.caller().ask(NOTICE, headers=PAGE)
    assert (page.status, "What happens to what you write" in page.text) == (200, True)
    assert "University of Utah" in page.text
    assert 'name="answer"' not in page.text
    assert 'href="/course/privacy"' in workshop.caller().ask("/course/sign-in").text


def test_a_newcomer_reaches_the_notice_and_nothing_else_until_they_have_agreed(place: Workshop) -> None:
    newcomer = place.caller(place.new_person("Newcomer", agreed=False))
    sent = newcomer.ask(f"{HOME}sections/01_introduction", headers=PAGE)
    assert (sent.status, sent.headers["Location"]) == (
        302,
        "/course/privacy?next=%2Fcourse%2Fsections%2F01_introduction",
    )
    refused = newcomer.ask(ME)
    assert (refused.status, "privacy notice first" in refused.json["message"]) == (403, True)
    assert newcomer.ask("/course/static/forms/form.js").status == 403
    assert newcomer.ask("/course/api/staff/roster").status == 404
    agreed = newcomer.ask(NOTICE, "POST", form={"answer": "agree", "version": "1", "next": f"{HOME}journal"})
    assert (agreed.status, agreed.headers["Location"]) == (302, f"{HOME}journal")
    assert (newcomer.ask(ME).status, consents(place, "Newcomer")) == (200, [1])


def test_agreeing_needs_the_page_s_own_token_and_the_version_that_was_read(workshop: Workshop) -> None:
    newcomer = workshop.caller(workshop.new_person("Careful reader", agreed=False))
    assert newcomer.ask(NOTICE, "POST", form={"answer": "agree", "version": "1", "_xsrf": "forged"}).status == 403
    other = newcomer.ask(NOTICE, "POST", form={"answer": "agree", "version": "7"})
    assert (other.status, "changed while you were reading" in other.text) == (409, True)
    assert newcomer.ask(ME).status == 403
    assert newcomer.ask(NOTICE, "POST", form={"answer": "maybe"}).status == 400


def test_whoever_declines_is_signed_out_kindly_and_leaves_nothing(workshop: Workshop) -> None:
    link = workshop.new_person("Not for me", agreed=False)
    newcomer = workshop.caller(link)
    page = answer(newcomer, "decline")
    assert (page.status, "nobody is told" in page.text) == (200, True)
    assert set(newcomer.cookies) <= {"_xsrf"}
    person = workshop.person("Not for me")[0]
    with closing_store(workshop) as store, store.reading() as session:
        for table in (ways_in.SignIn, tables.Consent):
            assert session.scalars(select(table).filter_by(person_id=person)).all() == []
        assert session.scalars(select(tables.Act).filter_by(actor_id=person)).all() == []
    elsewhere = workshop.caller(link)  # the link is as if it had never been used
    answer(elsewhere, "agree")
    assert elsewhere.ask(ME).status == 200


def test_a_new_version_says_what_is_new_and_interrupts_no_writing(place: Workshop) -> None:
    link = place.new_person("Regular", agreed=False)
    person = place.caller(link)
    answer(person, "agree")
    assert place.notebooks
    path = place.notebooks / FILES["members"]
    before = path.read_text("utf-8")
    path.write_text(
        before.replace("version: 1", "version: 2").replace("This is the first", "Backups stay. Second"), "utf-8"
    )
    try:
        assert person.ask(ME).status == 200  # what is being written is kept
        assert person.ask(HOME, headers=PAGE).headers["Location"].startswith(NOTICE)
        page = person.ask(NOTICE, headers=PAGE).text
        assert ("Backups stay." in page, "has changed since" in page) == (True, True)
        assert answer(person, "decline").status == 200
        again = place.caller()
        again.cookies = dict(person.cookies)
        again.enter(link)
        assert "What is new" in again.ask(NOTICE, headers=PAGE).text
        answer(again, "agree")
        assert 'name="answer"' not in again.ask(NOTICE, headers=PAGE).text
    finally:
        path.write_text(before, "utf-8")


def test_a_mentee_from_outside_has_a_notice_of_their_own_in_the_invitation(workshop: Workshop) -> None:
    two = Two(workshop, "Cohort of the notice")
    made = two.mentor.ask("/course/api/agreements", "POST", {"name": "A mentee", "email": ""})
    page = workshop.caller().ask(made.json["invitation"]["link"].removeprefix(workshop.url), headers=PAGE)
    assert "You are here for an agreement with your mentor" in page.text
    notice = two.mentee.ask(NOTICE, headers=PAGE)
    assert ("You are here for an agreement" in notice.text, 'name="answer"' in notice.text) == (True, False)
    assert two.mentee.ask(ME).status == 200


def test_of_a_consent_the_version_the_language_and_a_hash_of_the_text_are_kept(desk: Desk) -> None:
    notice = read_notice(read_course(), language="es")
    consent.agree(desk.store, desk.person, notice)
    consent.agree(desk.store, desk.person, notice)
    with desk.store.reading() as session:
        (kept,) = session.scalars(select(tables.Consent))
    assert (kept.version, kept.language, len(kept.digest)) == (1, "es", 64)
    assert consent.agreed(desk.store, desk.person, notice) == "current"
    assert consent.agreed(desk.store, desk.other, notice) == "none"
    newer = notice.model_copy(update={"version": 2})
    assert consent.agreed(desk.store, desk.person, newer) == "older"


def test_the_check_names_what_is_wrong_with_a_notice(tmp_path: Path) -> None:
    course = SmallCourse(tmp_path)
    course.translate()
    course.spoil("version: 1", "version: 2", "privacy.md")
    course.spoil("institution.name", "institution.phone_number", "privacy_guests.md")
    mistakes = check_notices(read_course(tmp_path), ["es"])
    assert mistakes[0].startswith("es/privacy.md: version: says 1: bring it in step with the English, 2")
    assert mistakes[1].startswith("privacy_guests.md: text: the institution profile has no phone_number")
    (tmp_path / "privacy.md").unlink()
    assert "privacy.md: the privacy notice is missing" in check_notices(read_course(tmp_path), [])[0]


def test_the_check_names_a_notice_that_was_only_copied(tmp_path: Path) -> None:
    SmallCourse(tmp_path).translate()
    shutil.copy(tmp_path / "privacy.md", tmp_path / "es/privacy.md")
    assert check_notices(read_course(tmp_path), ["es"]) == ["es/privacy.md: is still the English: translate it"]


def test_a_notice_broken_while_the_course_runs_leaves_the_last_good_one(tmp_path: Path) -> None:
    course = SmallCourse(tmp_path)
    notices = Notices(lambda: read_course(tmp_path))
    first = notices()
    course.spoil("version: 1", "version: none", "privacy.md")
    assert notices() == first
    course.spoil("version: none", "version: 3", "privacy.md")
    assert notices().version == 3
