"""The course's pictures, each with its alternative text; some are drawn from what a participant wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mentorcourse.language import ENGLISH

from . import (
    balance_sheet,
    candor,
    candor_quadrants,
    conflicts,
    duties,
    four_relationships,
    kinds_of_mentor,
    mentoring_matrix,
    overlapping_paths,
    phases,
    pitfall_map,
    power_and_trust,
    self_rating,
    team_map,
    then_and_now,
    three_phases,
    trust_plan,
    which_hat,
)
from .picture import Picture
from .svg import stylesheet

__all__ = ["Picture", "draw", "names", "stylesheet"]

Definition = Mapping[str, Any]

_THE_SAME_FOR_EVERYBODY: dict[str, Callable[[str], Picture]] = {
    "candor_quadrants": candor_quadrants.draw,
    "four_relationships": four_relationships.draw,
    "kinds_of_mentor": kinds_of_mentor.draw,
    "mentoring_matrix": mentoring_matrix.draw,
    "overlapping_paths": overlapping_paths.draw,
    "pitfall_map": pitfall_map.draw,
    "power_and_trust": power_and_trust.draw,
    "three_phases": three_phases.draw,
}
_FROM_ANSWERS: dict[str, Callable[[Definition, Mapping[str, object]], Picture]] = {
    "balance_sheet": balance_sheet.draw,
    "candor": candor.draw,
    "conflicts": conflicts.draw,
    "duties": duties.draw,
    "phases": phases.draw,
    "self_rating": self_rating.draw,
    "team_map": team_map.draw,
    "then_and_now": then_and_now.draw,
    "trust_plan": trust_plan.draw,
    "which_hat": which_hat.draw,
}


def names() -> tuple[str, ...]:
    """The names that `draw` knows, in alphabetical order."""
    return tuple(sorted(_THE_SAME_FOR_EVERYBODY | _FROM_ANSWERS))


def draw(
    name: str,
    definition: Definition | None = None,
    values: Mapping[str, object] | None = None,
    language: str = ENGLISH,
) -> Picture:
    """The picture `name` in `language`; pictures of answers need the form's `definition` and show its `values`.

    They are in the form's own language. Raises KeyError with the known names when there is no such picture, and
    ValueError when a picture of answers is asked for without a definition.
    """
    if name in _THE_SAME_FOR_EVERYBODY:
        return _THE_SAME_FOR_EVERYBODY[name](language)
    if name not in _FROM_ANSWERS:
        raise KeyError(f"there is no picture {name!r}; there are {', '.join(names())}")
    if definition is None:
        raise ValueError(f"the picture {name!r} is drawn from a form: pass its definition and values")
    return _FROM_ANSWERS[name](definition, values or {})
