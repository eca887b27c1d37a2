"""Every notebook is committed clean, runs in a fresh kernel, shows its activities and teaches its points."""

from __future__ import annotations

import ast
import json
import os
import re
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from mentorcourse.content import Course, Section, read_course

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
COURSE: Course = read_course(FOLDER)
SECTIONS = {section.section: section for section in COURSE.sections}
STAFF = [*(ROOT / "facilitator_guide").glob("*.ipynb"), ROOT / "exercises" / "review.ipynb"]
NOTEBOOKS = sorted([*FOLDER.glob("*.ipynb"), *STAFF])

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_section = pytest.mark.parametrize("section", COURSE.sections, ids=lambda section: section.section)


@cache
def read(path: Path) -> Any:
    """The notebook as it is committed."""
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def cells(path: Path, kind: str) -> list[Any]:
    """Its cells of one kind."""
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def test_the_course_has_a_notebook_for_each_section_a_home_and_a_page_for_staff():
    assert {*SECTIONS, "home", "cohort", "review"} <= {path.stem for path in NOTEBOOKS}


# As it is committed.


@every_notebook
def test_a_notebook_is_valid_and_names_a_python_kernel(path: Path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info == {"name": "python"}


@every_notebook
def test_a_notebook_holds_nothing_from_a_run(path: Path):
    for cell in cells(path, "code"):
        assert (cell.outputs, cell.execution_count, cell.metadata) == ([], None, {}), cell.id
    for cell in cells(path, "markdown"):
        assert (cell.metadata, cell.get("attachments", {})) == ({}, {}), cell.id


@every_notebook
def test_each_cell_has_an_id_of_its_own_in_words(path: Path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert not [one for one in ids if not re.fullmatch(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*", one)]
    # What editors make up looks like 3f9a07bc, and changes with every copy.
    assert not [one for one in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}.*)?", one)]


@every_notebook
def test_a_code_cell_calls_the_course_and_nothing_else(path: Path):
    for cell in cells(path, "code"):
        written = [line for line in cell.source.splitlines() if line.strip()]
        assert 1 <= len(written) <= 3, cell.id
        statements = [_calls_the_course(statement) for statement in ast.parse(cell.source).body]
        assert all(statements), f"{cell.id}: {cell.source}"


def _calls_the_course(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names] == ["mentorcourse"]
    if not isinstance(statement, ast.Assign | ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    plain = (ast.Call, ast.Attribute, ast.Name, ast.Constant, ast.keyword, ast.expr_context)
    whole = list(ast.walk(statement.value))
    names = {node.id for node in whole if isinstance(node, ast.Name)}
    return names <= {"mentorcourse", "section"} and all(isinstance(node, plain) for node in whole)


@pytest.mark.parametrize(
    "source", ["import os", "print(1)", "x = 1", "section.form(open('x'))", "mentorcourse", "section.form(1 + 1)"]
)
def test_other_code_would_be_noticed(source: str):
    assert not all(_calls_the_course(statement) for statement in ast.parse(source).body)


_markdown = MarkdownIt("commonmark").enable("table")


def headings(path: Path) -> list[tuple[int, str]]:
    """Level and words of each heading in the Markdown, in order."""
    found = []
    for cell in cells(path, "markdown"):
        tokens = _markdown.parse(cell.source)
        found += [(int(a.tag[1]), b.content.strip()) for a, b in pairwise(tokens) if a.type == "heading_open"]
    return found


@every_notebook
def test_headings_begin_with_one_title_and_skip_no_level(path: Path):
    levels = [level for level, _ in headings(path)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    words = [text for _, text in headings(path)]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    "path", [*NOTEBOOKS, *ROOT.glob("*/es/*.ipynb")], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_link_within_a_page_leads_to_a_heading_of_it(path: Path):
    places = {text.replace(" ", "-") for _, text in headings(path)}  # as nbconvert names them
    linked = {place for cell in cells(path, "markdown") for place in re.findall(r"\]\(#([^)]+)\)", cell.source)}
    assert linked <= places


@every_section
def test_a_section_begins_with_its_number_and_title_and_then_opens(section: Section):
    path = FOLDER / f"{section.section}.ipynb"
    assert headings(path)[0] == (1, f"{section.number}. {section.title}")
    first = cells(path, "code")[0]
    assert first.source.splitlines() == [
        "import mentorcourse",
        f'section = mentorcourse.open_section("{section.section}")',
        "section.opening()",
    ]
    calls = [cell.source for cell in cells(path, "code")]
    assert calls.count("section.closing()") == calls.count("section.reading()") == 1


# As it runs.


@cache
def executed(path: Path) -> Any:
    """The notebook after one run in a kernel of its own, with the widgets' state in its metadata."""
    notebook = nbformat.read(path, as_version=4)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
    resources = {"metadata": {"path": str(ROOT)}}
    # By itself nbclient gives up an output after four seconds, which a busy machine may take.
    client = NotebookClient(notebook, timeout=120, iopub_timeout=120, kernel_name="python3", resources=resources)
    with client.setup_kernel(env=environment | {"MENTORCOURSE_NOTEBOOKS": str(FOLDER)}):
        _be_heard(client)
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        client.set_widgets_metadata()
    return notebook


def _be_heard(client: NotebookClient) -> None:
    """Wait until what a kernel shows arrives: a client that says nothing of it may have connected too late to hear."""
    heard = nbformat.v4.new_code_cell("'heard'")
    first, patience = client.nb.cells[0], client.iopub_timeout
    client.iopub_timeout = 1
    while not heard.outputs:
        client.execute_cell(heard, 0)
    client.nb.cells[0], client.iopub_timeout = first, patience


def outputs(path: Path) -> list[Any]:
    """Everything that the code cells show."""
    return [output for cell in executed(path).cells if cell.cell_type == "code" for output in cell.outputs]


def widgets(path: Path) -> list[dict[str, Any]]:
    """The state of every widget on the page."""
    state = executed(path).metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    return [one["state"] for one in state.get("state", {}).values()]


@every_notebook
def test_a_notebook_runs_in_a_fresh_kernel_without_error_or_warning(path: Path):
    shown = outputs(path)
    assert {output.output_type for output in shown} <= {"execute_result", "display_data"}, shown
    silent = [cell.id for cell in executed(path).cells if cell.cell_type == "code" and not cell.outputs]
    assert not silent


@every_section
def test_a_section_shows_every_activity_once_with_its_definition(section: Section):
    shown = [
        one["definition"]["activity"] for one in widgets(FOLDER / f"{section.section}.ipynb") if "definition" in one
    ]
    assert sorted(shown) == sorted(f"{section.section}.{activity.key}" for activity in section.activities)


@every_section
def test_a_section_shows_its_pitfall_objectives_take_away_and_reading(section: Section):
    shown = _plain("\n".join(html_of(FOLDER / f"{section.section}.ipynb")))
    reading = [one.text for one in section.reading]
    for wording in [section.pitfall, section.take_away, *section.objectives, *reading]:
        assert " ".join(wording.split()) in shown


def html_of(path: Path) -> list[str]:
    """The HTML that the notebook shows by itself or in a widget."""
    shown = [output.data["text/html"] for output in outputs(path) if "text/html" in output.get("data", {})]
    return shown + [one["value"] for one in widgets(path) if isinstance(one.get("value"), str)]


@every_section
def test_each_picture_says_in_words_what_it_shows(section: Section):
    whole = "\n".join(html_of(FOLDER / f"{section.section}.ipynb"))
    calls = [cell.source for cell in cells(FOLDER / f"{section.section}.ipynb", "code")]
    still = [call for call in calls if re.fullmatch(r"section\.figure\(\"\w+\"\)", call)]
    pictures = re.findall(r"<(?:img|svg)\b[^>]*>", whole)
    assert len(pictures) >= len(still)
    for picture in pictures:
        said = re.search(r'\b(?:alt|aria-label)="([^"]+)"', picture)
        assert said or 'aria-hidden="true"' in picture or "aria-labelledby=" in picture, picture[:200]
        assert said is None or len(said[1].split()) > 3, picture[:200]


# What it teaches. How many points the course map gives each section, and which sentences teach them:
# tests/points/NN.json. A section that is added to the course has none, unless you write some.

POINTS = {1: 10, 2: 6, 3: 10, 4: 7, 5: 5, 6: 6, 7: 8, 8: 8, 9: 7, 10: 4}


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def page(section: Section) -> str:
    """The words of a section's Markdown, without its marks."""
    return _plain(
        "\n".join(_markdown.render(cell.source) for cell in cells(FOLDER / f"{section.section}.ipynb", "markdown"))
    )


@pytest.mark.parametrize(
    "section", [one for one in COURSE.sections if one.number in POINTS], ids=lambda section: section.section
)
def test_every_point_is_taught_in_sentences_that_stand_on_the_page_and_serve_no_other_point(section: Section):
    table: dict[str, list[str]] = json.loads((ROOT / f"tests/points/{section.number:02}.json").read_text("utf-8"))
    assert list(table) == [f"{section.number}.{number}" for number in range(1, POINTS[section.number] + 1)]
    words, spans = page(section), list[tuple[int, int]]()
    for point, passages in table.items():
        missing = [passage for passage in passages if passage not in words]
        assert not missing, f"{point}: not on the page: {missing}"
        assert sum(len(passage.split()) for passage in passages) >= 25, f"{point} is taught in fewer than 25 words"
        spans += [(words.index(passage), words.index(passage) + len(passage)) for passage in passages]
    ordered = sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(ordered)), "a sentence serves two points"
