"""The file that says that a data folder holds a rehearsal and nobody's answers; the server reads it and says so."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from mentorcourse.language import Sentence
from mentorcourse.settings import data_folder
from mentorcourse.store import Store

NAME = "rehearsal.json"
DATABASE = "course.db"
MARK = Sentence("Rehearsal")
BANNER = Sentence("This is a rehearsal. Nobody here is real, and no mail is sent.")


class RehearsalRefused(Exception):
    """Nothing can be rehearsed in this folder; the message names the mend."""


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal is made of; `moment` is how late its own clock was when last noted, ISO 8601 in UTC."""

    people: int
    seed: int
    until: str
    moment: str


def usual_folder() -> Path:
    """Where rehearsals are kept: beside the real data folder, never in it."""
    real = data_folder()
    return real.with_name(f"{real.name}-rehearsal")


def read_marker(folder: Path) -> Rehearsal | None:
    """The rehearsal that a data folder holds; None where it holds none.

    A marker that cannot be read marks all the same.
    """
    try:
        return Rehearsal(**json.loads((folder / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return Rehearsal(0, 0, "", datetime.now(UTC).isoformat())


def is_rehearsal(store: Store) -> bool:
    """Whether a store lies in a folder that holds a rehearsal."""
    is_file = store.url.get_backend_name() == "sqlite" and store.url.database
    return bool(is_file) and read_marker(Path(str(store.url.database)).parent) is not None


def write_marker(folder: Path, rehearsal: Rehearsal) -> None:
    """Mark a folder, made if there is none, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps(asdict(rehearsal)), encoding="utf-8")
    new.replace(folder / NAME)


def prepare(folder: Path, fresh: bool) -> Rehearsal | None:
    """The rehearsal that the folder holds, to go on with; None when one is to be made, also because it is thrown away.

    Raises RehearsalRefused for the folder of the real course, for one with a real course in it, and for any folder that
    holds something else.
    """
    if folder.resolve() == data_folder().resolve():
        raise RehearsalRefused(
            f"{folder} is where the real course keeps its data, so nothing is rehearsed there. "
            "Leave --data out, or name another folder."
        )
    found = read_marker(folder)
    if found is None and folder.exists() and any(folder.iterdir()):
        holds = "a real course's data" if (folder / DATABASE).exists() else "something else"
        raise RehearsalRefused(
            f"{folder} holds {holds}, so nothing is rehearsed there. Name another folder, or an empty one: "
            "mentorcourse rehearse --data FOLDER"
        )
    if found and fresh:
        shutil.rmtree(folder)
        return None
    return found
