"""A small course with one activity of each kind, written as an author would, for tests that spoil it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from mentorcourse.check import check, record_keys
from mentorcourse.content import read_course

STEM = "01_start"
PROFILE = "institutions/our_hospital.yaml"

_COURSE = """\
title: A small course
language: en
sections:
  - 01_start
institution: our_hospital
"""

_INSTITUTION = """\
note: Check these.
settings:
  name: Our hospital
  phone: "555 0100"
facts:
  support:
    - {label: Where, text: "{institution.name}", url: ""}
    - {label: Phone, text: "{institution.phone}"}
"""

_SECTION = """\
section: 01_start
title: A start
pitfall: Nobody begins.
take_away: Begin.
objectives:
  - Begin well
reading:
  - {text: "A book"}
activities:
  - key: sheet
    kind: table
    title: Sheet
    audience: private
    minutes: 5
    instructions: Fill it in at {institution.name}.
    rows:
      - {key: life, label: Life}
      - {key: work, label: Work}
    columns:
      - {key: plus, label: Plus, entries: many, hint: {life: raising children}}
      - {key: minus, label: Minus}
  - key: letter
    kind: answers
    title: Letter
    audience: pair
    minutes: 5
    instructions: Write *briefly*.
    limits: {characters: 200, entries: 3}
    prompts:
      - {key: why, label: Why?, hint: because}
      - key: where
        label: Where?
        options:
          - {key: clinic, label: Clinic}
          - {key: lab, label: Lab}
    compose: {title: Draft, text: "I do it because {why}."}
  - key: journal
    kind: journal
    title: Journal
    audience: private
    minutes: 5
    instructions: For yourself.
    prompts:
      - {key: moment, label: A moment}
  - key: steps
    kind: checklist
    title: Steps
    audience: private
    minutes: 5
    instructions: Tick.
    stages:
      - key: before
        title: Before
        note: Notes
        items:
          - {key: time, label: There is time, note: How much}
          - {key: place, label: There is a place, options: [{key: office, label: Office}, {key: walk, label: A walk}]}
  - key: rating
    kind: ratings
    title: Rating
    audience: cohort-anonymous
    minutes: 5
    instructions: Rate.
    items:
      - {key: listen, label: I listen}
    scales:
      - {key: often, label: How often?, from: 1, to: 5, points: {1: Never, 5: Always}}
  - key: dilemma
    kind: case
    title: Dilemma
    audience: cohort-anonymous
    minutes: 5
    instructions: Choose.
    situation: Two people want one seat.
    question: What now?
    options:
      - key: wait
        label: Wait
        consequences: {mentee: "One", mentor: "Two", others: "Three"}
      - key: other
        label: Another way
        consequences: {mentee: "One", mentor: "Two", others: "Three"}
    own: other
    weigh:
      - {key: cost, label: Its cost}
    debrief: Nobody is wrong.
  - key: bank
    kind: questions
    title: Bank
    audience: private
    minutes: 5
    instructions: Star.
    groups:
      - key: open
        title: Open
        questions:
          - {key: what, label: What else?}
  - key: practice
    kind: exercise
    title: Practice
    audience: cohort
    minutes: 5
    instructions: In pairs.
    phases:
      - {key: ask, title: Ask, minutes: 3, instructions: Only ask.}
    prompts:
      - {key: noticed, label: What did you notice?}
  - key: hats
    kind: situations
    title: Hats
    audience: private
    counted: false
    minutes: 5
    instructions: Which hat?
    options:
      - {key: mentor, label: Mentor}
      - {key: sponsor, label: Sponsor}
    situations:
      - key: prize
        text: There is a prize.
        fits: sponsor
        feedback: {mentor: Hardly., sponsor: Yes.}
"""

_STATEMENT = "# Accessibility\n\nTell {institution.name}.\n"
_NOTICE = """\
---
title: What is kept
version: 1
changes: This is the first version.
---

{institution.name} keeps what you write.
"""

_WORDED = (
    "title|pitfall|take_away|text|label|help|hint|life|instructions|note|situation|question|debrief|mentee|mentor|others"
    "|sponsor"
)
ACTIVITIES = ("sheet", "letter", "journal", "steps", "rating", "dilemma", "bank", "practice", "hats")


class SmallCourse:
    """The course's folder; `spoil` changes a file, `mistakes` is what the check then says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "course.yaml").write_text(_COURSE, encoding="utf-8")
        (folder / "institutions").mkdir()
        (folder / PROFILE).write_text(_INSTITUTION, encoding="utf-8")
        (folder / f"{STEM}.yaml").write_text(_SECTION, encoding="utf-8")
        for name in ("privacy.md", "privacy_guests.md"):
            (folder / name).write_text(_NOTICE, encoding="utf-8")
        self.write_notebook(*(f'section.form("{key}")' for key in ACTIVITIES))
        record_keys(read_course(folder))
        (folder / "accessibility.md").write_text(_STATEMENT, encoding="utf-8")

    def write_notebook(self, *calls: str, stem: str = STEM) -> None:
        """Write the section's notebook with these calls, each in a cell."""
        opening = f'import mentorcourse\nsection = mentorcourse.open_section("{stem}")\nsection.opening()'
        closing = ("section.closing()", "section.reading()")
        sources = [
            ("markdown", "# 1. A start\n\nSome words to read."),
            *(("code", one) for one in (opening, *calls, *closing)),
        ]
        self._write(f"{STEM}.ipynb", *sources)

    def _write(self, name: str, *sources: tuple[str, str]) -> None:
        cells = [
            {"id": f"cell-{number}", "cell_type": kind, "source": source.splitlines(keepends=True)}
            for number, (kind, source) in enumerate(sources)
        ]
        (self.folder / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")

    def translate(self) -> None:
        """Put the course into "Spanish": each wording has an x before it."""
        (self.folder / "es").mkdir()
        (self.folder / "es/course.yaml").write_text("title: Un curso\n", encoding="utf-8")
        for name in ("privacy.md", "privacy_guests.md"):
            (self.folder / f"es/{name}").write_text(_NOTICE.replace("keeps", "x keeps"), encoding="utf-8")
        for name in ("home.ipynb", "journal.ipynb"):
            self._write(name, ("markdown", "# Some words"))
            self._write(f"es/{name}", ("markdown", "# x Some words"))
        notebook = (self.folder / f"{STEM}.ipynb").read_text(encoding="utf-8")
        translated = notebook.replace("# 1. A start", "# x 1. A start")
        (self.folder / f"es/{STEM}.ipynb").write_text(translated, encoding="utf-8")
        wording = rf"(?P<key>\b(?:{_WORDED}): |  - (?=Begin well)|points: {{{{1: |, 5: )(?P<mark>\"?)(?=[^{{{{])"
        (self.folder / "es/accessibility.md").write_text(_STATEMENT.replace("Tell", "x Tell"), encoding="utf-8")
        text = re.sub(wording, r"\g<key>\g<mark>x ", (self.folder / f"{STEM}.yaml").read_text(encoding="utf-8"))
        (self.folder / f"es/{STEM}.yaml").write_text(text, encoding="utf-8")

    def spoil(self, old: str, new: str, file: str = f"{STEM}.yaml") -> None:
        """Replace the one place where `old` stands in a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def mistakes(self) -> list[str]:
        """What the check finds."""
        return check(self.folder)
