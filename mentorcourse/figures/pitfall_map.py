"""The course as a route: ten stations, each a pitfall of mentoring and what to take away instead."""

from __future__ import annotations

from itertools import pairwise

from mentorcourse.language import Sentence

from .picture import Picture, table
from .sheet import Sheet
from .style import BLUE, GREEN, HEADING, ORANGE, PAPER, RULE, THICK

STATIONS: tuple[tuple[Sentence, Sentence], ...] = (
    (Sentence("Running on leftover attention"), Sentence("Look after it on purpose")),
    (Sentence("Not knowing what you carry"), Sentence("Use your view, name your bias")),
    (Sentence("Owning the mentee’s part"), Sentence("Agree early, and write it down")),
    (Sentence("Serving somebody else"), Sentence("Ask whose interest this is")),
    (Sentence("Telling too soon"), Sentence("Questions first, advice after")),
    (Sentence("Holding back what would help"), Sentence("Be candid, kind, unjudging")),
    (Sentence("Being pulled two ways"), Sentence("Notice it, name it, settle it")),
    (Sentence("Being the only mentor"), Sentence("Help them gather several")),
    (Sentence("Seeing a beginner forever"), Sentence("Change as your mentee grows")),
    (Sentence("Keeping a ledger of favors"), Sentence("Let it change people, and the place")),
)
"""(pitfall, take-away) of sections 1 to 10, short enough for a phone."""

_TOP = 44.0
_ROW = 56.0
_LEFT = 70.0

_ALTERNATIVE = Sentence(
    "A winding route with ten stations, one for each section of the course. Each station names a pitfall of "
    "mentoring and what to take away instead, from leftover attention in section 1 to keeping a ledger of "
    "favors in section 10. The table below has all ten."
)
_CAPTION = Sentence("Ten pitfalls, ten sections: at each station, what goes wrong and what you can do instead.")


def draw(language: str) -> Picture:
    """The picture explains the course, so it is the same for everybody."""
    sheet = Sheet(language)
    _legend(sheet)
    stops = [(18.0 + 24.0 * (number % 2), _TOP + _ROW * number + 22) for number in range(len(STATIONS))]
    sheet.line(_route(stops), colour=RULE, thick=THICK)
    for number, ((x, y), (pitfall, take_away)) in enumerate(zip(stops, STATIONS, strict=True), 1):
        sheet.disc(x, y, 14, fill=BLUE)
        sheet.words(x, y + 5, str(number), size=HEADING, bold=True, colour=PAPER, align="center")
        _mark_pitfall(sheet, _LEFT + 5, y - 10)
        sheet.words(_LEFT + 18, y - 5, pitfall)
        sheet.line([(_LEFT - 1, y + 11), (_LEFT + 12, y + 11)], colour=GREEN, thick=2.4, arrow=8)
        sheet.words(_LEFT + 18, y + 16, take_away, bold=True)
    rows = [
        (Sentence("{number}. {pitfall}", number=number, pitfall=pitfall), take_away)
        for number, (pitfall, take_away) in enumerate(STATIONS, 1)
    ]
    head = (Sentence("Pitfall"), Sentence("What to take away"))
    details = table(Sentence("The ten stations"), head, rows, language)
    return sheet.picture(_TOP + _ROW * len(STATIONS) - 8, [_ALTERNATIVE], _CAPTION, details)


def _legend(sheet: Sheet) -> None:
    _mark_pitfall(sheet, _LEFT + 5, 14)
    sheet.words(_LEFT + 18, 19, Sentence("pitfall"))
    sheet.line([(_LEFT + 91, 14), (_LEFT + 104, 14)], colour=GREEN, thick=2.4, arrow=8)
    sheet.words(_LEFT + 110, 19, Sentence("what to take away"), bold=True)


def _mark_pitfall(sheet: Sheet, x: float, y: float) -> None:
    for slope in (-1, 1):
        sheet.line([(x - 4.5, y - 4.5 * slope), (x + 4.5, y + 4.5 * slope)], colour=ORANGE, thick=2.4)


def _route(stops: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line through the stops that leaves and reaches each of them straight down."""
    points = [stops[0]]
    for (x0, y0), (x1, y1) in pairwise(stops):
        for step in range(1, 13):
            share = step / 12
            points.append((x0 + (x1 - x0) * share * share * (3 - 2 * share), y0 + (y1 - y0) * share))
    return points
