"""Plausible answers to any activity of the course, the same for each seed and person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from mentorcourse.content import AnyActivity, kinds
from mentorcourse.content.fields import Field

from .words import ENTRIES, NEXT_STEPS, SENTENCES

Values = dict[str, Any]
SECOND = "second_"
THOROUGH = 0.85  # of what may be left open, so much is answered


def chance_of(*which: object) -> Random:
    """A chance of one's own for each thing that is decided."""
    return Random(" ".join(map(str, which)))  # noqa: S311  (nothing here is secret)


def first_saves(activity: AnyActivity, chance: Random) -> list[Values]:
    """What somebody saves who does the activity for the first time, one save after the other."""
    if isinstance(activity, kinds.Case):
        return [_choice(activity, "", chance), {"committed": True}]
    values = {key: _value(field, chance) for key, field in activity.list_fields()}
    kept = {key: value for key, value in values.items() if _is_worth_it(activity, key, chance)}
    first = dict(list(kept.items())[: len(kept) // 2])
    return [first, kept] if first else [kept]


def later_saves(activity: AnyActivity, kept: Mapping[str, Any], chance: Random) -> list[Values]:
    """What they save when they come back to it: a case study is answered a second time, all else stands."""
    if isinstance(activity, kinds.Case) and kept.get("committed") and not kept.get(f"{SECOND}choice"):
        return [_choice(activity, SECOND, chance)]
    return []


def _is_worth_it(activity: AnyActivity, key: str, chance: Random) -> bool:
    """Ratings are complete, so that there is something to compare; of all else people leave some open."""
    return activity.kind == "ratings" or chance.random() < THOROUGH


def _choice(case: kinds.Case, prefix: str, chance: Random) -> Values:
    option = chance.choice(case.options).key
    own = {f"{prefix}own_way": chance.choice(SENTENCES)} if case.own == option else {}
    return {f"{prefix}choice": option, f"{prefix}reasons": chance.choice(SENTENCES), **own}


def _value(field: Field, chance: Random) -> Any:
    options = [option["key"] for option in field.options]
    match field.takes:
        case "option":
            return chance.choice(options)
        case "options":
            return chance.sample(options, min(len(options), 2))
        case "number":
            return chance.randint(field.start, field.stop)
        case "tick":
            return chance.random() < 0.7
        case "date":
            return (datetime.now(UTC) + timedelta(days=chance.randint(3, 40))).date().isoformat()
        case "texts":
            return chance.sample(ENTRIES, 2)
        case "pairs":
            return [{"text": chance.choice(SENTENCES), "follow_up": chance.choice(NEXT_STEPS)}]
        case _:
            return chance.choice(SENTENCES)[: field.characters]
