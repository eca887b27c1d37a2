"""A cohort's progress for those who lead it: people by activities, and how many have come how far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorcourse.language import ENGLISH, Sentence, plural

from .lettering import ELLIPSIS
from .picture import Picture, table, waiting
from .sheet import Sheet
from .style import BLUE, GREEN, RULE, THIN, WIDTH

Row = Mapping[str, Any]
DONE, BEGUN, NOT = "done", "begun", "not begun"
_STATES = {DONE: Sentence("done"), BEGUN: Sentence("begun"), NOT: Sentence("not begun")}
_NAMES = 160.0
"""What names get at least; with few columns they get all that is left."""
_ROW = 23.0
_LONG = 10_000.0
"""Wide enough for any name."""
_BOX = 15.0
_WIDEST = 30.0

_NOBODY = Sentence("The picture appears here as soon as there are participants.")
_CAPTION = Sentence(
    "Who has done what. A filled box with a tick is done, a half-filled one is begun, an empty one is not."
)
_FUNNEL_CAPTION = Sentence("How many have come how far. The line is all participants; the filled part has finished.")


def draw(rows: Sequence[Row], section: str = "", language: str = ENGLISH) -> Picture:
    """One line for each person, one column for each activity of `section`, or for each section of the course.

    `rows` are those of reports.cohort_progress. The states are told apart by shape, not by colour alone.
    """
    kept = [row for row in rows if not section or row["section"] == section]
    if not kept:
        return waiting(_NOBODY, language)
    people = {row["person"]: str(row["name"]) for row in kept}
    columns = list(dict.fromkeys(row["activity" if section else "section"] for row in kept))
    states = {
        (person, column): _together(
            [
                row["state"]
                for row in kept
                if row["person"] == person and row["activity" if section else "section"] == column
            ]
        )
        for person in people
        for column in columns
    }
    sheet = Sheet(language)
    wide = min(_WIDEST, (WIDTH - _NAMES) / len(columns))
    places = [WIDTH - wide * left for left in range(len(columns), 0, -1)]
    y = _keys(sheet, columns, places)
    for person, name in people.items():
        sheet.words(0, y + _BOX - 3, _cut(sheet, name, places[0] - 8))
        for x, column in zip(places, columns, strict=True):
            _box(sheet, x, y, states[person, column])
        y += _ROW
    listed = [[name, *_sorted(states, person, columns)] for person, name in people.items()]
    details = table(Sentence("Who has done what"), [Sentence("Name"), *_STATES.values()], listed, language)
    return sheet.picture(y + 4, _in_words(states, len(people)), _CAPTION, details)


def _cut(sheet: Sheet, name: str, within: float) -> str:
    """The name in one line, cut within a word and not before it: so people are told apart as long as can be."""
    shown = sheet.lines(name, _LONG, most=1)[0]
    if sheet.width(shown) <= within:
        return shown
    while shown and sheet.width(shown + ELLIPSIS) > within:
        shown = shown[:-1]
    return shown.rstrip() + ELLIPSIS


def _together(states: Sequence[str]) -> str:
    """How far somebody is with several activities taken as one."""
    if all(state == DONE for state in states):
        return DONE
    return NOT if all(state == NOT for state in states) else BEGUN


def _keys(sheet: Sheet, columns: Sequence[str], places: Sequence[float]) -> float:
    """The columns' titles with their numbers, and the numbers above the boxes; returns where the boxes begin."""
    y = 0.0
    for number, column in enumerate(columns, start=1):
        title = column if column.startswith(f"{number}. ") else f"{number}. {column}"
        y = sheet.paragraph(0, y, sheet.lines(title, WIDTH, most=2)) + 1
    for number, x in enumerate(places, start=1):
        sheet.words(x + _BOX / 2, y + 16, str(number), align="center", bold=True)
    return y + 22


def _box(sheet: Sheet, x: float, y: float, state: str) -> None:
    if state == DONE:
        sheet.panel(x, y, _BOX, _BOX, fill=GREEN, edge=GREEN, share=0.35, radius=2)
        sheet.line([(x + 3.5, y + 8), (x + 6.5, y + 11.5), (x + 12, y + 4)], colour=GREEN, thick=2.2)
    elif state == BEGUN:
        sheet.panel(x, y, _BOX, _BOX, edge=BLUE, radius=2)
        sheet.panel(x, y + _BOX / 2, _BOX, _BOX / 2, fill=BLUE, edge=BLUE, share=0.9, radius=1)
    else:
        sheet.panel(x, y, _BOX, _BOX, edge=RULE, dashed=True, radius=2)


def _sorted(states: Mapping[tuple[int, str], str], person: int, columns: Sequence[str]) -> list[str]:
    return ["; ".join(column for column in columns if states[person, column] == state) or "–" for state in _STATES]


def _in_words(states: Mapping[tuple[int, str], str], people: int) -> list[Sentence]:
    counted = {state: sum(one == state for one in states.values()) for state in _STATES}
    return [
        plural(people, "A map of {count} person by activity.", "A map of {count} people by activity."),
        Sentence(
            "Of {all} boxes {done} are done, {begun} begun, {not_begun} not begun.",
            all=len(states), done=counted[DONE], begun=counted[BEGUN], not_begun=counted[NOT],
        ),
    ]  # fmt: skip


def funnel(rows: Sequence[Row], language: str = ENGLISH) -> Picture:
    """For each section a line as long as the cohort, filled as far as people have begun and finished it."""
    people = {row["person"] for row in rows}
    if not people:
        return waiting(_NOBODY, language)
    counted = [(section, *_counts(rows, section)) for section in dict.fromkeys(row["section"] for row in rows)]
    sheet, y = Sheet(language), 0.0
    for section, begun, done in counted:
        y = sheet.paragraph(0, y, sheet.lines(section, WIDTH, most=2))
        sheet.words(WIDTH, y + 14, _told(begun, done, len(people)), align="right")
        across = WIDTH * 0.52
        sheet.line([(0, y + 9), (across, y + 9)], colour=RULE, thick=THIN)
        for count, hue, share in ((begun, BLUE, 0.25), (done, GREEN, 0.9)):
            if count:
                sheet.panel(0, y + 3, across * count / len(people), 12, fill=hue, edge=hue, share=share, radius=1)
        y += 26
    words = [Sentence("{section}: {told}.", section=section, told=_told(begun, done, len(people)))
             for section, begun, done in counted]  # fmt: skip
    listed = [[section, str(begun), str(done)] for section, begun, done in counted]
    heads = [Sentence("Section"), Sentence("Begun"), Sentence("Finished")]
    details = table(Sentence("How many have come how far"), heads, listed, language)
    return sheet.picture(y + 4, words, _FUNNEL_CAPTION, details)


def _counts(rows: Sequence[Row], section: str) -> tuple[int, int]:
    states: dict[int, list[str]] = {}
    for row in rows:
        if row["section"] == section:
            states.setdefault(row["person"], []).append(row["state"])
    together = [_together(one) for one in states.values()]
    return sum(one != NOT for one in together), together.count(DONE)


def _told(begun: int, done: int, people: int) -> Sentence:
    return Sentence("{begun} begun, {done} finished, of {people}", begun=begun, done=done, people=people)
