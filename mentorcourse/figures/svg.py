"""Turn what matplotlib drew into an SVG for a page: own ids, the page's colours, no trace of the words."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from xml.etree import ElementTree

from .style import PALETTE

_COLOURS = {colour.light: colour.css for colour in PALETTE}
_HEX = re.compile(r"#[0-9a-f]{6}\b")
_SHIFT = re.compile(r"translate\(([-\d.]+)(?: ([-\d.]+))?\)")
_HREF = "{http://www.w3.org/1999/xlink}href"


@cache
def stylesheet() -> str:
    """figures.css on one line, for the picture's own style element; a page may also serve the file itself."""
    text = resources.files(__package__).joinpath("figures.css").read_text(encoding="utf-8")
    return " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split())


def finish(drawn: str, alternative: str) -> str:
    """The SVG text for a page.

    Parsing drops comments (matplotlib writes each text into one); metadata and its page-wide `*` rule go too.
    Ids are numbered in order of appearance after a prefix made from the content, so the same picture is the
    same text each time and two pictures on one page share no id. Raises ValueError for a colour outside the
    palette.
    """
    root = ElementTree.fromstring(drawn.encode())  # noqa: S314  matplotlib wrote it a moment ago
    for parent in list(root.iter()):
        for child in list(parent):
            if _local(child.tag) in ("metadata", "style"):
                parent.remove(child)
    _rename(root, "m" + hashlib.sha256(f"{alternative}\n{_without_ids(root)}".encode()).hexdigest()[:7])
    for element in root.iter():
        element.text = element.tail = None
        element.tag = _local(element.tag)
        if element.tag == "use":
            _place(element)
        if "style" in element.attrib:
            element.set("style", _HEX.sub(_themed, element.attrib["style"]))
    view_box = root.attrib["viewBox"]
    root.attrib.clear()
    for name, value in (
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", view_box),
        ("role", "img"),
        ("aria-label", alternative),
        ("class", "mc-figure-drawing"),
        ("focusable", "false"),
        ("stroke-linejoin", "round"),
    ):
        root.set(name, value)
    style = ElementTree.Element("style")
    style.text = stylesheet()
    root.insert(0, style)
    return ElementTree.tostring(root, encoding="unicode")


def _place(glyph: ElementTree.Element) -> None:
    """Say in few characters where a glyph stands, in hundredths of the letters' size: glyphs fill most of a file."""
    if found := _SHIFT.fullmatch(glyph.attrib.pop("transform", "")):
        for axis, value in zip("xy", found.groups(default="0"), strict=True):
            if place := round(float(value)):
                glyph.set(axis, str(place))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _themed(match: re.Match[str]) -> str:
    try:
        return _COLOURS[match.group()]
    except KeyError:
        raise ValueError(f"{match.group()} is not a colour of the pictures' palette") from None


def _without_ids(root: ElementTree.Element) -> str:
    """What is drawn, with every id left out: matplotlib's own ids differ from run to run."""
    parts = []
    for element in root.iter():
        parts += [f"{key}={value}" for key, value in sorted(element.items()) if key not in ("id", _HREF)]
    return "\n".join(parts)


def _rename(root: ElementTree.Element, prefix: str) -> None:
    """Number the ids that something refers to and drop the others."""
    wanted = {element.attrib[_HREF][1:] for element in root.iter() if _HREF in element.attrib}
    names: dict[str, str] = {}
    for element in root.iter():
        old = element.attrib.pop("id", "")
        if old in wanted:
            names[old] = f"{prefix}-{len(names)}"
            element.set("id", names[old])
    for element in root.iter():
        if _HREF in element.attrib:
            element.set("href", "#" + names[element.attrib.pop(_HREF)[1:]])
