"""The course's pictures, each with its alternative text; some are drawn from what a participant wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import balance_sheet, conflicts, overlapping_paths, pitfall_map, self_rating
from .picture import Picture
from .svg import stylesheet

__all__ = ["Picture", "draw", "names", "stylesheet"]

Definition = Mapping[str, Any]

_PICTURES: dict[str, Callable[[Definition, Mapping[str, object]], Picture]] = {
    "balance_sheet": balance_sheet.draw,
    "conflicts": conflicts.draw,
    "overlapping_paths": overlapping_paths.draw,
    "pitfall_map": pitfall_map.draw,
    "self_rating": self_rating.draw,
}


def names() -> tuple[str, ...]:
    """The names that `draw` knows, in alphabetical order."""
    return tuple(sorted(_PICTURES))


def draw(name: str, definition: Definition | None = None, values: Mapping[str, object] | None = None) -> Picture:
    """The picture `name`; pictures of answers need the form's `definition` and show its `values`.

    Raises KeyError with the known names when there is no such picture, and ValueError when a picture of
    answers is asked for without a definition.
    """
    if name not in _PICTURES:
        raise KeyError(f"there is no picture {name!r}; there are {', '.join(names())}")
    if definition is None and name in ("balance_sheet", "conflicts", "self_rating"):
        raise ValueError(f"the picture {name!r} is drawn from a form: pass its definition and values")
    return _PICTURES[name](definition or {}, values or {})
