"""The counts that a cohort has seen, drawn in the kernel: a chart with its table, again whenever they change."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from .content import Course, definition
from .figures import cohort_counts, stylesheet
from .forms import Data
from .language import Sentence, say

NOTHING = Sentence("Nothing is revealed yet. Reveal counts above; their chart appears here and on everybody’s page.")


class CountsView:
    """Fetches what is revealed and shows one of them; while a session runs, first what the room works on."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._data = Data(path="staff/reveals", follows=["reveals", "session"])
        wide = widgets.Layout(width="100%", max_width="34rem")
        self._chosen = widgets.Dropdown(description=self._say(Sentence("Counts of")), layout=wide)
        self._shown = widgets.HTML(layout=widgets.Layout(width="100%", height="auto"))
        self.box = widgets.VBox([self._data, self._chosen, self._shown])
        self._data.observe(self._arrived, ["value", "error"])
        self._chosen.observe(lambda change: self._draw(), "value")
        self._arrived()

    @property
    def _revealed(self) -> dict[str, dict[str, Any]]:
        rows: list[dict[str, Any]] = self._data.value.get("activities", [])
        return {one["activity"]: one for one in rows if one["revealed_at"]}

    def _arrived(self, change: object = None) -> None:
        revealed, before, now = self._revealed, self._chosen.value, self._data.value.get("now")
        options = [(f"{one['section_title']}: {one['title']}", address) for address, one in revealed.items()]
        new = [address for _, address in options if address not in {known for _, known in self._chosen.options}]
        self._chosen.options = options
        if new or before in revealed:
            self._chosen.value = now if now in new else new[-1] if new else before
        self._chosen.layout.display = "" if options else "none"
        self._draw()

    def _draw(self) -> None:
        self._shown.value = self.html(self._revealed.get(self._chosen.value or ""))

    def html(self, row: dict[str, Any] | None) -> str:
        """The chart and the table of one revealed activity; a sentence where there is none."""
        if row is None and not self._data.value and not self._data.error:
            return ""  # nobody knows yet
        if row is None:
            return f"<p>{escape(self._data.error or self._say(NOTHING))}</p>"
        try:
            activity = self._course.activity(row["activity"])
        except KeyError:  # it is in the course no longer
            return f"<p>{escape(self._say(NOTHING))}</p>"
        asked = definition(activity, row["section"], self._course.section(row["section"]).language)
        picture = cohort_counts.draw(asked, row["counts"], row["shown"])
        table = cohort_counts.numbers(asked, row["counts"])
        return f'<style>{stylesheet()}</style><div class="mc-chart-and-table">{picture.html()}{table}</div>'

    def _say(self, sentence: Sentence) -> str:
        return say(sentence, self._course.language)
