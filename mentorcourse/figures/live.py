"""A picture on a page that is drawn again whenever the form's answers change."""

from __future__ import annotations

from typing import Any

from ipywidgets import HTML, Layout

from mentorcourse.language import ENGLISH, Sentence

from . import draw
from .picture import waiting

_FAILED = Sentence("The picture could not be drawn. Your answers are not affected; reload the page to try again.")

_followed: set[str] = set()


def get_ready() -> None:
    """Load what draws, if this process will be asked to: whoever goes on from here draws the first picture sooner."""
    if _followed:
        draw("three_phases")


def live(name: str, form: Any, before: Any = None) -> HTML:
    """A widget that shows the picture `name` of `form`, which has `.definition` and an observable `.value`.

    With `before`, whose observable `.value` is an answer of the API ({"values": {field: value}}, {} until it
    has been fetched), the picture is drawn from {"then": what was answered before, "now": the form's answers}.
    It begins with what is there: before the answers arrive, an invitation to write. Pages drop a kernel's
    errors, so a drawing that fails says so itself.
    """
    _followed.add(name)
    shown = HTML(layout=Layout(width="100%", height="auto"))

    def redraw(_change: object = None) -> None:
        try:
            values = form.value
            if before is not None:
                values = {"then": before.value.get("values", {}), "now": form.value}
            shown.value = draw(name, form.definition, values).html()
        except Exception:  # whatever went wrong, the person must be told
            shown.value = waiting(_FAILED, form.definition.get("language", ENGLISH)).html()

    redraw()
    for source in (form, before):
        if source is not None:
            source.observe(redraw, "value")
    return shown
