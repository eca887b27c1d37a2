"""Fills in a form and reads it back as a person would: by label and role, for any kind of activity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

Definition = Mapping[str, Any]
Values = dict[str, Any]

SECOND = ("second_choice", "second_own_way", "second_reasons")


def sample_values(definition: Definition, *, committed: bool = False, word: str = "Sample") -> Values:
    """An answer for every field; a case study's second answer only when it is `committed`."""
    values: Values = {}
    for number, (key, field) in enumerate(definition["fields"].items(), 1):
        values[key] = _sample(field, f"{word} {number}")
    if definition["kind"] == "case":
        own = [key for key in values if key.endswith("own_way")]
        later = [] if committed else [key for key in values if key in SECOND or key == "committed"]
        for key in {*own, *later}:
            del values[key]
    return values


def _sample(field: Mapping[str, Any], text: str) -> Any:
    options = [option["key"] for option in field.get("options", [])]
    match field["takes"]:
        case "texts":
            return [f"{text}, one", f"{text}, two"]
        case "pairs":
            return [{"text": f"{text}, what", "follow_up": f"{text}, then"}]
        case "option":
            return options[0]
        case "options":
            return options[:2]
        case "number":
            return field["to"] - 1
        case "tick":
            return True
        case "date":
            return "2027-03-31"
    return f"{text}.\nA second line."


def form_of(page: Page, definition: Definition) -> Locator:
    """The form as a region named by its title."""
    return page.get_by_role("region", name=definition["title"], exact=True)


def field_of(page: Page, definition: Definition, key: str) -> Locator:
    """The part of the form that holds one field."""
    return form_of(page, definition).locator(f'[data-field="{key}"]')


def progress(definition: Definition, values: Values) -> str:
    """What the form's foot says of how far one is, once these values are in it."""
    if definition["kind"] == "questions":
        own = sum(len(value) for value in values.values() if isinstance(value, list))
        starred = sum(value is True for value in values.values())
        return f"{starred or 'None'} starred{f', and {own} of your own' if own else '' if starred else ' yet'}"
    answered = sum(any(key in values for key in step) for step in definition["steps"])
    return f"{answered} of {len(definition['steps'])} answered"


def fill(page: Page, definition: Definition, values: Values) -> None:
    """Give these answers; with committed in them, commit a case study before its second answer."""
    first = {key: value for key, value in values.items() if key != "committed" and key not in SECOND}
    for key, value in first.items():
        give(field_of(page, definition, key), definition["fields"][key], value)
    if not values.get("committed"):
        return
    commit(page, definition)
    for key in values.keys() - first.keys() - {"committed"}:
        give(field_of(page, definition, key), definition["fields"][key], values[key])


def commit(page: Page, definition: Definition) -> None:
    """Commit a case study's first answer, and wait until what follows is shown."""
    form = form_of(page, definition)
    form.get_by_role("button", name="Commit to this answer").click()
    form.get_by_role("dialog").get_by_role("button", name="Yes, commit").click()
    expect(form.get_by_role("heading", name="What may follow")).to_be_visible()


def give(place: Locator, field: Mapping[str, Any], value: Any) -> None:
    """Answer one field, `place` being the part of the form that holds it."""
    match field["takes"]:
        case "text" | "date":
            place.get_by_role("textbox").fill(value)
        case "texts":
            _fill_list(place, [[text] for text in value])
        case "pairs":
            _fill_list(place, [[pair["text"], pair["follow_up"]] for pair in value])
        case "option":
            _pick(place, "radio", _label(field, value))
        case "options":
            for option in field["options"]:
                box = place.get_by_role("checkbox", name=option["label"], exact=True)
                box.set_checked(option["key"] in value)
        case "number":
            _pick(place, "radio", _point(field, value))
        case "tick":
            _tick(place, value)


def _pick(place: Locator, role: Any, name: str | None) -> None:
    if name is None:
        place.get_by_role("button", name="Clear").click()
    else:
        place.get_by_role(role, name=name, exact=True).check()


def _fill_list(place: Locator, entries: list[list[str]]) -> None:
    for number, texts in enumerate(entries, 1):
        boxes = place.get_by_role("textbox", name=re.compile(rf", entry {number}$"))
        if boxes.count() == 0:
            place.get_by_role("button", name="Add another").click()
        for index, text in enumerate(texts):
            boxes.nth(index).fill(text)


def _tick(place: Locator, value: bool) -> None:
    box = place.get_by_role("checkbox")
    if box.count():
        box.set_checked(value)
    else:
        star = place.get_by_role("button", name=re.compile("^Star:"))
        if (star.get_attribute("aria-pressed") == "true") != value:
            star.click()


def _label(field: Mapping[str, Any], key: str) -> str | None:
    return next((option["label"] for option in field["options"] if option["key"] == key), None)


def _point(field: Mapping[str, Any], number: int | None) -> str | None:
    if number is None:
        return None
    word = field["points"].get(str(number)) or field["points"].get(number)
    return f"{number}, {word}" if word else str(number)


def shown(page: Page, definition: Definition, keys: list[str]) -> Values:
    """What the form shows in these fields."""
    return {key: _read(field_of(page, definition, key), definition["fields"][key]) for key in keys}


def expect_shown(page: Page, definition: Definition, values: Values) -> None:
    """Wait for the first text or choice to be there, then compare all."""
    for key, value in values.items():
        _expect(field_of(page, definition, key), definition["fields"][key], value)
    assert shown(page, definition, list(values)) == values


def _expect(place: Locator, field: Mapping[str, Any], value: Any) -> None:
    """Waits, as far as Playwright can, for the value to arrive."""
    match field["takes"]:
        case "text" | "date":
            expect(place.get_by_role("textbox")).to_have_value(value)
        case "texts":
            expect(place.get_by_role("textbox").last).to_have_value(value[-1] if value else "")
        case "option" | "number" if value not in ("", None):
            name = _label(field, value) if field["takes"] == "option" else _point(field, value)
            expect(place.get_by_role("radio", name=name, exact=True)).to_be_checked()


def _read(place: Locator, field: Mapping[str, Any]) -> Any:
    texts = [box.input_value() for box in place.get_by_role("textbox").all()]
    match field["takes"]:
        case "text" | "date":
            return texts[0]
        case "texts":
            return [text for text in texts if text]
        case "pairs":
            pairs = zip(texts[::2], texts[1::2], strict=True)
            return [{"text": text, "follow_up": then} for text, then in pairs if text or then]
        case "tick":
            return _is_ticked(place)
    role: Any = "checkbox" if field["takes"] == "options" else "radio"
    picked = [box.input_value() for box in place.get_by_role(role, checked=True).all()]
    if field["takes"] == "options":
        return picked
    if field["takes"] == "number":
        return int(picked[0]) if picked else None
    return picked[0] if picked else ""


def _is_ticked(place: Locator) -> bool:
    box = place.get_by_role("checkbox")
    if box.count():
        return box.is_checked()
    return place.get_by_role("button", name=re.compile("^Star:")).get_attribute("aria-pressed") == "true"
