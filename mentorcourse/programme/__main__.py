"""Make a cohort's report: `python -m mentorcourse.programme pdf` (or xlsx, csv), its facts as JSON in, the file out.

It runs in a process of its own, which knows no database and no name, and may fail without harm to anybody else.
"""

from __future__ import annotations

import json
import sys
from typing import Any, cast

from mentorcourse.documents.__main__ import be_alone
from mentorcourse.documents.blocks import Document

from .content import contents


def main() -> None:
    """Read standard input, write standard output."""
    be_alone()
    given: dict[str, Any] = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(_made(sys.argv[1], given))


def _made(form: str, given: dict[str, Any]) -> bytes:
    found, about = contents(given["facts"]), {**given["about"], "mark": given["mark"]}
    if form == "pdf":
        from mentorcourse.documents.pdf import pdf

        from .paper import report

        return pdf(cast("Document", {**report(found, about), "mark": about["mark"]}))
    from .spreadsheet import csv_files, xlsx

    return (xlsx if form == "xlsx" else csv_files)(found, about)


if __name__ == "__main__":
    main()
