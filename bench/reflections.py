"""How long nbgrader's side of the reflections takes for a cohort: this course's way beside nbgrader's own autograde.

Type `python -m bench.reflections`; `--people 30` and `--sections 10` set the size of the cohort, `--stock 3` how many
submissions stock autograde is timed on, for it takes seconds for each.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.review.assignments import Assignments, exercises_folder, read_assignments
from mentorcourse.review.reading import release
from mentorcourse.review.submissions import submit
from mentorcourse.store import Store, open_store

PARAGRAPH = "I talked for five minutes at the end of clinic, and she had asked for one. " * 12


def main() -> None:
    """Print a table: seconds for ingest, for feedback, and per submission."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, size in (("people", 30), ("sections", 10), ("stock", 3)):
        parser.add_argument(f"--{name}", type=int, default=size)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    course = read_course()
    assignments = read_assignments(course)
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder) / "course.db")) as store:
        cohort, trainer, ids = _fill(store, assignments, asked.people, asked.sections)
        _report(store, cohort, trainer, ids, assignments, exercises_folder(course), Path(folder), asked.stock)


def _fill(store: Store, assignments: Assignments, size: int, sections: int) -> tuple[str, str, list[str]]:
    cohort = people.add_cohort(store, "Bench").id
    trainer = people.add_person(store, cohort, "Trainer 1", "trainer@example.org", ["trainer"]).id
    ids = []
    for number in range(size):
        name = f"Participant {number}"
        person = people.add_person(store, cohort, name, f"participant{number}@example.org", ["participant"]).id
        for section in list(assignments.by_section)[:sections]:
            asked = assignments.by_section[section].asked()
            answers = {question["key"]: f"{PARAGRAPH}({number})" for question in asked}
            ids.append(submit(store, cohort, person, section, asked, answers, False).id)
    return cohort, trainer, ids


def _report(
    store: Store, cohort: str, trainer: str, ids: list[str],
    assignments: Assignments, exercises: Path, folder: Path, stock: int,
) -> None:  # fmt: skip
    from mentorcourse.review.course_folder import CourseFolder
    from mentorcourse.review.gradebook import sync  # nbgrader takes seconds to import

    place = CourseFolder(folder / "nbgrader", exercises, cohort)
    place.release(assignments.by_section)
    print(f"{len(ids)} submissions\n\n| what | seconds | per submission |\n|---|---|---|")
    with _timed("ingest, this course", len(ids)):
        sync(store, cohort, assignments, place)
    with _timed("nothing has changed", len(ids)):
        sync(store, cohort, assignments, place)
    assert assignments.rubric
    levels = {criterion.key: assignments.rubric.level_keys[1] for criterion in assignments.rubric.criteria}
    for submission in ids:
        release(store, cohort, trainer, submission, {"levels": {"why": levels}, "comments": {}, "overall": "Yes."}, 0)
    with _timed("scores and feedback, this course", len(ids)):
        sync(store, cohort, assignments, place)
    section = next(iter(assignments.by_section))
    chosen = sorted(path.name for path in (place.folder / "submitted").iterdir())[:stock]
    for student in chosen:
        shutil.rmtree(place.place("autograded", student, section))
    api = place.api()
    api.config.Execute.enabled = api.config.ClearOutput.enabled = True
    with _timed("autograde by nbgrader itself, executed", len(chosen)):
        for student in chosen:
            api.autograde(section, student, force=True, create=True)


@contextmanager
def _timed(what: str, count: int) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds = time.perf_counter() - begun
    print(f"| {what} | {seconds:.1f} | {seconds / max(count, 1):.3f} |")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
