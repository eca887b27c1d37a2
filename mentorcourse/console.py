"""What the cells of the facilitators' console call: the live session, who is there, and a look at its plans."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
from IPython.display import HTML, display

from .content import Course, read_course
from .counts_view import CountsView
from .forms import Panel
from .language import Sentence, say
from .schedule import SPANS, Impossible, Plan, clock, make_plan, read_session

LENGTHS = range(45, 121, 5)  # minutes that one may look at


def open_console() -> Console:
    """The console; its methods each show one part of it."""
    return Console()


class Console:
    """One screen for the day: keeps time, shows where people are, never a word of anyone's."""

    def session(self) -> Panel:
        """The session's clock and controls, the words to say, a message, and what is open."""
        return Panel("console")

    def attendance(self) -> Panel:
        """Who was there, by the pages they had open, to be put right by hand."""
        return Panel("attendance")

    def pairs(self) -> Panel:
        """Who works with whom, and who is here today."""
        return Panel("pairs")

    def walk_ins(self) -> Panel:
        """A code for people who come on the day, and who waits to be let in."""
        return Panel("join_code")

    def pulse(self) -> Panel:
        """Who is stuck, and how many need a minute or are done."""
        return Panel("pulse_board")

    def reveal(self) -> Panel:
        """How many have answered each case and rating, and the button that shows the counts to the cohort."""
        return Panel("reveal_desk")

    def counts(self) -> widgets.VBox:
        """The counts that are revealed, as a chart and a table."""
        return CountsView(read_course()).box

    def sentences(self) -> Panel:
        """Sentences that participants want to share with the room: to show, or not."""
        return Panel("sentence_desk")

    def plans(self) -> widgets.VBox:
        """Look at a section's plan for any length before the day."""
        return PlanView(read_course()).box


class PlanView:
    """A section and a length to choose, and the plan that fits; worked out in the kernel from the guide."""

    def __init__(self, course: Course) -> None:
        self._course = course
        options = [(f"{one.number}. {one.title}", one.section) for one in course.sections]
        wide = widgets.Layout(width="100%", max_width="34rem")
        self._section = widgets.Dropdown(description=self._say(Sentence("Section")), options=options, layout=wide)
        lengths = [(str(minutes), minutes) for minutes in LENGTHS]
        self._minutes = widgets.Dropdown(
            description=self._say(Sentence("Minutes")), options=lengths, value=SPANS[0], layout=wide
        )
        self._shown = widgets.Output(layout=widgets.Layout(margin="0.75rem 0 0"))
        self.box = widgets.VBox([self._section, self._minutes, self._shown])
        for chosen in (self._section, self._minutes):
            chosen.observe(lambda change: self._draw(), "value")
        self._draw()

    def _draw(self) -> None:
        self._shown.clear_output()
        with self._shown:
            blocks = read_session(self._course, self._section.value).blocks
            try:
                display(HTML(self.html(make_plan(blocks, self._minutes.value))))
            except Impossible as short:
                display(HTML(f"<p>{escape(self._say(short.args[0]))}</p>"))

    def html(self, plan: Plan) -> str:
        """The plan as a table, and what it leaves out."""
        heads = (Sentence("Begins"), Sentence("Block"), Sentence("Minutes"))
        head = "".join(f'<th scope="col">{escape(self._say(one))}</th>' for one in heads)
        rows = "".join(
            f'<tr><td>{clock(slot.starts)}</td><th scope="row" lang="en">{escape(slot.block.title)}</th>'
            f"<td>{slot.minutes}</td></tr>"
            for slot in plan.slots
        )
        cut = ", ".join(block.title for block in plan.cut)
        left_out = (
            f'<p>{escape(self._say(Sentence("Left out:")))} <span lang="en">{escape(cut)}</span></p>' if cut else ""
        )
        return f'<table class="mc-counts"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{left_out}'

    def _say(self, sentence: Sentence) -> str:
        return say(sentence, self._course.language)
