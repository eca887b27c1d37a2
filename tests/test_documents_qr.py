"""A QR code can be read by a camera in light and dark, and by a screen reader."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import segno

from mentorcourse.documents.qr import QUIET_MODULES, qr_code

ADDRESS = "https://course.example.edu/course/enter/" + "x" * 43


def modules(drawn: str) -> set[tuple[int, int]]:
    """The dark squares of a drawn code as (column, row), its margin included in the count."""
    path = re.search(r'stroke="#000" d="([^"]*)"', drawn)
    assert path
    dark, column, row = set[tuple[int, int]](), 0.0, 0.0
    for command, numbers in re.findall(r"([MmhH])([-0-9. ]+)", path[1]):
        values = [float(number) for number in re.findall(r"-?[0-9.]+", numbers)]
        if command == "h":
            dark |= {(int(column) + step, int(row)) for step in range(int(values[0]))}
            column += values[0]
        else:
            start = (column, row) if command == "m" else (0.0, 0.0)
            column, row = start[0] + values[0], start[1] + values[1]
    return dark


def test_the_drawing_is_the_address_black_on_white_within_a_white_margin() -> None:
    drawn = qr_code(ADDRESS, "A link")
    code = segno.make(ADDRESS, error="m", micro=False)
    wanted = {
        (column + QUIET_MODULES, row + QUIET_MODULES)
        for row, line in enumerate(code.matrix)
        for column, is_dark in enumerate(line)
        if is_dark
    }
    assert modules(drawn) == wanted
    size = len(code.matrix) + 2 * QUIET_MODULES
    assert f'viewBox="0 0 {size} {size}"' in drawn
    assert f'fill="#fff" d="M0 0h{size}v{size}h-{size}z"' in drawn


def test_it_says_what_it_is_to_who_cannot_see_it_whatever_the_words() -> None:
    read = ElementTree.fromstring(qr_code(ADDRESS, 'The link for "Ana" <script> & more'))
    assert read.get("role") == "img"
    assert read.findtext("title") == 'The link for "Ana" <script> & more'
