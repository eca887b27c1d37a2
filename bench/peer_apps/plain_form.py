"""The section's forms in plain ipywidgets, and a picture of the first answer; run by a notebook at stock Voilà."""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets

PARTS: list[dict[str, Any]] = json.loads(Path(os.environ["PEER_FORM"]).read_text(encoding="utf-8"))


def form(number: int) -> ipywidgets.Widget:
    """The form that stands at this place of the section, with its picture if it is the first."""
    part = PARTS[number]
    fields = [_field(one) for one in part["fields"]]
    shown = [ipywidgets.HTML(f"<h3>{escape(part['title'])}</h3>"), *fields]
    if number == next(at for at, one in enumerate(PARTS) if "fields" in one):
        shown.append(_picture(fields))
    return ipywidgets.VBox(shown)


def _field(field: dict[str, Any]) -> ipywidgets.Widget:
    if field["options"]:
        return ipywidgets.RadioButtons(options=field["options"], value=None, description=field["label"])
    return ipywidgets.Textarea(placeholder=field["hint"], description=field["label"], rows=3)


def _picture(fields: list[Any]) -> ipywidgets.HTML:
    picture = ipywidgets.HTML()

    def draw(_: object = None) -> None:
        words = [str(one.value) for one in fields if one.value]
        picture.value = f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in words)}</ul>"

    for one in fields:
        one.observe(draw, "value")
    draw()
    return picture
