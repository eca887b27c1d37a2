"""What an editor leaves in a notebook is named by the check, and one command takes it out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mentorcourse.check import check
from mentorcourse.cli import app
from mentorcourse.content import ContentError
from mentorcourse.tidy import tidied, tidy
from tests.small_course import STEM, SmallCourse


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    """A course in order."""
    (tmp_path / "notebooks").mkdir()
    return SmallCourse(tmp_path / "notebooks")


KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def cell(kind: str, source: str, name: str = "0b9d9c6e-5c2f-4a1e-9d55-2f3a6f0c1b7e", **more: Any) -> dict[str, Any]:
    """A cell as JupyterLab saves it."""
    run: dict[str, Any] = {"outputs": [{"output_type": "stream"}], "execution_count": 3} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {"trusted": True}, **run, "source": [source], **more}


def test_outputs_counts_marks_and_empty_cells_go_and_the_text_stays() -> None:
    written = {"metadata": {"kernelspec": {"name": "python3"}, "language_info": {"name": "python", "version": "3.13"},
                            "toc": 1},
               "cells": [cell("markdown", "# A title", attachments={"a.png": {}}), cell("code", "section.opening()"),
                         cell("code", "")]}  # fmt: skip
    kept = tidied(written)
    assert kept["metadata"] == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    assert kept["cells"] == [
        {"cell_type": "markdown", "id": "a-title", "metadata": {}, "source": ["# A title"]},
        {"cell_type": "code", "id": "opening", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["section.opening()"]},
    ]  # fmt: skip
    assert tidied(kept) == kept


@pytest.mark.parametrize("display", ["conda-env-x", "Python 3 (ipykernel)"])
def test_another_kernel_or_name_of_it_becomes_the_one_that_the_course_has(display: str) -> None:
    kept = tidied({"metadata": {"kernelspec": {"name": "python3", "display_name": display}}, "cells": []})
    assert kept["metadata"]["kernelspec"] == KERNEL


@pytest.mark.parametrize(
    ("kind", "source", "name"),
    [
        ("markdown", "## Before you go: last words, at the very end\n\nText.", "before-you-go-last-words-at"),
        ("markdown", "It’s 3 o'clock.", "its-3-oclock"),
        ("markdown", "## 3 signs", "signs"),
        ("markdown", "…", "cell"),
        ("markdown", "## Deadbeef", "the-deadbeef"),
        ("code", 'section.form("last_words")', "last-words"),
        ("code", "section.reading()", "reading"),
    ],
)
def test_an_id_that_an_editor_made_up_becomes_words_of_the_cell(kind: str, source: str, name: str) -> None:
    twice = tidied({"cells": [cell(kind, source), cell(kind, source)]})["cells"]
    assert [one["id"] for one in twice] == [name, f"{name}-2"]


def test_an_id_in_words_stays_whatever_the_cell_says() -> None:
    assert tidied({"cells": [cell("markdown", "## Other words", "signs")]})["cells"][0]["id"] == "signs"


def test_a_course_that_was_edited_is_named_by_the_check_until_it_is_tidied(course: SmallCourse) -> None:
    course.translate()
    path, other = (course.folder / name for name in (f"{STEM}.ipynb", f"es/{STEM}.ipynb"))
    for edited, name in ((path, "3f9a07bc"), (other, "c7b04d11")):
        edited.write_text(edited.read_text(encoding="utf-8").replace('"cell-2"', f'"{name}"'), encoding="utf-8")
    mistakes = check(course.folder)
    for name in (f"{STEM}.ipynb", f"es/{STEM}.ipynb"):
        assert f"{name}: cells: hold what an editor left in them: run mentorcourse tidy" in mistakes
    done = CliRunner().invoke(app, ["tidy", "--notebooks", str(course.folder)])
    assert (done.exit_code, done.stdout) == (0, f"Tidied {STEM}.ipynb\nTidied es/{STEM}.ipynb\n")
    ids = [[one["id"] for one in json.loads(file.read_text(encoding="utf-8"))["cells"]] for file in (path, other)]
    assert ids[0] == ids[1]
    assert check(course.folder) == []
    done = CliRunner().invoke(app, ["tidy", "--notebooks", str(course.folder)])
    assert (done.exit_code, done.stdout) == (0, "Nothing to tidy.\n")


def test_the_facilitators_pages_are_tidied_too(course: SmallCourse) -> None:
    page = course.folder.parent / "facilitator_guide" / "cohort.ipynb"
    page.parent.mkdir()
    page.write_text(json.dumps({"cells": [cell("code", "staff.roster()")]}), encoding="utf-8")
    assert tidy(course.folder) == ["facilitator_guide/cohort.ipynb"]


def test_a_notebook_that_cannot_be_read_is_refused_in_words(course: SmallCourse) -> None:
    (course.folder / "home.ipynb").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match=r"home\.ipynb: not a notebook that can be read"):
        tidy(course.folder)
    done = CliRunner().invoke(app, ["tidy", "--notebooks", str(course.folder)])
    assert (done.exit_code, "home.ipynb: not a notebook" in done.stderr) == (1, True)
