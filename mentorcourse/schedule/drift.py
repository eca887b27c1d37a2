"""Find where the facilitator guide no longer fits the course, or lacks what a facilitator needs on the day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mentorcourse.content import ContentError, Course

from .models import Session
from .plan import SPANS, Impossible, make_plan
from .read import NAME, PARTS, WHOLE, guide_folder, read_chapters, read_session

_NUMBER = r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|sixty|ninety"
# Minutes are the front matter's to say: a time in prose would be wrong in one of the lengths, and drift in the other.
_TYPED_TIME = re.compile(rf"\b(?:{_NUMBER})[ -](?:more )?minutes?\b|\b(?:half|quarter of) an hour\b", re.IGNORECASE)
_ITEM = re.compile(r"^- .*(?:\n  .*)*", re.MULTILINE)
_TROUBLE = re.compile(r"- \*\*.+?\*\*(?=.*\w).*", re.DOTALL)


def check_guide(course: Course) -> list[str]:
    """Every mistake in the course's facilitator guide, as "file: key: mend"; a course without any guide has none."""
    folder = guide_folder(course)
    pages = {path.stem for path in folder.glob("*.md")}
    if not pages:
        return []
    stems = [section.section for section in course.sections]
    strays = sorted(pages - {*stems, "README"})
    mistakes = [f"{NAME}/{stem}.md: belongs to no section: rename it, or remove it" for stem in strays]
    try:
        read_chapters(course)
    except ContentError as error:
        mistakes += error.mistakes
    for stem in stems:
        mistakes += _of_page(course, stem)
    return mistakes + [mistake for page in sorted(pages) for mistake in _in_text(course, page)]


def _of_page(course: Course, stem: str) -> list[str]:
    try:
        session = read_session(course, stem)
    except ContentError as error:
        return error.mistakes
    found = [*_words(session), *_order(session), *_times(session), *_activities(course, session)]
    return [f"{NAME}/{stem}.md: {mistake}" for mistake in found]


def _words(session: Session) -> Iterator[str]:
    """Each block has words to say, and a likely trouble with what to do; the whole page has its last chapters."""
    for heading, field in WHOLE.items():
        if not getattr(session, field):
            yield f"{field}: is missing: write it under the heading “## {heading}”"
    for block in session.blocks:
        if not block.instruction:
            yield f"blocks.{block.key}.instruction: is missing: tell participants in one line what they do now"
        for heading, (field, what) in PARTS.items():
            if field != "debrief" and not getattr(block, field):
                yield f"blocks.{block.key}.{field}: write {what} under “## {block.title}”, “### {heading}”"
        if block.say and not re.search(r"^> ", block.say, re.MULTILINE):
            yield f"blocks.{block.key}.say: has no words that one could say aloud: quote them with >"
        troubles = _ITEM.findall(block.trouble)
        if block.trouble and not (troubles and all(map(_TROUBLE.fullmatch, troubles))):
            yield f"blocks.{block.key}.trouble: begin each with “- **the trouble.**”, then say what to do"
    if not re.fullmatch(r"[^.?!]+\.", session.purpose):
        yield "purpose: must be one sentence"


def _order(session: Session) -> Iterator[str]:
    kinds = [block.kind for block in session.blocks]
    if kinds[0] != "opening" or kinds[-1] != "closing":
        yield "blocks: begin with a block of kind opening, and end with one of kind closing"
    if "break" not in kinds:
        yield "blocks: has no break: give people one"


def _times(session: Session) -> Iterator[str]:
    long = SPANS[-1]
    full = sum(block.full for block in session.blocks)
    if full != long:
        yield f"blocks: their full minutes add up to {full}: they must make {long}"
    try:
        make_plan(session.blocks, SPANS[0])
    except Impossible as short:
        much = f"{short.missing} minutes too much for a session of {SPANS[0]}"
        yield f"blocks: {much}: lower minimums, or mark some with drop"


def _activities(course: Course, session: Session) -> Iterator[str]:
    """Every activity named exists, each is done somewhere, and what is done in the room first has its time there."""
    known = {activity.key: activity for activity in course.section(session.section).activities}
    at_home = {*session.homework.before, *session.homework.after}
    in_room = {block.activity for block in session.blocks if block.activity}
    for key in sorted((at_home | in_room) - set(known)):
        yield f"{key}: {session.section}.yaml has no such activity: correct the name"
    for key in sorted(set(known) - at_home - in_room):
        yield f"{key}: is in no block: name it in a block's activity, or under homework"
    for key in sorted((in_room & set(known)) - at_home):
        least = sum(block.minimum for block in session.blocks if block.activity == key)
        if least < known[key].minutes:
            takes = f"takes {known[key].minutes} minutes and gets {least}"
            yield f"{key}: {takes}: raise minimum, or name it under homework"
    for key in sorted(key for key in known if known[key].kind == "case"):
        if not any(block.debrief for block in session.blocks if block.activity == key):
            yield f"{key}: has no debrief: name it in a block, and write one there under “### Debrief”"


def _in_text(course: Course, page: str) -> Iterator[str]:
    """What the page's own file must not say: times that are typed, and facts of one institution."""
    text = (guide_folder(course) / f"{page}.md").read_text(encoding="utf-8")
    for found in sorted({match[0] for match in _TYPED_TIME.finditer(text)} if page != "README" else ()):
        yield f"{NAME}/{page}.md: “{found}”: minutes stand in the front matter only: say it without a number"
    for key, value in course.institution.settings.items():
        if value and re.search(rf"\b{re.escape(value)}\b", text):
            yield f"{NAME}/{page}.md: “{value}”: is the institution's: write {{institution.{key}}}"
