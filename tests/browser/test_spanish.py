"""The course in Spanish, end to end: pages, forms, plural forms, dates, and the workbook that one takes away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from mentorcourse.content import definition, read_course
from tests.workshop import Workshop, running_workshop

from .course_pages import Person
from .fill import field_of, form_of
from .looks import violations

pytestmark = pytest.mark.timeout(300)

COURSE = read_course(language="es")
STEM = "02_what_you_bring"
DEFINITIONS: dict[str, dict[str, Any]] = {
    address: definition(activity, section.section, section.language)
    for address, section, activity in COURSE.activities()
}
BEFORE_YES = DEFINITIONS[f"{STEM}.before_i_say_yes"]
SHEET = DEFINITIONS[f"{STEM}.balance_sheet"]
MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
DAY = re.compile(rf"\d{{1,2}} de (?:{MONTHS}) de \d{{4}}")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop whose course is in Spanish by the setting alone."""
    folder = tmp_path_factory.mktemp("spanish")
    with running_workshop(folder, settings={"MENTORCOURSE_LANGUAGE": "es"}) as running:
        yield running


@pytest.fixture
def person(spanish: Workshop, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody new, who has come in by a link."""
    wrong: list[str] = []
    context = browser.new_context(locale="es-MX", accept_downloads=True)
    newcomer = Person(spanish, context, wrong)
    newcomer.page.goto(spanish.new_person(request.node.name[:60]))
    newcomer.page.get_by_role("button", name="Continuar").click()
    expect(newcomer.page.get_by_role("button", name="Cerrar sesión")).to_be_visible()
    yield newcomer
    context.close()
    assert wrong == []


def open_section(person: Person, stem: str = STEM) -> Page:
    """Go to a section, and wait until its forms have fetched their answers."""
    page = person.page
    page.goto(f"{person.workshop.url}/course/sections/{stem}")
    for address, one in DEFINITIONS.items():
        if address.startswith(f"{stem}."):
            expect(form_of(page, one)).to_have_attribute("data-loaded", "true", timeout=30_000)
    return page


def why(page: Page) -> Locator:
    """The first text box of section 2."""
    return field_of(page, BEFORE_YES, "why").get_by_role("textbox")


def test_home_and_section_are_in_spanish_and_say_so(person: Person):
    page = person.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["es", "ltr"]
    expect(page.get_by_role("heading", name="Su curso", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Comience aquí")).to_be_visible()
    expect(page.get_by_role("heading", name="Su cuaderno de trabajo")).to_be_visible()
    assert violations(page) == []
    page = open_section(person)
    expect(page.get_by_role("heading", level=1)).to_contain_text("2. ¿Qué aporta usted como mentor o mentora?")
    expect(page.get_by_text("no está traducida")).to_have_count(0)
    assert form_of(page, BEFORE_YES).evaluate("form => form.lang") == "es"
    expect(form_of(page, BEFORE_YES).get_by_text("En el curso nadie lee esto.")).to_be_visible()
    assert violations(page) == []


def test_the_journal_is_in_spanish(person: Person):
    page = person.page
    page.get_by_role("link", name="Diario").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Su diario")
    expect(page.get_by_label("Buscar en su diario")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Buscar en su diario").fill("Qué tan fuerte es su impulso")
    expect(page.get_by_text("1 entrada con «Qué tan fuerte es su impulso»")).to_be_visible()
    page.get_by_label("Buscar en su diario").fill("trecho")
    expect(page.get_by_text("2 entradas con «trecho»")).to_be_visible()


def test_a_field_is_saved_and_the_form_says_so_with_its_plural_forms(person: Person):
    page = open_section(person)
    why(page).fill("x" * (BEFORE_YES["fields"]["why"]["characters"] - 1))
    form = form_of(page, BEFORE_YES)
    expect(form.get_by_text("Queda 1 carácter", exact=True)).to_be_visible()
    expect(form.get_by_text(re.compile(r"^Guardado: \d?\d:\d\d$"))).to_be_visible(timeout=45_000)
    why(page).press("Backspace")
    expect(form.get_by_text("Quedan 2 caracteres", exact=True)).to_be_visible()
    expect(form.get_by_text("1 de 4 respondidas")).to_be_visible()
    why(page).fill("Para devolver lo que recibí.")
    expect(form.get_by_text(re.compile(r"^Guardado: \d?\d:\d\d$"))).to_be_visible(timeout=45_000)
    form.get_by_role("button", name="Versiones anteriores").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 respuesta cambiada").first).to_be_visible()
    assert violations(page) == []


def test_what_the_server_refuses_is_said_in_spanish(person: Person):
    page = open_section(person)
    reply = page.evaluate(
        """async () => {
          const token = document.cookie.match(/_xsrf=([^;]*)/)[1];
          const headers = { "X-XSRFToken": token, "Content-Type": "application/json" };
          const body = JSON.stringify({ base_revision: 0, values: { "why": "y".repeat(2001) } });
          const address = "../api/answers/02_what_you_bring.before_i_say_yes";
          const answer = await fetch(address, { method: "PATCH", headers, body });
          return answer.json();
        }"""
    )
    assert reply["errors"]["why"].startswith("Tiene 2001 caracteres y aquí caben 2000.")


def test_the_reflection_at_the_sections_end_is_in_spanish_and_so_is_what_is_refused(person: Person):
    page = open_section(person)
    part = page.get_by_role("region", name="Su reflexión sobre esta sección", exact=True)
    part.scroll_into_view_if_needed()
    form = part.get_by_role("region", name="Su reflexión", exact=True)
    expect(form.get_by_text("respondidas").first).to_be_visible()
    expect(part.get_by_text("No hay fecha límite.")).to_be_visible()
    part.get_by_role("button", name="Enviar a quienes le capacitan…").click()
    expect(part.get_by_text("Aún no hay nada escrito. Responda")).to_be_visible()
    reply = page.evaluate(
        """async () => {
          const token = document.cookie.match(/_xsrf=([^;]*)/)[1];
          const headers = { "X-XSRFToken": token, "Content-Type": "application/json" };
          const body = JSON.stringify({ revision: 7 });
          const answer = await fetch("../api/reflections/02_what_you_bring/submit", { method: "POST", headers, body });
          return answer.json();
        }"""
    )
    assert reply["message"].startswith("Su borrador cambió desde que esta página lo mostró.")
    assert violations(page) == []


def test_a_section_without_translation_is_shown_in_english_and_marked_so(person: Person):
    page = open_section(person, "01_introduction")
    assert page.evaluate("document.documentElement.lang") == "es"
    expect(page.get_by_text("Esta página aún no está traducida")).to_be_visible()
    assert page.get_by_role("heading", level=1).evaluate("title => title.closest('[lang]').lang") == "en"
    expect(page.get_by_role("link", name="Siguiente: 2. ¿Qué aporta usted como mentor o mentora?")).to_be_visible()
    assert violations(page) == []


ENGLISH = re.compile(
    r"\b(the|of|and|you|your|is|are|not|with|for|links?|people|here|who|what|that|this|begun|done|sections?|activity|"
    r"person|open|close|home|add|made|name|once|yet|role|new|revoke|last|never)\b",
    re.IGNORECASE,
)


def test_the_staff_page_is_in_spanish_but_for_titles_that_are_not_translated(spanish: Workshop, browser: Browser):
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    page.goto(spanish.new_person("Alguien", "facilitator"))
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_visible()
    page.goto(f"{spanish.url}/course/staff")
    expect(page.get_by_role("heading", name="Por actividad")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("columnheader", name="Sin comenzar").first).to_be_visible()
    expect(page.get_by_role("button", name="Actualizar")).to_be_visible()
    english = [section for section in COURSE.sections if section.language == "en"]
    titles = [text for section in english for text in (section.title, *(one.title for one in section.activities))]
    told = " ".join(page.get_by_role("main").inner_text().split())
    for known in sorted(
        [*titles, COURSE.institution.note, COURSE.institution.settings["name"], "Example cohort"], key=len, reverse=True
    ):
        told = told.replace(" ".join(known.split()), "")
    assert ENGLISH.findall(re.sub(r"\S+@\S+|test_\w+", "", told)) == []
    assert page.get_by_role("main").locator("[lang=en]").count() == 0
    assert violations(page) == []
    context.close()


def test_what_cannot_be_loaded_says_so_in_spanish(person: Person):
    person.page.route("**/page/home.js", lambda route: route.abort())
    person.page.goto(f"{person.workshop.url}/course/")
    expect(person.page.get_by_role("alert")).to_contain_text("No se pudo cargar esta parte de la página.")


def test_the_workbook_is_in_spanish_with_spanish_dates(person: Person):
    page = open_section(person)
    why(page).fill("Para devolver lo que recibí.")
    field_of(page, SHEET, "life.assets").get_by_role("textbox").first.fill("Dos años en el extranjero")
    for form in (form_of(page, BEFORE_YES), form_of(page, SHEET)):
        expect(form.get_by_text(re.compile(r"^Guardado: \d"))).to_be_visible(timeout=45_000)
    page.goto(f"{person.workshop.url}/course/")
    pdf = PdfReader(BytesIO(downloaded(page, "PDF, para leer e imprimir")))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    assert str(pdf.root_object["/Lang"]) == "es"
    for words in (
        "El cuaderno de trabajo de",
        "Contenido",
        "Guardado por última vez el",
        "Página 1 de",
        SHEET["title"],
    ):
        assert words in text
    assert DAY.search(text)
    document = Document(BytesIO(downloaded(page, "Documento de Word, para seguir escribiendo")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Para devolver lo que recibí." in text
    assert "El cuaderno de trabajo de" in text
    assert re.search(rf"Guardado por última vez el {DAY.pattern}", text)
    assert document.core_properties.language == "es"


def catalogues_asked_for(page: Page, person: Person) -> list[str]:
    """Addresses of catalogues that the home page and a section ask for, each opened afresh."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/language/" in request.url else None)
    for path in ("/course/", f"/course/sections/{STEM}"):
        page.goto(person.workshop.url + path)
        expect(page.locator("#mc-account").get_by_role("button")).to_be_visible()
        page.wait_for_load_state("networkidle")
    return asked


def test_a_spanish_page_asks_for_its_catalogue_once_and_an_english_one_never(person: Person, newcomer: Any):
    asked = catalogues_asked_for(person.page, person)
    assert [address.rsplit("/", 1)[1] for address in asked] == ["es.json"] * 2
    english = newcomer()
    assert catalogues_asked_for(english.page, english) == []


def downloaded(page: Page, link: str) -> bytes:
    """The file behind a link of the home page."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return download.value.path().read_bytes()
