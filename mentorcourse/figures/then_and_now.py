"""A participant's two self-ratings side by side: what became of each pitfall between the first and the last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentorcourse.language import ENGLISH, Sentence

from .picture import Picture, asked, table, waiting
from .scales import Described, Given, answered, lines_of, ratings, worded
from .sheet import Sheet
from .style import BLUE, BODY, GREEN, ORANGE, PAPER, PURPLE, RULE, THIN, WIDTH, Colour

_HUES = (BLUE, GREEN, ORANGE, PURPLE)
_GAP = 24.0
_NARROWEST = 150.0
_MARK = 5.5
_ONCE = 4.5
_AROUND = 9.0

_CHANGES = {
    "often": (Sentence("less often"), Sentence("as before"), Sentence("more often")),
    "confidence": (Sentence("less sure"), Sentence("as before"), Sentence("surer")),
}
"""What a smaller, an equal and a larger number mean on each scale."""
_NUMBERS = (Sentence("lower"), Sentence("as before"), Sentence("higher"))

_NEITHER = Sentence(
    "Your picture appears here as soon as you have rated yourself above. It compares today with your self-rating "
    "from section 1, if you made one."
)
_NO_NOW = Sentence(
    "Your self-rating from section 1 is here. The picture appears here as soon as you have rated the first line "
    "above, and shows what has changed."
)
_NO_THEN = Sentence(
    "There is no self-rating of yours from section 1 to compare with. Today’s ratings are kept all the same; the "
    "picture appears here as soon as you have a first rating too."
)
_CAPTION = Sentence(
    "You then and now. Where a number moved the wrong way, you may be doing worse, or seeing more than you did; only "
    "you can tell which."
)


def draw(definition: Mapping[str, Any], values: Mapping[str, object]) -> Picture:
    """Every item of a ratings form with the marks of `values["then"]` and `values["now"]`, each {field: number}.

    An arrow leads from then to now; where one of the two is missing there is one mark and no arrow.
    """
    language = definition.get("language", ENGLISH)
    items: list[dict[str, Any]] = definition["layout"]["items"]
    scales: list[dict[str, Any]] = definition["layout"]["scales"]
    then, now = (ratings(items, scales, _part(values, moment)) for moment in ("then", "now"))
    if not (then and now):
        return waiting(_NO_NOW if then else _NO_THEN if now else _NEITHER, language)
    sheet = Sheet(language)
    places = _places(scales)
    top = _legend(sheet)
    y = max(
        _head(sheet, top, place, scale, _changes(items, scale, then, now))
        for place, scale in zip(places, scales, strict=True)
    )
    for item in items:
        sheet.line([(0, y + 6), (WIDTH, y + 6)], thick=0.6)
        y = sheet.paragraph(0, y + 12, sheet.lines(item["label"], WIDTH, most=3)) + 2
        for place, scale, hue in zip(places, scales, _HUES * len(scales), strict=False):
            _cell(sheet, y, place, scale, (_value(then, item, scale), _value(now, item, scale)), hue)
        y += 42
    details = _details(items, scales, then, now, language)
    return sheet.picture(y + 2, _in_words(items, scales, then, now), _CAPTION, details)


def _part(values: Mapping[str, object], moment: str) -> Mapping[str, object]:
    found = values.get(moment)
    return found if isinstance(found, Mapping) else {}


def _value(given: Given, item: Mapping[str, Any], scale: Mapping[str, Any]) -> int | None:
    return given.get((item["key"], scale["key"]))


def _change(scale: Mapping[str, Any], then: int, now: int) -> Sentence:
    """Which way a rating went, in the words of its scale."""
    return _CHANGES.get(scale["key"], _NUMBERS)[1 + (now > then) - (now < then)]


def _changes(items: Described, scale: Mapping[str, Any], then: Given, now: Given) -> Sentence:
    """How many lines went each way: "6 less often and 1 more often"."""
    words = _CHANGES.get(scale["key"], _NUMBERS)
    pairs = [(_value(then, item, scale), _value(now, item, scale)) for item in items]
    went = [_change(scale, before, after) for before, after in pairs if before is not None and after is not None]
    counts = [Sentence("{count} {way}", count=went.count(word), way=word) for word in words if word in went]
    return Sentence("{changes}", changes=counts) if counts else Sentence("nothing to compare yet")


def _places(scales: Described) -> list[tuple[float, float]]:
    """Where each scale begins and its breadth; one with more points gets more room."""
    steps = [scale["to"] - scale["from"] for scale in scales]
    room = WIDTH - _GAP * (len(scales) - 1)
    least = min(_NARROWEST, room / len(scales))
    spare = room - least * len(scales)
    extra = [step - min(steps) for step in steps]
    across = [least + spare * (share / sum(extra) if sum(extra) else 1 / len(scales)) for share in extra]
    return [(sum(across[:position]) + _GAP * position, breadth) for position, breadth in enumerate(across)]


def _legend(sheet: Sheet) -> float:
    then, now = Sentence("then"), Sentence("now")
    sheet.disc(7, 10, _ONCE, edge=RULE)
    sheet.words(18, 15, then)
    x = 18 + sheet.width(then) + 7
    sheet.line([(x, 10), (x + 22, 10)], arrow=7)
    sheet.disc(x + 30, 10, _MARK, fill=RULE)
    sheet.words(x + 41, 15, now)
    x += 41 + sheet.width(now) + 28
    sheet.disc(x, 10, _MARK, fill=RULE)
    sheet.disc(x, 10, _AROUND, edge=RULE)
    sheet.words(x + 15, 15, Sentence("the same as then"))
    return 30


def _head(sheet: Sheet, top: float, place: tuple[float, float], scale: Mapping[str, Any], changes: Sentence) -> float:
    """A scale's name, the wording of its two ends and how many lines went which way; returns where it ends."""
    x, across = place
    y = sheet.paragraph(x, top, sheet.lines(scale["label"], across, most=4, bold=True), bold=True)
    ends = f"{worded(scale, scale['from'])} – {worded(scale, scale['to'])}"
    y = sheet.paragraph(x, y, sheet.lines(ends, across, most=3))
    return sheet.paragraph(x, y + 3, sheet.lines(changes, across, most=3, oblique=True), oblique=True)


def _cell(
    sheet: Sheet,
    top: float,
    place: tuple[float, float],
    scale: Mapping[str, Any],
    pair: tuple[int | None, int | None],
    hue: Colour,
) -> None:
    """One item on one scale: what happened in words, and below it the marks on the scale."""
    x, across = place
    y, start, reach = top + 30, x + _AROUND + 1, across - 2 * (_AROUND + 1)
    low, steps = scale["from"], scale["to"] - scale["from"]
    sheet.words(x, top + BODY, _said(scale, *pair), bold=None not in pair)
    _axis(sheet, start, y, reach, steps)
    then, now = (None if value is None else start + reach * (value - low) / steps for value in pair)
    if then is not None and now is not None and then != now:
        side = 1 if now > then else -1
        sheet.line([(then + side * _ONCE, y), (now - side * _MARK, y)], colour=hue, thick=2.4, arrow=7)
    if then is not None and then != now:
        sheet.disc(then, y, _ONCE, fill=PAPER, edge=hue)
    if now is not None:
        sheet.disc(now, y, _MARK, fill=hue)
        if then == now:
            sheet.disc(now, y, _AROUND, edge=hue)


def _axis(sheet: Sheet, start: float, y: float, reach: float, steps: int) -> None:
    """A scale with a stroke at each point, all in one line: a page with ten of them stays small."""
    points = [(start + reach * point / steps, y + off) for point in range(steps + 1) for off in (0, -4, 4, 0)]
    sheet.line(points, thick=THIN)


def _said(scale: Mapping[str, Any], then: int | None, now: int | None) -> Sentence:
    if then is not None and now is not None:
        return Sentence("{then} → {now} {change}", then=then, now=now, change=_change(scale, then, now))
    if then is None and now is None:
        return Sentence("not rated")
    return Sentence("only then: {value}", value=then) if now is None else Sentence("only now: {value}", value=now)


def _in_words(items: Described, scales: Described, then: Given, now: Given) -> list[Sentence]:
    both = sum(
        any(_value(then, item, scale) is not None and _value(now, item, scale) is not None for scale in scales)
        for item in items
    )
    alone = sum(
        any((_value(then, item, scale) is None) != (_value(now, item, scale) is None) for scale in scales)
        for item in items
    )
    told = [
        Sentence(
            "Two self-ratings, then and now, to compare on {both} of {lines}.", both=both, lines=lines_of(len(items))
        )
    ]
    for scale in scales:
        found = _changes(items, scale, then, now)
        told.append(Sentence("{scale} {found}.", scale=asked(scale["label"]), found=found))
    if alone:
        told.append(Sentence("On {lines} one of the two ratings is missing.", lines=lines_of(alone)))
    return told


def _details(items: Described, scales: Described, then: Given, now: Given, language: str) -> str:
    def cell(item: Mapping[str, Any], scale: Mapping[str, Any]) -> Sentence:
        before, after = _value(then, item, scale), _value(now, item, scale)
        both = {"before": answered(then, item, scale), "after": answered(now, item, scale)}
        if before is None or after is None:
            return Sentence("then {before}, now {after}", **both)
        return Sentence("then {before}, now {after}: {change}", **both, change=_change(scale, before, after))

    rows = [[item["label"], *(cell(item, scale) for scale in scales)] for item in items]
    return table(
        Sentence("Your two self-ratings"), [Sentence("Line"), *(one["label"] for one in scales)], rows, language
    )
