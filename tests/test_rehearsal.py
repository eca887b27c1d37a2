"""A rehearsal has people who act by themselves, says on every page what it is, and touches nothing real."""

from __future__ import annotations

import io
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
from docx import Document
from pypdf import PdfReader
from typer.testing import CliRunner

from mentorcourse.cli import app
from mentorcourse.content import BadAnswers, kinds
from mentorcourse.documents.agreement import agreement
from mentorcourse.documents.card import card
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.pdf import pdf
from mentorcourse.programme.certificate import certificates
from mentorcourse.programme.criteria import Criteria
from mentorcourse.rehearsal import RehearsalClock, read_marker
from mentorcourse.rehearsal.answering import chance_of, first_saves, later_saves
from mentorcourse.rehearsal.caller import Caller as Participant
from mentorcourse.rehearsal.cast import cast as cast_of
from mentorcourse.rehearsal.marker import NAME, Rehearsal, usual_folder, write_marker
from mentorcourse.settings import data_folder
from mentorcourse.store import open_store
from tests.agreement_samples import sample_agreement
from tests.caller import Caller
from tests.document_samples import COURSE, MADE, everything, kept
from tests.document_samples import made as workbook
from tests.loops import finish
from tests.machine import hear_interrupts
from tests.workshop import Workshop

ADDRESSES = [address for address, _, _ in COURSE.activities()]
PATIENCE = 90
CERTIFICATES = certificates(COURSE, Criteria(activities=80), "Rehearsal", ["Participant 01"], Days(), MADE, "letter")
_BANK = "05_coaching_skills.coaching_questions"
CARD = card(
    cast("kinds.Questions", COURSE.activity(_BANK)), kept(_BANK, {"own.general": ["Why?"]}), Days("en", UTC), MADE, "en"
)
PAGES = """/ /sections/01_introduction /journal /account /reflections /agreements /staff /console /room /guide
    /guide/04_trust /no/such/page"""


# The people and what they write.


def test_the_same_seed_has_the_same_people_and_another_one_others() -> None:
    assert cast_of(24, 7) == cast_of(24, 7)
    assert cast_of(24, 7) != cast_of(24, 8)


@pytest.mark.parametrize("people", [3, 6, 24, 60])
def test_people_are_roles_and_one_of_them_leaves_and_one_joins_late(people: int) -> None:
    roles = cast_of(people, 1)
    assert len({role.email for role in roles}) == people
    assert all(re.fullmatch(r"Participant \d\d \([a-z ]+\)", role.name) for role in roles)
    assert all(role.email.endswith(".invalid") for role in roles)
    assert [sum(role.way == way for role in roles) for way in ("leaves", "joins late")] == [1, 1]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_they_write_is_taken_by_the_activity_and_the_same_each_time(address: str) -> None:
    activity = COURSE.activity(address)
    for number in range(4):
        known: dict[str, object] = {}
        saves = first_saves(activity, chance_of(number, address))
        assert saves == first_saves(activity, chance_of(number, address))
        for save in saves:
            assert activity.refuse(known, activity.clean(save)) == {}
            known |= activity.clean(save)
        for save in later_saves(activity, known, chance_of(number, address, "again")):
            assert activity.refuse(known, activity.clean(save)) == {}
            known |= activity.clean(save)
        assert activity.progress(known)
        with pytest.raises(BadAnswers):
            activity.clean({"no_such_field": "x"})


# The clock and the folder.


def test_minutes_pass_faster_and_never_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([100.0, 100.0, 106.0])
    monkeypatch.setattr("time.monotonic", lambda: next(ticks))
    clock = RehearsalClock(datetime(2027, 1, 1, 12, tzinfo=UTC), speed=10)
    assert [clock().minute, clock().minute] == [0, 1]


def test_a_marker_that_cannot_be_read_marks_all_the_same(tmp_path: Path) -> None:
    assert read_marker(tmp_path) is None
    (tmp_path / NAME).write_text("{", encoding="utf-8")
    assert read_marker(tmp_path)


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["rehearse", "--port", "0", "--no-browser", *arguments])
    assert done.exit_code == 1, done.output
    return done.stderr


def test_a_folder_with_a_real_course_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "course.db").write_bytes(b"what people wrote")
    for more in ([], ["--fresh"]):
        said = refused("--data", str(tmp_path), *more)
        assert "holds a real course's data" in said
        assert "mentorcourse rehearse --data FOLDER" in said
    assert (tmp_path / "course.db").read_bytes() == b"what people wrote"
    assert not (tmp_path / NAME).exists()


def test_the_real_data_folder_is_refused_even_when_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORCOURSE_DATA", str(tmp_path / "real"))
    assert "where the real course keeps its data" in refused("--data", str(tmp_path / "real"))
    assert usual_folder() != data_folder()
    assert not (tmp_path / "real").exists()


def test_a_rehearsal_is_not_backed_up_for_a_backup_has_no_mark(tmp_path: Path) -> None:
    write_marker(tmp_path, Rehearsal(6, 1, "", "2027-01-01T00:00:00+00:00"))
    refused = CliRunner().invoke(app, ["backup", "--data", str(tmp_path)], env={"MENTORCOURSE_DATABASE": ""})
    assert refused.exit_code == 1
    assert "rehearsal" in refused.output
    assert not list(tmp_path.rglob("*backup*"))


def test_formgrader_whose_pages_have_no_mark_does_not_start_on_a_rehearsal(tmp_path: Path) -> None:
    write_marker(tmp_path, Rehearsal(6, 1, "", "2027-01-01T00:00:00+00:00"))
    open_store(tmp_path / "course.db").close()
    refused = CliRunner().invoke(app, ["formgrader", "--data", str(tmp_path)], env={"MENTORCOURSE_DATABASE": ""})
    assert refused.exit_code == 1
    assert "rehearsal" in refused.output


def test_a_folder_with_something_else_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert "holds something else" in refused("--data", str(tmp_path), "--fresh")
    assert (tmp_path / "thesis.txt").exists()


def test_a_section_that_is_not_there_is_named_beside_those_that_are(tmp_path: Path) -> None:
    assert "There is no section 11_end. There are 01_introduction" in refused(
        "--until", "11_end", "--data", str(tmp_path / "new")
    )


# The rehearsal itself.


class Rehearsing:
    """A rehearsal that runs, with what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.said = process, list[str]()
        self._facilitator: Caller | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first line, said before or from now on, in which this is found."""
        for line in self.said:
            if found := re.search(pattern, line):
                return found
        while (said := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(said)
            if found := re.search(pattern, said):
                return found
        raise AssertionError(f"it ended without saying {pattern}:\n{''.join(self.said)}")

    def facilitator(self) -> Caller:
        """The one who practises, signed in."""
        link = self.wait_for(r"http://127\.0\.0\.1:(\d+)/course/enter/\S+")
        if self._facilitator is None:  # the link belongs to the first device that opens it
            self._facilitator = Caller(int(link[1]))
            assert self._facilitator.enter(link[0]).status == 302
            version = re.search(r'name="version" value="(\d+)"', self._facilitator.ask("/course/privacy").text)
            if version:  # asked for once
                agreed = {"answer": "agree", "version": version[1]}
                assert self._facilitator.ask("/course/privacy", "POST", form=agreed).status == 302
        return self._facilitator


@contextmanager
def rehearsing(folder: Path, *flags: str, **settings: str) -> Iterator[Rehearsing]:
    """A rehearsal, stopped at the end as by Ctrl+C."""
    command = [sys.executable, "-m", "mentorcourse.cli", "rehearse", "--no-browser", "--port", "0"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
    process = subprocess.Popen(
        [*command, "--data", str(folder), *flags], env={**kept, **settings}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=hear_interrupts,
    )  # fmt: skip
    try:
        yield Rehearsing(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        if process.stdout:
            process.stdout.close()


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsing]:
    """Six people, a minute of the session in a tenth of a second."""
    folder = tmp_path_factory.mktemp("rehearsal")
    mail = {"MENTORCOURSE_SMTP_HOST": "127.0.0.1", "MENTORCOURSE_SMTP_SENDER": "course@example.org"}
    real = {"MENTORCOURSE_DATABASE": f"sqlite:///{folder / 'real.db'}"}
    with rehearsing(folder / "data", "--people", "6", "--speed", "600", **mail, **real) as running:
        yield running
    assert not (folder / "real.db").exists()


@pytest.mark.timeout(240)
def test_six_people_answer_get_stuck_leave_and_join_late(rehearsal: Rehearsing) -> None:
    facilitator = rehearsal.facilitator()
    begun = facilitator.ask("/course/api/staff/session", "POST", {"section": "01_introduction", "minutes": 60})
    assert begun.status == 201, begun.text
    session = begun.json["session"]
    for _ in range(3):  # to the case study
        act = {"act": "next", "session": session["session"], "version": session["version"]}
        session = facilitator.ask("/course/api/staff/session/acts", "POST", act).json["session"]
    ways = {role.way: role.name for role in cast_of(6, 1)}
    assert rehearsal.wait_for(re.escape(f"{ways['leaves']} has left"))
    assert rehearsal.wait_for(re.escape(f"{ways['joins late']} joins late"))
    there = facilitator.ask("/course/api/staff/session/attendance").text
    assert ways["joins late"] in there
    rows = facilitator.ask("/course/api/staff/progress").json["rows"]
    case = COURSE.activity("01_introduction.case_always_yes").title
    assert "begun" in {row["state"] for row in rows if row["activity"] == case}  # the second answer is still to come


@pytest.mark.timeout(240)
def test_every_page_and_file_says_that_it_is_a_rehearsal(rehearsal: Rehearsing) -> None:
    facilitator = rehearsal.facilitator()
    stranger = Caller(facilitator.port)
    html = {"Accept": "text/html"}
    for caller, path in [*((facilitator, f"/course{page}") for page in PAGES.split()), (stranger, "/course/sign-in")]:
        page = caller.ask(path, headers=html).text
        assert "<title>Rehearsal: " in page, path
        assert "Nobody here is real, and no mail is sent." in page, path
        assert 'data-speed="600' in page, path
    file = facilitator.ask("/course/api/worksheets/01_introduction.journal.pdf?blank").content
    assert all("REHEARSAL" in page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    reply = facilitator.ask("/course/api/guide/04_trust/pack.pdf")
    assert "Rehearsal-Pack" in reply.headers["Content-Disposition"]
    pack = reply.content
    assert pack.startswith(b"%PDF"), pack
    assert all("REHEARSAL" in page.extract_text() for page in PdfReader(io.BytesIO(pack)).pages)
    report = facilitator.ask("/course/api/staff/report.pdf")
    assert "Rehearsal-" in report.headers["Content-Disposition"]
    assert all("REHEARSAL" in page.extract_text() for page in PdfReader(io.BytesIO(report.content)).pages)
    word = Document(io.BytesIO(facilitator.ask("/course/api/workbook.docx").content))
    assert "REHEARSAL" in "".join(one.text for one in word.sections[0].header.paragraphs)


@pytest.mark.timeout(240)
def test_no_letter_leaves_a_rehearsal_though_a_mail_server_is_named(rehearsal: Rehearsing) -> None:
    facilitator = rehearsal.facilitator()
    roster = facilitator.ask("/course/api/staff/roster").json
    assert roster["mail"] is False


@pytest.mark.timeout(240)
def test_a_rehearsal_goes_on_where_it_was_left_and_a_fresh_one_begins_anew(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with rehearsing(folder, "--people", "3", "--speed", "1000", "--seed", "5") as first:
        first.facilitator()
    left_at = read_marker(folder)
    assert left_at
    assert datetime.fromisoformat(left_at.moment) > datetime.now(UTC)  # its clock has run ahead
    with rehearsing(folder, "--people", "24") as second:
        assert second.wait_for("The rehearsal with 3 people, before 01_introduction, goes on")
        second.facilitator()
    write_marker(folder, Rehearsal(3, 5, "01_introduction", left_at.moment))
    with rehearsing(folder, "--people", "4", "--fresh") as third:
        assert third.wait_for("A new rehearsal")
        third.facilitator()
    now = read_marker(folder)
    assert (now and now.people, now and now.seed) == (4, 1)


@pytest.mark.parametrize(
    "document", [workbook(everything()), agreement(sample_agreement("draft"), Days()), CARD, CERTIFICATES]
)
def test_a_mark_stands_on_every_page_and_the_document_stays_readable_aloud(document: dict[str, Any]) -> None:
    with pikepdf.open(io.BytesIO(pdf({**document, "mark": "Rehearsal"}))) as file:  # type: ignore[typeddict-item]
        assert file.Root.MarkInfo.Marked
        assert file.open_metadata().get("pdfuaid:part") == "1"
    pages = PdfReader(io.BytesIO(pdf({**document, "mark": "Rehearsal"}))).pages  # type: ignore[typeddict-item]
    assert all("REHEARSAL" in page.extract_text() for page in pages)
    plain = PdfReader(io.BytesIO(pdf(document))).pages  # type: ignore[arg-type]
    assert not any("REHEARSAL" in page.extract_text() for page in plain)


def test_a_participant_agrees_to_the_notice_once(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    link, asked = workshop.new_person("Comes back to the rehearsal", agreed=False), list[tuple[str, str, int]]()

    async def ask(self: Participant, path: str, method: str = "GET", *more: Any) -> Any:
        reply = await plain(self, path, method, *more)
        asked.append((method, path, reply.code))
        return reply

    plain = Participant._ask
    monkeypatch.setattr(Participant, "_ask", ask)
    participant = Participant(workshop.url)
    for _ in range(2):
        finish(participant.enter(link))
    assert [code for method, path, code in asked if (method, path) == ("POST", "/course/privacy")] == [302]


def test_a_real_course_says_nothing_of_a_rehearsal(workshop: Workshop) -> None:
    page = workshop.caller().ask("/course/sign-in", headers={"Accept": "text/html"}).text
    assert "ehearsal" not in page
    assert "data-speed" not in page
