"""The guide's Markdown as HTML."""

from __future__ import annotations

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})


class Html(str):
    """A text that is HTML already: templates put it in as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """What templates ask for, to see that nothing is to be escaped."""
        return self


def as_html(text: str) -> Html:
    """Markdown as HTML; HTML of its author's is shown as text."""
    return Html(_markdown.render(text))
