"""An address as a QR code to point a telephone's camera at."""

from __future__ import annotations

import segno

QUIET_MODULES = 4  # the white margin without which no camera finds a code


def qr_code(address: str, words: str) -> str:
    """An inline SVG that is black on white in dark mode, too; `words` say what it is to who cannot see it.

    It has no size of its own: the page's style for `mc-qr` gives it one.
    """
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(
        border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True, title=words, svgclass="mc-qr", lineclass=None
    )
    return drawn.replace("<svg ", '<svg role="img" ', 1)
