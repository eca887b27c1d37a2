"""What the facilitators' page about their cohort calls: progress as counts, with stock widgets and pandas."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML, display

from .content import read_course
from .figures import progress_map, stylesheet
from .forms import Data, Panel
from .language import ENGLISH, Sentence, say

STATES = ["done", "begun", "not begun"]
ALL = Sentence("All sections")
HEADS = {
    "section": Sentence("Section"),
    "activity": Sentence("Activity"),
    "name": Sentence("Name"),
    "done": Sentence("Done"),
    "begun": Sentence("Begun"),
    "not begun": Sentence("Not begun"),
}


def open_staff() -> Staff:
    """The page; its methods each show one part of it."""
    return Staff()


class Staff:
    """One cohort, for its facilitators: who is in it and how far they are, never a word of anyone's."""

    def roster(self) -> Panel:
        """People with their links, and sections to open or close."""
        return Panel("roster")

    def walk_ins(self) -> Panel:
        """A code for people who come on the day, and who waits to be let in."""
        return Panel("join_code")

    def pairs(self) -> Panel:
        """Who works with whom in which section, who is kept apart, and who is here today."""
        return Panel("pairs")

    def reflections(self) -> Panel:
        """When reflections are due, who checks reviews, and how many there are."""
        return Panel("staff_reflections")

    def nudges(self) -> Panel:
        """Who has not begun a section, each with a letter that says nothing of what anybody wrote."""
        return Panel("nudges")

    def report(self) -> Panel:
        """The report about the cohort as a whole, to keep as a file."""
        return Panel("report")

    def certificates(self) -> Panel:
        """Who has earned a certificate, and all of them as a file."""
        return Panel("certificates")

    def institution(self) -> HTML:
        """Which institution the course speaks of, and what there is to check before a cohort begins."""
        profile = read_course().institution
        return HTML(f"<p><strong>{escape(profile.settings['name'])}.</strong> {escape(profile.note)}</p>")

    def progress(self) -> widgets.VBox:
        """Who has begun and done what, as a map of people by activities, and in tables."""
        return ProgressView(read_course().language).box


class ProgressView:
    """Fetches the cohort's progress and shows it; the arithmetic is here, in the kernel."""

    def __init__(self, language: str = ENGLISH) -> None:
        self._language, self._all = language, say(ALL, language)
        self._data = Data(path="staff/progress")
        self._section = widgets.Dropdown(description=say(HEADS["section"], language), options=[self._all])
        self._again = widgets.Button(
            description=say(Sentence("Refresh"), language),
            tooltip=say(Sentence("Fetch the progress again"), language),
        )
        self._shown = widgets.Output(layout=widgets.Layout(margin="0.75rem 0 0"))
        self.box = widgets.VBox([self._data, widgets.HBox([self._section, self._again]), self._shown])
        self._data.observe(self._arrived, ["value", "error"])
        self._section.observe(lambda change: self._draw(), "value")
        self._again.on_click(lambda button: self._data.reload())
        self._draw()

    def _arrived(self, change: Any) -> None:
        sections = list(dict.fromkeys(row["section"] for row in self._data.value.get("rows", [])))
        if [self._all, *sections] != list(self._section.options):
            self._section.options = [self._all, *sections]
        self._draw()

    def _draw(self) -> None:
        self._shown.clear_output()
        with self._shown:
            section = "" if self._section.value == self._all else self._section.value
            display(HTML(progress_html(self._data.value.get("rows"), section, self._data.error, self._language)))


def progress_html(
    rows: list[dict[str, Any]] | None, section: str = "", error: str = "", language: str = ENGLISH
) -> str:
    """The pictures and tables for `section`, or for all, or a sentence where there is nothing to show yet."""
    if error:
        return f"<p>{escape(error)}</p>"
    if rows is None:
        fetching = Sentence("Fetching your cohort’s progress…")
        return f"<p>{_said(fetching, language)}</p>"
    frame = pd.DataFrame(rows, columns=["person", "name", "section", "activity", "state"])
    if section:
        frame = frame[frame["section"] == section]
    if frame.empty:
        nobody = Sentence("Nobody takes part yet. Add participants above, and you see here how far they are.")
        return f"<p>{_said(nobody, language)}</p>"
    of_sections = by_activity(frame).groupby("section", sort=False)
    tables = "".join(_table(part.drop(columns="section"), language, str(title)) for title, part in of_sections)
    activities, people = (_said(title, language) for title in (Sentence("By activity"), Sentence("By person")))
    counts = f"<h3>{activities}</h3>{tables}<h3>{people}</h3>{_table(by_person(frame), language)}"
    return pictures_html(rows, section, language) + counts


def pictures_html(rows: list[dict[str, Any]], section: str, language: str = ENGLISH) -> str:
    """The map of people by the activities of `section`; or by all sections, with how many have come how far."""
    drawn = progress_map.draw(rows, section, language).html()
    if not section:
        drawn += progress_map.funnel(rows, language).html()
    return f"<style>{stylesheet()}</style>{drawn}"


def by_activity(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows: section and activity in course order; columns: how many people are done, have begun, or not."""
    return _counted(frame, ["section", "activity"])


def by_person(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows: people in roster order; columns: how many activities are done, begun, not begun."""
    return _counted(frame, ["person", "name"]).drop(columns="person")  # two people may have the same name


def _counted(frame: pd.DataFrame, index: list[str]) -> pd.DataFrame:
    states = pd.Categorical(frame["state"], categories=STATES)
    counted = frame.assign(state=states).groupby([*index, "state"], sort=False, observed=False).size()
    order = frame[index].drop_duplicates()
    wide = counted.unstack("state", fill_value=0).reindex(columns=STATES, fill_value=0)
    return wide.loc[list(order.itertuples(index=False, name=None))].rename_axis(columns=None).reset_index()


def _table(frame: pd.DataFrame, language: str, caption: str = "") -> str:
    """Counts under headings in words; with its caption, a table is narrow enough for a phone."""
    headed = frame.rename(columns={name: say(HEADS[name], language) for name in frame.columns})
    table = str(headed.to_html(index=False, border=0, classes="mc-counts mc-staff-counts", escape=True))
    return table.replace("<thead>", f"<caption>{escape(caption)}</caption><thead>", 1) if caption else table


def _said(sentence: Sentence, language: str) -> str:
    return escape(say(sentence, language))
