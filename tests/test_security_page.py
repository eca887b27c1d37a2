"""SECURITY.md names only threats that a test stands behind, and every test that it names is there and runs."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def threats() -> dict[str, list[str]]:
    """{threat: names of the tests that its row gives}."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = page.split("## Threats")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    return {row[0].strip(): re.findall(r"`(test_\w+)`", row[2]) for row in rows}


@cache
def known() -> dict[str, bool]:
    """{name of each test: whether `make test` runs it}."""
    found = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = not any("mark.long" in ast.unparse(one) for one in node.decorator_list)
    return found


def test_the_page_names_threats() -> None:
    assert len(threats()) > 25


@pytest.mark.parametrize("threat", threats())
def test_each_threat_names_a_test_that_make_test_runs(threat: str) -> None:
    named = threats()[threat]
    assert named
    assert not [name for name in named if not known().get(name)]
