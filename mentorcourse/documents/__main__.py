"""Set one document: `python -m mentorcourse.documents pdf` (or docx), the document as JSON in, the file out.

It runs in a process of its own, which knows no database and may fail without harm to anybody else.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

MEMORY_BYTES = 3 * 1024**3


def main() -> None:
    """Read standard input, write standard output."""
    be_alone()
    document = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(_setter(sys.argv[1], document["document"])(document))


def _setter(form: str, kind: str) -> Callable[[Any], bytes]:
    """What sets a document of this kind in this form; only what it needs is imported."""
    if form == "pdf":
        from .pdf import pdf

        return pdf
    if kind == "agreement":
        from .agreement_word import docx as agreement

        return agreement
    from .word import docx as workbook

    return workbook


def be_alone() -> None:
    """Say where it fails but not on what, and let pages and saves go first."""
    sys.excepthook = _say_where
    _be_modest()


def _be_modest() -> None:
    """Let pages and saves go first, and take no more memory than a workshop's machine can spare."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _say_where(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell the server's log where it failed; the message could hold what somebody wrote, so it stays out."""
    sys.stderr.write("".join(traceback.format_tb(trace)) + kind.__name__)


if __name__ == "__main__":
    main()
