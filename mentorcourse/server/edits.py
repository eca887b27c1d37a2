"""Notice when a YAML file below a folder was edited, added or taken away, without walking the folder each time."""

from __future__ import annotations

from pathlib import Path


class Edits:
    """The YAML files below one folder, and the folders that they lie in."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamps: dict[Path, int] = {}

    def since(self) -> bool:
        """Whether there was an edit since this was last asked; true when it is asked for the first time.

        A folder's own time says that a file came or went, so only then is the folder walked, which takes longer.
        """
        try:
            if self._stamps and self._stamps == {path: path.stat().st_mtime_ns for path in self._stamps}:
                return False
        except FileNotFoundError:
            pass
        folders = [self._folder, *(path for path in self._folder.rglob("*") if path.is_dir())]
        found = [*folders, *self._folder.rglob("*.yaml")]
        before, self._stamps = self._stamps, {path: path.stat().st_mtime_ns for path in found}
        return before != self._stamps
