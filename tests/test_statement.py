"""The accessibility statement: anybody finds it, it names whom to tell, and the check misses it where it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorcourse.cli.check_run import Visitor
from mentorcourse.content import read_course
from mentorcourse.statement import FILE, read_statement
from tests.small_course import SmallCourse
from tests.workshop import Workshop


def test_somebody_who_is_not_signed_in_reads_it_and_finds_it_from_the_page_to_sign_in(workshop: Workshop) -> None:
    assert 'href="/course/accessibility"' in Visitor().ask(f"{workshop.url}/course/sign-in")
    page = Visitor().ask(f"{workshop.url}/course/accessibility")
    contact = read_course().institution.settings["accessibility_contact"]
    assert f"Tell {contact}, or your facilitator" in page
    assert "What is not met, or not known" in page


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Accessibility"), ("es", "Accesibilidad"), ("fr", "Accessibility")]
)
def test_it_is_in_the_course_s_language_or_says_that_it_is_english(language: str, title: str) -> None:
    statement, found = read_statement(read_course().model_copy(update={"language": language}))
    assert (statement.title, found) == (title, language if language == "es" else "en")
    assert "{" not in statement.text


def test_the_check_names_a_statement_that_was_only_copied(tmp_path: Path) -> None:
    course = SmallCourse(tmp_path)
    course.translate()
    (tmp_path / "es" / FILE).write_bytes((tmp_path / FILE).read_bytes())
    assert course.mistakes() == [f"es/{FILE}: is still the English: translate it"]


def test_the_check_names_a_statement_that_is_missing_not_translated_or_wrong(tmp_path: Path) -> None:
    course = SmallCourse(tmp_path)
    course.translate()
    (tmp_path / "es" / FILE).unlink()
    assert course.mistakes() == [f"es/{FILE}: is missing, and the English has it: translate it"]
    course.spoil("# Accessibility", "Accessibility", FILE)
    wrong = f"{FILE}: must begin with its title, the only line that begins with one #"
    assert course.mistakes() == [wrong]
    (tmp_path / FILE).unlink()
    assert course.mistakes()[0] == f"{FILE}: the accessibility statement is missing: write it"
