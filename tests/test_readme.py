"""What README.md and CONTRIBUTING.md tell people to type exists."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from mentorcourse.cli import app

ROOT = Path(__file__).parent.parent
PROSE = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

# A command line in backquotes or on a line of its own, and the rows of the commands table that name flags.
COMMAND_LINES = sorted(set(re.findall(r"\bmentorcourse ((?!-)[a-z]+\b[^`|\n]*)", PROSE)))
TABLE_ROWS = re.findall(r"^\| `mentorcourse (\w+).*?` \|(.*`--.*)\|$", PROSE, re.MULTILINE)


def command(words: list[str]) -> object:
    """The command that these words call, with the options it knows; KeyError when there is none."""
    found: object = get_command(app)
    for word in words:
        if not hasattr(found, "commands"):
            break
        found = found.commands[word]
    return found


def flags(found: object) -> set[str]:
    return {flag for option in found.params for flag in option.opts + option.secondary_opts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_documented_command_exists_with_its_flags(line: str) -> None:
    words = shlex.split(line)
    found = command([word for word in words if not word.startswith("-")])
    assert {word for word in words if word.startswith("--")} <= flags(found)


@pytest.mark.parametrize(("name", "description"), TABLE_ROWS)
def test_the_flags_in_the_table_of_commands_exist(name: str, description: str) -> None:
    named = set(re.findall(r"`(--[a-z-]+)`", description))
    assert named <= flags(command([name]))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)`", PROSE))))
def test_a_documented_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)
