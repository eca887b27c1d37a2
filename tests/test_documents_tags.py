"""Every PDF that the course makes can be read aloud: PDF/UA-1, tagged, with heads, titles and its language."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from itertools import pairwise
from typing import Any, cast

import pikepdf
import pytest

from mentorcourse.content import kinds
from mentorcourse.documents.agreement import agreement
from mentorcourse.documents.card import card
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.guide import guide_pdf
from mentorcourse.documents.kept import Kept
from mentorcourse.documents.pdf import pdf
from mentorcourse.documents.worksheet import worksheet
from tests.agreement_samples import sample_agreement
from tests.document_samples import ACTIVITIES, COURSE, MADE, OWNER, everything, kept, made, sample_values

DAYS = Days("en", UTC)
BANK = "05_coaching_skills.coaching_questions"


def _sheet(address: str, *, filled: bool) -> bytes:
    answers = kept(address, sample_values(ACTIVITIES[address], "Sample")) if filled else Kept(address, [])
    owner = OWNER if filled else None
    return pdf(worksheet(ACTIVITIES[address], answers, DAYS, MADE, course=COURSE.title, section="A section",
                         course_language="en", owner=owner))  # fmt: skip


def _card() -> bytes:
    bank = cast("kinds.Questions", ACTIVITIES[BANK])
    return pdf(card(bank, kept(BANK, sample_values(bank, "Sample")), DAYS, MADE, "en"))


KINDS = {activity.kind: address for address, activity in ACTIVITIES.items()}
PDFS: dict[str, Callable[[], bytes]] = {
    "workbook": lambda: pdf(made(everything())),
    "agreement, unsigned": lambda: pdf(agreement(sample_agreement("draft"), DAYS)),
    "agreement, signed": lambda: pdf(agreement(sample_agreement("final"), DAYS)),
    "cards": _card,
    "facilitator guide": lambda: guide_pdf(COURSE),
    **{f"worksheet, {kind}": partial(_sheet, address, filled=True) for kind, address in KINDS.items()},
    **{f"worksheet, {kind}, blank": partial(_sheet, address, filled=False) for kind, address in KINDS.items()},
}


def elements(part: Any) -> Iterator[Any]:
    """Every element of a structure tree, in reading order."""
    if isinstance(part, pikepdf.Array):
        for one in part:
            yield from elements(one)
    elif isinstance(part, pikepdf.Dictionary):
        if "/S" in part:
            yield part
        if "/K" in part:
            yield from elements(part.K)


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_can_be_read_aloud(name: str) -> None:
    with pikepdf.open(io.BytesIO(PDFS[name]())) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"]
        assert all(str(page.obj.Tabs) == "/S" for page in opened.pages if "/Annots" in page.obj)
        found = list(elements(root.StructTreeRoot.K))
        roles = [str(one.S) for one in found]
        levels = [int(role[2:]) for role in roles if role[:2] == "/H" and role[2:].isdigit()]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        for one in found:
            if one.S == "/Figure":
                assert str(one.Alt).strip()
            if one.S == "/TH":
                assert "/Scope" in str([dict(each) for each in _listed(one.A)])
        assert ("/Table" in roles) == ("/TH" in roles)
        assert len(found) > 5 * len(opened.pages)


def _listed(attributes: Any) -> list[Any]:
    return list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
