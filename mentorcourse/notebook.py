"""What a section's notebook calls: its opening, forms, figures, institution facts, reading and closing."""

from __future__ import annotations

from html import escape
from typing import Any

from IPython.display import HTML
from ipywidgets import VBox

from .content import Course, Section, definition, read_course
from .figures import draw, stylesheet
from .figures.live import live
from .forms import Data, Form, Panel
from .language import Sentence, plural, say


def open_section(stem: str) -> NotebookSection:
    """The section with this stem; ContentError or KeyError says what is wrong with its YAML or name."""
    course = read_course(only=stem)
    return NotebookSection(course, course.section(stem))


def open_home() -> Panel:
    """Where one is in the course, what is next, and the minutes left in each section."""
    return Panel("home")


def open_journal() -> Panel:
    """Every journal entry of the course in one place."""
    return Panel("journal")


def open_review() -> Panel:
    """The trainers' page: reflections that wait to be read, one at a time."""
    return Panel("review")


class NotebookSection:
    """One section, as its notebook shows it; every method displays one thing."""

    def __init__(self, course: Course, section: Section):
        self._course, self._section = course, section
        self._forms: dict[str, Form] = {}

    def opening(self) -> HTML:
        """What you will be able to do, the pitfall that the section answers, and the minutes it takes."""
        section = self._section
        minutes, able = _minutes(section), Sentence("After this section you will be able to")
        pitfall = Sentence("The pitfall it answers:")
        objectives = "".join(f"<li>{escape(objective)}</li>" for objective in section.objectives)
        return HTML(
            f"<style>{stylesheet()}</style>"
            f'<div class="mc-opening"><p class="mc-minutes">{self._say(minutes)}</p>'
            f"<h2>{self._say(able)}</h2><ul>{objectives}</ul>"
            f'<p class="mc-pitfall"><strong>{self._say(pitfall)}</strong> '
            f"{escape(section.pitfall)}</p></div>"
        )

    def form(self, key: str) -> Form:
        """The form for one activity."""
        activities = {activity.key: activity for activity in self._section.activities}
        if key not in activities:
            raise KeyError(f"{self._section.section} has no activity {key}: it has {', '.join(activities)}")
        self._forms[key] = Form(definition(activities[key], self._section.section, self._section.language))
        return self._forms[key]

    def figure(self, name: str, answers: str = "", before: str = "") -> Any:
        """A picture of the course; with `answers`, one that follows the answers in that activity's form above it.

        With `before`, the address of an earlier activity (`section.key`), the picture compares the two.
        """
        if not answers:
            return HTML(draw(name, language=self._section.language).html())
        if answers not in self._forms:
            raise KeyError(f'the figure {name} is drawn from {answers}: show section.form("{answers}") above it')
        if not before:
            return live(name, self._forms[answers])
        earlier = Data(path=f"answers/{before}")
        return VBox([earlier, live(name, self._forms[answers], earlier)])

    def institution(self, group: str) -> HTML:
        """The institution profile's facts of one group."""
        groups = self._course.institution.facts
        if group not in groups:
            raise KeyError(f"the institution profile has no facts named {group}: it has {', '.join(groups)}")
        lines = "".join(
            f"<dt>{escape(fact.label)}</dt><dd>{_linked(fact.text, fact.url)}</dd>" for fact in groups[group]
        )
        return HTML(f'<div class="mc-institution"><dl>{lines}</dl></div>')

    def closing(self) -> HTML:
        """The take-away."""
        title, text = self._say(Sentence("To take away")), escape(self._section.take_away)
        return HTML(f'<div class="mc-closing"><h2>{title}</h2><p>{text}</p></div>')

    def reading(self) -> HTML:
        """Further reading."""
        title = self._say(Sentence("Further reading"))
        items = "".join(f"<li>{_linked(one.text, one.url)}</li>" for one in self._section.reading)
        return HTML(f'<div class="mc-reading"><h2>{title}</h2><ul>{items}</ul></div>')

    def _say(self, sentence: str) -> str:
        return escape(say(sentence, self._section.language))


def _minutes(section: Section) -> Sentence:
    return plural(
        section.minutes,
        "About {count} minute: {reading} to read, the rest for your own work.",
        "About {count} minutes: {reading} to read, the rest for your own work.",
        reading=section.reading_minutes,
    )


def _linked(text: str, url: str) -> str:
    if not url:
        return escape(text)
    return f'<a href="{escape(url, quote=True)}" rel="noopener noreferrer" target="_blank">{escape(text)}</a>'
