"""A sample Mentorship Agreement for tests of documents: eleven rows, two people, in any of its states."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from mentorcourse.content.kinds import Table
from mentorcourse.documents.agreement import AgreementPaper, AgreementRow, Initialled, State
from tests.document_samples import COURSE

TABLE = cast("Table", COURSE.activity("03_ground_rules.agreement"))
HINTS = {column.key: column.hint for column in TABLE.columns}
STARTED, FINALISED, MADE = "2027-03-01T18:00:00Z", "2027-04-01T18:00:00+00:00", "2027-04-30T18:00:00Z"


def sample_row(number: int, *, initialled: bool, **more: Any) -> AgreementRow:
    """The row of this number, filled in with the course's own examples."""
    row = TABLE.rows[number]
    written: AgreementRow = {
        "label": row.label,
        "help": row.help,
        "mentee": HINTS["mentee"][row.key],
        "mentor": HINTS["mentor"][row.key],
        "initials": {"mentee": _initials("AM", initialled), "mentor": _initials("RT", initialled)},
    }
    return cast("AgreementRow", {**written, **more})


def _initials(letters: str, initialled: bool) -> Initialled | None:
    return {"initials": letters, "at": "2027-03-09T18:00:00Z"} if initialled else None


def sample_agreement(state: State, **more: Any) -> AgreementPaper:
    """An agreement in this state; `more` replaces what it says of the whole."""
    is_final = state in ("final", "ended")
    paper: AgreementPaper = {
        "title": TABLE.title,
        "language": "en",
        "mentor": "Ruth Example",
        "mentee": "Ana María Example",
        "cohort_name": "Spring cohort",
        "institution": "Example University",
        "state": state,
        "number": 3,
        "started": STARTED,
        "finalised": FINALISED if is_final else None,
        "ended": "2027-08-01T18:00:00Z" if state == "ended" else None,
        "rows": [sample_row(number, initialled=is_final) for number in range(len(TABLE.rows))],
        "hash": hashlib.sha256(state.encode()).hexdigest(),
        "made": MADE,
    }
    return cast("AgreementPaper", {**paper, **more})
