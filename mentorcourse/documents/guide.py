"""Set the facilitator guide as one PDF: tagged, with bookmarks, and a clock for both lengths of every session."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import typst
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mentorcourse.content import Course, Section
from mentorcourse.language import Sentence
from mentorcourse.schedule import SPANS, Block, Row, Session, Slot, clock, read_chapters, read_session, run_of_show
from mentorcourse.schedule.run_of_show import MINUTES

from .pdf import fonts

TEMPLATE = Path(__file__).with_name("guide.typ")
Paper = Literal["us-letter", "a4"]
Node = dict[str, Any]

# The guide's texts are in English, and so is all that is set around them.
WORDS = {
    "title": Sentence("Facilitator guide"),
    "chapters": Sentence("Running a cohort"),
    "contents": Sentence("Contents"),
    "page": Sentence("Page {page} of {pages}"),
    "objectives": Sentence("Afterward, people can"),
    "show": Sentence("Run of show"),
    "block": Sentence("Block"),
    "own_clock": Sentence("Your clock"),
    "left_out": Sentence("left out"),
    "before": Sentence("Before you start"),
    "done": Sentence("Participants have done"),
    "materials": Sentence("Materials"),
    "room": Sentence("Room"),
    "remote": Sentence("All remote"),
    "hybrid": Sentence("Hybrid"),
    "accessibility": Sentence("Accessibility"),
    "task": Sentence("What they are told to do"),
    "see": Sentence("Participants see"),
    "on_page": Sentence("On the page"),
    "say": Sentence("Say"),
    "do": Sentence("Do"),
    "trouble": Sentence("If it goes wrong"),
    "debrief": Sentence("Debrief"),
    "moments": Sentence("Difficult moments"),
    "follow_up": Sentence("Afterward"),
    "finish": Sentence("Participants finish by themselves:"),
}
SPAN = Sentence("{minutes}-minute session")

_markdown = MarkdownIt("commonmark", {"html": False})


def guide_pdf(course: Course, paper: Paper = "us-letter") -> bytes:
    """The whole guide as a PDF file; raises ContentError when it has mistakes."""
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        sys_inputs={"guide": json.dumps(guide_text(course, paper))},
        pdf_standards=["ua-1"],
    )


def guide_text(course: Course, paper: Paper = "us-letter") -> dict[str, Any]:
    """What the guide says, as plain JSON in the order of its pages."""
    return {
        "paper": paper,
        "course": course.title,
        "institution": course.institution.settings.get("name", ""),
        "words": WORDS,
        "spans": [Sentence(SPAN, minutes=minutes) for minutes in SPANS],
        "chapters": [{"title": one.title, "text": nodes(one.text)} for one in read_chapters(course)],
        "sessions": [_session(course, section) for section in course.sections],
    }


def _session(course: Course, section: Section) -> dict[str, Any]:
    session = read_session(course, section.section)
    return session_text(section, session, run_of_show(session, section))


def session_text(section: Section, session: Session, rows: list[Row]) -> dict[str, Any]:
    """What the guide says of one session, for the lengths that its rows have slots for."""
    titles = {activity.key: activity.title for activity in section.activities}
    whole = session.model_dump(include={"title", "number", "purpose", "objectives", "before"})
    return whole | {
        "number": session.number,
        "done": [titles[key] for key in session.homework.before],
        "finish": [titles[key] for key in session.homework.after],
        "blocks": [_block(row) for row in rows],
        "moments": nodes(session.moments),
        "follow_up": nodes(session.follow_up),
    }


def _block(row: Row) -> dict[str, Any]:
    block: Block = row.block
    texts = {name: nodes(getattr(block, name)) for name in ("say", "do", "trouble", "debrief")}
    about = {
        "title": block.title,
        "instruction": block.instruction,
        "see": block.participants_see,
        "kind": row.kind,
        "standing": row.standing,
    }
    at_hand = {"activity": row.activity.title if row.activity else "", "question": row.question, "points": row.points}
    return {**about, **at_hand, **texts, "times": [_time(slot) for slot in row.slots]}


def _time(slot: Slot | None) -> list[str]:
    """The clock at a slot's start, and its minutes; nothing where the plan leaves it out."""
    return [clock(slot.starts), Sentence(MINUTES, minutes=slot.minutes)] if slot else []


def nodes(markdown: str) -> list[Node]:
    """Markdown as nodes that the template sets: each has a kind, and a text or children."""
    return _nodes(SyntaxTreeNode(_markdown.parse(markdown)).children)


def _nodes(found: Iterable[SyntaxTreeNode]) -> list[Node]:
    made: list[Node] = []
    for one in found:
        if one.type == "inline":
            made += _nodes(one.children)
        elif one.type in ("softbreak", "text", "code_inline", "fence"):
            made.append({"kind": one.type, "text": " " if one.type == "softbreak" else one.content.rstrip("\n")})
        else:
            made.append({"kind": one.type, "children": _nodes(one.children)})
    return made
