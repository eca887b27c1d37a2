"""Writes a page's first form down as HTML with the browser's own scripts: it is there before any of them has come."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from mentorcourse.language import catalogue
from mentorcourse.language.catalogue import category, primary

from .static import scripts

try:
    import quickjs
except ImportError:  # there is no wheel of it for a Mac with an Intel processor
    quickjs = None

_DOCUMENT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_DRAW = """
globalThis.catalogue = JSON.parse(given.catalogue);
globalThis.categories = JSON.parse(given.categories);
drawn($part("forms/form.js"), given.definition).then(
  (html) => { globalThis.html = html; },
  (error) => { globalThis.failure = ["", error, error.stack].join(" "); });
"""
MOST_SECONDS, MOST_BYTES = 5, 64_000_000
log = logging.getLogger("mentorcourse")


def first_form(definition: dict[str, Any]) -> str:
    """The form that `mountForm` makes of this definition, as HTML; nothing where that fails.

    It holds nobody's answers, and no listeners: the page's script puts its own form in the place, with what has been
    typed meanwhile (static/take_over.js).
    """
    if quickjs is None:
        return ""
    try:
        return _drawn(json.dumps(definition, sort_keys=True))
    except quickjs.JSException:
        log.warning("A form could not be drawn ahead of its page's script, which will do it.", exc_info=True)
        return ""


@lru_cache(maxsize=64)
def _drawn(definition: str) -> str:
    language = json.loads(definition)["language"]
    context = quickjs.Context()
    context.set_time_limit(MOST_SECONDS)
    context.set_memory_limit(MOST_BYTES)
    context.set("given", context.parse_json(json.dumps(_given(language, definition))))
    for script in (_DOCUMENT, _as_script(scripts().script), _DRAW):
        context.eval(script)
    while context.execute_pending_job():
        pass
    if failure := context.get("failure"):
        raise quickjs.JSException(failure)
    return str(context.get("html"))


def _given(language: str, definition: str) -> dict[str, str]:
    numbers = [category(primary(language), number) for number in range(100)]
    sentences = catalogue(language).for_scripts()
    return {"definition": definition, "categories": json.dumps(numbers), "catalogue": json.dumps(sentences)}


def _as_script(module: str) -> str:
    """The bundle without what only a module may have."""
    return module.replace("export function", "function").replace("import.meta.url", '""')
