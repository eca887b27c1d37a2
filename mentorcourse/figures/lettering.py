"""Fit a person's words into a picture: what can be drawn, how wide it is, where it breaks."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from mentorcourse.language import Sentence

MISSING = "□"
ELLIPSIS = "…"
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Invisible marks that choose between a coloured and a plain form."""
ELSEWHERE = Sentence("(see the list below)")
LONGEST = 400
"""Characters looked at; a picture never shows more of one text, its list shows all."""


@cache
def font_file(bold: bool = False, oblique: bool = False) -> Path:
    """The face that matplotlib itself carries, so that a picture is the same on every machine."""
    import matplotlib

    face = {
        (False, False): "",
        (True, False): "-Bold",
        (False, True): "-Oblique",
        (True, True): "-BoldOblique",
    }[bold, oblique]
    return Path(matplotlib.get_data_path(), "fonts", "ttf", f"DejaVuSans{face}.ttf")


def drawable(text: str, bold: bool = False, oblique: bool = False, elsewhere: str = ELSEWHERE) -> str:
    """`text` on one line, □ for letters the face lacks; `elsewhere`, a pointer to the list, if none is legible."""
    from matplotlib.font_manager import get_font

    known = get_font(font_file(bold, oblique)).get_char_index
    kept: list[str] = []
    for letter in unicodedata.normalize("NFC", text[:LONGEST]):
        category = unicodedata.category(letter)
        if letter.isspace():
            kept.append(" ")
        elif category in ("Cc", "Cf", "Cs", "Co", "Cn") or letter in _VARIANTS:
            continue
        elif known(ord(letter)):
            kept.append(letter)
        # Skin tones and accents belong to the letter before them, which already has its □.
        elif category not in ("Mn", "Me", "Mc", "Sk") and (not kept or kept[-1] != MISSING):
            kept.append(MISSING)
    shown = " ".join("".join(kept).split())
    nothing_legible = not any(letter.isalnum() for letter in shown) and (MISSING in shown or not shown)
    return elsewhere if nothing_legible and text.strip() else shown


def width(text: str, size: float, bold: bool = False, oblique: bool = False) -> float:
    """How wide drawable `text` becomes, in the picture's units (kerning left out: never too narrow)."""
    return size * sum(_advance(letter, bold, oblique) for letter in text)


@cache
def _advance(letter: str, bold: bool, oblique: bool) -> float:
    """How far one letter moves the pen, as a share of the size; asked for again with each fitted line."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(font_file(bold, oblique))
    font.set_size(100, 72)
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


def lines(
    text: str,
    within: float,
    size: float,
    most: int = 3,
    bold: bool = False,
    oblique: bool = False,
    elsewhere: str = ELSEWHERE,
) -> list[str]:
    """`text` made drawable, in at most `most` lines of width `within`; … ends what was cut."""
    shown = drawable(text, bold, oblique, elsewhere)
    cut = len(text) > LONGEST
    found: list[str] = []
    words = shown.split(" ")
    while words and len(found) < most:
        line, words = _take(words, within, size, bold, oblique)
        found.append(line)
    if found and (words or cut):
        found[-1] = _shorten(found[-1], within, size, bold, oblique)
    return found


def _take(words: list[str], within: float, size: float, bold: bool, oblique: bool) -> tuple[str, list[str]]:
    """The first line that fits and the words that are left; a word that never fits is broken."""
    line = words[0]
    if width(line, size, bold, oblique) > within:
        fit = len(line) - 1
        while fit > 1 and width(line[:fit], size, bold, oblique) > within:
            fit -= 1
        return line[:fit], [line[fit:], *words[1:]]
    taken = 1
    while taken < len(words) and width(f"{line} {words[taken]}", size, bold, oblique) <= within:
        line = f"{line} {words[taken]}"
        taken += 1
    return line, words[taken:]


def _shorten(line: str, within: float, size: float, bold: bool, oblique: bool) -> str:
    while line and width(line + ELLIPSIS, size, bold, oblique) > within:
        line = line[:-1]
    return line.rstrip(" ,.;:") + ELLIPSIS
