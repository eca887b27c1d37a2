"""Draw what became of the ten pitfalls: for each statement the means then, now and looking back, as SVG."""

from __future__ import annotations

import io
import textwrap
from typing import Any

from mentorcourse.figures.style import BLUE, GREEN, ORANGE
from mentorcourse.language import say

from .content import Compared
from .statistics import Change
from .wording import WORDS

_WRAP = 46
_INK = "#262320"


def chart(compared: Compared, language: str) -> tuple[str, str]:
    """(SVG, alternative text). Marks differ in shape as well as in colour."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    scale, labels = compared.scale, [textwrap.fill(one, _WRAP) for one in compared.statements]
    look: Any = {
        "font.family": "DejaVu Sans",
        "font.size": 8.5,
        "svg.hashsalt": "report",
        "text.parse_math": False,
        "text.color": _INK,
    }
    with mpl.rc_context(look):
        figure, axes = pyplot.subplots(figsize=(6.6, 0.5 * len(labels) + 0.9), layout="constrained")
        _lines(axes, compared)
        axes.set_xlim(scale["from"] - 0.3, scale["to"] + 0.3)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xticks(range(scale["from"], scale["to"] + 1))
        axes.grid(axis="x", color="#ddd4c6", linewidth=0.6)
        axes.set_axisbelow(True)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)
        _legend(figure, language, any(compared.looking_back))
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
        pyplot.close(figure)
    return written.getvalue(), _in_words(compared, language)


def _lines(axes: Any, compared: Compared) -> None:
    for y, (change, back) in enumerate(zip(compared.changes, compared.looking_back, strict=True)):
        if change is None:
            continue
        if change.low is not None and change.high is not None:
            ends = [change.first + change.low, change.first + change.high]
            axes.plot(ends, [y, y], color=BLUE.light, linewidth=5, alpha=0.25, solid_capstyle="butt")
        axes.plot([change.first, change.second], [y, y], color=_INK, linewidth=0.9)
        _mark(axes, change.first, y, "o", ORANGE.light, hollow=True)
        _mark(axes, change.second, y, "o", BLUE.light)
        if back:
            _mark(axes, back.first, y, "D", GREEN.light)


def _mark(axes: Any, x: float, y: float, shape: str, colour: Any, hollow: bool = False) -> None:
    axes.plot([x], [y], shape, markersize=6.5, markeredgecolor=colour, markerfacecolor="white" if hollow else colour)


def _legend(figure: Any, language: str, looked_back: bool) -> None:
    from matplotlib.lines import Line2D

    shapes: list[tuple[str, str, Any, Any]] = [
        ("then", "o", ORANGE.light, "white"),
        ("now", "o", BLUE.light, BLUE.light),
    ]
    handles = [
        Line2D([], [], marker=shape, linestyle="", color=edge, markerfacecolor=fill, label=say(WORDS[name], language))
        for name, shape, edge, fill in [*shapes, *([("back", "D", GREEN.light, GREEN.light)] if looked_back else [])]
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False)


def _in_words(compared: Compared, language: str) -> str:
    told = [
        _line(statement, one, language)
        for statement, one in zip(compared.statements, compared.changes, strict=True)
        if one
    ]
    return say(WORDS["figure_alt"], language).format(lines=" ".join(told))


def _line(statement: str, change: Change, language: str) -> str:
    words = say(WORDS["figure_line"], language)
    return words.format(statement=statement, then=f"{change.first:.1f}", now=f"{change.second:.1f}")
