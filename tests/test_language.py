"""Every sentence of the interface is in the catalogues, and said with a language's own words, forms and numbers."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from mentorcourse.content import BadAnswers, definition, read_course
from mentorcourse.content.fields import Field
from mentorcourse.documents.words import WORDS, words_in
from mentorcourse.figures import draw
from mentorcourse.language import Sentence, catalogue, direction, languages, messages, place, plural, say
from mentorcourse.language.audience import AUDIENCES
from mentorcourse.server.plain_page import speaker
from tests.document_samples import MADE, OWNER, kept, texts_of

PACKAGE = Path(messages.__file__).parents[1]
TRANSLATED = [language for language in languages() if language != "en"]
SHEET = "02_what_you_bring.balance_sheet"
in_every_language = pytest.mark.parametrize("language", TRANSLATED)


# The catalogues.


def test_the_template_has_every_sentence_of_the_interface():
    stale = "mentorcourse/language/catalogues/messages.pot is stale: run make messages"
    assert messages.TEMPLATE.read_bytes() == messages.written(messages.collected()), stale


@in_every_language
def test_a_catalogue_translates_every_sentence_and_keeps_its_places(language: str):
    assert messages.faults(language) == []


@in_every_language
def test_a_catalogue_is_written_as_make_messages_writes_it(language: str):
    path = messages.FOLDER / f"{language}.po"
    with path.open("rb") as file:
        assert messages.written(read_po(file, locale=language)) == path.read_bytes()


MARKS = {".py": r"\bSentence\(\s*", ".js": r"(?<![\w.])t\(\s*", ".html": r"\b_\(\s*", ".j2": r"\b_\(\s*"}


def test_no_marked_sentence_escapes_the_collection():
    ids = {str(one.id if isinstance(one.id, str) else one.id[0]) for one in messages.collected()}
    for path in PACKAGE.rglob("*"):
        marked = (
            re.findall(MARKS[path.suffix] + r'"((?:[^"\\]|\\.)*)"', path.read_text()) if path.suffix in MARKS else []
        )
        for sentence in marked:
            opening = sentence.replace('\\"', '"')
            assert any(one.startswith(opening) for one in ids), f"{path.name}: {opening!r} is not collected"


@pytest.fixture
def spoiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the Spanish catalogue, which a test may spoil."""
    path = tmp_path / "es.po"
    path.write_bytes((messages.FOLDER / "es.po").read_bytes())
    monkeypatch.setattr(messages, "FOLDER", tmp_path)
    return path


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param('msgstr "Borrar: {label}"', 'msgstr ""', "'Clear: {label}': is not translated", id="empty"),
        pytest.param('msgstr "Borrar: {label}"', 'msgstr "Borrar: {label_}"', "'Clear: {label}': has other places than "
                     "{label}: use the same", id="another place"),
        pytest.param('msgstr[1] "Quedan {count} caracteres"', 'msgstr[1] "Quedan pocos"', "",
                     id="a form without count"),
        pytest.param('msgstr[1] "Quedan {count} caracteres"', 'msgstr[1] ""', "'{count} character left': is not "
                     "translated: write each of its forms", id="a form missing"),
        pytest.param('msgid "Clear: {label}"', 'msgid "Clean: {label}"', "'Clear: {label}': is missing: run make "
                     "messages", id="another sentence"),
        pytest.param('msgid "Clear: {label}"', 'msgid "Clean: {label}"', "'Clean: {label}': nothing says this any "
                     "longer", id="a stray"),
        pytest.param('#, python-brace-format\nmsgid "Clear: {label}"', '#, fuzzy, python-brace-format\nmsgid '
                     '"Clear: {label}"', "'Clear: {label}': is marked fuzzy", id="fuzzy"),
    ],
)  # fmt: skip
def test_a_fault_of_a_catalogue_is_named_with_its_mend(spoiled: Path, old: str, new: str, fault: str):
    text = spoiled.read_text(encoding="utf-8")
    assert text.count(old) == 1
    before = messages.faults("es")
    spoiled.write_text(text.replace(old, new), encoding="utf-8")
    found = [one for one in messages.faults("es") if one not in before]
    assert any(f"es.po: {fault}" in one for one in found) if fault else found == []


def test_renewing_keeps_translations_and_leaves_new_sentences_empty(spoiled: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(messages, "TEMPLATE", spoiled.with_name("messages.pot"))
    before = messages.faults("es")
    text = spoiled.read_text(encoding="utf-8").replace('msgid "Clear: {label}"', 'msgid "Clean: {label}"')
    spoiled.write_text(text, encoding="utf-8")
    messages.renew()
    new = [one for one in messages.faults("es") if one not in before]
    assert "es.po: 'Clear: {label}': is not translated: write each of its forms" in new
    assert catalogue("es").one("Cancel") == "Cancelar"


# Saying.


def test_a_sentence_is_english_text_that_another_language_can_say():
    sentence = Sentence("Clear: {label}", label="Life")
    assert sentence == "Clear: Life"
    assert say(sentence, "es") == say(sentence, "es-MX") == "Borrar: Life"
    assert say(sentence, "en-GB") == "Clear: Life"


def test_a_sentence_found_by_its_wording_alone_is_said_too_and_any_other_text_stays():
    assert say("Sign in first.", "es") == "Primero inicie sesión."
    assert say("What somebody wrote.", "es") == "What somebody wrote."
    assert say("Sign in first.", "xx") == "Sign in first."


@pytest.mark.parametrize(
    ("count", "english", "spanish"),
    [
        (0, "0 minutes", "0 minutos"),
        (1, "1 minute", "1 minuto"),
        (2, "2 minutes", "2 minutos"),
        (21, "21 minutes", "21 minutos"),
        (2001, "2001 minutes", "2001 minutos"),
        (12_345, "12,345 minutes", "12.345 minutos"),
        (1_000_000, "1,000,000 minutes", "1.000.000 minutos"),
    ],
)
def test_the_plural_form_is_that_of_the_language(count: int, english: str, spanish: str):
    sentence = plural(count, "{count} minute", "{count} minutes")
    assert (sentence, say(sentence, "es")) == (english, spanish)


def test_a_list_in_a_sentence_is_joined_by_the_language_s_own_rules():
    listed = Sentence("Clear: {label}", label=["a", Sentence("Copy"), "Cancel"])
    assert (listed, say(listed, "es")) == ("Clear: a, Copy and Cancel", "Borrar: a, Copiar y Cancel")
    assert Sentence("Clear: {label}", label=[1, 2]) == "Clear: 1 and 2"


def test_every_plural_category_of_cldr_has_its_form():
    for forms in catalogue("es").plurals.values():
        assert set(forms) == {"one", "many", "other"}
        assert forms["many"] == forms["other"]


def test_a_copied_sentence_can_still_be_said():
    for sentence in (Sentence("Clear: {label}", label="a"), plural(2, "{count} minute", "{count} minutes")):
        assert say(copy.deepcopy(sentence), "es") == say(sentence, "es")


def test_what_is_put_into_a_page_s_sentence_never_becomes_markup():
    said = speaker("es")("You are in {cohort}", cohort="<b>Spring</b> & {x}")
    assert said == "Está en &lt;b&gt;Spring&lt;/b&gt; &amp; {x}"


@pytest.mark.parametrize(("language", "expected"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("he-IL", "rtl")])
def test_a_language_is_written_in_its_direction(language: str, expected: str):
    assert direction(language) == expected


def test_the_scripts_get_their_sentences_and_no_others():
    served = catalogue("es").for_scripts()
    assert served["Copy"] == "Copiar"
    assert served["{count} character left"] == {
        "one": "Queda {count} carácter",
        "many": "Quedan {count} caracteres",
        "other": "Quedan {count} caracteres",
    }
    assert "Made on {day}" not in served


NOT_LOADED = "This part of the page could not be loaded. Reload the page; if that does not help, tell your facilitator."


@pytest.mark.parametrize("file", ["forms/widget.py", "forms/static/panel.js", "server/static/panels.js"])
def test_a_widget_whose_script_is_missing_says_what_the_page_would_say(file: str):
    text = re.sub(r'"\s*\+\s*"', "", (PACKAGE / file).read_text(encoding="utf-8"))
    (said,) = re.findall(r'notLoaded \?\? "(.*?)";', text)
    assert said.startswith(NOT_LOADED)
    assert catalogue("es").one(said) != said


# The course.


def test_a_text_is_in_the_language_of_the_course_or_in_english_until_it_is_translated(tmp_path: Path):
    (tmp_path / "es").mkdir()
    (tmp_path / "es" / "home.ipynb").touch()
    assert place(tmp_path, "home.ipynb", "es-MX") == ("es/home.ipynb", "es-MX")
    assert place(tmp_path, "journal.ipynb", "es") == ("journal.ipynb", "en")
    assert place(tmp_path, "home.ipynb", "en-GB") == ("home.ipynb", "en-GB")


def test_the_setting_chooses_the_course_s_language(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTORCOURSE_LANGUAGE", "es")
    course = read_course()
    assert (course.language, course.title) == ("es", "Fundamentos de la mentoría para la carrera profesional")
    assert {one.language for one in course.sections} == {"en", "es"}
    assert course.section("02_what_you_bring").language == "es"
    assert read_course(language="en").title == "Fundamentals of Career Mentoring"


def test_keys_are_the_same_in_every_language():
    english, spanish = read_course(language="en"), read_course(language="es")
    for address, _, activity in english.activities():
        translated = spanish.activity(address)
        assert [key for key, _ in translated.list_fields()] == [key for key, _ in activity.list_fields()]
        assert translated.steps() == activity.steps()


def test_a_definition_is_said_in_its_language():
    activity = read_course(language="es").activity("02_what_you_bring.case_worked_for_me")
    made = definition(activity, "02_what_you_bring", "es")
    assert made["language"] == "es"
    assert (made["fields"]["reasons"]["label"], made["fields"]["own_way"]["label"]) == (
        "Sus razones",
        "Su propio camino",
    )
    assert made["audience_words"].startswith(say(AUDIENCES["cohort-anonymous"], "es"))


def test_a_label_of_an_untranslated_section_stays_english_even_where_the_catalogue_has_its_words():
    scale = Field("Clear", "number", start=1, stop=2)
    assert scale.definition("es")["label"] == "Clear"
    assert Field(Sentence("Clear"), "number", start=1, stop=2).definition("es")["label"] == "Borrar"


def test_why_a_value_is_refused_can_be_said_in_every_language():
    activity = read_course(language="en").activity(SHEET)
    with pytest.raises(BadAnswers) as refused:
        activity.clean({"life.assets": "no list", "no.such": 1})
    said = {key: say(why, "es") for key, why in refused.value.errors.items()}
    assert said["life.assets"] == "Este campo lleva una lista de entradas."
    assert said["no.such"].startswith("Esta hoja de trabajo no tiene ese campo.")


def test_a_workbook_speaks_the_course_s_language_with_its_dates():
    from mentorcourse.documents.data import data
    from mentorcourse.documents.drafts import Days
    from mentorcourse.documents.workbook import workbook

    course = read_course(language="es")
    case = "02_what_you_bring.case_worked_for_me"
    answers = {case: kept(case, {"choice": "own", "own_way": "otro", "reasons": "porque", "committed": True})}
    answers["10_culture.journal"] = kept("10_culture.journal", {"former": "algo"})
    made = workbook(course, answers, OWNER, MADE, Days("es"))
    said = set(texts_of(made))
    assert (made["language"], made["made_on"]) == ("es", "Creado el 30 de abril de 2027")
    assert {"Su primera respuesta", "Sus razones", "Su propio camino", "Confirmada"} <= said
    assert "Guardado por última vez el 1 de marzo de 2027" in said
    assert [section["language"] for section in made["sections"]] == ["es", "en"]
    activity = data(course, answers, OWNER, MADE)["activities"][0]
    assert activity["answers"]["reasons"]["question"] == "Sus razones"


@in_every_language
def test_the_documents_words_are_all_translated(language: str):
    same = {name for name, said in words_in(language).items() if said == str(WORDS[name])}
    assert same <= {"point", "pair"}


def test_the_balance_sheet_s_picture_is_said_in_the_form_s_language():
    activity = read_course(language="es").activity(SHEET)
    made = definition(activity, "02_what_you_bring", "es")
    picture = draw("balance_sheet", made, {"life.assets": ["uno"], "career.assets": ["dos"]})
    assert picture.alternative.startswith("Hoja de balance con 2 aportes en 2 y 0 sesgos en 0 de 6 categorías.")
    assert "Experiencia y perspectiva de vida y Experiencia y perspectiva de carrera" in picture.alternative
    assert "<summary>Lo mismo en palabras</summary>" in picture.html()
    assert draw("balance_sheet", made, {}).alternative.startswith("Su hoja de balance aparece aquí")
