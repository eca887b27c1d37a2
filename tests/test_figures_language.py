"""The pictures in another language: every word on and around them is said in it, and fits."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure

from mentorcourse import figures
from mentorcourse.figures.live import live
from mentorcourse.language import sentence
from mentorcourse.notebook import open_section
from tests.figure_samples import SAMPLES, SELF_RATING
from tests.masked_language import masked_catalogue, unmasked, wordless
from tests.test_figures import Form


@pytest.fixture
def masking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence is said masked."""
    made = masked_catalogue()
    monkeypatch.setattr(sentence, "catalogue", lambda _language: made)


def answered(name: str) -> dict[str, Any]:
    """A sample's answers without words; those of `which_hat` are keys."""
    some: dict[str, Any] = SAMPLES[name].some
    return some if name == "which_hat" else {key: wordless(value, "text") for key, value in some.items()}


@pytest.fixture
def lettered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line of letters that is drawn."""
    drawn: list[str] = []
    write = Figure.text

    def writing(figure: Figure, x: float, y: float, text: str, **options: Any) -> Any:
        drawn.append(text)
        return write(figure, x, y, text, **options)

    monkeypatch.setattr(Figure, "text", writing)
    return drawn


def in_spanish(name: str, values: dict[str, Any] | None = None) -> figures.Picture:
    if name not in SAMPLES:
        return figures.draw(name, language="es")
    definition = wordless(SAMPLES[name].definition) | {"language": "es"}
    return figures.draw(name, definition, answered(name) if values is None else values)


@pytest.mark.usefixtures("masking")
@pytest.mark.parametrize("name", figures.names())
def test_a_picture_says_nothing_that_the_catalogues_do_not_have(name: str, lettered: list[str]):
    pictures = [in_spanish(name)]
    if name in SAMPLES:
        pictures.append(in_spanish(name, {}))
    told = " ".join(f"{one.alternative} {one.caption} {one.details}" for one in pictures)
    assert unmasked(" ".join([told, *lettered])) == set()
    assert "x" in told


@pytest.mark.parametrize("name", figures.names())
def test_no_line_of_a_spanish_picture_runs_over_its_edge(name: str):
    drawn = Figure.text
    ends: list[tuple[float, float]] = []

    def measuring(figure: Figure, x: float, y: float, text: str, **options: Any) -> Any:
        face, align = options["fontproperties"], options["ha"]
        bold, oblique = "Bold" in face.get_file(), "Oblique" in face.get_file()
        wide = figures.lettering.width(text, face.get_size(), bold, oblique)
        start = x - wide * {"left": 0, "center": 0.5, "right": 1}[align]
        ends.append((start, start + wide))
        return drawn(figure, x, y, text, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "text", measuring)
        in_spanish(name)
    assert all(start > -1 and end < figures.style.WIDTH + 1 for start, end in ends), ends


def test_a_picture_that_cannot_be_drawn_says_so_in_the_form_s_language():
    form = Form(definition={"language": "es"})
    assert "No se pudo dibujar la imagen" in live("self_rating", form).value
    form.definition = SELF_RATING.definition | {"language": "es"}
    form.value = {"attention.often": 4}
    assert "Autoevaluación con respuestas en 1 de 3 líneas." in live("self_rating", form).value


def test_a_notebook_draws_its_pictures_in_the_section_s_language(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MENTORCOURSE_LANGUAGE", "es")
    spanish, english = open_section("02_what_you_bring"), open_section("01_introduction")
    assert "Dos caminos anchos" in spanish.figure("overlapping_paths").data
    assert "Two broad paths" in english.figure("overlapping_paths").data
