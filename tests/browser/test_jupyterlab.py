"""The same notebook in a JupyterLab of one's own: the form loads, saves and comes back, for one local person."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mentorcourse.content import notebooks_folder
from mentorcourse.people import cohorts, members
from mentorcourse.store import open_store

from .course_pages import DEFINITIONS
from .fill import fill, form_of, sample_values

pytestmark = pytest.mark.timeout(300)
STEM = "02_what_you_bring"


@dataclass
class Lab:
    """A running JupyterLab: the address with its token, and the data folder it keeps answers in."""

    url: str
    token: str
    data: Path


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """JupyterLab as somebody starts it who has installed the package: nothing of ours is named."""
    work = tmp_path / "work"
    shutil.copytree(notebooks_folder(), work / "notebooks")
    own = {name: str(tmp_path / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, **own, "MENTORCOURSE_DATA": str(tmp_path / "data")}
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(_settings(tmp_path / "settings"))
    environment["MENTORCOURSE_NOTEBOOKS"] = str(work / "notebooks")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--allow-root", f"--notebook-dir={work}"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    printed = ""
    while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/lab\?token=(\w+)", printed)):
        line = process.stderr.readline()
        assert line, f"JupyterLab stopped:\n{printed}"
        printed += line
    yield Lab(found[1], found[2], tmp_path / "data")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)


def _settings(folder: Path) -> Path:
    """An author's preferences: every cell stays on the page, and Jupyter's news are not asked for."""
    wanted = {
        "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
        "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    for name, settings in wanted.items():
        path = folder / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    return folder


def test_a_section_is_done_in_jupyterlab_and_its_answers_are_kept(lab: Lab, page: Page) -> None:
    page.goto(f"{lab.url}/lab/tree/notebooks/{STEM}.ipynb?token={lab.token}")
    expect(page.get_by_role("tab", name=f"{STEM}.ipynb")).to_be_visible(timeout=90_000)
    run_all(page)
    mine = {address: one for address, one in DEFINITIONS.items() if address.startswith(STEM)}
    for one in mine.values():
        expect(form_of(page, one)).to_have_attribute("data-loaded", "true", timeout=90_000)
        values = sample_values(one, committed=one["kind"] == "case")
        fill(page, one, values)
        expect(form_of(page, one).get_by_text(re.compile(r"^Saved \d"))).to_be_visible(timeout=30_000)
    store = open_store(lab.data / "course.db")
    cohort = cohorts(store)[0]
    person = members(store, cohort.id)[0].person
    for address, one in mine.items():
        kept = store.answer(person.id, cohort.id, address).values
        wanted = sample_values(one, committed=one["kind"] == "case")
        assert {key: kept[key] for key in wanted} == wanted
    store.close()


def run_all(page: Page) -> None:
    """Run every cell, as an author does from the menu once the kernel is there."""
    expect(page.get_by_text(re.compile(r"Python 3 \(ipykernel\) \| Idle"))).to_be_visible(timeout=90_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
