"""Tell the journey as it goes: a line for each step, and a picture of it by number and name."""

from __future__ import annotations

import html
import io
import time
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

TERMINAL = """<!doctype html><meta charset="utf-8"><style>body {{ margin: 0; background: #1d2530; color: #eef; }}
pre {{ margin: 0; padding: 20px 24px; font: 15px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere; }}
b {{ color: #9fd; }}</style><pre>{words}</pre>"""
COLOURS = 96
TO_TOP = "(one) => one.scrollIntoView()"  # what a picture is of stands at its top


@dataclass
class Story:
    """Counts the steps. Pictures that the documentation shows go to `docs`, all others to `results`."""

    browser: Browser
    results: Path
    docs: Path | None
    quiet: bool = False
    number: int = 0
    pictures: list[Path] = field(default_factory=list)
    _since: float = field(default_factory=time.monotonic)

    def tell(self, words: str) -> None:
        """A step is done."""
        seconds = time.monotonic() - self._since
        print(f"✓ {words}" + ("" if self.quiet else f"  [{seconds:.0f} s]"), flush=True)

    def picture(self, page: Page, name: str, *, documents: bool = True, dark: bool = False) -> None:
        """Keep what a page shows, in light unless it is `dark`; `documents` when the documentation shows it."""
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        page.evaluate("document.activeElement?.blur?.()")
        page.wait_for_load_state("networkidle")  # what a save has changed elsewhere on the page is there, too
        shot = page.screenshot(animations="disabled")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.keep(shot, name, documents=documents)

    def keep(self, shot: bytes, name: str, *, documents: bool = True) -> None:
        """Keep a picture (PNG), made small."""
        self.number += 1
        folder = self.docs if documents and self.docs else self.results
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.number:02}-{name}.png"
        with Image.open(io.BytesIO(shot)) as opened:
            few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(file, optimize=True)
        self.pictures.append(file)

    def terminal(self, command: str, said: str, name: str, *, documents: bool = False) -> None:
        """Keep what a command said as a picture of a terminal."""
        page = self.browser.new_page(viewport={"width": 1000, "height": 120})
        words = f"<b>$ {html.escape(command)}</b>\n{html.escape(said.rstrip())}"
        page.set_content(TERMINAL.format(words=words))
        self.keep(page.screenshot(full_page=True), name, documents=documents)
        page.close()
