"""An installation's settings: MENTORCOURSE_* variables, with defaults that just work."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder(named: Path | None = None) -> Path:
    """The folder for everything that is kept: `named`, else MENTORCOURSE_DATA, else this user's own data folder."""
    if named:
        return named
    setting = os.environ.get("MENTORCOURSE_DATA")
    return Path(setting) if setting else user_data_path("mentorcourse", appauthor=False)


def database_address(named: Path | None = None) -> str | Path:
    """The database: MENTORCOURSE_DATABASE (an SQLAlchemy URL), else the file course.db in the data folder."""
    return os.environ.get("MENTORCOURSE_DATABASE") or data_folder(named) / "course.db"


def course_language() -> str:
    """The course's language (a BCP 47 tag) by MENTORCOURSE_LANGUAGE; "" leaves it to course.yaml."""
    return os.environ.get("MENTORCOURSE_LANGUAGE", "").strip()
