"""One cohort's nbgrader course as a folder: its settings, its assignments as released, where submissions lie."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .ids import safe

CONFIG = "nbgrader_config.py"
_OWN = """
# This cohort, and its exchange.
c.CourseDirectory.course_id = {cohort!r}
from mentorcourse.review.exchange import PARTS  # noqa: E402

for _part, _name in PARTS.items():
    setattr(c.ExchangeFactory, _part, _name)
c.CourseExchange.database = {database!r}
"""


class CourseFolder:
    """One cohort's nbgrader course, made from the course's exercises; nbgrader's commands run in it."""

    def __init__(self, folder: Path, exercises: Path, cohort: str, database: str = "") -> None:
        self.folder, self._exercises = folder, exercises
        _find_programs()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = _OWN.format(cohort=safe(cohort), database=database)
        write(folder / CONFIG, (exercises / CONFIG).read_text(encoding="utf-8") + own)

    @property
    def database(self) -> str:
        """The gradebook's address."""
        return f"sqlite:///{self.folder / 'gradebook.db'}"

    def config(self) -> Config:
        """nbgrader's settings, as its commands read them in this folder."""
        return PyFileConfigLoader(CONFIG, path=str(self.folder)).load_config()

    def api(self) -> Any:
        """nbgrader's own interface to this course; what goes through the exchange, we do ourselves."""
        config = self.config()
        del config["ExchangeFactory"]
        config.Exchange.root = str(self.folder)  # an exchange in which there is nothing, instead of one it cannot find
        return NbGraderAPI(config=config)

    def release(self, assignments: Iterable[str]) -> None:
        """Generate the released notebook of each assignment whose source has changed; RuntimeError when that fails."""
        held = self._assignments_held()
        for assignment in map(safe, assignments):
            name = f"{assignment}/{assignment}.ipynb"
            source = (self._exercises / "source" / name).read_text(encoding="utf-8")
            changed = write(self.folder / "source" / name, source)
            if changed or assignment not in held or not (self.folder / "release" / name).exists():
                done = self.api().generate_assignment(assignment, force=True, create=True)
                if not done["success"]:
                    raise RuntimeError(f"nbgrader could not generate {assignment}: {done.get('error') or done['log']}")

    def _assignments_held(self) -> set[str]:
        with Gradebook(self.database) as gradebook:
            return {assignment.name for assignment in gradebook.assignments}

    def released(self, assignment: str) -> dict[str, Any]:
        """The released notebook as JSON."""
        path = self.folder / "release" / safe(assignment) / f"{assignment}.ipynb"
        notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return notebook

    def place(self, step: str, student: str, assignment: str) -> Path:
        """The folder of a submission in one of nbgrader's steps: submitted, autograded, feedback."""
        return self.folder / step / safe(student) / safe(assignment)


def _find_programs() -> None:
    """nbgrader starts alembic by its name: let it find the one that was installed with it."""
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def write(path: Path, content: str) -> bool:
    """Write a file for its owner alone; return whether it has changed."""
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    return True
