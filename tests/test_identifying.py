"""Before words are shared, what looks as if it identified somebody is noticed: often enough, and seldom in error."""

from __future__ import annotations

import re
import time
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorcourse.identifying import EXPLANATIONS, notices
from tests.agreement_samples import HINTS
from tests.document_samples import ACTIVITIES
from tests.identifying_samples import HARMLESS, IDENTIFYING

LEAST_PRECISION, LEAST_RECALL = 0.9, 0.9


def found(text: str) -> list[str]:
    return [notice.found for notice in notices(text)]


@pytest.mark.parametrize(
    ("kind", "text", "what"),
    [
        ("name", "I spoke with Dr. Halvorsen today", "Halvorsen"),
        ("name", "Hablé con la señora Montemayor", "Montemayor"),
        ("name", "I let Petra Novakova down", "Petra Novakova"),
        ("birth date", "DOB: 03/14/1961", "03/14/1961"),
        ("birth date", "nació el 3 de marzo de 1958", "3 de marzo de 1958"),
        ("record number", "MRN 00482913", "00482913"),
        ("e-mail", "write to p.novakova@example.edu.", "p.novakova@example.edu"),
        ("phone", "call (801) 555-0142", "(801) 555-0142"),
        ("social security", "123-45-6789", "123-45-6789"),
    ],
)
def test_each_kind_is_noticed_and_explained(kind: str, text: str, what: str) -> None:
    [notice] = notices(text)
    assert (notice.kind, notice.found) == (kind, what)
    assert text[notice.start : notice.end] == what
    assert notice.explanation.startswith("This looks like ")


def test_of_a_labelled_set_nearly_all_is_noticed_and_nearly_nothing_else() -> None:
    wanted = Counter((text, what) for text, all_of_it in IDENTIFYING for what in all_of_it)
    told = Counter((text, what) for text in [*(text for text, _ in IDENTIFYING), *HARMLESS] for what in found(text))
    right = (wanted & told).total()
    precision, recall = right / told.total(), right / wanted.total()
    report = f"precision {precision:.2f}, recall {recall:.2f}; missed {wanted - told}; too much {told - wanted}"
    print(report)
    assert precision >= LEAST_PRECISION, report
    assert recall >= LEAST_RECALL, report


def test_the_course_s_own_examples_for_an_agreement_raise_no_alarm() -> None:
    assert not [(hint, found(hint)) for hints in HINTS.values() for hint in hints.values() if found(hint)]


def test_among_all_examples_of_the_course_alarms_are_rare() -> None:
    hints = [field.hint for activity in ACTIVITIES.values() for _, field in activity.list_fields() if field.hint]
    alarmed = {hint: found(hint) for hint in hints if found(hint)}
    assert len(hints) > 100
    assert len(alarmed) <= len(hints) * 0.02, alarmed


def test_letters_with_their_accents_apart_are_letters_all_the_same() -> None:
    assert found("I spoke with Jose\u0301 Garci\u0301a today") == ["Jose\u0301 Garci\u0301a"]


def test_where_two_overlap_the_plainer_one_is_told_once() -> None:
    assert [(one.kind, one.found) for one in notices("MRN 123-45-6789, maria.lopez@example.edu")] == [
        ("social security", "123-45-6789"),
        ("e-mail", "maria.lopez@example.edu"),
    ]


FRAGMENTS = ["Dr. ", "Maria ", "Lopez", "1961", "03/14/", "801-", "555 ", "0142", "@example", ".edu", "MRN ", "born ",
             "\n", "\x00", "é", "e\u0301", "🌱", "-", ".", "(", "+1 "]  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=40).map("".join))
def test_notices_come_in_order_do_not_overlap_and_are_parts_of_the_text(text: str) -> None:
    told = notices(text)
    assert all(one.found == text[one.start : one.end] != "" for one in told)
    assert all(first.end <= second.start for first, second in pairwise(told))
    assert {one.kind for one in told} <= set(EXPLANATIONS)


SLOW = ["a", "A", "1", " ", "-", "@", ".", "a@", "1-", "1 ", "12 ", "(12", "+1 ", "a.", "MRN ", "MRN-", "born ", "Dr. ",
        "Aa ", "A'", "Aa-", "e\u0301", "1/", "del ", "Aa de ", "The "]  # fmt: skip


@pytest.mark.parametrize("unit", SLOW)
def test_no_text_of_20_kilobytes_takes_long(unit: str) -> None:
    text = (unit * 20_000)[:20_000] + "!"
    began = time.perf_counter()
    notices(text)
    assert time.perf_counter() - began < 2


def test_explanations_are_sentences() -> None:
    assert all(re.fullmatch(r"This looks like .+\.", words) for words in EXPLANATIONS.values())
