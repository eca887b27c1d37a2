"""A page's HTML as each visitor gets it: the same for all but for their kernel's id, so it is compressed once."""

from __future__ import annotations

import struct
import zlib
from functools import cached_property

from tornado.web import RequestHandler

# Stands in a page's HTML for the kernel that each visitor gets.
RECORDED = "00000000-0000-0000-0000-00007265636f"
# A gzip file's head (RFC 1952): deflated, without a name or a time, from an unknown system.
_HEAD = bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
_RAW = -zlib.MAX_WBITS  # deflated without a head of its own


class Recorded:
    """The HTML of a page that has run, recorded with `RECORDED` for its kernel's id."""

    def __init__(self, html: str) -> None:
        self._texts = [text.encode() for text in html.split(RECORDED)]

    def has(self, mark: str) -> bool:
        """Whether `mark` stands in the HTML."""
        return any(mark.encode() in text for text in self._texts)

    def answer(self, handler: RequestHandler, kernel_id: str) -> bytes:
        """What `handler` finishes with: compressed if the browser takes that, with the headers that say so."""
        handler.set_header("Vary", "Accept-Encoding")
        if "gzip" not in handler.request.headers.get("Accept-Encoding", ""):
            return self.html(kernel_id)
        handler.set_header("Content-Encoding", "gzip")
        return self.packed(kernel_id)

    def html(self, kernel_id: str) -> bytes:
        """The page for one visitor, in UTF-8."""
        return kernel_id.encode().join(self._texts)

    def packed(self, kernel_id: str) -> bytes:
        """The same as a gzip file."""
        html, name = self.html(kernel_id), _deflated(kernel_id.encode())
        return b"".join(
            [_HEAD, name.join(self._deflated), struct.pack("<2L", zlib.crc32(html), len(html) & 0xFFFF_FFFF)]
        )

    @cached_property
    def _deflated(self) -> list[bytes]:
        *first, last = self._texts
        return [*map(_deflated, first), _deflated(last, zlib.Z_FINISH)]


def _deflated(text: bytes, end: int = zlib.Z_FULL_FLUSH) -> bytes:
    """A piece of a deflated text (RFC 1951) that may stand after any other, for it ends on a whole byte."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return deflating.compress(text) + deflating.flush(end)
