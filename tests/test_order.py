"""The order in which several workers take the tests names files that are there, and puts the longest first."""

from __future__ import annotations

from pathlib import Path

from tests.order import APART, LONGEST, FileByFile, place_of

TESTS = Path(__file__).parent


def test_every_file_that_the_order_names_is_there() -> None:
    assert [name for name in (*APART, *LONGEST) if not (TESTS / name).exists()] == []


def test_what_takes_minutes_comes_first_then_browsers_then_the_rest() -> None:
    files = ("test_mail.py", "browser/test_hub.py", "browser/test_course.py")
    assert sorted((f"tests/{file}::test_one" for file in files), key=place_of) == [
        f"tests/{file}::test_one" for file in files[::-1]
    ]


def test_a_file_stays_with_one_worker_unless_its_tests_share_nothing() -> None:
    split = FileByFile.__new__(FileByFile)._split_scope
    assert split("tests/test_mail.py::test_one") == split("tests/test_mail.py::test_other[a::b]")
    assert split("tests/browser/test_course.py::test_one") != split("tests/browser/test_course.py::test_other")
