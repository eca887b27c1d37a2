"""Read the accessibility statement: what is met, what is not, and whom to tell of a barrier."""

from __future__ import annotations

from .content import ContentError, Course
from .content.read import checked
from .language import place
from .schedule.models import Chapter
from .schedule.read import headed

FILE = "accessibility.md"


def read_statement(course: Course) -> tuple[Chapter, str]:
    """The statement as title and Markdown, and the language it is in: the course's, else English.

    Raises ContentError with file, key and mend.
    """
    file, language = place(course.folder, FILE, course.language)
    try:
        said = headed((course.folder / file).read_text(encoding="utf-8"), "#")
    except FileNotFoundError as error:
        raise ContentError([f"{file}: the accessibility statement is missing: write it"]) from error
    except UnicodeDecodeError as error:
        raise ContentError([f"{file}: is not UTF-8: save it as UTF-8"]) from error
    if len(said) != 1:
        raise ContentError([f"{file}: must begin with its title, the only line that begins with one #"])
    [(title, text)] = said
    return checked(Chapter, file, {"title": title, "text": text}, course.institution.settings), language


def check_statement(course: Course, languages: list[str]) -> list[str]:
    """Every mistake in the statement and its translations, as "file: key: mend"."""
    mistakes: list[str] = []
    told: dict[str, Chapter] = {}
    for language in ["en", *languages]:
        try:
            told[language], found = read_statement(course.model_copy(update={"language": language}))
        except ContentError as error:
            mistakes += error.mistakes
            continue
        if found != language:
            mistakes.append(f"{language}/{FILE}: is missing, and the English has it: translate it")
        elif language != "en" and told[language] == told.get("en"):
            mistakes.append(f"{language}/{FILE}: is still the English: translate it")
    return list(dict.fromkeys(mistakes))  # a language without its own shares the English one's
