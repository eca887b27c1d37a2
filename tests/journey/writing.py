"""Write in activities as people do, with mouse or finger, and say what is to be written in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.course_pages import COURSE, DEFINITIONS
from tests.browser.fill import commit, form_of, give

from .cast import Role
from .words import sentence

SAVED = re.compile(r"^Saved [\dA-Z]")  # a time, or a day before it when the device has another day
SECOND = ("second_choice", "second_reasons")
Values = dict[str, Any]
STEMS = [section.section for section in COURSE.sections]
FIRST, FIFTH, TENTH = STEMS[0], STEMS[4], STEMS[9]


def chance(*which: object) -> Random:
    """The same chance on every journey."""
    return Random(" ".join(map(str, which)))


def values_for(role: Role, address: str, *, second: bool = True, most: int = 99) -> Values:
    """An answer to each step of an activity (`section.key`), or the first `most`; `second` are a case's last two."""
    definition = DEFINITIONS[address]
    values: Values = {}
    for step in definition["steps"][:most]:
        key = step[0]
        if second or key not in SECOND:
            values[key] = _value(definition["fields"][key], chance(role.name, address, key))
    return values


def _value(field: Mapping[str, Any], luck: Random) -> Any:
    options = [option["key"] for option in field.get("options", []) if not option["key"].startswith("own")]
    match field["takes"]:
        case "texts":
            return [sentence()]
        case "pairs":
            return [{"text": sentence(), "follow_up": sentence()}]
        case "option":
            return luck.choice(options)
        case "options":
            return sorted(luck.sample(options, min(2, len(options))), key=options.index)
        case "number":
            return luck.randint(field["from"], field["to"])
        case "tick":
            return True
        case "date":
            return "2027-03-31"
    return sentence()


def wait_for(page: Page, address: str) -> Locator:
    """The form of an activity, once it has fetched its answers."""
    form = form_of(page, DEFINITIONS[address])
    expect(form).to_have_attribute("data-loaded", "true", timeout=60_000)
    return form


def write(page: Page, address: str, values: Values) -> Locator:
    """Give these answers, a case's first one committed before its second, and wait until they are kept; the form."""
    form, definition = wait_for(page, address), DEFINITIONS[address]
    for key, value in values.items():
        if key == "committed":
            commit(page, definition)
        else:
            # Found by its attributes: to ask for a region by name at each field takes most of the time.
            place = page.locator(f'[data-activity="{address}"] [data-field="{key}"]')
            give(place, definition["fields"][key], value)
    expect(form.get_by_text(SAVED)).to_be_visible(timeout=60_000)
    return form


def counted(stem: str = "") -> list[str]:
    """The addresses of the activities that count, of one section or of all."""
    return [
        address
        for address, section, activity in COURSE.activities()
        if activity.counted and (not stem or section.section == stem)
    ]
