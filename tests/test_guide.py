"""The facilitator guide fits the course, says what is needed on the day, and what is wrong in it is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mentorcourse.check import check
from mentorcourse.cli import app
from mentorcourse.content import ContentError, read_course
from mentorcourse.people.links import LIFETIME as LINK_LIFETIME
from mentorcourse.people.sign_ins import LIFETIME as SIGN_IN_LIFETIME
from mentorcourse.schedule import SPANS, Session, check_guide, make_plan, read_chapters, read_session, run_of_show
from tests.small_course import STEM, SmallCourse
from tests.test_words import MAPPED, unknown

COURSE = read_course()
SESSIONS = [read_session(COURSE, section.section) for section in COURSE.sections]
CHAPTERS = read_chapters(COURSE)
every_session = pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.section)
every_mapped_session = pytest.mark.parametrize("session", SESSIONS[: len(MAPPED)], ids=lambda session: session.section)


def prose(session: Session) -> str:
    """All that a session's page says in sentences."""
    parts = [
        [*block.roles, block.instruction, block.say, block.do, block.trouble, block.debrief] for block in session.blocks
    ]
    return "\n".join([*(text for part in parts for text in part), session.moments, session.follow_up])


# The guide of this course.


def test_the_guide_has_no_mistakes():
    assert check_guide(COURSE) == []


@every_session
@pytest.mark.parametrize("minutes", SPANS)
def test_a_session_fills_just_its_time_with_all_that_must_be_done(session: Session, minutes: int):
    plan = make_plan(session.blocks, minutes)
    assert plan.total == minutes
    assert not [block.key for block in plan.cut if block.is_kept]


@every_mapped_session
def test_the_short_session_leaves_out_a_whole_block_and_the_long_one_none(session: Session):
    short, long = (make_plan(session.blocks, minutes) for minutes in SPANS)
    assert len(short.cut) == 1
    assert long.cut == ()


@every_session
def test_whoever_begins_and_their_partner_are_told_what_they_do_in_every_block_in_pairs(session: Session):
    pairs = [block for block in session.blocks if block.kind == "pairs"]
    assert pairs, f"{session.section}: give people one block of kind pairs"
    assert [block.key for block in pairs if len(set(block.roles)) < 2] == [], "write two roles for each block in pairs"


@every_session
def test_a_disclosure_is_answered_by_the_duty_of_the_institution(session: Session):
    office, phone = (COURSE.institution.settings[key] for key in ("reporting_office", "reporting_phone"))
    told = " ".join(session.moments.split())
    mend = "name {institution.reporting_office} and {institution.reporting_phone} under “## Difficult moments”"
    assert office in told, mend
    assert phone in told, mend


@every_mapped_session
def test_a_page_can_be_read_well_within_twenty_minutes(session: Session):
    assert 900 <= len(re.findall(r"\w+", prose(session))) <= 2000


@every_session
def test_each_block_has_words_to_say_a_likely_trouble_and_what_to_do_about_it(session: Session):
    for block in session.blocks:
        assert block.say.startswith(">"), block.key
        assert len(re.findall(r"\w+", block.say)) >= 15, block.key
        assert re.match(r"1\. \w", block.do), block.key
        for trouble in re.split(r"^- ", block.trouble, flags=re.MULTILINE)[1:]:
            what, help_ = trouble.removeprefix("**").split("**", 1)
            assert len(what.split()) >= 2, trouble
            assert len(help_.split()) >= 4, trouble


@every_session
def test_what_participants_are_told_to_do_can_be_read_at_a_glance(session: Session):
    for block in session.blocks:
        assert 4 <= len(block.instruction.split()) <= 26, block.key
        assert not re.search(r"\bthey (?:write|read|see|look)\b", block.instruction), block.key
    talks = [block for block in session.blocks if block.debrief and "case" in block.activity]
    assert all("a second time" in block.instruction for block in talks)


@every_session
def test_every_word_of_a_session_is_spelled_right(session: Session):
    before = "\n".join(str(value) for value in session.before.model_dump().values())
    strange = unknown("\n".join([prose(session), session.purpose, *session.objectives, before]))
    assert not strange, "correct them, or add what is right to tests/words.txt"


def test_every_word_of_the_chapters_is_spelled_right():
    text = "\n".join(re.sub(r"`[^`]*`|```.*?```", "", chapter.text, flags=re.DOTALL) for chapter in CHAPTERS)
    assert unknown(text) == ["codebook", "passphrase"]  # as the report and the sign-in pages call them


def test_no_sentence_to_say_stands_in_two_sessions():
    said: dict[str, str] = {}
    for session in SESSIONS:
        for block in session.blocks:
            for sentence in re.split(r"(?<=[.?!])\s+", block.say.replace("\n> ", " ").removeprefix("> ")):
                if len(sentence.split()) >= 8:
                    assert said.setdefault(sentence, session.section) == session.section, sentence


def test_the_lives_of_links_and_sign_ins_are_what_the_chapters_say():
    text = " ".join("\n".join(chapter.text for chapter in CHAPTERS).split())
    assert f"link works for {LINK_LIFETIME.days} days and a sign-in for {SIGN_IN_LIFETIME.days}" in text


# A guide that drifts.

PAGE = """\
---
purpose: People begin.
objectives: [Begin]
before: {materials: [Paper], room: A room., remote: A link., hybrid: Both., accessibility: Ask.}
homework: {before: [sheet, letter, journal, steps], after: [rating, asking, areas, bank, agreed, scenes]}
blocks:
  - {key: arrive, title: Arrive, kind: opening, minimum: 5, full: 20, must_do: true,
     instruction: Do it., participants_see: The page.}
  - {key: case, title: Case, kind: case, minimum: 20, full: 40, must_do: true, activity: dilemma,
     instruction: Do it., participants_see: It.}
  - {key: rest, title: Rest, kind: break, minimum: 5, full: 10,
     instruction: Do it., participants_see: Nothing.}
  - {key: close, title: Close, kind: closing, minimum: 5, full: 20, must_do: true,
     instruction: Do it., participants_see: Each other.}
---
"""
PARTS = "## {title}\n### Say\n> Words.\n### Do\nThis.\n### If it goes wrong\n- **Trouble.** Help.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The notebooks of a small course, which has no guide yet."""
    (tmp_path / "notebooks").mkdir()
    return SmallCourse(tmp_path / "notebooks").folder


@pytest.fixture
def spoil(tmp_path: Path, folder: Path) -> Callable[..., list[str]]:
    """Writes the guide of a small course, with one thing in it replaced, and gives the mistakes found."""

    def written(old: str = "", new: str = "", page: str = STEM) -> list[str]:
        known = [activity.key for activity in read_course(folder).sections[0].activities]
        front = re.sub(r"after: \[.*?\]", f"after: [{', '.join(set(known) - {'dilemma'})}]", PAGE)
        front = re.sub(r"before: \[[^P]*?\]", "before: []", front)
        body = "".join(PARTS.format(title=title) for title in ("Arrive", "Case", "Rest", "Close"))
        text = front + body.replace("## Rest", "### Debrief\nWhy?\n## Rest")
        text += "## Difficult moments\nGo out.\n## Afterward\nWrite.\n"
        assert old in text
        guide = tmp_path / "facilitator_guide"
        guide.mkdir()
        (guide / f"{page}.md").write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        (guide / "README.md").write_text("# Guide\n\n## One\n\nText.\n", encoding="utf-8")
        return check_guide(read_course(folder))

    return written


def test_a_small_guide_that_fits_has_no_mistakes(spoil: Callable[..., list[str]]):
    assert spoil() == []


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("activity: dilemma", "activity: dilema", "dilema: 01_start.yaml has no such activity: correct the name"),
        ("activity: dilemma,", "", "dilemma: is in no block: name it in a block's activity, or under homework"),
        ("minimum: 20, full: 40", "minimum: 4, full: 40", "dilemma: takes 5 minutes and gets 4: raise minimum"),
        ("### Debrief\nWhy?\n", "", "dilemma: has no debrief"),
        ("full: 10", "full: 11", "their full minutes add up to 91: they must make 90"),
        ("minimum: 20, full: 40", "minimum: 46, full: 40", "blocks.case: minimum is more than full"),
        ("minimum: 5, full: 20", "minimum: 20, full: 20", ""),
        ("kind: break, minimum: 5, full: 10", "kind: pairs, minimum: 5, full: 10, drop: 1", "has no break"),
        ("kind: opening", "kind: teaching", "begin with a block of kind opening"),
        ("kind: closing", "kind: dancing", "blocks.close.kind"),
        ("> Words.", "Words.", "blocks.arrive.say: has no words that one could say aloud: quote them with >"),
        ("instruction: Do it., ", "", "blocks.arrive.instruction: is missing: tell participants in one line"),
        ("### Do\nThis.\n", "", "blocks.arrive.do: write what you do meanwhile under “## Arrive”, “### Do”"),
        ("- **Trouble.** Help.", "- Help.", "blocks.arrive.trouble: begin each with “- **the trouble.**”"),
        ("- **Trouble.** Help.", "- **Trouble.**", "blocks.arrive.trouble: begin each with “- **the trouble.**”"),
        ("## Arrive", "## Arrived", "Arrived: is the title of no block"),
        ("### Say", "### Sing", "“### Sing” is not known: use Say, Do, If it goes wrong, Debrief"),
        ("## Afterward\nWrite.\n", "", "follow_up: is missing: write it under the heading “## Afterward”"),
        ("People begin.", "People begin. They go on.", "purpose: must be one sentence"),
        ("This.", "Give them five minutes.", "“five minutes”: minutes stand in the front matter only"),
        ("This.", "Ring 555 0100.", "“555 0100”: is the institution's: write {institution.phone}"),
        ("This.", "Ring {institution.fax}.", "the institution profile has no fax"),
        ("key: rest", "key: case", "the key case stands twice"),
        ("---\npurpose", "purpose", "must begin with front matter between two lines of ---"),
        ("purpose: People", "purpose: [People", "not YAML that can be read"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(spoil: Callable[..., list[str]], old: str, new: str, mistake: str):
    found = spoil(old, new)
    assert all(one.startswith(f"facilitator_guide/{STEM}.md: ") for one in found)
    assert any(mistake in one for one in found) if mistake else not found


def test_a_page_without_a_section_and_a_section_without_a_page_are_both_named(spoil: Callable[..., list[str]]):
    found = spoil(page="02_other")
    assert "facilitator_guide/02_other.md: belongs to no section: rename it, or remove it" in found
    assert f"facilitator_guide/{STEM}.md: the page is missing: write it, as another section has it" in found


def test_blocks_that_cannot_fit_into_the_short_session_are_refused(spoil: Callable[..., list[str]]):
    found = spoil("minimum: 20, full: 40", "minimum: 46, full: 46")
    assert any("1 minutes too much for a session of 60" in one for one in found)


def test_the_check_of_a_course_covers_its_guide(spoil: Callable[..., list[str]], tmp_path: Path):
    spoil("This.", "Give them five minutes.")
    assert any("five minutes" in mistake for mistake in check(tmp_path / "notebooks"))


def test_a_course_without_a_guide_has_nothing_to_mend(folder: Path):
    assert check_guide(read_course(folder)) == []


def test_a_page_that_is_not_utf_8_says_so(tmp_path: Path, folder: Path):
    (tmp_path / "facilitator_guide").mkdir()
    (tmp_path / "facilitator_guide" / f"{STEM}.md").write_bytes(b"---\npurpose: caf\xe9\n---\n")
    with pytest.raises(ContentError, match="is not UTF-8"):
        read_session(read_course(folder), STEM)


def test_the_run_of_show_places_every_block_on_both_clocks():
    rows = run_of_show(SESSIONS[4], COURSE.sections[4])
    assert [row.block.key for row in rows] == [block.key for block in SESSIONS[4].blocks]
    assert [row.block.title for row in rows if row.slots[0] is None] == ["Which hat"]
    assert all(row.slots[1] for row in rows)
    assert [str(minutes) for _, minutes in rows[4].points] == ["2 min", "9 min", "4 min"]
    assert str(rows[1].standing) == "May be left out, as number 1"


@every_session
def test_the_choices_of_the_case_are_at_hand_where_they_are_talked_about(session: Session):
    section = COURSE.section(session.section)
    for case in [one for one in section.activities if one.kind == "case"]:
        shown = [row.points for row in run_of_show(session, section) if row.question == case.question]
        assert shown == [[(option.label, option.help) for option in case.options]]


# The PDF.


def test_the_command_writes_one_tagged_pdf_with_bookmarks_and_all_the_words(tmp_path: Path):
    from pypdf import PdfReader

    file = tmp_path / "guide.pdf"
    done = CliRunner().invoke(app, ["guide", "--output", str(file), "--paper", "a4"])
    assert (done.exit_code, done.stdout.split()) == (0, ["Wrote", str(file)]), done.output
    read = PdfReader(file)
    assert read.root_object["/MarkInfo"].get_object()["/Marked"]  # type: ignore[index]
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert f"Page 2 of {len(read.pages)}" in text
    bookmarks = [str(one["/Title"]) for one in read.outline if not isinstance(one, list)]
    assert bookmarks[-len(SESSIONS) :] == [f"{session.number} {session.title}" for session in SESSIONS]
    for session, section in zip(SESSIONS, COURSE.sections, strict=True):
        for row in run_of_show(session, section):
            assert row.block.title in text
            assert all(label in text for label, _ in row.points)
    assert "0:12 12 min" in text
    assert "left out" in text
    assert COURSE.institution.settings["reporting_phone"] in text
    assert "**" not in text


def test_the_command_names_every_mistake_of_the_guide(spoil: Callable[..., list[str]], tmp_path: Path):
    spoil("### Say", "### Sing")
    done = CliRunner().invoke(
        app, ["guide", "--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "x.pdf")]
    )
    assert done.exit_code == 1
    assert "“### Sing” is not known" in done.stderr


def test_a_file_that_cannot_be_written_is_refused_in_words(tmp_path: Path):
    done = CliRunner().invoke(app, ["guide", "--output", str(tmp_path / "none" / "guide.pdf")])
    assert done.exit_code == 1
    assert "Name another file with --output" in done.stderr


def test_what_an_author_writes_in_the_guide_is_never_markup(spoil: Callable[..., list[str]], tmp_path: Path):
    from mentorcourse.documents.guide import guide_pdf
    from mentorcourse.server.written import as_html

    spoil("This.", "Pay #5 in *cash* <b>now</b> $x$ @you.")
    from pypdf import PdfReader

    made = tmp_path / "guide.pdf"
    made.write_bytes(guide_pdf(read_course(tmp_path / "notebooks")))
    text = " ".join(page.extract_text() for page in PdfReader(made).pages)
    assert "Pay #5 in cash <b>now</b> $x$ @you." in text
    assert as_html("<b>now</b>") == "<p>&lt;b&gt;now&lt;/b&gt;</p>\n"
