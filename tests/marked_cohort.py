"""A cohort whose members have written in every field there is, each text a word that stands nowhere else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pypdf import PdfReader

from mentorcourse.content import AnyActivity
from mentorcourse.content.fields import Field
from mentorcourse.review.submissions import submit
from mentorcourse.store import Store
from tests.agreement_pairs import Two
from tests.caller import Caller
from tests.review_samples import ASSIGNMENTS, COURSE, KEYS, SECTION
from tests.workshop import Workshop, closing_store

COHORT = "Cohort of marked words"
PARTICIPANTS = [f"Marked participant {number}" for number in range(1, 7)]
_MARK = re.compile("qzmark[a-z]{5}zq")


@dataclass
class Marks:
    """Words that nobody else writes, and where each was written."""

    places: dict[str, str] = field(default_factory=dict)
    _numbers: Any = field(default_factory=count)

    def new(self, place: str) -> str:
        """A word for this place."""
        number = next(self._numbers)
        letters = "".join(chr(ord("a") + number // 26**position % 26) for position in range(5))
        word = f"qzmark{letters}zq"
        self.places[word] = place
        return word

    def found_in(self, content: bytes) -> set[str]:
        """The places whose words stand in this content, whatever kind of file it is."""
        return {self.places.get(word, word) for word in _MARK.findall(_text(content))}


def _text(content: bytes) -> str:
    """All that a reader can find in a file: of a PDF its text, of a ZIP, DOCX or XLSX every part."""
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return "\n".join(_text(opened.read(name)) for name in opened.namelist())
    return content.decode(errors="replace")


@dataclass
class MarkedCohort:
    """The cohort with its marks; `facilitator` leads it and has written nothing."""

    workshop: Workshop
    marks: Marks
    facilitator: Caller
    writer: Caller
    two: Two
    persons: dict[str, str]
    sentence: str


def make_marked_cohort(workshop: Workshop) -> MarkedCohort:
    """Fill it: worksheets, journals, reflections with a review, and an agreement that is final."""
    marks = Marks()
    callers = {name: workshop.member(name, cohort=COHORT) for name in PARTICIPANTS}
    persons = {name: caller.ask("/course/api/me").json for name, caller in callers.items()}
    cohort = persons[PARTICIPANTS[0]]["cohort"]
    with closing_store(workshop) as store:
        for name, told in persons.items():
            _write(store, told["person"], cohort, name, marks, everything=name in PARTICIPANTS[:2])
    writer = callers[PARTICIPANTS[0]]
    _review(workshop, writer, marks)
    shared = writer.ask("/course/api/sentences", "POST", {"section": SECTION, "text": "For everybody in the room."})
    assert shared.status == 201, shared.text
    two = Two(workshop, COHORT, marks.new("an agreement: the mentee's name"))
    for caller in (two.mentee, two.mentor):
        rows = two.see(two.mentor)["rows"]
        cells = {str(row["key"]): marks.new(f"an agreement: {row['key']}") for row in rows}
        saved = two.write(caller, None, **cells)
        assert saved.status == 200, saved.text
        assert two.hand_over(caller).status == 200
    noted = two.mentor.ask(f"{two.path}/rows/goals/comments", "POST", {"text": marks.new("an agreement: a comment")})
    assert noted.status in (200, 201), noted.text
    two.initial_all()
    facilitator = workshop.member("Marked facilitator", "facilitator", cohort=COHORT)
    facilitator.ask("/course/api/me")
    return MarkedCohort(
        workshop,
        marks,
        facilitator,
        writer,
        two,
        {name: told["person"] for name, told in persons.items()},
        shared.json["sentences"][0]["id"],
    )


def _write(store: Store, person: str, cohort: str, name: str, marks: Marks, everything: bool) -> None:
    """Answer every activity, or what is counted by cohort: that takes more people than two."""
    for address, _, activity in COURSE.activities():
        if not everything and activity.audience != "cohort-anonymous":
            continue
        values = _filled(activity, f"{address} of {name}", marks)
        store.save(person, cohort, address, values, 0, activity.progress)
    for section, assignment in ASSIGNMENTS.by_section.items() if everything else ():
        asked = assignment.asked()
        draft = {question["key"]: marks.new(f"a draft on {section} of {name}") for question in asked}
        store.save(person, cohort, f"{section}.reflection", draft, 0, lambda values: (1, 1))
        if section != SECTION:
            submitted = {question["key"]: marks.new(f"a reflection on {section} of {name}") for question in asked}
            submit(store, cohort, person, section, asked, submitted, False)


def _filled(activity: AnyActivity, place: str, marks: Marks) -> dict[str, Any]:
    """Every field answered; whatever may be typed is marked, where the cohort is not meant to read it."""

    def word(key: str) -> str:
        return "shared" if activity.audience == "cohort" else marks.new(f"{place}: {key}")

    return activity.clean({key: _value(asked, word, key) for key, asked in activity.list_fields()})


def _value(asked: Field, word: Callable[[str], str], key: str) -> Any:
    keys = [option["key"] for option in asked.options]
    if asked.takes == "text":
        return f"I wrote {word(key)} here."
    if asked.takes == "texts":
        return [word(key), word(key)]
    if asked.takes == "pairs":
        return [{"text": word(key), "follow_up": word(key)}]
    chosen = {"option": keys[:1] and keys[0], "options": keys[:2], "number": asked.stop, "tick": True}
    return chosen.get(asked.takes, "2027-03-31")


def _review(workshop: Workshop, writer: Caller, marks: Marks) -> None:
    """Submit one reflection, and let a trainer release feedback on it."""
    trainer = workshop.member("Marked trainer", "trainer", cohort=COHORT)
    trainer.ask("/course/api/me")
    writing = {key: marks.new(f"a reflection on {SECTION}") for key in KEYS}
    draft = f"/course/api/answers/{SECTION}.reflection"
    base = writer.ask(draft).json["revision"]
    revision = writer.ask(draft, "PATCH", {"base_revision": base, "values": writing}).json["revision"]
    made = writer.ask(f"/course/api/reflections/{SECTION}/submit", "POST", {"revision": revision})
    assert made.status == 201, made.text
    path = f"/course/api/review/submissions/{made.json['id']}"
    assert trainer.ask(f"{path}/open", "POST", {}).status == 200
    words = {
        "levels": {KEYS[0]: {"honesty": "solid", "link": "emerging", "next_step": "not_yet"}},
        "comments": {KEYS[0]: marks.new("a trainer's comment")},
        "overall": marks.new("a trainer's overall words"),
    }
    released = trainer.ask(f"{path}/release", "PUT", {"words": words, "base": 0})
    assert released.status == 200, released.text
