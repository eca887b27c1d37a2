"""A finished picture: its drawing, its words for those who cannot see it, and the HTML that carries both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from mentorcourse.language import ENGLISH, Sentence, plural, said


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
    language: str = ENGLISH

    def html(self) -> str:
        """A `<figure>` with the drawing, its caption and, where there is one, the same content in words."""
        if not self.svg:
            return f'<figure class="mc-figure mc-figure-waiting"><p>{escape(self.alternative)}</p></figure>'
        words = ""
        if self.details:
            title = escape(said(Sentence("The same in words"), self.language))
            words = f"<details><summary>{title}</summary>{self.details}</details>"
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure class="mc-figure">{self.svg}{caption}{words}</figure>'

    _repr_html_ = html


def waiting(sentence: Sentence, language: str) -> Picture:
    """What stands in a picture's place while there is nothing honest to draw."""
    return Picture(svg="", alternative=said(sentence, language), caption="", language=language)


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], language: str) -> str:
    """An HTML table from sentences and plain text; the first cell of a row names it."""

    def cell(text: str) -> str:
        return escape(said(text, language))

    heads = "".join(f'<th scope="col">{cell(text)}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{cell(name)}</th>{"".join(f"<td>{cell(text)}</td>" for text in cells)}</tr>'
        for name, *cells in rows
    )
    return f"<table><caption>{cell(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def outline(groups: Iterable[tuple[str, Iterable[tuple[str, Sequence[str]]]]], language: str) -> str:
    """Sentences and plain texts as nested lists (groups, parts, entries); a phone has no room for a table."""

    def entry(text: str) -> str:
        return f'<span dir="auto">{escape(said(text, language))}</span>'  # right to left where it is written so

    none = escape(said(Sentence("none yet"), language))
    return _items(
        f"<strong>{escape(said(name, language))}</strong>"
        + _items(f"{escape(asked(said(part, language)))} {_items(map(entry, found)) or none}" for part, found in parts)
        for name, parts in groups
    )


def more_below(count: int) -> Sentence:
    """What stands under a few entries where the list in words has `count` more."""
    return plural(count, "and {count} more, below", "and {count} more, below")


def asked(part: str) -> str:
    """A label that something follows: "Assets:", "What stops me?"."""
    return part if part.endswith("?") else f"{part}:"


def _items(contents: Iterable[str]) -> str:
    listed = "".join(f"<li>{content}</li>" for content in contents)
    return f"<ul>{listed}</ul>" if listed else ""
