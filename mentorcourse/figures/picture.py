"""A finished picture: its drawing, its words for those who cannot see it, and the HTML that carries both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from mentorcourse.language import Sentence, primary, say


@dataclass(frozen=True)
class Picture:
    """`svg` is safe to put in a page; empty when there is nothing to draw yet and `alternative` says so.

    `details` is HTML (already escaped) with the same content as a table or list, with every text in full. What the
    picture itself adds is said in `language`.
    """

    svg: str
    alternative: str
    caption: str
    details: str = ""
    language: str = "en"

    def html(self) -> str:
        """A `<figure>` with the drawing, its caption and, where there is one, the same content in words."""
        if not self.svg:
            return f'<figure class="mc-figure mc-figure-waiting"><p>{escape(self.alternative)}</p></figure>'
        words = ""
        if self.details:
            title = escape(say(Sentence("The same in words"), self.language))
            words = f"<details><summary>{title}</summary>{self.details}</details>"
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure class="mc-figure">{self.svg}{caption}{words}</figure>'

    _repr_html_ = html


def waiting(sentence: str) -> Picture:
    """What stands in a picture's place while there is nothing honest to draw."""
    return Picture(svg="", alternative=sentence, caption="")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table from plain text; the first cell of a row names it."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def outline(groups: Iterable[tuple[str, Iterable[tuple[str, Sequence[str]]]]], language: str = "en") -> str:
    """Plain texts as nested lists: groups, their parts, their entries; a phone has no room for a table."""
    none = escape(say(Sentence("none yet"), language))
    return _items(
        f"<strong>{escape(name)}</strong>"
        + _items(f"{escape(asked(part))} {_items(map(_own_direction, found)) or none}" for part, found in parts)
        for name, parts in groups
    )


def asked(part: str) -> str:
    """A label that something follows: "Assets:", "What stops me?"."""
    return part if part.endswith("?") else f"{part}:"


def _items(contents: Iterable[str]) -> str:
    listed = "".join(f"<li>{content}</li>" for content in contents)
    return f"<ul>{listed}</ul>" if listed else ""


def _own_direction(text: str) -> str:
    """Escaped text that runs right to left where it is written so."""
    return f'<span dir="auto">{escape(text)}</span>'


def listing(names: Sequence[str], language: str = "en") -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    if primary(language) != "en":
        from babel.lists import format_list

        return format_list(list(names), locale=language.replace("-", "_"))
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def many(number: int, one: str, several: str) -> str:
    """A count with its noun: "1 asset", "3 assets"."""
    return f"{number} {one if number == 1 else several}"
