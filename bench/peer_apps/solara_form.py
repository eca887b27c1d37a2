"""The section's forms in Solara, and a picture of the first one's answers; run by `solara run`."""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from typing import Any

import solara

PARTS: list[dict[str, Any]] = json.loads(Path(os.environ["PEER_FORM"]).read_text(encoding="utf-8"))
FIRST = next(number for number, one in enumerate(PARTS) if "fields" in one)


@solara.component
def Page() -> None:  # noqa: N802
    """The whole section: texts and forms, in order."""
    with solara.Column():
        for number, part in enumerate(PARTS):
            if "text" in part:
                solara.Markdown(part["text"])
            else:
                Form(part, number == FIRST)


@solara.component
def Form(part: dict[str, Any], has_picture: bool) -> None:  # noqa: N802
    """One form."""
    answers, set_answers = solara.use_state({})
    with solara.Column():
        solara.Markdown(f"### {part['title']}")
        for number, field in enumerate(part["fields"]):

            def keep(value: str, number: int = number) -> None:
                set_answers(lambda now: {**now, number: value})

            if field["options"]:
                chosen = answers.get(number)
                with solara.v.RadioGroup(v_model=chosen, on_v_model=keep, label=field["label"]):
                    for one in field["options"]:
                        solara.v.Radio(label=one, value=one)
            else:
                solara.InputTextArea(
                    field["label"], answers.get(number, ""), keep, continuous_update=True, placeholder=field["hint"]
                )
        if has_picture:
            words = "".join(f"<li>{escape(one)}</li>" for one in answers.values() if one)
            solara.HTML("ul", unsafe_innerHTML=words)
