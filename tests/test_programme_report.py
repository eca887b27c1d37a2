"""A cohort's report: right numbers, groups of five or nothing, and files that can be read and do no harm."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import zipfile
from copy import deepcopy
from typing import Any

import openpyxl
import pandas as pd
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from scipy import stats

from mentorcourse import people
from mentorcourse.programme.batches import BACK, NOW, THEN, Rating, batches
from mentorcourse.programme.content import contents
from mentorcourse.programme.spreadsheet import csv_files, harmless, sheets, xlsx
from mentorcourse.programme.statistics import paired_change
from mentorcourse.programme.wording import WORDS
from mentorcourse.store import Store, open_store
from tests.programme_samples import ABOUT, ADDRESSES, COURSE, ITEMS, Raters

FIVE = "abcde"


# Groups of five.


def both(person: str, then: int = 4, now: int = 2) -> list[Rating]:
    """Somebody's two ratings."""
    return [Rating(person, THEN, then), Rating(person, NOW, now)]


def saves(persons: str) -> list[Rating]:
    """The two ratings of each of these."""
    return [save for person in persons for save in both(person)]


@pytest.mark.parametrize(
    ("persons", "found"), [("", 0), ("abcd", 0), ("abcde", 1), ("abcdefghi", 1), ("abcdefghij", 2)]
)
def test_ratings_join_in_whole_groups_of_five(persons: str, found: int):
    assert [len(one.pairs) for one in batches(saves(persons))] == [5] * found


def test_somebody_who_has_rated_only_once_is_not_waited_for():
    once = [Rating("x", THEN, 4), Rating("y", NOW, 1)]
    assert len(batches([*once, *saves(FIVE)])) == 1
    assert batches([*once, *saves("abcd")]) == []


def test_a_group_stays_what_it_was_when_somebody_rates_again_or_takes_a_rating_back():
    before = batches(saves(FIVE))
    for value in (5, None):
        assert batches([*saves(FIVE), Rating("a", NOW, value), Rating("b", THEN, value)]) == before


def test_who_takes_a_rating_back_before_the_group_is_complete_is_not_in_it():
    (only,) = batches([*both("z", 5, 5), Rating("z", NOW, None), *saves(FIVE)])
    assert (5, 5) not in only.pairs


def test_looking_back_is_told_only_once_all_five_have():
    looked = [Rating(person, BACK, 5) for person in FIVE]
    assert batches([*saves(FIVE), *looked[:4]])[0].back == ()
    assert batches([*saves(FIVE), *looked])[0].back == (5,) * 5
    assert batches([*looked, *saves(FIVE)])[0].back == (5,) * 5
    assert batches([*saves(FIVE), *looked, Rating("a", BACK, 1)])[0].back == (5,) * 5


SAVES = st.lists(
    st.builds(
        Rating,
        st.sampled_from("abcdefghijklm"),
        st.sampled_from([THEN, NOW, BACK]),
        st.one_of(st.none(), st.integers(1, 5)),
    ),
    max_size=120,
)


@given(SAVES, SAVES)
@settings(deadline=None)
def test_two_reports_differ_by_whole_groups_of_five_whatever_happens_between_them(
    before: list[Rating], more: list[Rating]
):
    first, second = batches(before), batches([*before, *more])
    assert [one.pairs for one in second[: len(first)]] == [one.pairs for one in first]
    assert all(len(one.pairs) == 5 and len(one.back) in (0, 5) for one in second)
    assert all(earlier.back in ((), later.back) for earlier, later in zip(first, second, strict=False))


# The statistics, beside values from a hand and from other libraries.

BEFORE, AFTER = [4, 5, 3, 4, 4, 2, 5, 3], [3, 4, 3, 2, 3, 2, 3, 3]


def test_a_change_is_what_a_hand_calculates():
    found = paired_change(BEFORE, AFTER)
    assert found
    # Changes -1 -1 0 -2 -1 0 -2 0: mean -7/8, squares 11, so the variance is (11 - 49/8) / 7 = 39/56; t(7) = 2.3646.
    assert (found.n, found.first, found.second, found.change) == (8, 3.75, 2.875, -0.875)
    half = 2.364624 * (39 / 56) ** 0.5 / 8**0.5
    assert (found.low, found.high) == pytest.approx((-0.875 - half, -0.875 + half), abs=1e-5)
    # Variances 7.5/7 and 2.875/7; Hedges' factor 1 - 3/27.
    assert found.g_av == pytest.approx(-0.875 / (((7.5 / 7) ** 0.5 + (2.875 / 7) ** 0.5) / 2) * 24 / 27)


def test_a_change_is_what_scipy_and_pandas_find():
    found = paired_change(BEFORE, AFTER)
    assert found
    interval = stats.ttest_rel(AFTER, BEFORE).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    frame = pd.DataFrame({"before": BEFORE, "after": AFTER})
    assert found.change == pytest.approx((frame["after"] - frame["before"]).mean())
    average = frame.std().mean()
    assert found.g_av == pytest.approx(found.change / average * (1 - 3 / 27))


@pytest.mark.parametrize("n", range(5))
def test_of_fewer_than_five_pairs_nothing_is_calculated(n: int):
    assert paired_change(BEFORE[:n], AFTER[:n]) is None


def test_ratings_that_do_not_differ_have_neither_interval_nor_effect_size():
    found = paired_change([4] * 5, [3] * 5)
    assert found
    assert (found.change, found.low, found.high, found.g_av) == (-1, None, None, None)


# What is gathered.


@pytest.fixture
def raters(store: Store) -> Raters:
    """A cohort without people."""
    return Raters(store)


def test_pairs_are_gathered_by_statement_and_scale(raters: Raters):
    for person in raters.join(6):
        raters.rate(person, THEN, 4, 3)
        raters.rate(person, NOW, 2, 8)
        raters.rate(person, BACK, 5)
    rated = raters.facts()["ratings"]
    assert {name: list(found) for name, found in rated.items()} == {"often": ITEMS, "confidence": ITEMS}
    assert rated["often"][ITEMS[0]] == [[4, 2, 5]] * 5
    assert rated["confidence"][ITEMS[0]] == [[3, 8, None]] * 5


def test_facts_name_nobody_and_hold_no_text(raters: Raters):
    persons = raters.join(6)
    for person in persons:
        raters.rate_at_random(person, random.Random(1))
        raters.save(person, "01_introduction.journal", {"commitment": "Secret words"})
    told = json.dumps(raters.facts())
    assert "Secret words" not in told
    assert "participant 1" not in told
    assert not [person for person in persons if person in told]


def test_who_only_leads_is_not_counted_and_who_has_left_still_is(raters: Raters):
    persons, leader = raters.join(5), raters.join(1, "facilitator")[0]
    for person in [leader, *persons]:
        raters.rate(person, THEN, 5 if person == leader else 3)
        raters.rate(person, NOW, 5 if person == leader else 3)
    before = raters.facts()["ratings"]
    assert before["often"][ITEMS[0]] == [[3, 3, None]] * 5
    people.remove_membership(raters.store, persons[0], raters.cohort)
    assert raters.facts()["ratings"] == before
    assert raters.facts()["people"] == 4


def test_time_is_from_save_to_save_and_a_pause_does_not_count(raters: Raters):
    (person,) = raters.join(1)
    address = ADDRESSES[THEN]
    for number, minutes in enumerate([0, 4, 6, 21, 20]):
        raters.save(person, address, {f"{ITEMS[number]}.often": 3}, minutes)
    minutes = raters.facts()["minutes"]
    assert minutes[""] == [30]
    assert list(minutes) == ["1. Introduction to (Career) Mentoring", ""]


def test_commitments_are_counted_as_they_stand_now(raters: Raters):
    first, second = raters.join(2)
    raters.save(first, "01_introduction.journal", {"commitment": "Something"})
    raters.save(first, "02_what_you_bring.journal", {"commitment": "Something else"})
    raters.save(second, "10_culture.commitment", {"step": "A step"})
    assert raters.facts()["commitments"] == {"count": 3, "people": 2}
    raters.save(first, "01_introduction.journal", {"commitment": ""})
    assert raters.facts()["commitments"] == {"count": 2, "people": 2}


def test_what_is_begun_and_finished_is_counted_by_section(raters: Raters):
    first, second = raters.join(2)
    for address, section, activity in COURSE.activities():
        if section.number == 1 and activity.counted:
            raters.store.save(first, raters.cohort, address, {"x": 1}, 0, lambda values: (99, 99))
    raters.rate(second, THEN, 3)
    section, *others = raters.facts()["sections"]
    assert (section["begun"], section["done"]) == (2, 1)
    assert {(one["begun"], one["done"]) for one in others} == {(0, 0)}


# What is told.


def whole(raters: Raters, count: int) -> dict[str, Any]:
    """The facts on a cohort of that many who have done everything that is compared, as the process gets them."""
    chance = random.Random(7)
    for person in raters.join(count):
        raters.rate_at_random(person, chance)
        raters.save(person, "01_introduction.journal", {"commitment": "Something"})
    facts: dict[str, Any] = json.loads(json.dumps(raters.facts()))
    return facts


@pytest.fixture(scope="module")
def dozen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The facts on twelve people."""
    store = open_store(tmp_path_factory.mktemp("dozen") / "course.db")
    facts = whole(Raters(store), 12)
    store.close()
    return facts


@pytest.fixture
def twelve(dozen: dict[str, Any]) -> dict[str, Any]:
    """The same, for a test to spoil."""
    return deepcopy(dozen)


def test_of_a_cohort_of_three_no_number_is_told_and_that_is_said_kindly(raters: Raters):
    found = contents(whole(raters, 3))
    assert found.is_small
    told = json.dumps(list(sheets(found, ABOUT)))
    assert "meant kindly" in told
    assert (found.tables, found.compared) == ([], [])
    assert "Something" not in told


def test_with_four_pairs_among_many_people_the_comparison_waits(raters: Raters):
    facts = whole(raters, 4)
    raters.join(6)
    found = contents({**facts, "people": 10})
    assert [one.name for one in found.tables] == ["sections", "whole"]
    assert WORDS["too_few_pairs"] in str(list(sheets(found, ABOUT)))
    assert found.tables[1].rows[-2:] == [[WORDS["commitments"], None], [WORDS["committed_people"], None]]
    assert found.tables[0].rows[0][3] is None


def test_every_number_of_people_compared_is_a_multiple_of_five(twelve: dict[str, Any]):
    (table,) = [one for one in contents(twelve).tables if one.name == "pitfalls"]
    frame = pd.DataFrame(table.rows, columns=[variable.name for variable in table.variables])
    assert len(frame) == 20
    assert set(frame["n"]) == {10}
    assert set(frame["n_back"].dropna()) == {10}
    assert (frame["mean_now"] - frame["mean_then"] - frame["change"]).abs().max() < 1e-12


# The files.


def made(form: str, facts: dict[str, Any], **about: str) -> bytes:
    """The file, by the process that makes it."""
    command = [sys.executable, "-W", "error", "-P", "-m", "mentorcourse.programme", form]
    given = json.dumps({"facts": facts, "about": ABOUT | about, "mark": ""}).encode()
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def test_the_pdf_is_tagged_has_words_for_its_pictures_and_says_how_it_was_calculated(twelve: dict[str, Any]):
    content = made("pdf", twelve)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        alternatives = [str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert len([one for one in alternatives if "A chart with a line for each statement" in one]) == 2
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    for told in (
        "paired t interval",
        "g_av",
        "response shift",
        "no comparison group",
        "gap of more than twenty minutes",
    ):
        assert told in text
    assert "participant 1" not in text


def test_the_pdf_of_a_small_cohort_says_so_and_nothing_else(raters: Raters):
    pages = PdfReader(io.BytesIO(made("pdf", whole(raters, 3), paper="a4"))).pages
    assert len(pages) == 1
    assert "meant kindly" in " ".join(pages[0].extract_text().split())


def test_the_spreadsheet_reads_back_with_a_codebook_for_every_variable(twelve: dict[str, Any]):
    book = openpyxl.load_workbook(io.BytesIO(xlsx(contents(twelve), ABOUT)))
    assert book.sheetnames == ["about", "sections", "whole", "pitfalls", "codebook"]
    explained = {(row[0], row[1]) for row in book["codebook"].iter_rows(min_row=2, values_only=True)}
    for name in ("sections", "whole", "pitfalls"):
        assert {(name, cell.value) for cell in book[name][1]} <= explained
    assert all(all(row) for row in book["codebook"].iter_rows(values_only=True))


def test_the_csv_files_read_back_as_numbers(twelve: dict[str, Any]):
    with zipfile.ZipFile(io.BytesIO(csv_files(contents(twelve), ABOUT))) as packed:
        assert set(packed.namelist()) == {"about.csv", "sections.csv", "whole.csv", "pitfalls.csv", "codebook.csv"}
        frame = pd.read_csv(io.BytesIO(packed.read("pitfalls.csv")))
    assert frame["change"].dtype == float
    assert set(frame["n"]) == {10}


def test_a_rehearsal_s_sheets_say_so_first(twelve: dict[str, Any]):
    about = ABOUT | {"mark": "Rehearsal"}
    book = openpyxl.load_workbook(io.BytesIO(xlsx(contents(twelve), about)))
    assert book.worksheets[0]["A1"].value == "Rehearsal"
    with zipfile.ZipFile(io.BytesIO(csv_files(contents(twelve), about))) as packed:
        assert packed.read("about.csv").decode("utf-8-sig").startswith("Rehearsal")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://x")']
)
def test_no_text_can_act_as_a_formula_wherever_it_is_opened(twelve: dict[str, Any], text: str):
    twelve["sections"][0]["title"] = text
    about = ABOUT | {"cohort": text, "course": text}
    found = contents(twelve)
    cells = []
    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx(found, about))):
        for cell in [cell for row in sheet.iter_rows() for cell in row]:
            assert cell.data_type != "f"
            cells.append(str(cell.value).replace("_x000D_", "\r") if isinstance(cell.value, str) else "")
    with zipfile.ZipFile(io.BytesIO(csv_files(found, about))) as packed:
        for name in packed.namelist():
            rows = csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline=""))
            written = [cell for row in rows for cell in row]
            cells += [cell for cell in written if not cell.lstrip("-").replace(".", "").isdecimal()]
    assert cells.count(f"'{text}") == 2
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]


def test_numbers_below_zero_stay_numbers():
    assert [harmless(one) for one in (-0.5, 3, None, "plain")] == [-0.5, 3, None, "plain"]
